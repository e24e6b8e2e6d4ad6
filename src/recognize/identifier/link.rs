//! E-mail and web addresses, with or without a scheme (`www.`, `xx.gov.cn`).

use super::super::{Candidate, ClueKind, Text};
use super::found;
use crate::rule::RuleId;

/// Longest address in characters.
const LONGEST: usize = 200;

/// Ends of host names that are recognized without a scheme.
const DOMAINS: &[&str] = &["cn", "com", "net", "org", "edu", "gov", "info", "top", "vip", "xyz", "cc", "tv", "io"];

/// The address at `i`, the first of its letters and digits.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let before = text.before(i);
    if text.gap_at(i) == 0 && (before.is_ascii_alphanumeric() || matches!(before, '.' | '_' | '@' | '/' | '-' | '+')) {
        return None;
    }
    if let Some(end) = scheme(text, i) {
        return url(text, i, end, 0.97);
    }
    let local = part(text, i, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%'));
    if matches!(text.get(local), '@' | '＠') {
        let host = host(text, local + 1)?;
        // xxx@xxx.com is to be filled.
        if (i..local).all(|at| matches!(text.get(at), 'x' | 'X')) {
            return None;
        }
        return Some(found(i, host, RuleId::EMAIL, 0.97, ClueKind::Shape("e-mail address")));
    }
    let host = host(text, i)?;
    let name = text.folded(i, host);
    let known = name.rsplit('.').next().is_some_and(|end| DOMAINS.contains(&end.to_ascii_lowercase().as_str()));
    let lettered = name.split('.').next().is_some_and(|first| first.chars().any(|c| c.is_ascii_alphabetic()));
    (known && lettered).then(|| url(text, i, host, if name.starts_with("www.") { 0.95 } else { 0.8 })).flatten()
}

/// Whether a scheme stands at `i`: the end behind `://`.
fn scheme(text: &Text<'_>, i: usize) -> Option<usize> {
    ["http://", "https://", "ftp://", "HTTP://", "HTTPS://", "http：//", "https：//"]
        .iter()
        .find(|scheme| text.starts_with(i, scheme))
        .map(|scheme| i + scheme.chars().count())
}

fn part(text: &Text<'_>, i: usize, fits: impl Fn(char) -> bool) -> usize {
    let mut end = i;
    while end < i + 64 && fits(text.get(end)) && (end == i || text.gap_at(end) == 0) {
        end += 1;
    }
    end
}

/// End of a host name with at least one point at `i`.
fn host(text: &Text<'_>, i: usize) -> Option<usize> {
    let mut end = part(text, i, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    while end > i && matches!(text.before(end), '.' | '-') {
        end -= 1;
    }
    let last = (i..end).rev().find(|&at| text.get(at) == '.')?;
    let top = end - last - 1;
    let letters = (last + 1..end).all(|at| text.get(at).is_ascii_alphabetic());
    (last > i && letters && (2..=10).contains(&top)).then_some(end)
}

fn url(text: &Text<'_>, i: usize, from: usize, score: f32) -> Option<Candidate> {
    let mut end = from;
    while end < i + LONGEST {
        let c = text.get(end);
        if !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '|' | '\\' | '^' | '`' | '{' | '}') {
            break;
        }
        if end > from && text.gap_at(end) > 0 || end == from && from > i && text.gap.get(end).is_some_and(|&gap| gap > 0) {
            break;
        }
        end += 1;
    }
    while end > from && matches!(text.before(end), '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'') {
        end -= 1;
    }
    (end > i + 4).then(|| found(i, end, RuleId::URL, score, ClueKind::Shape("web address")))
}
