//! Batches: summary, report, what a changed file keeps, and runs that were killed.

use std::process::Stdio;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::harness::{Folder, finish};

#[test]
fn several_files_end_with_a_table() {
    let folder = Folder::new();
    folder.write("in/a.txt", "到白鹭湾、青石坡\n");
    folder.write("in/b.txt", "到白鹭湾\n");
    folder.write("in/c.txt", "无\n");
    folder.write("in/d.txt", b"\xe7\x99\xbd\xe9\xb9\xad\xff\xe9\xb9\xad\xe6\xb9\xbe");
    folder.write("in/e.png", "PNG");
    let run = folder.yinmo("mask in -o out").ends(2);
    assert!(
        run.err.contains("group            findings     files\nid                      3         2\n"),
        "{}",
        run.err
    );
    assert!(run.err.contains("3 files: 2 changed (3 id); 1 failed\n"), "{}", run.err);
    assert_eq!(folder.yinmo("mask in -o out2 --quiet").ends(2).err.lines().count(), 1);
}

#[test]
fn the_report_has_every_file_and_no_text() {
    let folder = Folder::new();
    folder.write("in/a.txt", "到白鹭湾、青石坡\n");
    folder.write("in/b.txt", "无\n");
    folder.write("in/c.txt", b"\xe7\x99\xbd\xe9\xb9\xad\xff\xe9\xb9\xad\xe6\xb9\xbe");
    folder.yinmo("mask in missing.txt -o out --report new/report.json").ends(2);
    let text = String::from_utf8(folder.read("new/report.json")).unwrap();
    assert!(!text.contains("白鹭湾"));
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["command"], "mask");
    for (key, value) in [("files", 2), ("changed", 1), ("failed", 2)] {
        assert_eq!(report["total"][key], value, "{key}");
    }
    let status: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|file| file["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["changed", "unchanged", "failed", "failed"]);
    assert_eq!(report["files"][0]["findings"]["id"], 2);
    assert!(report["files"][2]["cause"].as_str().unwrap().starts_with("not valid UTF-8"));
    folder.yinmo("scan in/a.txt --report r.json").ends(0);
    let report: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    assert_eq!((&report["command"], &report["files"][0]["status"]), (&"scan".into(), &"read".into()));
    let run = folder.yinmo("scan in/a.txt --report in/a.txt").ends(2);
    assert!(run.err.contains("which is an input"), "{}", run.err);
}

#[test]
fn in_place_keeps_times() {
    let folder = Folder::new();
    let path = folder.write("a.txt", "到白鹭湾\n");
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    folder.yinmo("mask -i a.txt").ends(0);
    assert_eq!(folder.read("a.txt"), "到XX\n".as_bytes());
    assert_eq!(path.metadata().unwrap().modified().unwrap(), then);
    folder.yinmo("clean a.txt -o b.txt").ends(0);
    assert_ne!(folder.path().join("b.txt").metadata().unwrap().modified().unwrap(), then);
}

#[test]
fn a_journal_is_for_one_command() {
    let folder = Folder::new();
    folder.write("in/a.txt", "到白鹭湾\n");
    let run = folder.yinmo("mask in --resume j").ends(2);
    assert!(run.err.contains("add -i or -o"), "{}", run.err);
    folder.yinmo("mask in -o out --resume j").ends(0);
    let run = folder.yinmo("mask in -o out --style mou --resume j").ends(2);
    assert!(run.err.contains("another command"), "{}", run.err);
    folder.write("no", "something else\n");
    let run = folder.yinmo("mask in -o out --resume no").ends(2);
    assert!(run.err.contains("this is no journal"), "{}", run.err);
    assert_eq!(folder.read("no"), b"something else\n");
    // A line that was cut off is no line.
    let mut journal = folder.read("j");
    assert!(!String::from_utf8(journal.clone()).unwrap().contains("白鹭湾"));
    journal.truncate(journal.len() - 5);
    folder.write("j", &journal);
    let run = folder.yinmo("mask in -o out --resume j").ends(0);
    assert!(!run.err.contains("done before"), "{}", run.err);
    let run = folder.yinmo("mask in -o out --resume j --report r.json").ends(0);
    assert!(
        run.err.contains("1 file done before") || run.err.starts_with("1 file: 1 changed"),
        "{}",
        run.err
    );
    let report: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    assert_eq!(
        (&report["total"]["done_before"], &report["files"][0]["findings"]["id"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_journal_skips_what_is_done_and_unchanged() {
    let folder = Folder::new();
    for n in 0..4 {
        folder.write(&format!("in/{n}.txt"), format!("第{n}号到白鹭湾\n"));
    }
    folder.yinmo("mask in -o out --resume j").ends(0);
    folder.write("in/1.txt", "改过，到青石坡\n");
    std::fs::remove_file(folder.path().join("out/2.txt")).unwrap();
    folder.write("out/3.txt", "手改\n");
    let run = folder.yinmo("mask in -o out --resume j").ends(0);
    assert!(run.err.contains("1 file done before"), "{}", run.err);
    assert_eq!(folder.read("out/1.txt"), "改过，到XX\n".as_bytes());
    assert_eq!(folder.read("out/2.txt"), "第2号到XX\n".as_bytes());
    assert_eq!(folder.read("out/3.txt"), "第3号到XX\n".as_bytes());
    let run = folder.yinmo("mask in -o out --resume j").ends(0);
    assert!(run.err.contains("4 files done before"), "{}", run.err);
    assert!(run.err.contains("4 files: 4 changed (4 id)"), "{}", run.err);
}

/// Kills the real program again and again while it changes files: each file is old or new at any moment, and in the end
/// all are new, each counted once.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_goes_on_where_it_stopped() {
    let folder = Folder::new();
    let count = 400;
    let old = |n: usize| format!("第{n}号\n{}到白鹭湾\n", "已经完成各项工作。\n".repeat(n % 50));
    let new = |n: usize| old(n).replace("白鹭湾", "XX");
    for n in 0..count {
        folder.write(&format!("in/{}/{n}.txt", n % 7), old(n));
    }
    let args = "mask in -i --resume j --report r.json";
    let mut kills = 0;
    for wait in (0..60).map(|n| 15 + 7 * (n % 9)) {
        let mut command = folder.on_terms(args);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        for n in 0..count {
            let text = String::from_utf8(folder.read(&format!("in/{}/{n}.txt", n % 7))).unwrap();
            assert!(text == old(n) || text == new(n), "file {n} after {kills} kills");
        }
    }
    assert!(kills > 0, "the run was over before it could be killed");
    let run = finish(folder.on_terms(args), b"").ends(0);
    assert!(
        run.err.contains(&format!("{count} files: {count} changed ({count} id)")),
        "{kills} kills: {}",
        run.err
    );
    for n in 0..count {
        assert_eq!(folder.read(&format!("in/{}/{n}.txt", n % 7)), new(n).as_bytes());
    }
    let report: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    assert_eq!(report["files"].as_array().unwrap().len(), count);
    assert_eq!(report["total"]["findings"]["id"], count);
    for folder in (0..7).map(|n| folder.path().join(format!("in/{n}"))) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(name.ends_with(".txt"), "{name} was left behind");
        }
    }
}

#[test]
fn nothing_is_drawn_where_no_terminal_is() {
    let folder = Folder::new();
    for n in 0..30 {
        folder.write(&format!("in/{n}.txt"), "到白鹭湾的路已经修通。\n".repeat(3000));
    }
    let run = folder.yinmo("mask in -o out").ends(0);
    assert!(!run.err.contains(['\r', '\u{1b}']), "{}", run.err);
}

#[test]
fn a_long_text_is_read_in_pieces_with_the_same_result() {
    let folder = Folder::new();
    // Longer than what is read as a whole, with and without line ends.
    for (end, style) in [("\n", "xx"), ("\r\n", "tag"), ("", "xx")] {
        let unit = format!("第一段，到白鹭湾和青石坡，各项工作已经完成。{end}");
        let text = unit.repeat((6 << 20) / unit.len());
        folder.write("a.txt", &text);
        let new = match style {
            "xx" => text.replace("白鹭湾", "XX").replace("青石坡", "XX"),
            _ => text.replace("白鹭湾", "【车牌1】").replace("青石坡", "【车牌2】"),
        };
        for jobs in [1, 3] {
            folder.yinmo(&format!("mask --style {style} --jobs {jobs} a.txt -o b.txt")).ends(0);
            assert!(folder.read("b.txt") == new.as_bytes(), "{end:?} {jobs}");
        }
        let run = folder.yinmo_with(&format!("mask --style {style}"), text.as_bytes()).ends(0);
        assert!(run.out == new.as_bytes());
        let run = folder.yinmo("scan --format jsonl a.txt").ends(0);
        let mut at = 0;
        for (line, found) in run.text().lines().enumerate() {
            let found: Value = serde_json::from_str(line_of(found)).unwrap();
            at += text[at..].find(found["text"].as_str().unwrap()).unwrap();
            assert_eq!(found["start"], at);
            if !end.is_empty() {
                assert_eq!(found["line"], line / 2 + 1);
                assert_eq!(found["column"], if line % 2 == 0 { 6 } else { 10 });
            } else if line % 1000 == 0 {
                assert_eq!(found["column"], text[..at].chars().count() + 1);
            }
            at += 9;
        }
    }
    folder.yinmo("mask -i a.txt").ends(0);
    let run = folder.yinmo("mask a.txt --max-unit 4M").ends(2);
    assert!(run.err.contains("larger than --max-unit (4194304 bytes); write it with -o"), "{}", run.err);
}

#[test]
fn a_long_text_is_cleaned_in_pieces_with_the_same_result() {
    let folder = Folder::new();
    let prose = "各项工作扎实推进，群众反映的问题得到解决。\n".repeat(40);
    let parts = [
        "[广告] 点此领取优惠\n",
        "\n\n【打印】 【关闭】\n\n",
        "全镇上下要进一步统一思想认识，把各项任务落到\n— 3 —\n实处，确保取得实效。\n",
        "浏览次数：2861\n[广告] 点此领取优惠\n",
        "\n\n\n第二部分。\n",
    ];
    let mut text = "当前位置：首页 > 正文\n\n".to_owned();
    for n in 0.. {
        text.push_str(&prose);
        text.push_str(parts[n % parts.len()]);
        if text.len() > (4 << 20) + 300_000 {
            break;
        }
    }
    text.push_str("=====全文完=====\n\n");
    folder.write("a.txt", &text);
    let engine = yinmo::builtin::engine(yinmo::policy::Policy::default());
    let cleaned = yinmo::edit::apply(&text, &engine.clean(&text).edits);
    assert!(cleaned.len() < text.len());
    for jobs in [1, 2] {
        let run = folder.plain(&format!("clean a.txt --jobs {jobs} -o b.txt --max-unit 1M"), b"").ends(0);
        assert!(folder.read("b.txt") == cleaned.as_bytes(), "{}", run.err);
    }
    let style = yinmo::style::Style::named("xx").unwrap();
    let both = yinmo::edit::apply(&text, &engine.mask_clean(&text, &style).edits);
    folder.plain("mask --clean a.txt -o c.txt", b"").ends(0);
    assert!(folder.read("c.txt") == both.as_bytes());
    // Nothing between is free of findings.
    folder.write("d.txt", "[广告] 点此领取优惠\n".repeat(200_000));
    let run = folder.plain("clean d.txt -o e.txt --max-unit 1M", b"").ends(2);
    assert!(run.err.contains("have to be cleaned together; raise it"), "{}", run.err);
    assert!(!folder.path().join("e.txt").exists());
}

fn line_of(line: &str) -> &str {
    line.trim_end()
}

#[test]
fn a_long_text_in_another_encoding_comes_out_in_it() {
    let folder = Folder::new();
    let text = "第一段，到白鹭湾和青石坡，各项工作已经完成。\r\n".repeat(120_000);
    let new = text.replace("白鹭湾", "XX").replace("青石坡", "XX");
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    folder.write("a.txt", gb(&text));
    folder.yinmo("mask -i a.txt").ends(0);
    assert!(folder.read("a.txt") == gb(&new));
    // A wrong byte far behind the head.
    let mut bytes = gb(&text);
    let at = bytes.len() - 3;
    bytes[at] = 0xff;
    folder.write("a.txt", &bytes);
    let run = folder.yinmo("mask a.txt -o b.txt").ends(2);
    assert!(run.err.contains("not valid GB18030 at byte"), "{}", run.err);
    assert!(!folder.path().join("b.txt").exists());
    let mut bytes = text.into_bytes();
    let at = bytes.len() - 40;
    bytes[at] = 0xff;
    folder.write("a.txt", &bytes);
    let run = folder.yinmo("mask a.txt -o b.txt").ends(2);
    assert!(run.err.contains("a.txt: not valid UTF-8 at byte"), "{}", run.err);
    assert!(!folder.path().join("b.txt").exists());
}
