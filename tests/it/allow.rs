//! What may stay: marks in the text, a list beside it, a baseline.

use crate::harness::Folder;

#[test]
fn a_mark_allows_in_its_place_and_nowhere_else() {
    let folder = Folder::new();
    let text = "到白鹭湾。\n到青石坡。〔yinmo:allow id/plate：公开的〕\n<!-- yinmo:allow-next -->\n\n到白鹭湾。\n\
                <!-- yinmo:allow-begin id -->\n到白鹭湾。\n到青石坡。\n<!-- yinmo:allow-end -->\n到青石坡。\n";
    folder.write("a.txt", text);
    let masked = folder.yinmo("mask --stdout a.txt").ends(0);
    let lines: Vec<&str> = masked.text().lines().collect();
    assert_eq!(
        (lines[0], lines[4], lines[6], lines[7], lines[9]),
        ("到XX。", "到白鹭湾。", "到白鹭湾。", "到青石坡。", "到XX。")
    );
    assert!(lines[1].starts_with("到青石坡。"));
    let run = folder.yinmo("check --for template a.txt").ends(1);
    assert!(run.err.contains("2 errors"), "{}", run.err);
    let run = folder.yinmo("scan --rejected --format jsonl a.txt").ends(0);
    assert_eq!(run.text().matches("\"rejected\":\"allowed\"").count(), 4, "{}", run.text());
    folder.write("b.txt", "yinmo:allow-file id\n到白鹭湾。\n");
    folder.yinmo("check --for template b.txt").ends(0);
    // A mark for another rule allows nothing.
    folder.write("c.txt", "到白鹭湾。yinmo:allow entity/place\n");
    folder.yinmo("check --for template c.txt").ends(1);
}

#[test]
fn a_mark_that_nothing_needs_is_reported() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "一、概况\n今年工作顺利。<!-- yinmo:allow id/phone -->\n电话0571-88006633。<!-- yinmo:allow -->\n",
    );
    let run = folder.plain("check --for template a.txt", b"");
    assert!(run.err.contains("a.txt:2: this mark allows nothing"), "{}", run.err);
    assert!(!run.err.contains("a.txt:3"), "{}", run.err);
    assert!(!folder.plain("check --quiet --for template a.txt", b"").err.contains("mark"));
}

#[test]
fn a_list_allows_by_text_by_fingerprint_and_by_path() {
    let folder = Folder::new();
    folder.write("in/a.txt", "到白鹭湾，又到青石坡。\n");
    folder.write("in/b.txt", "到白鹭湾。\n");
    let run = folder.yinmo("scan --format jsonl in/a.txt").ends(0);
    let second: serde_json::Value = serde_json::from_str(run.text().lines().nth(1).unwrap()).unwrap();
    let print = second["fingerprint"].as_str().unwrap();
    folder.write(
        "allow.toml",
        format!(
            "[[allow]]\ntext = \"白鹭湾\"\npath = \"in/a.txt\"\nreason = \"public\"\n\
             [[allow]]\nfingerprint = \"{print}\"\nrule = \"id\"\nreason = \"public too\"\n"
        ),
    );
    assert_eq!(
        folder.yinmo("mask --stdout --allow allow.toml in/a.txt").ends(0).text(),
        "到白鹭湾，又到青石坡。\n"
    );
    assert_eq!(folder.yinmo("mask --stdout --allow allow.toml in/b.txt").ends(0).text(), "到XX。\n");
    // It holds when neighbours are masked, and says when nothing needs it.
    folder.write("yinmo.toml", "allow = \"allow.toml\"\n");
    folder.write("in/a.txt", "无\n");
    let run = folder.plain("check in", b"");
    assert!(
        run.err.contains("entry 1 (public) allows nothing") && run.err.contains("entry 2"),
        "{}",
        run.err
    );
    folder.write("allow.toml", "[[allow]]\nreason = \"x\"\ntext = \"沈怀瑾\n");
    let run = folder.plain("check --allow allow.toml in", b"").ends(2);
    assert!(run.err.contains("allow.toml: line 3: ") && !run.err.contains("沈怀瑾"), "{}", run.err);
    for (list, words) in [
        ("[[allow]]\nreason = \"x\"\n", "needs a fingerprint or a text"),
        ("[[allow]]\ntext = \"x\"\nreason = \"\"\n", "say why"),
        ("[[allow]]\ntxt = \"x\"\nreason = \"y\"\n", "txt"),
    ] {
        folder.write("bad.toml", list);
        let run = folder.yinmo("check --allow bad.toml in").ends(2);
        assert!(run.err.contains("bad.toml") && run.err.contains(words), "{}", run.err);
    }
}

const LINES: &str =
    "一、概况\n到白鹭湾调研，听取汇报。\n二、经过\n到青石坡调研，听取汇报。\n白鹭湾\n白鹭湾\n";

#[test]
fn a_baseline_survives_moved_lines_and_reports_what_is_new() {
    let folder = Folder::new();
    folder.write("in/a.txt", LINES);
    let check = "check --for template --baseline base.json";
    assert!(folder.yinmo(&format!("{check} in")).ends(2).err.contains("--update-baseline writes it"));
    let run = folder.yinmo(&format!("{check} --update-baseline in")).ends(0);
    assert!(run.err.contains("wrote base.json: 4 findings"), "{}", run.err);
    let written = String::from_utf8(folder.read("base.json")).unwrap();
    for word in ["白鹭湾", "青石坡", "调研"] {
        assert!(!written.contains(word), "{written}");
    }
    assert_eq!(folder.yinmo(&format!("{check} in")).ends(0).text(), "");
    // Fifty lines more, in the middle and before everything.
    let filler = "这是新增的一行。\n".repeat(50);
    let moved = format!("{filler}{}", LINES.replace("二、经过\n", &format!("{filler}二、经过\r\n")));
    folder.write("in/a.txt", &moved);
    assert_eq!(folder.yinmo(&format!("{check} in")).ends(0).text(), "");
    assert_eq!(folder.yinmo(&format!("{check} in/a.txt")).ends(0).text(), "");
    // A new one of the same kind, of the same text, and one more of what is known twice.
    for new in ["到白鹭湾开会。\n", "到青石坡调研，听取汇报。\n", "白鹭湾\n"] {
        folder.write("in/a.txt", format!("{moved}{new}"));
        let run = folder.yinmo(&format!("{check} in")).ends(1);
        assert!(run.err.contains("1 error,"), "{new}: {}", run.err);
    }
    folder.write("in/other.txt", LINES);
    folder.write("in/a.txt", &moved);
    assert!(folder.yinmo(&format!("{check} in")).ends(1).err.contains("4 errors"));
}

#[test]
fn a_baseline_says_what_is_stale_and_forgets_it_when_asked() {
    let folder = Folder::new();
    folder.write("a.txt", LINES);
    folder.write("b.txt", LINES);
    let check = "check --for template --baseline base.json";
    folder.yinmo(&format!("{check} --update-baseline a.txt b.txt")).ends(0);
    folder.write("a.txt", "无\n");
    let run = folder.yinmo(&format!("{check} a.txt")).ends(0);
    assert!(run.err.contains("a.txt: 4 findings of the baseline not there any more"), "{}", run.err);
    // For another purpose nothing of it is looked for, so nothing is stale.
    assert!(!folder.yinmo("check --baseline base.json a.txt").ends(0).err.contains("not there"));
    std::fs::remove_file(folder.path().join("b.txt")).unwrap();
    let run = folder.yinmo(&format!("{check} a.txt")).ends(0);
    assert!(run.err.contains("4 findings in files that are gone"), "{}", run.err);
    let run = folder.yinmo(&format!("{check} --update-baseline a.txt")).ends(0);
    assert!(run.err.contains("wrote base.json: 0 findings"), "{}", run.err);
    assert!(!folder.yinmo(&format!("{check} a.txt")).ends(0).err.contains("baseline"));
    folder.write("base.json", "{}");
    folder.yinmo(&format!("{check} a.txt")).ends(2);
}

#[test]
fn a_baseline_is_the_same_for_any_number_of_jobs_and_from_any_folder() {
    let folder = Folder::new();
    for n in 0..40 {
        folder.write(&format!("in/{n}.txt"), LINES.repeat(1 + n % 3));
    }
    let update = "check --for template --update-baseline --baseline";
    folder.yinmo(&format!("{update} one.json --jobs 1 in")).ends(0);
    folder.yinmo(&format!("{update} many.json --jobs 8 in")).ends(0);
    assert_eq!(folder.read("one.json"), folder.read("many.json"));
    let mut command = folder.on_terms("check --for template --baseline ../one.json 3.txt");
    command.current_dir(folder.path().join("in"));
    crate::harness::finish(command, b"").ends(0);
}
