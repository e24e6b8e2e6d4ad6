//! What comes back: watermarks without a known word, and paragraphs that stand twice.
//!
//! A short line that cuts sentences in several places is a watermark, whatever it says. Of a paragraph that was
//! pasted twice the full stop is marked, so that the names in it keep their own findings.

use std::collections::BTreeMap;

use super::super::{Candidate, Context};
use super::add;
use crate::rule::{Cure, RuleId};

/// Characters of a watermark.
const MARK: std::ops::RangeInclusive<usize> = 3..=24;
/// In how many places it cuts a sentence.
const CUTS: usize = 3;
/// From how many characters on a line is a paragraph.
const PARAGRAPH: usize = 40;

/// Adds watermarks and doubled paragraphs.
pub(super) fn lines(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let mut marks: BTreeMap<&[char], Vec<(usize, usize)>> = BTreeMap::new();
    let mut paragraphs: BTreeMap<&[char], usize> = BTreeMap::new();
    let mut cut = false;
    for line in 0..text.lines.len().saturating_sub(1) {
        let (start, end) = text.line(line);
        if start >= end {
            continue;
        }
        let whole = &text.ch[start..end];
        let last = whole[whole.len() - 1];
        let sign = matches!(last, '。' | '；' | '：' | ':' | '！' | '？' | '”' | '）' | ')' | '…' | ';');
        if cut
            && MARK.contains(&whole.len())
            && !sign
            && !whole.iter().any(|c| matches!(c, '，' | '、' | '\t'))
        {
            marks.entry(whole).or_default().push((start, end));
        }
        if whole.len() >= PARAGRAPH && last == '。' {
            let times = paragraphs.entry(whole).or_insert(0);
            *times += 1;
            if *times > 1 {
                add(found, end - 1, end, RuleId::DUPLICATE, Cure::Report, 0.9);
            }
        }
        cut = whole.len() >= 16 && !sign && !whole.contains(&'\t');
    }
    for (_, places) in marks.into_iter().filter(|(_, places)| places.len() >= CUTS) {
        for (start, end) in places {
            add(found, start, end, RuleId::SITE, Cure::Join, 0.8);
        }
    }
}
