//! Configuration: where it is found, what wins, what is refused.

use std::path::Path;

use serde_json::Value;

use crate::harness::{Folder, Run};

const TEXT: &str = "到白鹭湾，电话0571-88006633。\n";

fn rules(run: &Run) -> Vec<String> {
    let records = run.text().lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    records.map(|record| record["rule"].as_str().unwrap().to_owned()).collect()
}

/// A folder with a text, a list and this configuration.
fn configured(config: &str) -> Folder {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    folder.write("lists/places.txt", "白鹭湾\n");
    folder.write("yinmo.toml", config);
    folder
}

#[test]
fn a_file_is_found_upwards_and_flags_win_over_it() {
    let folder = configured(
        "style = \"mou\"\nselect = [\"entity/place\"]\nlexicons = { places = \"lists/places.txt\" }\n",
    );
    folder.write("deep/er/b.txt", TEXT);
    let mask = |at: &str, args: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yinmo"));
        command.args(args.split(' ')).current_dir(folder.path().join(at));
        crate::harness::finish(command, b"").ends(0)
    };
    assert_eq!(mask(".", "mask --stdout a.txt").text(), "到某，电话0571-88006633。\n");
    assert_eq!(mask("deep/er", "mask --stdout b.txt").text(), "到某，电话0571-88006633。\n");
    assert_eq!(mask(".", "mask --stdout --style cross a.txt").text(), "到××，电话0571-88006633。\n");
    assert_eq!(
        mask(".", "mask --stdout --select id a.txt").text(),
        "到白鹭湾，电话若干。\n".replace("若干", "某")
    );
    assert!(!mask(".", "mask --stdout --isolated a.txt").text().contains('某'));
    folder.write("other.toml", "style = \"star\"\nselect = [\"id\"]\n");
    assert_eq!(mask(".", "mask --stdout --config other.toml a.txt").text(), "到白鹭湾，电话**。\n");
    let run = folder.plain("scan --verbose a.txt", b"").ends(0);
    assert!(run.err.contains("settings from yinmo.toml"), "{}", run.err);
}

#[test]
fn a_project_file_may_hold_it() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    folder.write(
        "pyproject.toml",
        "[project]\nname = \"x\"\n\n[tool.yinmo]\nselect = \"id\"\nstyle = \"star\"\n",
    );
    assert_eq!(folder.plain("mask --stdout a.txt", b"").ends(0).text(), "到白鹭湾，电话**。\n");
    let run = folder.plain("scan --dump-config", b"").ends(0);
    assert!(run.text().contains("style = \"star\" # pyproject.toml:6\n"), "{}", run.text());
}

#[test]
fn the_origin_of_each_value_is_shown_and_the_dump_is_a_configuration() {
    let folder = configured(
        "extend = \"shared/base.toml\"\nprofile = \"court\"\nmin-score = 0.25\n\n[severity]\n\"id/phone\" = \"note\"\n\n\
         [[path]]\nglob = \"drafts/**\"\nstyle = \"x\"\n",
    );
    folder.write(
        "shared/base.toml",
        "exclude = [\"old/\"]\nlexicons = { keep = \"keep.txt\" }\nfor = \"corpus\"\n",
    );
    folder.write("shared/keep.txt", "白鹭湾\n");
    let run = folder.plain("check --style xx-lower --dump-config", b"").ends(0);
    for line in [
        "profile = \"court\" # yinmo.toml:2",
        "style = \"xx-lower\" # --style",
        "for = \"corpus\" # shared/base.toml:3",
        "min-score = 0.25 # yinmo.toml:3",
        "encoding = \"auto\" # default",
        "ignore = [] # default",
        "  \"old/\", # shared/base.toml:1",
        "  \"shared/keep.txt\", # shared/base.toml:2",
        "\"id/phone\" = \"note\" # yinmo.toml:6",
        "[[path]] # yinmo.toml:8",
        "# keep bench # profile court",
    ] {
        assert!(run.text().lines().any(|l| l == line), "{line} is not in\n{}", run.text());
    }
    assert!(run.text().contains("select = [\"entity/person\"") && run.text().contains("# profile court"));
    folder.write("dumped.toml", run.text());
    let again = folder.plain("check --config dumped.toml --dump-config", b"").ends(0);
    let values = |text: &str| -> Vec<String> {
        let values = text.lines().map(|line| line.split(" #").next().unwrap_or_default().to_owned());
        values.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    assert_eq!(values(again.text()), values(run.text()));
}

#[test]
fn mistakes_in_a_file_are_named_with_line_and_suggestion() {
    for (config, words) in [
        ("selct = \"id\"\n", "yinmo.toml:1: there is no key `selct`; did you mean `select`?"),
        ("\nstyle = 3\n", "yinmo.toml:2: `style` is a text in quotes"),
        ("style = \"none\"\n", "yinmo.toml:1: there is no style \"none\"; there are these styles: xx,"),
        ("select = [\"entity/plase\"]\n", "did you mean \"entity/place\"?"),
        ("severity = { nothing = \"note\" }\n", "yinmo.toml:1: there is no rule or group \"nothing\""),
        ("profile = \"cort\"\n", "yinmo.toml:1: there is no profile \"cort\"; there are template,"),
        ("lexicons = { keep = \"none.txt\" }\n", "yinmo.toml:1: none.txt: no such file"),
        ("extend = \"yinmo.toml\"\n", "is there a circle?"),
        ("rules = \"own.toml\"\n", "yinmo.toml:1: own.toml: no such file"),
        ("style = \"xx\n", "yinmo.toml:1: "),
    ] {
        let run = configured(config).plain("scan a.txt", b"").ends(2);
        assert!(run.err.contains(words), "{config}: {}", run.err);
    }
    let run = configured("").plain("scan --config none.toml a.txt", b"").ends(2);
    assert!(run.err.contains("none.toml: no such file"), "{}", run.err);
}

#[test]
fn paths_may_have_settings_of_their_own() {
    let folder = configured(
        "lexicons = { places = \"lists/places.txt\" }\nselect = [\"entity/place\"]\nfor = \"template\"\n\
         exclude = [\"old/\"]\n[[path]]\nglob = [\"drafts/**\", \"*.md\"]\nstyle = \"x\"\nselect = [\"id\"]\n\
         severity = { id = \"warning\" }\n[[path]]\nglob = \"drafts/star.txt\"\nstyle = \"star\"\n",
    );
    for name in ["plain.txt", "drafts/b.txt", "drafts/star.txt", "note.md", "old/c.txt"] {
        folder.write(&format!("in/{name}"), TEXT);
    }
    folder.plain("mask in -o out", b"").ends(0);
    let read = |name: &str| String::from_utf8(folder.read(&format!("out/{name}"))).unwrap();
    assert_eq!(read("plain.txt"), "到XX，电话0571-88006633。\n");
    assert_eq!(read("note.md"), "到白鹭湾，电话XX。\n");
    assert!(!folder.path().join("out/old").exists());
    // A pattern with a slash counts from the folder of the file.
    assert_eq!(read("drafts/b.txt"), read("plain.txt"));
    folder.write("drafts/b.txt", TEXT);
    folder.write("drafts/star.txt", TEXT);
    assert_eq!(folder.plain("mask --stdout drafts/star.txt", b"").ends(0).text(), "到白鹭湾，电话**。\n");
    folder.plain("check drafts", b"").ends(0);
    folder.plain("check a.txt", b"").ends(1);
    assert_eq!(rules(&folder.plain("scan --format jsonl drafts/b.txt", b"").ends(0)), ["id/phone"]);
    // What is typed wins over what holds for a path.
    let run = folder.plain("mask --stdout --style cross drafts/star.txt", b"").ends(0);
    assert_eq!(run.text(), "到白鹭湾，电话××。\n");
}

#[test]
fn severities_decide_what_fails() {
    let folder = configured(
        "for = \"template\"\nselect = \"id\"\nseverity = { id = \"note\", \"id/phone\" = \"warning\" }\n",
    );
    let run = folder.plain("check a.txt", b"").ends(0);
    assert!(run.text().contains("warning id/phone"), "{}", run.text());
    assert!(run.err.contains("0 errors, 1 warning"), "{}", run.err);
}

#[test]
fn own_lists_are_text_or_tables() {
    let folder =
        configured("[lexicons]\npeople = \"staff.csv\"\nmask = [\"terms.csv\"]\nkeep = \"keep.txt\"\n");
    folder.write("staff.csv", "\u{feff}姓名,部门\r\n\"沈栖\",办公室\r\n");
    folder.write("terms.csv", "term,kind\n甲一项目,place\n乙二项目,\n");
    folder.write("keep.txt", "# 保留\n青石坡\n");
    let text = "沈栖负责甲一项目和乙二项目。\n";
    folder.write("a.txt", text);
    let run = folder.plain("scan --format jsonl a.txt", b"").ends(0);
    assert_eq!(rules(&run), ["entity/person", "entity/place", "entity/org"]);
}

const OWN: &str = "[[rule]]\nname = \"id/staff-number\"\nsummary = \"A staff number.\"\nwhy = \"It leads to one person.\"\n\
    source = \"our register\"\nmatches = [\"工号‹LJ-20931›\"]\nnon_matches = [\"LJ路\"]\n[[rule.pattern]]\nid = \"label\"\n\
    keywords = [\"工号\"]\nregex = '工号[：:]?(?<hit>LJ-[0-9]{5})'\nmatches = [\"工号：‹LJ-20931›\"]\n\
    [[keep]]\nid = \"campaign\"\nkeywords = [\"行动\"]\nregex = '白鹭湾行动'\nmatches = [\"开展‹白鹭湾行动›\"]\n";

#[test]
fn own_rules_stand_in_the_file_or_in_files_of_their_own() {
    let text = "开展白鹭湾行动，到白鹭湾，工号LJ-10001。\n";
    let inline =
        format!("select = [\"id\", \"entity/place\"]\nlexicons = {{ places = \"lists/places.txt\" }}\n{OWN}");
    let apart = "select = [\"id\", \"entity/place\"]\nlexicons = { places = \"lists/places.txt\" }\nrules = \"own.toml\"\n";
    for config in [inline.as_str(), apart] {
        let folder = configured(config);
        folder.write("own.toml", OWN);
        folder.write("a.txt", text);
        assert_eq!(
            folder.plain("mask --stdout a.txt", b"").ends(0).text(),
            "开展白鹭湾行动，到XX，工号XX。\n"
        );
        let run = folder.plain("scan --explain a.txt", b"").ends(0);
        assert!(
            run.text().contains("id/staff-number") && run.text().contains("evidence: pattern label"),
            "{}",
            run.text()
        );
        assert!(folder.plain("rules id/staff-number", b"").ends(0).text().contains("our register"));
        assert_eq!(folder.plain("rules --prove", b"").ends(0).text(), "3 examples tried, 0 wrong\n");
    }
    for (find, put, words) in [
        ("id/staff-number", "staff/number", "does not start with a known group"),
        ("id/staff-number", "id/phone", "is defined twice"),
        ("[0-9]{5}", "[0-9", "the pattern label"),
        ("why = ", "reason = ", "yinmo.toml"),
    ] {
        let run = configured(&OWN.replace(find, put)).plain("scan a.txt", b"").ends(2);
        assert!(run.err.contains(words), "{put}: {}", run.err);
    }
    let run = configured(&OWN.replace("‹LJ-20931›\"]\nnon", "LJ-‹20931›\"]\nnon"))
        .plain("rules --prove", b"")
        .ends(1);
    assert!(
        run.text().contains("id/staff-number: in \"工号LJ-‹20931›\" it finds LJ-20931"),
        "{}",
        run.text()
    );
}

#[test]
fn own_styles_are_shown_and_used() {
    let folder = configured(
        "style = \"line\"\nselect = \"id\"\n[[styles]]\nname = \"line\"\nsummary = \"lines to fill in\"\nhides = \"everything\"\n\
         shows = \"units\"\n[styles.form.marks]\nword = \"＿＿\"\nperson = { whole = \"＿＿\" }\nfigure = { whole = \"＿＿\" }\n\
         year = { whole = \"＿＿\" }\npart = { whole = \"＿＿\" }\n",
    );
    assert_eq!(folder.plain("mask --stdout a.txt", b"").ends(0).text(), "到白鹭湾，电话＿＿。\n");
}

#[test]
fn profiles_cite_their_regulations() {
    let folder = Folder::new();
    let list = folder.plain("profiles", b"").ends(0);
    for name in ["template", "open-government", "court", "corpus"] {
        assert!(list.text().contains(name));
        let page = folder.plain(&format!("profiles {name}"), b"").ends(0);
        assert!(page.text().contains('《') && page.text().contains("for = "), "{}", page.text());
    }
    assert!(folder.plain("profiles court", b"").ends(0).text().contains("法释〔2016〕19号"));
    let text = "原告郑怀远，电话13805710000。\n案号（2021）浙0199民初77号\n审　判　长　何　岚\n";
    let run = folder.plain("mask --profile court", text.as_bytes()).ends(0);
    assert!(run.text().contains("何　岚") && run.text().contains("浙0199民初77号"), "{}", run.text());
    assert!(run.text().contains("原告郑某") && !run.text().contains("13805710000"), "{}", run.text());
    let run = folder.plain("mask --profile open-government", text.as_bytes()).ends(0);
    assert!(run.text().contains("138****0000"), "{}", run.text());
}

#[test]
fn init_writes_a_file_that_explains_every_key() {
    let folder = Folder::new();
    folder.plain("init --profile court", b"").ends(0);
    let written = String::from_utf8(folder.read("yinmo.toml")).unwrap();
    assert!(
        written.contains("\nprofile = \"court\"\n") && written.contains("\n# min-score = 0.0\n"),
        "{written}"
    );
    let run = folder.plain("check --dump-config", b"").ends(0);
    assert!(run.text().contains("profile = \"court\" # yinmo.toml:"), "{}", run.text());
    assert!(folder.plain("init", b"").ends(2).err.contains("is here already"));
    assert!(folder.plain("init --profile none", b"").ends(2).err.contains("there is no profile"));
}

#[test]
fn the_schema_in_the_tree_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("yinmo.schema.json");
    let made = Folder::new().plain("init --schema", b"").ends(0);
    if std::env::var_os("YINMO_REWRITE").is_some() {
        std::fs::write(&path, made.text()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made.text(), "yinmo.schema.json is out of date; run with YINMO_REWRITE=1");
    let schema: Value = serde_json::from_str(&kept).unwrap();
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties.len(), yinmo::config::KEYS.len());
    for key in yinmo::config::KEYS {
        assert_eq!(properties[key.name]["description"], key.about);
        let allowed = schema["properties"]["path"]["items"]["properties"].get(key.name).is_some();
        assert_eq!(allowed, key.by_path, "{}", key.name);
    }
}
