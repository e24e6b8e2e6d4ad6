//! SARIF 2.1.0, which code scanning services read.

use std::io::{self, Write};

use serde_json::json;

use super::Record;
use crate::rule::{RuleSet, Severity};

/// What follows the results.
pub const SARIF_TAIL: &str = "\n]}]}\n";

/// What precedes the results: the tool and its rules.
pub fn sarif_head(rules: &RuleSet) -> String {
    let list: Vec<_> = rules
        .iter()
        .map(|(_, rule)| {
            json!({
                "id": rule.name,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.why},
                "defaultConfiguration": {"level": level(rule.severity)},
            })
        })
        .collect();
    let driver = json!({"name": "yinmo", "version": env!("CARGO_PKG_VERSION"), "rules": list});
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\
         \"columnKind\":\"unicodeCodePoints\",\"tool\":{{\"driver\":{driver}}},\"results\":["
    )
}

/// Writes a record as one result, after a comma.
///
/// # Errors
/// When `out` cannot be written.
pub fn sarif(record: &Record<'_>, rules: &RuleSet, out: &mut impl Write) -> io::Result<()> {
    if record.rejected.is_some() {
        return Ok(());
    }
    let message = match record.text {
        Some(text) => format!("{}: {text}", record.about.summary),
        None => record.about.summary.to_string(),
    };
    let result = json!({
        "ruleId": record.rule,
        "ruleIndex": rules.find(record.rule).map(|id| id.0),
        "level": level(record.severity),
        "message": {"text": message},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(record.path)},
            "region": {
                "startLine": record.line,
                "startColumn": record.column,
                "endLine": record.end_line,
                "endColumn": record.end_column,
            },
        }}],
        "partialFingerprints": {"yinmo/v1": record.fingerprint},
    });
    out.write_all(b",\n")?;
    Ok(serde_json::to_writer(out, &result)?)
}

const fn level(severity: Severity) -> &'static str {
    // SARIF uses the same three words.
    severity.name()
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'/' | b'.' | b'-' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                out.push(byte.into());
            }
            _ => {
                out.push('%');
                for half in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
    out
}
