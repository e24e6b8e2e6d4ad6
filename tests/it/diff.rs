//! Diffs are patches: `git apply` and `patch` make of the old file what yinmo would write.

use std::process::Command;

use crate::harness::{Folder, finish};

/// Whether a program can be run here.
fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

fn patches_to_the_same(name: &str, text: &[u8]) {
    let folder = Folder::new();
    folder.write(name, text);
    let run = finish(
        {
            let mut command = folder.on_terms("mask");
            command.arg(name);
            command
        },
        b"",
    )
    .ends(0);
    finish(
        {
            let mut command = folder.on_terms("mask -o expected.bin");
            command.arg(name);
            command
        },
        b"",
    )
    .ends(0);
    let expected = folder.read("expected.bin");
    assert_ne!(expected, text, "{name}: nothing was masked");
    for (program, args) in
        [("git", &["apply", "--whitespace=nowarn", "-"][..]), ("patch", &["-p1", "--quiet", "--binary"])]
    {
        if !has(program) {
            continue;
        }
        folder.write(name, text);
        let mut command = Command::new(program);
        command.args(args).current_dir(folder.path()).env("GIT_CEILING_DIRECTORIES", folder.path());
        let applied = finish(command, &run.out);
        assert_eq!(applied.code, 0, "{program} on {name}: {}\n{}", applied.err, run.text());
        assert_eq!(folder.read(name), expected, "{program} on {name}");
    }
}

#[test]
fn every_shape_of_file_patches() {
    let far = format!("白鹭湾\n{}青石坡\n{}", "行\n".repeat(9), "行\n".repeat(5));
    let near = format!("一\n白鹭湾\n{}青石坡\n二\n", "行\n".repeat(6));
    for (name, text) in [
        ("plain.txt", "第一行\n到白鹭湾\n最后\n"),
        ("no-newline.txt", "第一行\n到白鹭湾"),
        ("one-line-no-newline.txt", "到白鹭湾"),
        ("newline-later.txt", "到白鹭湾\n最后"),
        ("crlf.txt", "第一行\r\n到白鹭湾\r\n最后\r\n"),
        ("mixed-ends.txt", "一\r\n到白鹭湾\n三\r\n青石坡\r\n"),
        ("bom.txt", "\u{feff}到白鹭湾\n第二行\n"),
        ("bom-later.txt", "\u{feff}第一行\n到白鹭湾\n"),
        ("far.txt", &far),
        ("near.txt", &near),
        ("adjacent.txt", "白鹭湾\n青石坡\n白鹭湾和青石坡\n"),
        ("with blank.txt", "到白鹭湾\n"),
        ("中文 名.txt", "到白鹭湾\n"),
        ("deep/er/a.txt", "到白鹭湾\n\n\n"),
        ("separators.txt", "一\u{2028}到白鹭湾\u{85}\u{c}二\rx\n三\n"),
    ] {
        patches_to_the_same(name, text.as_bytes());
    }
}

#[cfg(unix)]
#[test]
fn a_name_with_quotes_patches() {
    patches_to_the_same("a\"b\\c.txt", "到白鹭湾\n".as_bytes());
}
