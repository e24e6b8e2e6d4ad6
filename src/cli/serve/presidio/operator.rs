//! What becomes of something found.

use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha512};

use super::super::reply::Refusal;

/// An operator with its parameters.
#[derive(Debug)]
pub(super) enum Operator {
    /// By a given text, or the name of the entity.
    Replace(Option<String>),
    /// By nothing.
    Redact,
    /// By a character for each of so many, from one end or the other.
    Mask { with: char, count: usize, from_end: bool },
    /// By a digest, with the client's salt or one of this answer.
    Hash { long: bool, salt: Option<Vec<u8>> },
    /// Not at all.
    Keep,
}

impl Default for Operator {
    fn default() -> Self {
        Self::Replace(None)
    }
}

/// The salt of an answer, which nobody knows afterwards.
#[derive(Debug, Default)]
pub(super) struct Salt(Option<[u8; 32]>);

impl Salt {
    fn get(&mut self) -> Result<&[u8], Refusal> {
        if self.0.is_none() {
            let mut salt = [0; 32];
            getrandom::fill(&mut salt)
                .map_err(|_| Refusal::unfit("failed", "the system gives no random numbers; send a salt"))?;
            self.0 = Some(salt);
        }
        Ok(self.0.as_ref().map_or(&[], |salt| salt.as_slice()))
    }
}

/// The most characters that are masked.
const MOST: usize = 1_000_000;

/// The fewest bytes of a salt.
const SALT: usize = 16;

impl Operator {
    pub(super) fn read(value: &Value) -> Result<Self, Refusal> {
        let bad = |message: &str| Refusal::unfit("bad-operator", message.to_owned());
        match value["type"].as_str() {
            Some("replace") => match &value["new_value"] {
                Value::Null => Ok(Self::Replace(None)),
                Value::String(new) if new.is_empty() => Ok(Self::Replace(None)),
                Value::String(new) => Ok(Self::Replace(Some(new.clone()))),
                _ => Err(bad("new_value is a text")),
            },
            Some("redact") => Ok(Self::Redact),
            Some("keep") => Ok(Self::Keep),
            Some("mask") => {
                let mut chars = value["masking_char"].as_str().unwrap_or_default().chars();
                let (Some(with), None) = (chars.next(), chars.next()) else {
                    return Err(bad("masking_char is one character"));
                };
                let count = value["chars_to_mask"].as_u64().and_then(|count| usize::try_from(count).ok());
                let count = count.filter(|&count| count <= MOST);
                let count = count.ok_or_else(|| bad("chars_to_mask is a whole number up to 1000000"))?;
                let from_end = value["from_end"].as_bool().or(value["from_end"].is_null().then_some(false));
                let from_end = from_end.ok_or_else(|| bad("from_end is true or false"))?;
                Ok(Self::Mask { with, count, from_end })
            }
            Some("hash") => {
                let long = match &value["hash_type"] {
                    Value::Null => false,
                    Value::String(kind) if kind == "sha256" => false,
                    Value::String(kind) if kind == "sha512" => true,
                    _ => return Err(bad("hash_type is sha256 or sha512")),
                };
                let salt = match &value["salt"] {
                    Value::Null => None,
                    Value::String(salt) if salt.len() >= SALT => Some(salt.clone().into_bytes()),
                    _ => return Err(bad("salt is a text of at least 16 bytes; without it one is drawn")),
                };
                Ok(Self::Hash { long, salt })
            }
            _ => Err(bad("an operator has a type: replace, redact, mask, hash or keep")),
        }
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Replace(_) => "replace",
            Self::Redact => "redact",
            Self::Mask { .. } => "mask",
            Self::Hash { .. } => "hash",
            Self::Keep => "keep",
        }
    }

    /// What some words become.
    pub(super) fn apply(&self, words: &str, entity: &str, drawn: &mut Salt) -> Result<String, Refusal> {
        Ok(match self {
            Self::Replace(Some(new)) => new.clone(),
            Self::Replace(None) => format!("<{entity}>"),
            Self::Redact => String::new(),
            Self::Keep => words.to_owned(),
            Self::Mask { with, count, from_end } => {
                let all = words.chars().count();
                let first = if *from_end { all.saturating_sub(*count) } else { 0 };
                let last = if *from_end { all } else { *count };
                let masked = |at: usize| first <= at && at < last;
                words.chars().enumerate().map(|(at, c)| if masked(at) { *with } else { c }).collect()
            }
            Self::Hash { long, salt } => {
                let salt = match salt {
                    Some(salt) => salt,
                    None => drawn.get()?,
                };
                let salted = [words.as_bytes(), salt].concat();
                if *long { hex(&Sha512::digest(salted)) } else { hex(&Sha256::digest(salted)) }
            }
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operators_do_what_their_names_say() {
        let apply =
            |value: Value| Operator::read(&value).unwrap().apply("王小明", "PERSON", &mut Salt::default());
        for (value, result) in [
            (json!({"type": "replace"}), "<PERSON>"),
            (json!({"type": "redact"}), ""),
            (json!({"type": "keep"}), "王小明"),
            (json!({"type": "mask", "masking_char": "*", "chars_to_mask": 2, "from_end": false}), "**明"),
            (json!({"type": "mask", "masking_char": "某", "chars_to_mask": 2, "from_end": true}), "王某某"),
            (json!({"type": "mask", "masking_char": "*", "chars_to_mask": 99}), "***"),
        ] {
            assert_eq!(apply(value).unwrap(), result);
        }
        let drawn = || apply(json!({"type": "hash"})).unwrap();
        assert_ne!(drawn(), drawn(), "each answer has its own salt");
        let salted =
            || apply(json!({"type": "hash", "salt": "0123456789abcdef", "hash_type": "sha512"})).unwrap();
        assert_eq!((salted(), salted().len()), (salted(), 128));
        for bad in [json!({}), json!({"type": "encrypt", "key": "k"}), json!({"type": "mask"})] {
            assert!(Operator::read(&bad).is_err(), "{bad}");
        }
    }
}
