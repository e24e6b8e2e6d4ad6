//! Keys of the age format: what `age-keygen` writes.

use std::fmt;

use bech32::{Bech32, Hrp};
use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

const LABEL: &[u8] = b"age-encryption.org/v1/X25519";
const SECRET: &str = "age-secret-key-";
const PUBLIC: &str = "age";

/// A secret key.
pub struct Identity(StaticSecret);

impl fmt::Debug for Identity {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

/// A public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient(PublicKey);

/// Why a key cannot be used. No message quotes a secret one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A file without keys.
    #[error("it holds no secret key; `age-keygen -o FILE` makes one")]
    None,
    /// Not a key.
    #[error("line {0}: this is no secret key of age (AGE-SECRET-KEY-1…)")]
    Secret(usize),
    /// A key of another kind.
    #[error(
        "line {0}: keys of this kind are not read; `age-keygen -o FILE` without further options makes one that is"
    )]
    Kind(usize),
    /// Not a public key.
    #[error("this is no public key of age (age1…)")]
    Public,
}

impl Identity {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// All secret keys of a file.
    ///
    /// # Errors
    /// When it holds none, or a line that is none.
    pub fn read(file: &str) -> Result<Vec<Self>, KeyError> {
        let mut keys = Vec::new();
        for (number, line) in file.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = number + 1;
            if line.starts_with("AGE-PLUGIN-")
                || line.starts_with("AGE-SECRET-KEY-PQ-")
                || line.starts_with("-----")
            {
                return Err(KeyError::Kind(number));
            }
            let key = decoded(line, SECRET).ok_or(KeyError::Secret(number))?;
            keys.push(Self::new(key));
        }
        if keys.is_empty() { Err(KeyError::None) } else { Ok(keys) }
    }

    /// Its public key.
    pub fn recipient(&self) -> Recipient {
        Recipient(PublicKey::from(&self.0))
    }

    /// The key that was agreed upon with the owner of an ephemeral share.
    pub(super) fn agree(&self, share: &[u8; 32]) -> Option<[u8; 32]> {
        agreed(&self.0, &PublicKey::from(*share), share, self.recipient().0.as_bytes())
    }
}

impl Recipient {
    /// Reads `age1…`.
    ///
    /// # Errors
    /// When it is no public key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = decoded(text, PUBLIC).ok_or(KeyError::Public)?;
        Ok(Self(PublicKey::from(key)))
    }

    /// As it is written: `age1…`.
    ///
    /// # Panics
    /// Never: 32 bytes are short enough.
    pub fn show(&self) -> String {
        let name = Hrp::parse(PUBLIC).expect("three letters");
        bech32::encode::<Bech32>(name, self.0.as_bytes()).expect("32 bytes are short enough")
    }

    /// An ephemeral share, and the key that is agreed upon with it.
    pub(super) fn agree(&self) -> Option<([u8; 32], [u8; 32])> {
        let mut random = [0u8; 32];
        getrandom::fill(&mut random).ok()?;
        let ephemeral = StaticSecret::from(random);
        let share = *PublicKey::from(&ephemeral).as_bytes();
        Some((share, agreed(&ephemeral, &self.0, &share, self.0.as_bytes())?))
    }
}

fn agreed(
    mine: &StaticSecret,
    theirs: &PublicKey,
    share: &[u8; 32],
    recipient: &[u8; 32],
) -> Option<[u8; 32]> {
    let shared = mine.diffie_hellman(theirs);
    // A share of small order gives a key that anybody knows.
    if !shared.was_contributory() {
        return None;
    }
    let mut key = [0u8; 32];
    let salt = [share.as_slice(), recipient.as_slice()].concat();
    Hkdf::<Sha256>::new(Some(&salt), shared.as_bytes()).expand(LABEL, &mut key).ok()?;
    Some(key)
}

/// Bech32 of 32 bytes behind this name; mixed case is refused.
fn decoded(text: &str, name: &str) -> Option<[u8; 32]> {
    let checked = bech32::primitives::decode::CheckedHrpstring::new::<Bech32>(text).ok()?;
    if !checked.hrp().to_string().eq_ignore_ascii_case(name) {
        return None;
    }
    checked.byte_iter().collect::<Vec<u8>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let key = Identity::new([42; 32]);
        let public = key.recipient();
        assert!(
            public.show().starts_with("age1")
                && Recipient::parse(&public.show()).is_ok_and(|read| read == public)
        );
        let secret = bech32::encode_upper::<Bech32>(Hrp::parse(SECRET).unwrap(), &[42; 32]).unwrap();
        let file = format!("# created: 2024\n# public key: {}\n{secret}\n", public.show());
        assert!(Identity::read(&file).unwrap()[0].recipient() == public);
        assert_eq!(Identity::read("# nothing\n").err(), Some(KeyError::None));
        assert_eq!(Identity::read(&file.replace("KEY-1", "KEY-2")).err(), Some(KeyError::Secret(3)));
        assert_eq!(Identity::read("AGE-PLUGIN-YUBIKEY-1ABC").err(), Some(KeyError::Kind(1)));
        assert!(Recipient::parse(&secret).is_err());
    }
}
