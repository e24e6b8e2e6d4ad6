//! A vault in memory. Reading, locking and writing the file is done in Python; here is its content and its encryption.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use yinmo::age::{self, Identity, Opener, Readers, Recipient, Unreadable};
use yinmo::edit;
use yinmo::format::{Encoding, decode};
use yinmo::style::{Masker, Style};
use yinmo::vault::{Restored, Vault as Content};

use crate::fault::Fault;
use crate::results::{self, Change};
use crate::rows::How;
use crate::treat;

/// What opens a vault.
enum Opens {
    Passphrase(Vec<u8>),
    Keys(Vec<Identity>),
}

struct Inner {
    content: Content,
    /// A masker for each style, which goes on from text to text.
    maskers: Vec<(Style, Masker)>,
}

/// What masks stand for.
#[pyclass(frozen, subclass, module = "yinmo._yinmo")]
pub(crate) struct Vault {
    opens: Opens,
    inner: Mutex<Inner>,
}

#[pymethods]
impl Vault {
    /// A new vault, or the one that is in `content`.
    #[new]
    #[pyo3(signature = (content=None, *, passphrase=None, key=None, recipients=Vec::new()))]
    fn new(
        py: Python<'_>,
        content: Option<Vec<u8>>,
        passphrase: Option<String>,
        key: Option<String>,
        recipients: Vec<String>,
    ) -> PyResult<Self> {
        Ok(py.detach(|| Self::open(content.as_deref(), passphrase, key.as_deref(), &recipients))?)
    }

    /// The encrypted content.
    fn encrypted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| self.encrypt())?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// A masked text as it was, and whether it is whole: a text that was changed since gets its labels back only.
    fn restore(&self, py: Python<'_>, text: &str) -> PyResult<(String, bool)> {
        Ok(py.detach(|| self.bring_back(text))?)
    }

    /// How many documents and labels it holds.
    fn size(&self) -> (usize, usize) {
        self.inner().content.size()
    }
}

impl Vault {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(
        content: Option<&[u8]>,
        passphrase: Option<String>,
        key: Option<&str>,
        recipients: &[String],
    ) -> Result<Self, Fault> {
        let opens = match (passphrase, key) {
            (Some(passphrase), None) if !passphrase.is_empty() => Opens::Passphrase(passphrase.into_bytes()),
            (None, Some(key)) => Opens::Keys(Identity::read(key).map_err(wrong)?),
            _ => {
                return Err(Fault::Vault(
                    "give a passphrase that is not empty, or a key, and not both".to_owned(),
                ));
            }
        };
        let mut vault = match content {
            None => Content::default(),
            Some(content) => {
                let opener = match &opens {
                    Opens::Passphrase(passphrase) => Opener::Passphrase(passphrase),
                    Opens::Keys(keys) => Opener::Keys(keys),
                };
                let decrypted = age::decrypt(content, &opener).map_err(|why| match why {
                    Unreadable::NeedsKey => Fault::Vault("it is encrypted to keys; give key=…".to_owned()),
                    Unreadable::NeedsPassphrase => {
                        Fault::Vault("it is encrypted with a passphrase; give passphrase=…".to_owned())
                    }
                    other => wrong(other),
                })?;
                Content::parse(&decrypted).map_err(wrong)?
            }
        };
        if vault.secret().is_empty() {
            vault.set_secret(age::secret().ok_or_else(|| Fault::Vault(age::NO_RANDOM.to_owned()))?);
        }
        if let Opens::Keys(keys) = &opens {
            let given = recipients.iter().map(|key| Recipient::parse(key));
            let given = given.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
            for recipient in keys.iter().map(Identity::recipient).chain(given) {
                vault.add_recipient(&recipient.show());
            }
        }
        Ok(Self { opens, inner: Mutex::new(Inner { content: vault, maskers: Vec::new() }) })
    }

    /// Masks with the labels of all texts before, and notes how the text is brought back.
    pub(crate) fn mask(&self, how: How<'_>, text: &str) -> Result<Change, Fault> {
        let mut inner = self.inner();
        let Inner { content, maskers } = &mut *inner;
        let index = maskers.iter().position(|(known, _)| known == how.style).unwrap_or_else(|| {
            let mut masker = how.style.masker();
            masker.set_key(content.secret());
            masker.recall(content.labels(how.style));
            maskers.push((how.style.clone(), masker));
            maskers.len() - 1
        });
        let masker = if how.style.remembers() {
            &mut maskers[index].1
        } else {
            &mut treat::masker(how.built, how.style)?
        };
        let done = treat::text(how.built, how.work, masker, text);
        masker.next_part();
        crate::engine::checked(how, text, &done)?;
        let after = edit::apply(text, &done.edits);
        let decoded = decode(text.as_bytes(), Some(Encoding::Utf8)).map_err(wrong)?;
        content.note(text.as_bytes(), &decoded, &done.edits, after.as_bytes(), None).map_err(wrong)?;
        let mut shown = how.style.masker();
        shown.meet(text, &done.findings);
        Ok(results::change(how.built, how.style, &mut shown, text, done, true))
    }

    fn encrypt(&self) -> Result<Vec<u8>, Fault> {
        let mut inner = self.inner();
        let Inner { content, maskers } = &mut *inner;
        for (style, masker) in maskers.iter().filter(|(style, _)| style.remembers()) {
            content.give(style, masker.given());
        }
        let encrypted = match &self.opens {
            Opens::Passphrase(passphrase) => age::encrypt(&content.show(), &Readers::Passphrase(passphrase)),
            Opens::Keys(_) => {
                let keys = content.recipients().iter().map(|key| Recipient::parse(key));
                age::encrypt(
                    &content.show(),
                    &Readers::Keys(&keys.collect::<Result<Vec<_>, _>>().map_err(wrong)?),
                )
            }
        };
        encrypted.ok_or_else(|| Fault::Vault(age::NO_RANDOM.to_owned()))
    }

    fn bring_back(&self, text: &str) -> Result<(String, bool), Fault> {
        let styles: Vec<Style> = Style::all().filter(Style::remembers).collect();
        match self.inner().content.restore(text.as_bytes(), text, None, &styles).map_err(wrong)? {
            Restored::Whole(edits) => Ok((edit::apply(text, &edits), true)),
            Restored::Labels { edits, .. } => Ok((edit::apply(text, &edits), false)),
            Restored::Foreign => Err(Fault::Vault(
                "nothing in the vault belongs to this text; was it masked with another one?".to_owned(),
            )),
        }
    }
}

fn wrong(error: impl std::fmt::Display) -> Fault {
    Fault::Vault(error.to_string())
}
