//! Surrogates: plausible, consistent, told from real names by the vault alone, and nobody's.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Folder, Run, finish};

const TEXT: &str = "政和县财政局局长杨槐到政和县星溪乡走访。杨槐说，2021年3月5日投入3.2亿元，办结率95%。\n\
联系人：余 志 强，电话0571-88006633，手机13860900127，身份证622624196503120019，车牌甘K·7F219。\n\
政星政〔2024〕7号，（2023）闽07行终58号，邮箱a_b@qq.com。共48人，又到政和县。\n";

fn run(folder: &Folder, args: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yinmo"));
    command.args(args.split_whitespace()).current_dir(folder.path()).env("YINMO_PASSPHRASE", "一个口令");
    finish(command, b"")
}

fn text(folder: &Folder, name: &str) -> String {
    String::from_utf8(folder.read(name)).unwrap()
}

#[test]
fn a_text_with_surrogates_reads_as_before_and_comes_back() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    run(&folder, "mask --style surrogate --vault v.age -o out.txt a.txt").ends(0);
    let out = text(&folder, "out.txt");
    for gone in [
        "政和",
        "星溪",
        "杨槐",
        "余 志 强",
        "2021年3月5日",
        "3.2亿",
        "88006633",
        "13860900127",
        "622624196503120019",
        "7F219",
        "政星",
        "闽07",
        "qq.com",
    ] {
        assert!(!out.contains(gone), "{gone}: {out}");
    }
    assert!(!out.contains("XX") && !out.contains("【"), "{out}");
    // Kinds, units and length stay; who was the same is the same.
    // Days and months may have a digit more or less.
    let length = TEXT.replace("a_b@qq.com", "user0000@example.com").chars().count();
    assert!(out.chars().count().abs_diff(length) <= 2, "{out}");
    let county = out.split("财政局局长").next().unwrap().to_owned();
    assert!(county.ends_with('县') && out.matches(&county).count() == 3, "{out}");
    let person: String = out.split("财政局局长").nth(1).unwrap().split('到').next().unwrap().to_owned();
    assert_eq!((person.chars().count(), out.matches(&person).count()), (2, 2), "{out}");
    // Nobody's: invalid on purpose.
    for word in ["身份证99", "手机107", "电话0300-0", "I·", "@example.com", "99行终"] {
        assert!(out.contains(word), "{word}: {out}");
    }
    run(&folder, "restore --vault v.age -o back.txt out.txt").ends(0);
    assert_eq!(text(&folder, "back.txt"), TEXT);
}

#[test]
fn only_the_vault_tells_surrogates_from_leaks() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    run(&folder, "mask --style surrogate --vault v.age --receipt r.json -o out.txt a.txt").ends(0);
    assert!(text(&folder, "r.json").contains("\"passed\": true"));
    run(&folder, "check --for template --quiet out.txt").ends(1);
    let fit = run(&folder, "check --for template --vault v.age out.txt").ends(0);
    assert!(fit.err.contains("fit for a template"), "{}", fit.err);
    // Masked twice is masked once.
    let again = run(&folder, "mask --style surrogate --vault v.age -o twice.txt out.txt").ends(0);
    assert!(again.err.contains("0 changed"), "{}", again.err);
    assert_eq!(folder.read("out.txt"), folder.read("twice.txt"));
    // A real name that comes in later is one, and the text is not the vault's any more.
    folder.write("out.txt", text(&folder, "out.txt") + "联系电话：0571-88006644\n");
    let leak = run(&folder, "check --for template --vault v.age out.txt").ends(1);
    assert!(leak.err.contains("does not hold this text as it is"), "{}", leak.err);
    // Its names come back all the same.
    let back = run(&folder, "restore --vault v.age --stdout out.txt").ends(1);
    assert!(
        back.text().contains("政和县财政局局长") && back.text().contains("13860900127"),
        "{}",
        back.text()
    );
    assert!(back.text().ends_with("联系电话：0571-88006644\n"));
}

#[test]
fn the_same_name_has_the_same_surrogate_in_all_documents_and_runs() {
    let folder = Folder::new();
    folder.write("in/a.txt", "投诉电话：0571-88006633，局长杨槐出席。\n");
    folder.write("in/b.txt", "局长杨槐出席，电话：0571-88006633。\n");
    run(&folder, "mask --style surrogate --jobs 8 --vault v.age -o out in").ends(0);
    let phone = |name: &str| {
        let out = text(&folder, name);
        let at = out.find("0300").unwrap_or_else(|| panic!("{out}"));
        out[at..at + 13].to_owned()
    };
    let one = phone("out/a.txt");
    assert_eq!(one, phone("out/b.txt"));
    folder.write("c.txt", "举报电话：0571-88006633。\n");
    run(&folder, "mask --style surrogate --vault v.age -o c.out c.txt").ends(0);
    assert_eq!(one, phone("c.out"));
    // Another vault, other surrogates: nobody can count back.
    run(&folder, "mask --style surrogate --vault w.age -o d.out c.txt").ends(0);
    assert_ne!(one, phone("d.out"));
}

#[test]
fn without_a_vault_nothing_is_invented() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    assert!(run(&folder, "mask --style surrogate -o out.txt a.txt").ends(2).err.contains("add --vault FILE"));
    let plan = run(&folder, "mask --style surrogate --vault v.age --plan p.json a.txt").ends(2);
    assert!(plan.err.contains("plan with another style"), "{}", plan.err);
    assert!(!folder.path().join("out.txt").exists());
    let styles = run(&folder, "styles").ends(0);
    assert!(styles.text().contains("surrogate: invented names"), "{}", styles.text());
}

#[test]
fn no_invented_place_is_on_the_map_or_in_the_dictionary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns");
    let styles: toml::Table = fs::read_to_string(root.join("styles.toml")).unwrap().parse().unwrap();
    let style =
        styles["style"].as_array().unwrap().iter().find(|s| s["name"].as_str() == Some("surrogate")).unwrap();
    let stems: Vec<&str> = style["form"]["surrogate"]["stems"].as_str().unwrap().split_whitespace().collect();
    assert!(stems.len() > 300 && stems.iter().all(|stem| stem.chars().count() == 2));
    let mut known = String::new();
    for folder in ["gazetteer", "lexicons", "words"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            known.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
        }
    }
    known.push_str(&fs::read_to_string(root.join("divisions.tsv")).unwrap());
    for stem in stems {
        assert!(!known.contains(stem), "{stem} is a place or a word");
    }
}
