//! Writing whole files: a temporary file beside the target, synced, then renamed over it, so that nobody ever sees
//! half a file. Devices and pipes are written through: a rename would put a plain file where `/dev/null` was.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::Builder;

/// Puts `bytes` in the place of `path`, with the permissions of what was there. Parents are made.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    // A link stays a link: what it leads to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let about = fs::metadata(&target).ok();
    if about.as_ref().is_some_and(|about| !about.is_file() && !about.is_dir()) {
        let written =
            fs::OpenOptions::new().write(true).open(&target).and_then(|mut file| file.write_all(bytes));
        return written.map_err(|error| format!("cannot be written ({error})"));
    }
    let before = about.map(|about| about.permissions());
    if before.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err("the file is read-only; allow writing, or use --output".to_owned());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write(&target, folder, before, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("no permission to write in {}; choose another --output", folder.display())
        }
        io::ErrorKind::StorageFull => "the disk is full; nothing was changed".to_owned(),
        _ => format!("cannot be written ({error}); nothing was changed"),
    })
}

fn write(target: &Path, folder: &Path, before: Option<fs::Permissions>, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(".yinmo-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = before {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}
