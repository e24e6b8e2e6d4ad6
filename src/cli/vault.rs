//! The vault of a run: opened under a lock, written before any masked text is.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, bail};
use yinmo::age::{self, Identity, Opener, Readers, Recipient, Unreadable};
use yinmo::edit::Edit;
use yinmo::format::Decoded;
use yinmo::span::Span;
use yinmo::style::{Masker, Style};
use yinmo::vault::{Restored, Vault, VaultError};

use super::config::Variants;
use super::{Manner, args, terms, write};

/// How long another run may hold the vault.
const PATIENCE: Duration = Duration::from_secs(120);

/// The vault, its labels in use, and the texts that wait for it to be written.
pub(crate) struct Safe {
    path: PathBuf,
    opens: Opens,
    manner: Manner,
    inner: Mutex<Inner>,
    _lock: Lock,
}

/// What opens a vault.
enum Opens {
    Passphrase(Vec<u8>),
    Keys(Vec<Identity>),
}

struct Inner {
    vault: Vault,
    /// A masker for each style, which goes on from document to document.
    maskers: Vec<(Style, Masker)>,
    dirty: bool,
    /// Whether the file is still to be made.
    is_new: bool,
}

/// The lock of a vault; taken away when it is dropped.
struct Lock(PathBuf);

impl Drop for Lock {
    fn drop(&mut self) {
        // Nothing can be done here; the next run says that the lock is there.
        let _ = fs::remove_file(&self.0);
    }
}

impl Safe {
    /// Opens a vault; one that is not there yet is made, where `make` says so.
    pub(crate) fn open(args: &args::Vault, make: bool, manner: Manner) -> anyhow::Result<Option<Self>> {
        let Some(path) = &args.vault else { return Ok(None) };
        let lock = lock(path)?;
        let is_new = !path.exists();
        if is_new && !make {
            bail!("{}: no such file", path.display());
        }
        let bytes =
            if is_new { Vec::new() } else { fs::read(path).with_context(|| path.display().to_string())? };
        let opens = match &args.vault_key {
            Some(file) => {
                let keys = Identity::read(&terms::text(file)?).with_context(|| file.display().to_string())?;
                Opens::Keys(keys)
            }
            // Nobody is asked for a passphrase that there is not.
            None if !is_new && age::has_passphrase(&bytes) != Some(true) => {
                let why = if age::has_passphrase(&bytes).is_some() {
                    Unreadable::NeedsKey
                } else {
                    Unreadable::Foreign
                };
                return Err(unreadable(path, why));
            }
            None => Opens::Passphrase(passphrase(args.passphrase_file.as_deref(), is_new)?),
        };
        let mut vault = if is_new {
            Vault::default()
        } else {
            let opener = match &opens {
                Opens::Passphrase(passphrase) => Opener::Passphrase(passphrase),
                Opens::Keys(keys) => Opener::Keys(keys),
            };
            let content = age::decrypt(&bytes, &opener).map_err(|error| unreadable(path, error))?;
            Vault::parse(&content).with_context(|| path.display().to_string())?
        };
        if make && vault.secret().is_empty() {
            vault.set_secret(age::secret().context(age::NO_RANDOM)?);
        }
        let before = vault.recipients().len();
        if let Opens::Keys(keys) = &opens {
            let given = args.vault_recipient.iter().map(|key| Recipient::parse(key));
            let given = given.collect::<Result<Vec<_>, _>>().context("--vault-recipient")?;
            for recipient in keys.iter().map(Identity::recipient).chain(given) {
                vault.add_recipient(&recipient.show());
            }
        }
        let dirty = is_new || vault.recipients().len() > before && make;
        let inner = Mutex::new(Inner { vault, maskers: Vec::new(), dirty, is_new });
        Ok(Some(Self { path: path.clone(), opens, manner, inner, _lock: lock }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether texts have to be masked one after the other, because labels are counted over all of them.
    pub(crate) fn is_ordered(variants: &Variants) -> bool {
        variants.iter().any(|variant| variant.style.remembers())
    }

    /// Masks with the labels of all texts before.
    pub(crate) fn with_masker<T>(&self, style: &Style, mask: impl FnOnce(&mut Masker) -> T) -> T {
        let mut inner = self.inner();
        let Inner { vault, maskers, .. } = &mut *inner;
        let index = maskers.iter().position(|(known, _)| known == style).unwrap_or_else(|| {
            let mut masker = style.masker();
            masker.set_key(vault.secret());
            masker.recall(vault.labels(style));
            maskers.push((style.clone(), masker));
            maskers.len() - 1
        });
        let masked = mask(&mut maskers[index].1);
        maskers[index].1.next_part();
        masked
    }

    /// Notes how a text is brought back.
    pub(crate) fn note(
        &self,
        bytes: &[u8],
        decoded: &Decoded<'_>,
        edits: &[Edit],
        made: &[u8],
        output: Option<&Path>,
    ) -> Result<(), VaultError> {
        let mut inner = self.inner();
        inner.dirty = true;
        inner.vault.note(bytes, decoded, edits, made, output.map(name).as_deref())
    }

    /// Notes how a file with a container is brought back.
    pub(crate) fn note_file(
        &self,
        bytes: &[u8],
        made: &[u8],
        output: Option<&Path>,
    ) -> Result<(), VaultError> {
        let mut inner = self.inner();
        inner.dirty = true;
        inner.vault.note_file(bytes, made, output.map(name).as_deref())
    }

    pub(crate) fn restore_file(
        &self,
        bytes: &[u8],
        path: Option<&Path>,
    ) -> Result<Option<Vec<u8>>, VaultError> {
        self.inner().vault.restore_file(bytes, path.map(name).as_deref())
    }

    pub(crate) fn holds(&self, bytes: &[u8]) -> bool {
        self.inner().vault.holds(bytes)
    }

    /// Where masks stand in a text that is in the vault as it is.
    pub(crate) fn written(&self, bytes: &[u8]) -> Vec<Span> {
        self.inner().vault.written(bytes)
    }

    pub(crate) fn restore(
        &self,
        bytes: &[u8],
        text: &str,
        path: Option<&Path>,
        styles: &[Style],
    ) -> Result<Restored, VaultError> {
        self.inner().vault.restore(bytes, text, path.map(name).as_deref(), styles)
    }

    pub(crate) fn encoding(&self, bytes: &[u8]) -> Option<yinmo::format::Encoding> {
        self.inner().vault.encoding(bytes)
    }

    /// Writes the vault, where something was added.
    pub(crate) fn save(&self) -> Result<(), String> {
        let mut inner = self.inner();
        if !inner.dirty {
            return Ok(());
        }
        let Inner { vault, maskers, dirty, is_new } = &mut *inner;
        for (style, masker) in maskers {
            vault.give(style, masker.given());
        }
        let encrypted = match &self.opens {
            Opens::Passphrase(passphrase) => age::encrypt(&vault.show(), &Readers::Passphrase(passphrase)),
            Opens::Keys(_) => {
                let keys = vault.recipients().iter().map(|key| Recipient::parse(key));
                let keys = keys.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
                age::encrypt(&vault.show(), &Readers::Keys(&keys))
            }
        }
        .ok_or(age::NO_RANDOM)?;
        write::replace(&self.path, &encrypted)
            .map_err(|cause| format!("{}: {cause}", self.path.display()))?;
        *dirty = false;
        if std::mem::take(is_new) {
            let what = match &self.opens {
                Opens::Passphrase(_) => "its passphrase",
                Opens::Keys(_) => "one of its keys",
            };
            let path = self.path.display();
            self.manner.say(&format!("{path} is new; without {what} nothing can be restored"));
        }
        Ok(())
    }
}

/// Why the vault cannot be read, and what to do.
fn unreadable(path: &Path, why: Unreadable) -> anyhow::Error {
    let remedy = match why {
        Unreadable::NeedsKey => {
            "it is encrypted to keys; name the file with yours: --vault-key FILE".to_owned()
        }
        Unreadable::NeedsPassphrase => "it is encrypted with a passphrase; leave --vault-key out".to_owned(),
        other => other.to_string(),
    };
    anyhow!("{}: {remedy}", path.display())
}

fn name(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    full.canonicalize().unwrap_or(full).to_string_lossy().into_owned()
}

fn lock(path: &Path) -> anyhow::Result<Lock> {
    let mut file = path.as_os_str().to_owned();
    file.push(".lock");
    let file = PathBuf::from(file);
    let start = Instant::now();
    loop {
        match fs::OpenOptions::new().write(true).create_new(true).open(&file) {
            Ok(_) => return Ok(Lock(file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!("{}: another run holds the vault; if there is none, delete this file", file.display());
            }
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        }
    }
}

/// The passphrase: from a file, from the environment, or typed.
fn passphrase(file: Option<&Path>, is_new: bool) -> anyhow::Result<Vec<u8>> {
    let given = match file {
        Some(path) => Some(terms::text(path)?.trim_end_matches(['\r', '\n']).to_owned()),
        None => std::env::var("YINMO_PASSPHRASE").ok(),
    };
    let passphrase = match given {
        Some(given) => given,
        None if io::stdin().is_terminal() => {
            let first = rpassword::prompt_password("Passphrase of the vault: ")?;
            if is_new && rpassword::prompt_password("Again: ")? != first {
                bail!("the two passphrases differ");
            }
            first
        }
        None => bail!("the vault needs a passphrase: --passphrase-file FILE, or YINMO_PASSPHRASE"),
    };
    if passphrase.is_empty() {
        bail!("the passphrase is empty");
    }
    Ok(passphrase.into_bytes())
}
