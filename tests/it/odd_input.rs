//! Input that is empty, huge, damaged, missing or no text at all.

use std::io::Read as _;
use std::process::Stdio;

use crate::harness::Folder;

#[test]
fn an_empty_file_is_fine() {
    let folder = Folder::new();
    folder.write("a.txt", "");
    folder.plain("scan a.txt", b"").ends(0);
    folder.plain("check a.txt", b"").ends(0);
    assert_eq!(folder.plain("mask a.txt", b"").ends(0).text(), "");
    folder.plain("mask -i a.txt", b"").ends(0);
    folder.plain("mask a.txt -o b.txt", b"").ends(0);
    assert_eq!(folder.read("b.txt"), b"");
    assert_eq!(folder.plain("clean", b"").ends(0).text(), "");
}

#[test]
fn an_empty_folder_is_fine() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(folder.plain("scan empty", b"").ends(0).err, "0 files: 0 findings\n");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("a.txt", "到白鹭湾\n");
    folder.write("broken.txt", b"\xe7\x99\xbd\xe9\xb9\xad\xe6\xb9\xbe\xff\xe9\xb9\xad");
    folder.write("latin.txt", b"caf\xe9 au lait, d\xe9j\xe0 vu");
    folder.write("zip.txt", b"PK\x03\x04\x00\x00");
    folder.write("z.txt", "到青石坡\n");
    let run =
        folder.yinmo("scan --format jsonl a.txt broken.txt latin.txt missing.txt zip.txt z.txt").ends(2);
    assert_eq!(run.text().lines().count(), 2);
    for line in [
        "yinmo: missing.txt: no such file or folder; check the path",
        "yinmo: broken.txt: not valid UTF-8 at byte 9; repair the file, or name its encoding with --encoding",
        "yinmo: latin.txt: not UTF-8 (byte 3), and the encoding cannot be told; name it with --encoding",
        "yinmo: zip.txt: the container is damaged or made to deceive",
    ] {
        assert_eq!(run.err.lines().filter(|l| l.starts_with(line)).count(), 1, "{line}\n{}", run.err);
    }
    assert!(run.err.ends_with("2 files: 2 findings (2 id); 4 failed\n"), "{}", run.err);
}

#[test]
fn a_failure_never_leaves_half_an_output() {
    let folder = Folder::new();
    folder.write("broken.txt", b"\xe7\x99\xbd\xe9\xb9\xad\xe6\xb9\xbe\xff\xe9\xb9\xad");
    folder.yinmo("mask broken.txt -o out.txt").ends(2);
    assert!(!folder.path().join("out.txt").exists());
    let run = folder.yinmo_with("mask", b"\xe7\x99\xbd\xe9\xb9\xad\xe6\xb9\xbe\xff").ends(2);
    assert!(run.out.is_empty());
    assert!(run.err.starts_with("yinmo: <stdin>: not valid UTF-8"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.write("a.txt", "甲");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        return; // The superuser reads everything.
    }
    let run = folder.yinmo("scan a.txt").ends(2);
    assert!(run.err.starts_with("yinmo: a.txt: no permission to read it"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.write("a.txt", "到白鹭湾\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.yinmo("mask -i a.txt").ends(2);
    assert!(run.err.contains("read-only"), "{}", run.err);
    assert_eq!(folder.read("a.txt"), "到白鹭湾\n".as_bytes());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    folder.write("a.txt", "到白鹭湾\n".repeat(50_000));
    let mut command = folder.on_terms("scan --format jsonl a.txt");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 100]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_very_long_line_is_read_like_any_other() {
    let folder = Folder::new();
    let line = "全镇统筹推进到白鹭湾的各项工作，".repeat(60_000);
    let run = folder.yinmo_with("scan --format jsonl", line.as_bytes()).ends(0);
    assert_eq!(run.text().lines().count(), 60_000);
    let run = folder.yinmo_with("scan", line.as_bytes()).ends(0);
    assert_eq!(run.text().lines().count(), 180_000);
    let run = folder.yinmo_with("mask", line.as_bytes()).ends(0);
    assert!(run.text() == line.replace("白鹭湾", "XX"));
}

#[test]
fn a_text_that_is_too_large_to_hold_is_refused() {
    let folder = Folder::new();
    folder.write("large.txt", "到白鹭湾的路\n".repeat(1 << 19));
    folder.write("small.txt", "到白鹭湾\n");
    let run = folder.yinmo("clean --max-unit 6M large.txt small.txt").ends(2);
    assert!(
        run.err.contains(
            "large.txt: larger than --max-unit (6291456 bytes); write it with -o or -i, print it with --stdout, or raise --max-unit\n"
        ),
        "{}",
        run.err
    );
    assert!(run.err.contains("1 file: 0 to change; 1 failed"), "{}", run.err);
}

#[test]
fn many_files_are_masked_into_a_folder() {
    let folder = Folder::new();
    for n in 0..1000 {
        folder.write(&format!("in/{}/{n}.txt", n % 10), format!("第{n}号\n到白鹭湾\n"));
    }
    folder.yinmo("mask in -o out").ends(0);
    for n in 0..1000 {
        assert_eq!(folder.read(&format!("out/{}/{n}.txt", n % 10)), format!("第{n}号\n到XX\n").as_bytes());
    }
}

#[test]
fn control_characters_reach_no_terminal() {
    let folder = Folder::new();
    let run = folder.yinmo_with("scan", "\u{1b}]0;题目\u{7}白鹭湾\u{202e}\n".as_bytes()).ends(0);
    assert!(!run.text().contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_written_through_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = Folder::new();
    folder.write("a.txt", "姓名：XXX\n");
    let pipe = folder.path().join("out");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::read(pipe).unwrap())
    };
    folder.yinmo("mask a.txt -o out").ends(0);
    assert!(pipe.metadata().unwrap().file_type().is_fifo());
    assert_eq!(reader.join().unwrap(), "姓名：XXX\n".as_bytes());
}
