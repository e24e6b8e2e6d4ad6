//! Opening the browser.

use std::io::Write as _;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A page that leads to the address. Its file is this user's alone: whoever looks at the list of processes sees its
/// name, and not the token.
pub(super) struct Lead(TempDir);

impl Lead {
    /// Opens the address in the user's browser; none where that cannot be done.
    pub(super) fn open(address: &str) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("yinmo-").tempdir().ok()?;
        let path = folder.path().join("open.html");
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path).ok()?;
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url={address}\">\
             <title>yinmo</title><a href=\"{address}\">yinmo</a>\n"
        );
        file.write_all(page.as_bytes()).ok()?;
        let mut command = if cfg!(target_os = "macos") {
            Command::new("open")
        } else if cfg!(windows) {
            let mut command = Command::new("rundll32");
            command.arg("url.dll,FileProtocolHandler");
            command
        } else {
            Command::new("xdg-open")
        };
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.arg(&path).spawn().ok()?;
        Some(Self(folder))
    }

    /// Takes the page away.
    pub(super) fn close(self) {
        // What cannot be taken away leads nowhere once the service has ended.
        let _ = self.0.close();
    }
}
