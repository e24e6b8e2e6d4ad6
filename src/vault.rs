//! A [`Vault`] holds what masks stand for: the labels that were given, and how to undo the edits of each document.
//! It is never printed and never stored as it is; who writes it to a disk encrypts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::edit::{self, Edit, Targets};
#[cfg(feature = "office")]
use crate::format::office::{self, from_base64, to_base64};
use crate::format::{Decoded, Encoding, decode};
use crate::lexicon::UserTerms;
use crate::plan::sha256;
use crate::span::Span;
use crate::style::{Given, Style};

/// What stands in the place of an encoding for a file with a container.
#[cfg(feature = "office")]
const FILE: &str = "file";

/// What masks stand for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vault {
    version: u32,
    /// What surrogates are made with; random, for this vault alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    secret: String,
    /// The keys that the file is encrypted to, where it is not a passphrase.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recipients: Vec<String>,
    /// The labels and surrogates that were given, by style.
    labels: BTreeMap<String, Vec<Given>>,
    /// The documents by the SHA-256 of what was made of them.
    documents: BTreeMap<String, Vec<Original>>,
}

/// How to get a document back.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Original {
    /// Where the masked text was written, where it was.
    output: Option<String>,
    /// SHA-256 of the document.
    sha256: String,
    encoding: String,
    /// Start and length of each mask in the masked text, and what stood there.
    edits: Vec<(usize, usize, String)>,
    /// Of a file with a container, the parts that were changed: name, size, and the bytes, compressed and in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(String, usize, Option<String>)>,
}

/// What became of a masked text.
pub enum Restored {
    /// The document as it was, to the byte.
    Whole(Vec<Edit>),
    /// The text was changed since, so only its labels were put back.
    Labels {
        /// What puts them back.
        edits: Vec<Edit>,
        /// Labels that are not in the vault.
        unknown: Vec<Span>,
    },
    /// Nothing in the vault belongs to it.
    Foreign,
}

/// Why a vault cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// Not a vault. The cause is not shown: it could quote the content.
    #[error("it was decrypted, but is no vault")]
    Parse,
    /// Made by a later version.
    #[error("version {0} of the format is not known here; update yinmo")]
    Version(u32),
    /// Writing and reading do not give the same bytes.
    #[error("its encoding cannot be brought back byte for byte; convert it to UTF-8 first")]
    Inexact,
    /// Several documents became this text.
    #[error("{0} documents became this same text; restore it under the name it was written to")]
    Ambiguous(usize),
}

impl Default for Vault {
    fn default() -> Self {
        Self {
            version: Self::VERSION,
            secret: String::new(),
            recipients: Vec::new(),
            labels: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }
}

impl Vault {
    const VERSION: u32 = 1;

    /// Reads a decrypted vault.
    ///
    /// # Errors
    /// When it is none, or one of a later version.
    pub fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let vault: Self = serde_json::from_slice(bytes).map_err(|_| VaultError::Parse)?;
        if vault.version != Self::VERSION {
            return Err(VaultError::Version(vault.version));
        }
        Ok(vault)
    }

    /// The content, to be encrypted.
    ///
    /// # Panics
    /// Never: texts and numbers can always be written.
    pub fn show(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers can be written")
    }

    /// What surrogates are made with; empty in a vault that has made none.
    pub fn secret(&self) -> &[u8] {
        self.secret.as_bytes()
    }

    /// Sets what surrogates are made with; it stays the same as long as the vault is used.
    pub fn set_secret(&mut self, secret: String) {
        self.secret = secret;
    }

    /// The keys that the file is encrypted to.
    pub fn recipients(&self) -> &[String] {
        &self.recipients
    }

    /// Adds a key that the file is encrypted to.
    pub fn add_recipient(&mut self, key: &str) {
        if !self.recipients.iter().any(|known| known == key) {
            self.recipients.push(key.to_owned());
        }
    }

    /// The labels that were given in a style.
    pub fn labels(&self, style: &Style) -> &[Given] {
        self.labels.get(style.name()).map_or(&[], Vec::as_slice)
    }

    /// Notes the labels of a style.
    pub fn give(&mut self, style: &Style, given: Vec<Given>) {
        if !given.is_empty() {
            self.labels.insert(style.name().to_owned(), given);
        }
    }

    /// How many documents and labels it holds.
    pub fn size(&self) -> (usize, usize) {
        (self.documents.values().map(Vec::len).sum(), self.labels.values().map(Vec::len).sum())
    }

    /// Notes what `edits` made of a document, so that [`Self::restore`] can undo it to the byte.
    ///
    /// # Errors
    /// When that would not give the same bytes.
    pub fn note(
        &mut self,
        bytes: &[u8],
        decoded: &Decoded<'_>,
        edits: &[Edit],
        made: &[u8],
        output: Option<&str>,
    ) -> Result<(), VaultError> {
        let targets = Targets::new(edits);
        let undo = |edit: &Edit| {
            let span = targets.span(edit.span);
            (span.start, span.len(), edit.span.of(&decoded.text).to_owned())
        };
        let original = Original {
            output: output.map(str::to_owned),
            sha256: sha256(bytes),
            encoding: decoded.encoding.name().to_ascii_lowercase(),
            edits: edits.iter().map(undo).collect(),
            parts: Vec::new(),
        };
        if original.bring_back(made).is_none() {
            return Err(VaultError::Inexact);
        }
        self.keep(original, made);
        Ok(())
    }

    fn keep(&mut self, original: Original, made: &[u8]) {
        let same = self.documents.entry(sha256(made)).or_default();
        same.retain(|other| other.output != original.output || other.output.is_none() && *other != original);
        same.push(original);
    }

    /// Notes a file with a container and what was made of it, so that [`Self::restore_file`] brings it back.
    ///
    /// # Errors
    /// When it would not.
    #[cfg(feature = "office")]
    pub fn note_file(&mut self, bytes: &[u8], made: &[u8], output: Option<&str>) -> Result<(), VaultError> {
        let former = office::former(bytes, made);
        let restored = office::undo(made, &former).ok_or(VaultError::Inexact)?;
        let part =
            |former: office::Former| (former.name, former.size, former.packed.as_deref().map(to_base64));
        let original = Original {
            output: output.map(str::to_owned),
            sha256: sha256(&restored),
            encoding: FILE.to_owned(),
            edits: Vec::new(),
            parts: former.into_iter().map(part).collect(),
        };
        self.keep(original, made);
        Ok(())
    }

    /// The file that one with a container was made from: its parts byte for byte. `None` when it was changed since, or
    /// is not in the vault. `path` is as in [`Self::restore`].
    ///
    /// # Errors
    /// When several files became the same and the path does not tell which one this was.
    #[cfg(feature = "office")]
    pub fn restore_file(&self, bytes: &[u8], path: Option<&str>) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(original) = self.original(bytes, path)?.filter(|original| original.encoding == FILE) else {
            return Ok(None);
        };
        let part = |(name, size, packed): &(String, usize, Option<String>)| office::Former {
            name: name.clone(),
            packed: packed.as_deref().map(|packed| from_base64(packed.as_bytes())),
            size: *size,
        };
        let former: Vec<office::Former> = original.parts.iter().map(part).collect();
        Ok(office::undo(bytes, &former).filter(|restored| sha256(restored) == original.sha256))
    }

    /// Whether these bytes are what was made of something.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.documents.contains_key(&sha256(bytes))
    }

    /// What became these bytes.
    fn original(&self, bytes: &[u8], path: Option<&str>) -> Result<Option<&Original>, VaultError> {
        let same = self.documents.get(&sha256(bytes)).map_or(&[][..], Vec::as_slice);
        let named = |original: &&Original| path.is_some() && original.output.as_deref() == path;
        match same {
            [] => Ok(None),
            [first, rest @ ..] if rest.iter().all(|other| other.sha256 == first.sha256) => Ok(Some(first)),
            _ => same.iter().find(named).map(Some).ok_or(VaultError::Ambiguous(same.len())),
        }
    }

    /// The encoding of a masked text that is in the vault.
    pub fn encoding(&self, bytes: &[u8]) -> Option<Encoding> {
        Encoding::named(&self.documents.get(&sha256(bytes))?.first()?.encoding)
    }

    /// Where the masks stand in a text that is in the vault as it is: nothing real is there. Empty for other texts, and
    /// for those that were changed since.
    pub fn written(&self, bytes: &[u8]) -> Vec<Span> {
        let spans = |original: &Original| -> Vec<Span> {
            original.edits.iter().map(|(start, length, _)| Span::new(*start, start + length)).collect()
        };
        let same = self.documents.get(&sha256(bytes)).map_or(&[][..], Vec::as_slice);
        let Some((first, rest)) = same.split_first() else { return Vec::new() };
        // Where several documents became this text, what one of them had before may stand in the mask of another.
        let mut written = spans(first);
        for other in rest.iter().map(spans) {
            written.retain(|span| other.binary_search(span).is_ok());
        }
        written
    }

    /// What brings a masked text back. `path` is where it stands, in the form that [`Self::note`] was given.
    ///
    /// # Errors
    /// When several documents became the same text and the path does not tell which one this was.
    pub fn restore(
        &self,
        bytes: &[u8],
        text: &str,
        path: Option<&str>,
        styles: &[Style],
    ) -> Result<Restored, VaultError> {
        let original = self.original(bytes, path)?;
        if let Some(edits) = original.and_then(|original| original.bring_back(bytes)) {
            return Ok(Restored::Whole(edits));
        }
        let (mut edits, mut unknown): (Vec<Edit>, Vec<Span>) = (Vec::new(), Vec::new());
        for style in styles {
            let known: BTreeMap<(&str, usize), &str> =
                self.labels(style).iter().map(|g| ((g.label.as_str(), g.number), g.text.as_str())).collect();
            for (span, label, number) in style.labels(text) {
                match known.get(&(label, number)) {
                    Some(text) => edits.push(Edit::replacement(span, *text)),
                    None => unknown.push(span),
                }
            }
        }
        edits.extend(styles.iter().flat_map(|style| self.surrogates(style, text)));
        if edits.is_empty() {
            return Ok(Restored::Foreign);
        }
        edits.sort_by_key(|edit| edit.span);
        let mut end = 0;
        edits.retain(|edit| {
            let free = edit.span.start >= end;
            end = if free { edit.span.end } else { end };
            free
        });
        unknown.sort();
        Ok(Restored::Labels { edits, unknown })
    }
}

impl Vault {
    /// The edits that put back what surrogates stand for, wherever one stands; of those that stand for one text each.
    fn surrogates(&self, style: &Style, text: &str) -> Vec<Edit> {
        let own = |given: &'_ Given| Some((given.own_surrogate()?.to_owned(), given.text.clone()));
        let (made, real): (Vec<String>, Vec<String>) = self.labels(style).iter().filter_map(own).unzip();
        UserTerms::new(made)
            .find(text)
            .map(|(index, span)| Edit::replacement(span, real[index].clone()))
            .collect()
    }
}

impl Original {
    /// The edits that undo the masks, when they give the document back to the byte.
    fn bring_back(&self, made: &[u8]) -> Option<Vec<Edit>> {
        let decoded = decode(made, Encoding::named(&self.encoding)).ok()?;
        let text = decoded.text.as_ref();
        let (mut edits, mut at) = (Vec::with_capacity(self.edits.len()), 0);
        for (start, length, original) in &self.edits {
            let span = Span::new(*start, start + length);
            if span.start < at || text.get(span.start..span.end).is_none() {
                return None;
            }
            at = span.end;
            edits.push(Edit::replacement(span, original.as_str()));
        }
        let before = edit::apply(text, &edits);
        let bytes = if edits.is_empty() { made.to_vec() } else { decoded.encode_like(made, &before).ok()? };
        (sha256(&bytes) == self.sha256).then_some(edits)
    }
}
