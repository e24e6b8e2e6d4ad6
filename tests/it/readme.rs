//! What the README shows is what the program prints. `YINMO_REWRITE=1` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (mut made, mut rest, mut examples) = (String::new(), readme.as_str(), 0);
    while let Some(start) = rest.find("<!-- ").filter(|_| rest.contains("<!-- end -->")) {
        let (args, after) = rest[start + 5..].split_once(" -->\n").unwrap();
        let (fence, after) = after.split_once('\n').unwrap();
        let (_, after) = after.split_once("<!-- end -->\n").unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_yinmo"))
            .args(args.split(' '))
            .args(["--color", "never"])
            .current_dir(root)
            .output()
            .unwrap();
        let out = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
        let end = "<!-- end -->";
        write!(made, "{}<!-- {args} -->\n{fence}\n{out}```\n{end}\n", &rest[..start]).unwrap();
        rest = after;
        examples += 1;
    }
    made.push_str(rest);
    assert_eq!(examples, 2);
    if made != readme && std::env::var_os("YINMO_REWRITE").is_some() {
        fs::write(root.join("README.md"), made).unwrap();
    } else {
        assert!(made == readme, "the README is out of date; run with YINMO_REWRITE=1. It should be:\n{made}");
    }
}
