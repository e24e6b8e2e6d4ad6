//! Lines of JSON: of a record nothing changes but the bytes that are edited, as the command line does it.

use yinmo::edit::Edit;
use yinmo::format::{FieldPath, json_escape, json_texts, json_unescape};

use crate::rows::{Bad, Done, How};
use crate::treat;

/// Works on one line.
pub(crate) fn change(how: How<'_>, fields: &[FieldPath], line: &[u8]) -> Result<Done, Bad> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(Done { new: vec![None], edits: None });
    }
    if line.len() > how.longest {
        return Err(format!("a record longer than max_unit ({} bytes)", how.longest).into());
    }
    let texts = json_texts(line, fields).map_err(|error| error.to_string())?;
    let read: Vec<_> = texts.iter().map(|text| json_unescape(text.written)).collect();
    let parts: Vec<&str> = read.iter().map(|text| text.text.as_ref()).collect();
    let mut masker = how.style.masker();
    if let Some(key) = &how.built.key {
        masker.set_key(key);
    }
    let changed = treat::record(how.built, how.work, &mut masker, &parts);
    if !how.force {
        let all = texts.iter().zip(&parts).zip(&changed);
        let all = all.map(|((text, part), changed)| (text.place.as_str(), *part, changed));
        if let Some(cause) = treat::leftover(how.built, all) {
            return Err(Bad { cause, leftover: true });
        }
    }
    let mut edits: Vec<Edit> = Vec::new();
    for ((text, read), changed) in texts.iter().zip(&read).zip(&changed) {
        edits.extend(read.carry(&changed.edits, text.start, |new| json_escape(new, text.written)));
    }
    let made = (!texts.is_empty()).then_some(edits.len());
    Ok(Done { new: vec![(!edits.is_empty()).then(|| splice(line, &edits))], edits: made })
}

fn splice(line: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(&line[at..edit.span.start]);
        out.extend_from_slice(edit.content.as_bytes());
        at = edit.span.end;
    }
    out.extend_from_slice(&line[at..]);
    out
}
