//! What was masked with a vault comes back; the vault gives nothing away.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Folder, Run, finish};

const ONE: &str = "一、概况\n到白鹭湾，又到青石坡。\n再到白鹭湾。\n";
const TWO: &str = "又到青石坡，再到白鹭湾。\n";

/// Runs with a passphrase in the environment.
fn run(mut command: Command, passphrase: &str) -> Run {
    command.env("YINMO_PASSPHRASE", passphrase);
    finish(command, b"")
}

fn on_terms(folder: &Folder, args: &str) -> Run {
    run(folder.on_terms(args), "一个口令")
}

fn plain(folder: &Folder, args: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yinmo"));
    command.args(args.split_whitespace()).current_dir(folder.path());
    run(command, "一个口令")
}

fn text(folder: &Folder, name: &str) -> String {
    String::from_utf8(folder.read(name)).unwrap()
}

#[test]
fn labels_are_the_same_in_all_documents_and_in_later_runs() {
    let folder = Folder::new();
    folder.write("in/1.txt", ONE);
    folder.write("in/2.txt", TWO);
    on_terms(&folder, "mask --style tag --vault v.age --jobs 8 -o out in").ends(0);
    assert_eq!(text(&folder, "out/1.txt"), "一、概况\n到【车牌1】，又到【车牌2】。\n再到【车牌1】。\n");
    assert_eq!(text(&folder, "out/2.txt"), "又到【车牌2】，再到【车牌1】。\n");
    folder.write("more.txt", "到丙地，到青石坡。\n");
    folder.write("more.list", "丙地\tplate\n");
    on_terms(&folder, "mask --style tag --vault v.age --terms more.list -o more.out more.txt").ends(0);
    assert_eq!(text(&folder, "more.out"), "到【车牌3】，到【车牌2】。\n");
    // A look changes nothing.
    let before = folder.read("v.age");
    let look = on_terms(&folder, "mask --style tag --vault v.age in/1.txt").ends(0);
    assert!(look.text().contains("【车牌2】"));
    assert_eq!(folder.read("v.age"), before);
    assert!(!folder.path().join("v.age.lock").exists());
}

#[test]
fn a_changed_document_gets_its_labels_back_and_the_rest_is_named() {
    let folder = Folder::new();
    folder.write("a.txt", ONE);
    on_terms(&folder, "mask --style tag --vault v.age -i a.txt").ends(0);
    folder.write("a.txt", format!("新的一行，见【车牌9】。\n{}", text(&folder, "a.txt")));
    let run = plain(&folder, "restore --vault v.age -o back.txt a.txt").ends(1);
    assert!(run.err.contains("3 labels put back, 1 label not in the vault (at 1:7)"), "{}", run.err);
    assert_eq!(text(&folder, "back.txt"), format!("新的一行，见【车牌9】。\n{ONE}"));
    folder.write("b.txt", "别的文件\n");
    assert!(
        plain(&folder, "restore --vault v.age -i b.txt")
            .ends(2)
            .err
            .contains("nothing in the vault belongs to it")
    );
}

#[test]
fn documents_that_became_the_same_text_are_told_apart_by_their_names() {
    let folder = Folder::new();
    folder.write("in/a.txt", "到白鹭湾\n");
    folder.write("in/b.txt", "到青石坡\n");
    on_terms(&folder, "mask --vault v.age -o out in").ends(0);
    assert_eq!(folder.read("out/a.txt"), folder.read("out/b.txt"));
    plain(&folder, "restore --vault v.age -i out").ends(0);
    assert_eq!(text(&folder, "out/a.txt") + &text(&folder, "out/b.txt"), "到白鹭湾\n到青石坡\n");
    folder.write("elsewhere.txt", "到XX\n");
    let run = plain(&folder, "restore --vault v.age -i elsewhere.txt").ends(2);
    assert!(run.err.contains("2 documents became this same text"), "{}", run.err);
}

#[test]
fn whole_documents_come_back_byte_for_byte_in_every_style() {
    let folder = Folder::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut names = Vec::new();
    for entry in fs::read_dir(&data).unwrap().chain(fs::read_dir(data.join("annotated")).unwrap()) {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            folder.write(&format!("in/{name}"), fs::read(&path).unwrap());
            names.push(name);
        }
    }
    folder.write("in/gbk.txt", b"\xbd\xf1\xc4\xea\xd2\xd4\xc0\xb4\xa3\xac\xc8\xab\xd5\xf2\xc8\xcf\xd5\xe6\xc2\xe4\xca\xb5\xb7\xc0\xd1\xb4\xd4\xf0\xc8\xce\xa3\xac\xd0\xc2\xbd\xa8\xb1\xdc\xcf\xd5\xb5\xe3\xc8\xf4\xb8\xc9\xb4\xa6\xa3\xac\xd7\xaa\xd2\xc6\xc8\xba\xd6\xda\xc8\xf4\xb8\xc9\xc8\xcb\xa3\xac\xc1\xaa\xcf\xb5\xb5\xe7\xbb\xb0\xa3\xba0571-88006633\xa1\xa3\r\n");
    folder.write("in/bom.txt", "\u{feff}电话0571-88006633\r\n第二行\n电话0571-88006644");
    names.extend(["gbk.txt".to_owned(), "bom.txt".to_owned()]);
    assert!(names.len() > 15);
    for (style, jobs) in REVERSIBLE.into_iter().flat_map(|style| [(style, 2), (style, 8)]) {
        let mask = format!(
            "mask --clean --force --style {style} --jobs {jobs} --vault {style}.age -o {style}-{jobs} in"
        );
        assert!(plain(&folder, &mask).code < 2);
        let back = format!("restore --jobs {jobs} --vault {style}.age -o {style}-{jobs}-back {style}-{jobs}");
        let run = plain(&folder, &back).ends(0);
        for name in &names {
            let same =
                folder.read(&format!("in/{name}")) == folder.read(&format!("{style}-{jobs}-back/{name}"));
            assert!(same, "{style}: {name}: {}", run.err);
        }
    }
}

#[test]
fn a_vault_is_never_plain_and_a_changed_byte_is_refused() {
    let folder = Folder::new();
    folder.write("a.txt", ONE);
    on_terms(&folder, "mask --style tag --vault v.age -o out.txt a.txt").ends(0);
    let vault = folder.read("v.age");
    assert!(vault.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    for word in ["白鹭湾", "青石坡", "车牌", "a.txt"] {
        assert!(!vault.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
    }
    for at in [25, 40, 100, vault.len() - 40, vault.len() - 1] {
        let mut changed = vault.clone();
        changed[at] ^= 1;
        folder.write("v.age", changed);
        let run = plain(&folder, "restore --vault v.age -o back.txt out.txt").ends(2);
        assert!(run.err.contains("the vault was changed"), "{at}: {}", run.err);
    }
    folder.write("v.age", &vault);
    folder.write("pass", "一个口令\n");
    let mut restore = Command::new(env!("CARGO_BIN_EXE_yinmo"));
    restore
        .args("restore --vault v.age --passphrase-file pass -o back.txt out.txt".split(' '))
        .current_dir(folder.path());
    finish(restore, b"").ends(0);
    assert_eq!(text(&folder, "back.txt"), ONE);
    assert!(folder.plain("restore --vault v.age out.txt", b"").ends(2).err.contains("needs a passphrase"));
    assert!(folder.plain("restore out.txt", b"").ends(2).err.contains("add --vault FILE"));
    assert!(
        plain(&folder, "restore --vault none.age out.txt").ends(2).err.contains("none.age: no such file")
    );
}

#[test]
fn runs_at_the_same_time_do_not_give_a_label_twice() {
    let folder = Folder::new();
    folder.write("a.txt", "到白鹭湾\n");
    folder.write("b.txt", "到青石坡\n");
    let runs: Vec<_> = ["a", "b"]
        .map(|name| {
            let mut command =
                folder.on_terms(&format!("mask --style tag --vault v.age -o {name}.out {name}.txt"));
            command.env("YINMO_PASSPHRASE", "一个口令");
            std::thread::spawn(move || finish(command, b"").ends(0))
        })
        .into();
    runs.into_iter().for_each(|run| drop(run.join().unwrap()));
    assert_ne!(folder.read("a.out"), folder.read("b.out"));
    let run = plain(&folder, "restore --vault v.age --stdout a.out b.out").ends(0);
    assert_eq!(run.text(), "到白鹭湾\n到青石坡\n");
}

#[test]
fn keyed_labels_are_the_same_everywhere_and_only_with_the_key() {
    let folder = Folder::new();
    folder.write("a.txt", ONE);
    folder.write("b.txt", TWO);
    folder.write("key", [7; 32]);
    folder.write("other", [8; 32]);
    folder.write("short", [8; 8]);
    let masked = |name: &str, key: &str| {
        let args = format!("mask --stdout --style pseudonym --key-file {key} {name}");
        folder.yinmo(&args).ends(0).text().to_owned()
    };
    let (one, two) = (masked("a.txt", "key"), masked("b.txt", "key"));
    let labels = |text: &str| -> Vec<String> {
        text.split('【').skip(1).map(|rest| rest.split_once('】').unwrap().0.to_owned()).collect()
    };
    let (one, two) = (labels(&one), labels(&two));
    assert!(one.iter().all(|label| label.starts_with("车牌-") && label.chars().count() == 13), "{one:?}");
    assert_eq!([&one[0], &one[1], &one[0]], [&two[1], &two[0], &one[2]]);
    assert_ne!(one[0], one[1]);
    assert_ne!(labels(&masked("a.txt", "other"))[0], one[0]);
    // What is shown of a record is what is written.
    let record = serde_json::json!({"text": ONE}).to_string();
    let shown = "mask --field text --style pseudonym --key-file key --format jsonl";
    let shown = folder.yinmo_with(shown, record.as_bytes()).ends(0).text().to_owned();
    assert!(shown.contains(&format!("\"replacement\":\"【{}】\"", one[0])), "{shown}");
    // Masked twice is masked once.
    folder.write("a.txt", masked("a.txt", "key"));
    assert_eq!(masked("a.txt", "key").as_bytes(), folder.read("a.txt"));
    assert!(folder.yinmo("mask --style pseudonym a.txt").ends(2).err.contains("add --key-file FILE"));
    let run = folder.yinmo("mask --style pseudonym --key-file short a.txt").ends(2);
    assert!(run.err.contains("can be guessed"), "{}", run.err);
}

/// Runs `age` or `age-keygen`, where it is installed.
fn age(folder: &Folder, tool: &str, args: &str) -> Option<Run> {
    let mut command = Command::new(tool);
    command.args(args.split_whitespace()).current_dir(folder.path());
    command.stdin(std::process::Stdio::null());
    let output = command.output().ok()?;
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(Run { code: output.status.code()?, out: output.stdout, err })
}

const KEY: &str =
    "# a key for tests\nAGE-SECRET-KEY-13TW3Q0C30AWWQRFFZ0674R8MHTUTQN7V4D59262U9JL2KGHJD43QJ2FPLK\n";
const OTHER: &str = "AGE-SECRET-KEY-1LUQKUZ99LMTJA6GWXAPMZSJSZ068VEC3A99YAA58JGXZQKAU7M5SRYTJSE\n";
const OTHERS: &str = "age1zz2gwsu970nkdpy7cdhy5lyyypmlqm2nq5jp2hjf854uqqwrdg2qcnmhef";

#[test]
fn a_vault_is_opened_with_a_key_instead_of_a_passphrase() {
    let folder = Folder::new();
    folder.write("a.txt", ONE);
    folder.write("key", KEY);
    folder.write("other", OTHER);
    let mask = |args: &str| finish(folder.on_terms(&format!("mask --style tag --vault v.age {args}")), b"");
    let restore = |args: &str| folder.plain(&format!("restore --vault v.age --stdout {args} out.txt"), b"");
    mask("--vault-key key -o out.txt a.txt").ends(0);
    assert!(folder.read("v.age").starts_with(b"age-encryption.org/v1\n-> X25519 "));
    assert_eq!(restore("--vault-key key").ends(0).text(), ONE);
    // A second reader, who stays one when the first writes again.
    assert!(restore("--vault-key other").ends(2).err.contains("encrypted to none of your keys"));
    mask(&format!("--vault-key key --vault-recipient {OTHERS} -o out.txt a.txt")).ends(0);
    mask("--vault-key key -o out.txt a.txt").ends(0);
    assert_eq!(restore("--vault-key other").ends(0).text(), ONE);
    // Nothing is asked for, and no secret is said.
    assert!(restore("").ends(2).err.contains("--vault-key FILE"));
    folder.write("bad", KEY.replace("KEY-1", "KEY-1Q"));
    let bad = restore("--vault-key bad").ends(2);
    assert!(
        bad.err.contains("bad: line 2: this is no secret key") && !bad.err.contains("3TW3Q0C30"),
        "{}",
        bad.err
    );
    assert!(
        mask("--vault-key key --vault-recipient age1xyz a.txt").ends(2).err.contains("no public key of age")
    );
    let secret = format!("--vault-key key --vault-recipient {} a.txt", KEY.lines().last().unwrap());
    let run = mask(&secret).ends(2);
    assert!(run.err.contains("no public key of age") && !run.err.contains("3TW3Q0C30"), "{}", run.err);
    for at in [25, 80, 200, folder.read("v.age").len() - 1] {
        let mut changed = folder.read("v.age");
        changed[at] ^= 1;
        folder.write("changed.age", changed);
        let run = folder.plain("restore --vault changed.age --vault-key key out.txt", b"").ends(2);
        assert!(run.err.contains("changed.age: "), "{at}: {}", run.err);
    }
    let mut with_passphrase = folder.on_terms("mask --style tag --vault p.age -o p.txt a.txt");
    with_passphrase.env("YINMO_PASSPHRASE", "一个口令");
    finish(with_passphrase, b"").ends(0);
    let run = folder.plain("restore --vault p.age --vault-key key p.txt", b"").ends(2);
    assert!(run.err.contains("leave --vault-key out"), "{}", run.err);
}

#[test]
fn the_age_tool_reads_what_is_written_and_writes_what_is_read() {
    let folder = Folder::new();
    folder.write("a.txt", ONE);
    folder.write("key", KEY);
    finish(folder.on_terms("mask --style tag --vault v.age --vault-key key -o out.txt a.txt"), b"").ends(0);
    let Some(content) = age(&folder, "age", "-d -i key v.age") else {
        // It is not installed here.
        return;
    };
    let content = content.ends(0).out;
    assert!(content.starts_with(b"{\"version\":1"));
    folder.write("plain", content);
    let public = age(&folder, "age-keygen", "-y key").unwrap().ends(0);
    age(&folder, "age", &format!("-r {} -r {OTHERS} -o by-age.age plain", public.text().trim()))
        .unwrap()
        .ends(0);
    let run = folder.plain("restore --vault by-age.age --vault-key key --stdout out.txt", b"").ends(0);
    assert_eq!(run.text(), ONE);
}

/// Styles of every family that a vault brings back.
const REVERSIBLE: [&str; 5] = ["tag", "field", "mou", "match", "surrogate"];

/// Reads `YINMO_SAMPLES`, a folder of texts that are not part of this project.
#[test]
fn samples_come_back_byte_for_byte_in_every_style_that_remembers() {
    let Some(samples) = std::env::var_os("YINMO_SAMPLES") else { return };
    let folder = Folder::new();
    let mut names = Vec::new();
    for entry in fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            folder.write(&format!("in/{name}"), fs::read(&path).unwrap());
            names.push(name);
        }
    }
    assert!(!names.is_empty());
    for (style, jobs) in REVERSIBLE.into_iter().flat_map(|style| [(style, 2), (style, 8)]) {
        let out = format!("{style}-{jobs}");
        let mask = format!("mask --force --style {style} --jobs {jobs} --vault {out}.age -o {out} in");
        assert!(plain(&folder, &mask).code < 2);
        plain(&folder, &format!("restore --jobs {jobs} --vault {out}.age -o {out}-back {out}")).ends(0);
        for name in &names {
            assert!(
                folder.read(&format!("in/{name}")) == folder.read(&format!("{out}-back/{name}")),
                "{style}: {name}"
            );
        }
    }
}
