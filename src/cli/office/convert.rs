//! Old files made into new ones by LibreOffice, which runs on its own: in a profile of its own, without a network where
//! that can be had, for a limited time. What it says of its success counts for nothing; what it wrote is opened.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use yinmo::format::office::Kind;

use super::{Container, Limits};
use crate::cli::target::Target;

/// Where LibreOffice is where it is not on the path.
const PLACES: [&str; 4] = [
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
];

/// Types that LibreOffice writes for an old kind: the extension and its filter.
fn new_type(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Doc => Some(("docx", "docx:MS Word 2007 XML")),
        Kind::Xls => Some(("xlsx", "xlsx:Calc MS Excel 2007 XML")),
        Kind::Ppt => Some(("pptx", "pptx:Impress MS PowerPoint 2007 XML")),
        _ => None,
    }
}

impl Container {
    /// The file in its new format and where it goes, when it is of an old one and shall be written as more than text.
    pub(crate) fn renewed(
        &self,
        bytes: &[u8],
        target: &Target,
        output: Option<&Path>,
    ) -> Result<Option<(Self, Target, Option<String>)>, String> {
        let (Some((extension, filter)), Target::File(path)) = (new_type(self.opened.kind), target) else {
            return Ok(None);
        };
        let is = |wanted: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(wanted));
        // In a folder the file has its input's name, and gets the extension of what it becomes.
        let mirrored = output.is_some_and(|output| output != path) && !is(extension);
        if !is(extension) && !mirrored {
            return Ok(None);
        }
        let mut name = path.clone().into_os_string();
        if mirrored {
            name.push(".");
            name.push(extension);
        }
        let (new, warning) = convert(bytes, self.opened.kind.name(), (extension, filter), &self.limits)?;
        let container = Self::open(&new, self.limits)
            .map_err(|error| format!("LibreOffice wrote a file that cannot be opened ({error}); save it as {extension} in its program"))?;
        Ok(Some((container, Target::File(name.into()), warning)))
    }
}

/// Converts a file; beside it, what there is to say.
fn convert(
    bytes: &[u8],
    from: &str,
    (to, filter): (&str, &str),
    limits: &Limits,
) -> Result<(Vec<u8>, Option<String>), String> {
    let program = find().ok_or_else(|| {
        format!(
            "writing old .{from} files needs LibreOffice, which was not found (not in $SOFFICE, not on the path); install it (Debian: apt-get install libreoffice-nogui), save the file as .{to} in Word or WPS, or write its text with -o NAME.txt"
        )
    })?;
    let failed = |what: &str, error: &std::io::Error| {
        format!("{what}: {error}; see whether the temporary folder can be written to")
    };
    let folder = tempfile::tempdir().map_err(|error| failed("no folder for the conversion", &error))?;
    let input = folder.path().join(format!("in.{from}"));
    crate::cli::write::replace(&input, bytes)
        .map_err(|cause| format!("the conversion could not be prepared: {cause}"))?;
    let out = folder.path().join("out");
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(folder.path().join("profile"));
    let is_alone = alone();
    let mut command = if is_alone {
        let mut command = Command::new("unshare");
        command.arg("-rn").arg(&program);
        command
    } else {
        Command::new(&program)
    };
    command.arg(profile);
    command.args([
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        filter,
        "--outdir",
    ]);
    command.arg(&out).arg(&input).env("HOME", folder.path()).current_dir(folder.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command
        .spawn()
        .map_err(|error| format!("{}: {error}; name another LibreOffice in $SOFFICE", program.display()))?;
    wait(child, limits.seconds)?;
    let made = out.join(format!("in.{to}"));
    let size = std::fs::metadata(&made).map_or(0, |data| data.len());
    if size == 0 {
        return Err(format!(
            "LibreOffice could not convert it; save it as .{to} in Word or WPS, or write its text with -o NAME.txt"
        ));
    }
    if size > limits.total {
        return Err(format!(
            "LibreOffice made a file that is larger than the limit total = {} allows; raise it with --limit total=N",
            limits.total
        ));
    }
    let new = std::fs::read(&made).map_err(|error| failed("what LibreOffice wrote", &error))?;
    let warning = (!is_alone).then(|| {
        "LibreOffice could not be cut off from the network here; it may have fetched pictures that the file links to".to_owned()
    });
    Ok((new, warning))
}

/// The program: what is named, what is on the path, what stands where it usually does.
fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SOFFICE").filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .flat_map(|folder| ["soffice", "libreoffice", "soffice.exe"].map(|name| folder.join(name)));
    on_path.chain(PLACES.map(PathBuf::from)).find(|place| place.is_file())
}

/// Whether programs can be started without a network.
fn alone() -> bool {
    let mut tried = Command::new("unshare");
    tried.args(["-rn", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    cfg!(target_os = "linux") && tried.status().is_ok_and(|status| status.success())
}

/// Waits for the end of a conversion, or makes one.
fn wait(mut child: Child, seconds: u64) -> Result<(), String> {
    let patience = Duration::from_secs(seconds);
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if started.elapsed() < patience => std::thread::sleep(Duration::from_millis(50)),
            _ => break,
        }
    }
    // LibreOffice starts others, which are of its group.
    if cfg!(unix) {
        let _ = Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", child.id())])
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(format!(
        "LibreOffice did not finish within the limit seconds = {seconds}; raise it with --limit seconds=N, or save the file in a present format in its program"
    ))
}
