//! Writing whole files: a temporary file beside the target, synced, then renamed over it, so that nobody ever sees
//! half a file. Devices and pipes are written through: a rename would put a plain file where `/dev/null` was.

use std::fs::{self, File, Metadata};
use std::hash::Hasher as _;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use siphasher::sip128::{Hasher128 as _, SipHasher13};
use tempfile::{Builder, NamedTempFile};

/// How temporary files are called.
pub(crate) const PREFIX: &str = ".yinmo-";
pub(crate) const SUFFIX: &str = ".tmp";

/// Puts `bytes` in the place of `path`, with the permissions of what was there. Parents are made.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut draft = Draft::new(path)?;
    draft.write_all(bytes).map_err(|error| draft.cause(&error))?;
    draft.commit(Times::New)
}

/// Which times a written file gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    /// Those of its writing.
    New,
    /// Those of the file it replaces.
    Kept,
}

/// A file that is being written and takes its place all at once.
pub(crate) struct Draft {
    to: To,
    target: PathBuf,
    folder: PathBuf,
    before: Option<Metadata>,
    sum: Sum,
}

enum To {
    File(BufWriter<NamedTempFile>),
    /// A device or a pipe.
    Through(File),
}

impl Draft {
    /// Starts a file that will take the place of `path`.
    pub(crate) fn new(path: &Path) -> Result<Self, String> {
        // A link stays a link: what it leads to is replaced.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&target).ok();
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        if before.as_ref().is_some_and(|about| !about.is_file() && !about.is_dir()) {
            let file = fs::OpenOptions::new().write(true).open(&target);
            let file = file.map_err(|error| format!("cannot be written ({error})"))?;
            return Ok(Self { to: To::Through(file), target, folder, before, sum: Sum::new() });
        }
        if before.as_ref().is_some_and(|about| about.permissions().readonly()) {
            return Err("the file is read-only; allow writing, or use --output".to_owned());
        }
        let file = temporary(&folder).map_err(|error| cause(&error, &folder))?;
        let to = To::File(BufWriter::with_capacity(1 << 16, file));
        Ok(Self { to, target, folder, before, sum: Sum::new() })
    }

    /// A writing error as cause and remedy.
    pub(crate) fn cause(&self, error: &io::Error) -> String {
        cause(error, &self.folder)
    }

    /// The checksum of what was written.
    pub(crate) fn sum(&self) -> String {
        self.sum.hex()
    }

    /// Puts the file in its place. Until then the old one is there, afterwards the new one.
    pub(crate) fn commit(self, times: Times) -> Result<(), String> {
        let (folder, before) = (self.folder, self.before);
        let To::File(file) = self.to else { return Ok(()) };
        settle(file, &self.target, before.as_ref(), times).map_err(|error| cause(&error, &folder))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.to {
            To::File(file) => file.write(bytes),
            To::Through(file) => file.write(bytes),
        }?;
        self.sum.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::File(file) => file.flush(),
            To::Through(file) => file.flush(),
        }
    }
}

fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn settle(
    file: BufWriter<NamedTempFile>,
    target: &Path,
    before: Option<&Metadata>,
    times: Times,
) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(before) = before {
        keep_owner(file.as_file(), before);
        file.as_file().set_permissions(before.permissions())?;
        if times == Times::Kept {
            let mut kept = fs::FileTimes::new();
            if let Ok(time) = before.modified() {
                kept = kept.set_modified(time);
            }
            if let Ok(time) = before.accessed() {
                kept = kept.set_accessed(time);
            }
            file.as_file().set_times(kept)?;
        }
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// Only the superuser can give files away; for others the owner is the same, and a group they are not in stays behind.
#[cfg(unix)]
fn keep_owner(file: &File, before: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = file.metadata().is_ok_and(|now| now.uid() == before.uid() && now.gid() == before.gid());
    if !same {
        let _ = fchown(file, Some(before.uid()), Some(before.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

fn cause(error: &io::Error, folder: &Path) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("no permission to write in {}; choose another --output", folder.display())
        }
        io::ErrorKind::StorageFull => "the disk is full; nothing was changed".to_owned(),
        _ => format!("cannot be written ({error}); nothing was changed"),
    }
}

/// A checksum that tells files apart; it does not show what is in them.
pub(crate) struct Sum(SipHasher13);

impl Sum {
    pub(crate) fn new() -> Self {
        Self(SipHasher13::new_with_keys(0x7969_6e6d_6f00_0002, 0x9690_58a8_0000_0002))
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    pub(crate) fn hex(&self) -> String {
        format!("{:032x}", self.0.finish128().as_u128())
    }

    /// The checksum of a file, or `None` when it cannot be read.
    pub(crate) fn of(path: &Path) -> Option<String> {
        let mut file = File::open(path).ok()?;
        let mut sum = Self::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer).ok()? {
                0 => return Some(sum.hex()),
                read => sum.add(&buffer[..read]),
            }
        }
    }
}
