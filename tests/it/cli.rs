//! The command line: what is printed, what is written, how it ends.

use serde_json::Value;

use crate::harness::Folder;

const TEXT: &str = "一、概况\n白鹭湾项目已开工，青石坡项目在建。\n";

fn records(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn scan_shows_place_line_caret_and_ends_well() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("scan a.txt --explain").ends(0);
    assert!(
        run.text()
            .starts_with("a.txt:2:1: error id/plate\n    白鹭湾项目已开工，青石坡项目在建。\n    ^^^^^^")
    );
    assert!(run.text().contains("\n    evidence: on your list\n"), "{}", run.text());
    assert_eq!(run.err, "1 file: 2 findings (2 id)\n");
    assert_eq!(folder.yinmo("scan a.txt --quiet").ends(0).err, "");
}

#[test]
fn a_record_has_every_field_of_the_contract() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("scan --format jsonl a.txt").ends(0);
    let records = records(run.text());
    let first = &records[0];
    for (field, value) in [
        ("path", Value::from("a.txt")),
        ("rule", "id/plate".into()),
        ("severity", "error".into()),
        ("score", 1.0.into()),
        ("start", 13.into()),
        ("end", 22.into()),
        ("line", 2.into()),
        ("column", 1.into()),
        ("end_line", 2.into()),
        ("end_column", 4.into()),
        ("text", "白鹭湾".into()),
        ("evidence", "on your list".into()),
        ("replacement", "XX".into()),
    ] {
        assert_eq!(first[field], value, "{field}");
    }
    assert_eq!(first["fingerprint"].as_str().unwrap().len(), 32);
    assert_ne!(first["fingerprint"], records[1]["fingerprint"]);
}

#[test]
fn a_fingerprint_follows_the_content_not_the_place() {
    let folder = Folder::new();
    let text = "各位代表、各位委员，同志们：现将白鹭湾项目建设的有关情况向大家作一个简要的汇报。\n";
    folder.write("a.txt", text);
    folder.write("b/c.txt", format!("第一行\n\n{text}后来\n"));
    let run = folder.yinmo("scan --format jsonl .").ends(0);
    let records = records(run.text());
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["fingerprint"], records[1]["fingerprint"]);
}

#[test]
fn no_text_leaves_out_every_word_of_the_document() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    for format in ["text", "json", "jsonl", "sarif", "github", "junit", "rdjson", "html"] {
        let run = folder.yinmo(&format!("scan --no-text --explain --format {format} a.txt")).ends(0);
        assert!(!run.text().contains("白鹭湾") && !run.text().contains("开工"), "{format}: {}", run.text());
    }
}

#[test]
fn json_and_sarif_are_whole_documents_for_any_number_of_findings() {
    let folder = Folder::new();
    folder.write("a/none.txt", "无\n");
    folder.write("b/one.txt", "白鹭湾\n");
    folder.write("c/two.txt", TEXT);
    for (paths, count) in [("a", 0), ("b", 1), ("a b c", 3)] {
        let run = folder.yinmo(&format!("scan --format json {paths}")).ends(0);
        let list: Value = serde_json::from_slice(&run.out).unwrap();
        assert_eq!(list.as_array().unwrap().len(), count);
        let run = folder.yinmo(&format!("scan --format sarif {paths}")).ends(0);
        let log: Value = serde_json::from_slice(&run.out).unwrap();
        assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), count);
        assert_eq!(log["version"], "2.1.0");
    }
}

#[test]
fn github_and_junit_name_the_place() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("scan --format github a.txt").ends(0);
    assert!(run.text().starts_with("::error file=a.txt,line=2,col=1,endLine=2,endColumn=4,title=id/plate::"));
    let run = folder.yinmo("scan --format junit a.txt").ends(0);
    assert!(run.text().contains("<testsuite name=\"a.txt\" tests=\"2\" failures=\"2\""), "{}", run.text());
    assert!(run.text().ends_with("</testsuites>\n"));
}

#[test]
fn check_gives_a_verdict_for_its_purpose() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("check --for template a.txt").ends(1);
    assert!(
        run.err.starts_with("not fit for a template: 1 file, 2 errors, 0 warnings (2 id)\n"),
        "{}",
        run.err
    );
    assert!(run.text().contains("next: replace it with `yinmo mask`"), "{}", run.text());
    let run = folder.yinmo("check --for release a.txt").ends(0);
    assert!(run.err.starts_with("fit for release: 1 file"), "{}", run.err);
    assert_eq!(run.text(), "");
}

#[test]
fn mask_shows_a_diff_and_leaves_the_file_alone() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("mask a.txt").ends(0);
    assert_eq!(
        run.text(),
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n 一、概况\n-白鹭湾项目已开工，青石坡项目在建。\n+XX项目已开工，XX项目在建。\n"
    );
    assert_eq!(folder.read("a.txt"), TEXT.as_bytes());
    assert!(run.err.contains("nothing was written"), "{}", run.err);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new();
    assert_eq!(folder.yinmo_with("mask", "到白鹭湾\r\n".as_bytes()).ends(0).text(), "到XX\r\n");
    assert_eq!(folder.yinmo_with("mask -", "到白鹭湾".as_bytes()).ends(0).text(), "到XX");
    let run = folder.yinmo_with("mask --diff", "到白鹭湾\n".as_bytes()).ends(0);
    assert!(run.text().starts_with("--- a/stdin\n+++ b/stdin\n"), "{}", run.text());
    let run = folder.yinmo_with("scan --format jsonl", "到白鹭湾".as_bytes()).ends(0);
    assert_eq!(records(run.text())[0]["path"], "<stdin>");
    let run = folder.yinmo_with("mask -i -", b"").ends(2);
    assert!(run.err.contains("standard input"), "{}", run.err);
}

#[test]
fn in_place_changes_only_what_has_to_change() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let other = folder.write("b.txt", "无\n");
    let before = other.metadata().unwrap().modified().unwrap();
    let run = folder.yinmo("mask -i a.txt b.txt").ends(0);
    assert_eq!(run.text(), "");
    assert_eq!(folder.read("a.txt"), "一、概况\nXX项目已开工，XX项目在建。\n".as_bytes());
    assert_eq!(other.metadata().unwrap().modified().unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn in_place_keeps_permissions_and_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.write("real/a.txt", TEXT);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real/a.txt", folder.path().join("link.txt")).unwrap();
    folder.yinmo("mask -i link.txt").ends(0);
    assert!(folder.path().join("link.txt").symlink_metadata().unwrap().is_symlink());
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(String::from_utf8(folder.read("real/a.txt")).unwrap().contains("XX项目"));
}

#[test]
fn output_is_a_file_for_one_input_and_a_mirrored_folder_for_several() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    folder.write("in/deep/b.txt", "白鹭湾\n");
    folder.write("in/c.md", "无\n");
    folder.yinmo("mask a.txt -o new/out.txt").ends(0);
    assert_eq!(folder.read("new/out.txt"), "一、概况\nXX项目已开工，XX项目在建。\n".as_bytes());
    folder.yinmo("mask a.txt -o dir/").ends(0);
    assert!(folder.path().join("dir/a.txt").exists());
    folder.yinmo("mask a.txt in -o all").ends(0);
    assert_eq!(folder.read("all/deep/b.txt"), b"XX\n");
    assert_eq!(folder.read("all/c.md"), "无\n".as_bytes());
    assert!(folder.path().join("all/a.txt").exists());
    assert_eq!(folder.read("in/deep/b.txt"), "白鹭湾\n".as_bytes());
}

#[test]
fn an_output_is_never_an_input() {
    let folder = Folder::new();
    folder.write("in/a.txt", TEXT);
    folder.write("in/b.txt", TEXT);
    for args in ["mask in -o in", "mask in/a.txt -o in/a.txt", "mask in/a.txt in/b.txt -o in"] {
        let run = folder.yinmo(args).ends(2);
        assert!(run.err.contains("which is an input"), "{args}: {}", run.err);
    }
    assert_eq!(folder.read("in/a.txt"), TEXT.as_bytes());
    // Twice into a folder inside the input: the first result is not read again.
    folder.yinmo("mask in -o in/out").ends(0);
    folder.yinmo("mask in -o in/out").ends(0);
    assert!(!folder.path().join("in/out/out").exists());
    folder.write("x/a.txt", TEXT);
    let run = folder.yinmo("mask in/a.txt x/a.txt -o new").ends(2);
    assert!(run.err.contains("would both be written"), "{}", run.err);
}

#[test]
fn records_instead_of_a_diff() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("mask --format jsonl a.txt").ends(0);
    assert_eq!(records(run.text()).len(), 2);
}

#[test]
fn the_list_of_fields_is_written_without_text() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    folder.write("b.txt", "无\n");
    folder.write("c.txt", "白鹭湾、白鹭湾\n");
    folder.yinmo("mask --style field --fields new/fields.json -o out a.txt b.txt c.txt").ends(0);
    assert_eq!(folder.read("out/c.txt"), "{{车牌1}}、{{车牌1}}\n".as_bytes());
    let written = String::from_utf8(folder.read("new/fields.json")).unwrap();
    assert!(!written.contains("白鹭湾"));
    let list: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!((&list[0]["path"], list[0]["fields"].as_array().unwrap().len()), (&"a.txt".into(), 2));
    let field = &list[1]["fields"][0];
    for (key, value) in [
        ("name", Value::from("车牌1")),
        ("kind", "id/plate".into()),
        ("count", 2.into()),
        ("start", 0.into()),
    ] {
        assert_eq!(field[key], value, "{key}");
    }
    let run = folder.yinmo("mask --fields f.json a.txt").ends(2);
    assert!(run.err.contains("add --style field"), "{}", run.err);
    let run = folder.yinmo("mask --style tag --fields a.txt a.txt").ends(2);
    assert!(run.err.contains("which is an input"), "{}", run.err);
}

#[test]
fn keep_wins_over_terms() {
    let folder = Folder::new();
    folder.write("keep.txt", "白鹭湾\n");
    let run = folder.yinmo_with("mask --keep keep.txt", "白鹭湾和青石坡".as_bytes()).ends(0);
    assert_eq!(run.text(), "白鹭湾和XX");
    let run =
        folder.yinmo_with("scan --rejected --format jsonl --keep keep.txt", "白鹭湾".as_bytes()).ends(0);
    assert_eq!(records(run.text())[0]["rejected"], "kept");
}

#[test]
fn mistakes_are_named_with_what_to_do() {
    let folder = Folder::new();
    folder.write("bad.txt", "甲\t不存在\n");
    folder.write("a.txt", TEXT);
    for (args, words) in [
        ("scan --select entity/nobody a.txt", "`yinmo rules` lists them"),
        ("scan --terms bad.txt a.txt", "bad.txt:1: unknown kind"),
        ("scan --terms none.txt a.txt", "none.txt: no such file"),
        ("mask --style none a.txt", "there are these styles: xx,"),
        ("scan --encoding latin1 a.txt", "write auto, utf-8"),
        ("check --for print a.txt", "write release, template or corpus"),
        ("scan --min-score 2 a.txt", "from 0.0 to 1.0"),
        ("rules nothing", "`yinmo rules` lists them"),
    ] {
        let run = folder.plain(args, b"").ends(2);
        assert!(run.err.contains(words), "{args}: {}", run.err);
    }
}

#[test]
fn output_is_the_same_for_every_number_of_jobs() {
    let folder = Folder::new();
    for n in 0..300 {
        folder.write(&format!("d{}/f{n}.txt", n % 7), TEXT.repeat(n % 5));
    }
    let one = folder.yinmo("scan --format json --jobs 1 .").ends(0);
    for jobs in [2, 8] {
        let many = folder.yinmo(&format!("scan --format json --jobs {jobs} .")).ends(0);
        assert!(many.out == one.out && many.err == one.err, "--jobs {jobs}");
    }
    let list: Vec<Value> = serde_json::from_slice(&one.out).unwrap();
    assert!(list.is_sorted_by_key(|r| (r["path"].as_str().unwrap().to_owned(), r["start"].as_u64())));
}

#[test]
fn folders_respect_ignore_files_and_types() {
    let folder = Folder::new();
    for name in ["a.txt", "b.MD", "none", ".hidden.txt", "c.png", "skip/d.txt", "git/e.txt"] {
        folder.write(name, "白鹭湾\n");
    }
    folder.write(".yinmoignore", "skip/\n");
    folder.write(".gitignore", "git/\n");
    folder.write("binary", b"\0\x01");
    let run = folder.yinmo("scan --format jsonl .").ends(0);
    let paths: Vec<String> =
        records(run.text()).iter().map(|r| r["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["a.txt", "b.MD", "none"]);
    assert!(run.err.contains("skipped 2 files of other types (1 png)"), "{}", run.err);
    assert_eq!(folder.yinmo("scan --format jsonl c.png").ends(0).text().lines().count(), 1);
}

#[test]
fn colours_come_when_asked_for() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    assert!(!folder.yinmo("scan a.txt").ends(0).text().contains('\u{1b}'));
    assert!(folder.yinmo("scan --color always a.txt").ends(0).text().contains('\u{1b}'));
    assert!(folder.yinmo("mask --color always a.txt").ends(0).text().contains('\u{1b}'));
}

#[test]
fn demo_rules_and_styles_run() {
    let folder = Folder::new();
    let demo = folder.plain("demo", b"").ends(0);
    for part in ["$ yinmo scan", "--stdout", "+++ b/report.txt"] {
        assert!(demo.text().contains(part), "{part}");
    }
    assert!(folder.plain("rules", b"").ends(0).text().contains("id/phone"));
    assert!(folder.plain("rules id/phone", b"").ends(0).text().starts_with("id/phone (error)\n"));
    assert!(folder.plain("styles", b"").ends(0).text().contains("\nxx: "));
}

#[test]
fn diffs_for_people_show_words_or_both_sides() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let words = folder.yinmo("mask --diff=words a.txt").ends(0);
    assert_eq!(words.text(), "a.txt\n    2 [-白鹭湾-]{+XX+}项目已开工，[-青石坡-]{+XX+}项目在建。\n");
    let mut command = folder.on_terms("mask --diff=side-by-side a.txt");
    command.env("COLUMNS", "60");
    let sides = crate::harness::finish(command, b"").ends(0);
    assert_eq!(
        sides.text(),
        "a.txt\n    2 白鹭湾项目已开工，青石坡  | XX项目已开工，XX项目在建\n      项目在建。                | 。\n"
    );
    assert_eq!(folder.read("a.txt"), TEXT.as_bytes());
}

#[test]
fn rdjson_counts_bytes_and_suggests_the_mask() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.yinmo("scan --format rdjson a.txt").ends(0);
    let second = &records(run.text())[1];
    assert_eq!(second["code"]["value"], "id/plate");
    assert_eq!(second["severity"], "ERROR");
    assert_eq!(second["location"]["path"], "a.txt");
    assert_eq!(second["location"]["range"]["start"], serde_json::json!({"line": 2, "column": 28}));
    assert_eq!(second["suggestions"][0]["text"], "XX");
}

#[test]
fn the_page_is_whole_and_shows_both_texts() {
    let folder = Folder::new();
    folder.write("a.txt", "一、<b>概况</b>\r\n到白鹭湾\r\n");
    folder.write("b.txt", TEXT);
    let run = folder.yinmo("mask --format html a.txt b.txt").ends(0);
    let page = run.text();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<mark class=\"id\"").count(), 3);
    assert_eq!(page.matches("<ins class=\"id\"").count(), 3);
    assert!(page.contains("<td>一、&lt;b&gt;概况&lt;/b&gt;</td>"), "{page}");
    assert!(page.contains(">白鹭湾</mark></td>") && page.contains(">XX</ins></td>"), "{page}");
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("<script src"));
    for tag in ["table", "tr", "td", "mark", "ins", "h2"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

/// A term of one's own is masked wherever it stands, also inside a name whose rule is off or whose score is too low.
#[test]
fn a_term_inside_a_name_that_is_not_looked_for_is_masked() {
    let folder = Folder::new();
    folder.write("terms.txt", "红石岭\tplace\n石桥\tplace\n");
    folder.write("keep.txt", "石桥镇人民政府\n");
    folder.write("a.txt", "红石岭村民委员会主任到会，红石岭人民法院、石桥镇人民政府派人参加。\n");
    for args in ["--select entity/place", "--ignore entity/org", "--min-score 0.99"] {
        let run = folder
            .plain(&format!("mask --stdout --terms terms.txt --keep keep.txt {args} a.txt"), b"")
            .ends(0);
        assert!(!run.text().contains("红石岭"), "{args}: {}", run.text());
        assert!(run.text().contains("石桥镇人民政府"), "{args}: {}", run.text());
    }
    // Whose own rule is off is not looked for.
    let run = folder.plain("mask --stdout --terms terms.txt --ignore entity a.txt", b"").ends(0);
    assert!(run.text().contains("红石岭村民委员会"), "{}", run.text());
}
