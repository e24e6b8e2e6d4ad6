//! Records to fill templates with: JSON, or CSV as spreadsheets write it.

use std::collections::BTreeMap;

use serde_json::Value;
use yinmo::format::{csv_table, decode};

/// Values by field name.
pub(crate) type Values = BTreeMap<String, String>;

/// The records of a file, by the look of its content, or what is wrong with it.
pub(crate) fn records(bytes: &[u8]) -> Result<Vec<Values>, String> {
    let decoded = decode(bytes, None).map_err(|error| error.to_string())?;
    let text = decoded.text.as_ref();
    if text.trim_start().starts_with(['{', '[']) { json(text) } else { csv(text) }
}

fn json(text: &str) -> Result<Vec<Values>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("this is no JSON ({error})"))?;
    let list = match value {
        Value::Array(list) => list,
        one => vec![one],
    };
    list.into_iter().enumerate().map(|(index, value)| record(index + 1, value)).collect()
}

fn record(number: usize, value: Value) -> Result<Values, String> {
    let Value::Object(object) = value else {
        return Err(format!("record {number} is no object; write {{\"field\": \"value\"}}"));
    };
    let text = |(name, value): (String, Value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Number(number) => Ok((name, number.to_string())),
        _ => Err(format!("record {number}: the value of {name:?} is neither text nor number")),
    };
    object.into_iter().map(text).collect()
}

fn csv(text: &str) -> Result<Vec<Values>, String> {
    let mut rows = csv_table(text).map_err(|error| error.to_string())?.into_iter().map(|row| row.cells);
    let head = rows.next().ok_or("there is no line with the names of the fields")?;
    rows.enumerate()
        .map(|(index, row)| {
            if row.len() != head.len() {
                return Err(format!(
                    "record {} has {} cells, the first line has {}",
                    index + 1,
                    row.len(),
                    head.len()
                ));
            }
            Ok(head.iter().cloned().zip(row).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(data: &str) -> Vec<Vec<(String, String)>> {
        records(data.as_bytes()).unwrap().into_iter().map(|record| record.into_iter().collect()).collect()
    }

    #[test]
    fn csv_is_read_as_spreadsheets_write_it() {
        let own = |a: &str, b: &str| vec![("单位".to_owned(), a.to_owned()), ("数".to_owned(), b.to_owned())];
        assert_eq!(
            pairs("单位,数\r\n\"甲,\"\"乙\"\"\",1\r\n\"两\n行\",\n"),
            [own("甲,\"乙\"", "1"), own("两\n行", "")]
        );
        assert!(records("a,b\n1\n".as_bytes()).is_err());
        assert!(records("a\n\"1\n".as_bytes()).is_err());
        assert!(records(b"").is_err());
    }

    #[test]
    fn json_is_one_object_or_several() {
        assert_eq!(pairs("{\"a\": 1.5}"), [[("a".to_owned(), "1.5".to_owned())]]);
        assert_eq!(pairs("[{\"a\": \"x\"}, {\"a\": \"y\"}]").len(), 2);
        assert!(records(b"[1]").is_err());
        assert!(records(b"{\"a\": null}").is_err());
    }
}
