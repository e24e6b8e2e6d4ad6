//! The part of an address behind the question mark.

use super::reply::Refusal;

/// Names and values, decoded, each name once.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the question mark; only these names are known.
    pub(super) fn parse(raw: Option<&str>, known: &[&str]) -> Result<Self, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for part in raw.unwrap_or_default().split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let bad = || {
                let message = "the address cannot be read: write parameters as percent-encoded UTF-8";
                Refusal::unfit("bad-query", message)
            };
            let (name, value) = (decode(name).ok_or_else(bad)?, decode(value).ok_or_else(bad)?);
            if !known.contains(&name.as_str()) {
                let known = if known.is_empty() {
                    "takes none".to_owned()
                } else {
                    format!("knows {}", known.join(", "))
                };
                let message = format!("a parameter of the address is not known; this page {known}");
                return Err(Refusal::unfit("unknown-parameter", message));
            }
            if pairs.iter().any(|(other, _)| *other == name) {
                return Err(Refusal::unfit("bad-query", format!("{name} is given twice")));
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that is true, false, or left out.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Refusal::unfit("bad-query", format!("{name} is true or false"))),
        }
    }
}

/// A percent-encoded word.
pub(super) fn decode(word: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(word.len());
    let mut all = word.bytes();
    while let Some(byte) = all.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        match byte {
            b'%' => bytes.push((digit(all.next())? * 16 + digit(all.next())?) as u8),
            b'+' => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// A word, percent-encoded.
pub(super) fn percent(word: &str) -> String {
    word.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~') {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_values_decoded() {
        let query = Query::parse(Some("name=%E7%94%B2+a.txt&x=true"), &["name", "x"]).unwrap();
        assert_eq!((query.get("name"), query.flag("x").ok()), (Some("甲 a.txt"), Some(true)));
        for bad in ["y=1", "x=%e7", "x=%", "x=1&x=1"] {
            assert!(Query::parse(Some(bad), &["x"]).is_err(), "{bad}");
        }
        assert_eq!(decode(&percent("甲/乙 \".txt")).as_deref(), Some("甲/乙 \".txt"));
    }
}
