//! Runs the real binary in a folder of its own.
//!
//! Rules get better; these tests are about everything else. So each brings its terms, reports them as number plates
//! and selects that rule alone: what is found is known.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The terms that are found in every text.
const TERMS: &str = "# 测试\n白鹭湾\tid/plate\n青石坡\tplate\n";

pub(crate) struct Folder {
    dir: TempDir,
    terms: TempDir,
}

/// What a run printed.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("UTF-8 on standard output")
    }

    /// The run, when it ended so.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.err, String::from_utf8_lossy(&self.out));
        self
    }
}

impl Folder {
    pub(crate) fn new() -> Self {
        let terms = TempDir::new().unwrap();
        std::fs::write(terms.path().join("terms.txt"), TERMS).unwrap();
        Self { dir: TempDir::new().unwrap(), terms }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.dir.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs `yinmo` with these arguments, separated by blanks; no terms, all rules.
    pub(crate) fn plain(&self, args: &str, input: &[u8]) -> Run {
        finish(self.command(args), input)
    }

    /// Runs `yinmo` on the terms alone.
    pub(crate) fn yinmo(&self, args: &str) -> Run {
        self.yinmo_with(args, b"")
    }

    pub(crate) fn yinmo_with(&self, args: &str, input: &[u8]) -> Run {
        finish(self.on_terms(args), input)
    }

    pub(crate) fn on_terms(&self, args: &str) -> Command {
        let mut command = self.command(args);
        command.args(["--select", "id/plate", "--terms"]).arg(self.terms.path().join("terms.txt"));
        command
    }

    fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yinmo"));
        command.args(args.split_whitespace()).current_dir(self.path());
        command
    }
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // A program that does not read its input is no failure.
        let _ = pipe.write_all(&input);
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    Run { code: status.code().unwrap_or(-1), out: stdout, err: String::from_utf8(stderr).unwrap() }
}
