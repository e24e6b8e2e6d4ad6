//! What is around the program: completions, man pages, version, hooks, the example for CI.

use std::fs;
use std::path::Path;

use crate::harness::Folder;

const COMMANDS: [&str; 8] = ["scan", "check", "mask", "clean", "apply", "rules", "profiles", "init"];

#[test]
fn completions_name_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = folder.plain(&format!("completions {shell}"), b"").ends(0);
        for word in COMMANDS.iter().copied().chain(["dump-config", "update-baseline"]) {
            assert!(run.text().contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn man_pages_are_written_for_every_command() {
    let folder = Folder::new();
    let run = folder.plain("man", b"").ends(0);
    assert!(run.text().contains(".TH yinmo 1") && run.text().contains("SUBCOMMANDS"), "{}", run.text());
    folder.plain("man -o man", b"").ends(0);
    for command in COMMANDS {
        let page = String::from_utf8(folder.read(&format!("man/yinmo-{command}.1"))).unwrap();
        assert!(page.contains(".TH yinmo-") && page.contains("SYNOPSIS"), "{command}");
    }
    assert!(folder.path().join("man/yinmo.1").exists());
}

#[test]
fn the_version_says_what_it_was_built_from() {
    let folder = Folder::new();
    let short = folder.plain("-V", b"").ends(0);
    assert_eq!(short.text(), concat!("yinmo ", env!("CARGO_PKG_VERSION"), "\n"));
    let long = folder.plain("--version", b"").ends(0);
    let parts = long.text().trim().strip_prefix(concat!("yinmo ", env!("CARGO_PKG_VERSION"), " (")).unwrap();
    assert!(parts.ends_with(')') && parts.contains("rustc 1.") && parts.contains('-'), "{}", long.text());
}

#[test]
fn hooks_and_the_example_for_ci_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::new();
    folder.write("reports/a.txt", "本月工作已经完成。\n");
    folder.plain("check --baseline yinmo-baseline.json --update-baseline reports", b"").ends(0);
    let mut tried = 0;
    for (file, key, input) in [
        (".pre-commit-hooks.yaml", "entry: yinmo ", " reports/a.txt"),
        ("examples/github-actions.yml", "run: yinmo ", ""),
    ] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        for line in text.lines().filter_map(|line| line.trim().strip_prefix(key)) {
            let args = line.split(" >").next().unwrap();
            folder.plain(&format!("{args}{input}"), b"").ends(0);
            tried += 1;
        }
    }
    assert_eq!(tried, 5);
}
