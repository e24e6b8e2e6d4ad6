//! A mask token: the longest run of one [`Alphabet`] with the residue of the same value fused to it.
//!
//! Residue are the digits of a half-masked value (20XX, 139****2705, 二〇二×), the decimal point and the group
//! commas between masks (X,XXX.XX), the colons and slashes of a masked time or date, hyphens of a masked telephone
//! number, the first letters of a number plate, and the percent sign. Every look-around is bounded.

use super::super::{Text, is_digit};
use super::anchor;
use crate::recognize::set::CharSet;
use crate::recognize::sign::Alphabet;

/// The longest residue on either side.
const REACH: usize = 20;

/// First characters of number plates.
const PROVINCES: CharSet = CharSet::new("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼");

/// Numerals of amounts in words.
const CAPITALS: CharSet = CharSet::new("零壹贰叁肆伍陆柒捌玖拾佰仟");

/// A mask with its residue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) alphabet: Alphabet,
    /// First and one past the last character of the first bare run.
    pub(super) core: (usize, usize),
    /// With residue.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many mask characters.
    pub(super) masks: usize,
    /// Whether a digit of the value is left.
    pub(super) digits: bool,
    /// Whether it has the form of a number plate or an e-mail address.
    pub(super) shaped: bool,
}

/// Reads the token whose first mask character is at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Token {
    let alphabet = Alphabet::of(text.ch[i]).unwrap_or(Alphabet::Letter);
    let end = run(text, i, alphabet);
    let mut token =
        Token { alphabet, core: (i, end), start: i, end, masks: end - i, digits: false, shaped: false };
    if address(text, &mut token) || plate(text, &mut token) {
        return token;
    }
    before(text, &mut token);
    after(text, &mut token);
    group_before(text, &mut token);
    signs(text, &mut token);
    token
}

fn run(text: &Text<'_>, from: usize, alphabet: Alphabet) -> usize {
    let mut end = from + 1;
    while end < text.len() && text.gap[end] == 0 && Alphabet::of(text.ch[end]) == Some(alphabet) {
        end += 1;
    }
    end
}

/// End of the run of digits and masks from `from` on.
fn group(text: &Text<'_>, from: usize, alphabet: Alphabet) -> usize {
    let mut end = from;
    while end < text.len()
        && end < from + REACH
        && (end == from || text.gap[end] == 0)
        && (is_digit(text.ch[end]) || Alphabet::of(text.ch[end]) == Some(alphabet))
    {
        end += 1;
    }
    end
}

fn before(text: &Text<'_>, token: &mut Token) {
    let mut at = token.start;
    while at > 0 && token.start - at < REACH && text.gap[at] == 0 && is_digit(text.before(at)) {
        at -= 1;
    }
    let digits = token.start - at;
    let next = text.get(token.core.1);
    let emphasis = token.alphabet == Alphabet::Star && text.before(at) == '*';
    if digits > 0 && !emphasis && residue(token, digits, next) {
        token.digits = true;
        // Area code: 0558-, 010-
        let hyphen = text.before(at) == '-' && text.gap[at] == 0;
        let (mut area, code) = (at, at.saturating_sub(1));
        if hyphen && token.core.1 - at >= 6 {
            area = code;
            while area > 0 && code - area < 4 && text.gap[area] == 0 && is_digit(text.before(area)) {
                area -= 1;
            }
        }
        token.start = if at > area && code - area >= 3 { area } else { at };
    } else if text.before(at) == ',' && at == token.start && token.masks == 3 && text.gap[at] == 0 {
        // 1,XXX
        let mut head = at - 1;
        while head > 0 && at - 1 - head < 3 && text.gap[head] == 0 && is_digit(text.before(head)) {
            head -= 1;
        }
        let unit = anchor::counts(next) || anchor::boundary(next);
        if head + 1 < at && unit && !is_digit(text.before(head)) {
            token.start = head;
            token.digits = true;
        }
    } else if text.before(at) == '-' && text.gap[at] == 0 && token.masks >= 6 {
        let mut area = at - 1;
        while area > 0 && at - 1 - area < 4 && is_digit(text.before(area)) {
            area -= 1;
        }
        if at - 1 - area >= 3 {
            token.start = area;
            token.digits = true;
        }
    } else if next == '年' {
        at = token.start;
        while at > 0 && token.start - at < 3 && text.gap[at] == 0 && anchor::year_digit(text.before(at)) {
            at -= 1;
        }
        if token.start - at >= 2 {
            token.start = at;
            token.digits = true;
        }
    } else if matches!(next, '元' | '万' | '亿' | '拾' | '佰' | '仟') {
        // 壹佰××万元
        while at > 0 && token.start - at < 8 && text.gap[at] == 0 && CAPITALS.contains(text.before(at)) {
            at -= 1;
        }
        token.digits |= at < token.start;
        token.start = at;
    }
}

/// Whether digits directly before a mask belong to its value.
fn residue(token: &Token, digits: usize, next: char) -> bool {
    match token.alphabet {
        // A check character of an identity number, not a mask.
        Alphabet::Letter => !(digits == 17 && token.masks == 1),
        Alphabet::Cross | Alphabet::Box => token.masks >= 2 || (next == '年' && digits == 3),
        Alphabet::Star => token.masks >= 2 || next == '年',
        Alphabet::Line => matches!(next, '年' | '级' | '届') && digits <= 3,
        Alphabet::Hash | Alphabet::Solid => false,
    }
}

fn after(text: &Text<'_>, token: &mut Token) {
    let alphabet = token.alphabet;
    for _ in 0..4 {
        let (at, c) = (token.end, text.get(token.end));
        if at >= text.len() {
            return;
        }
        let masked = |from: usize| {
            let end = group(text, from, alphabet);
            let masks = (from..end).filter(|&k| Alphabet::of(text.ch[k]) == Some(alphabet)).count();
            (end, end - from, masks)
        };
        let fused = text.gap[at] == 0;
        if fused && is_digit(c) {
            let mut end = at;
            while end < text.len() && end - at < REACH && text.gap[end] == 0 && is_digit(text.ch[end]) {
                end += 1;
            }
            let tail = token.digits || (alphabet == Alphabet::Star && token.masks >= 3);
            // The check character of an identity number.
            if token.digits && matches!(text.get(end), 'X' | 'x') && end + 1 - token.start == 18 {
                end += 1;
            }
            let emphasis = alphabet == Alphabet::Star && text.get(end) == '*';
            if !tail || emphasis || anchor::dates(text.get(end)) {
                return;
            }
            token.end = end;
            token.digits = true;
        } else if fused && Alphabet::of(c) == Some(alphabet) {
            let end = run(text, at, alphabet);
            token.masks += end - at;
            token.end = end;
        } else if fused
            && token.digits
            && token.masks > 2
            && let Some(other @ (Alphabet::Cross | Alphabet::Letter | Alphabet::Star)) = Alphabet::of(c)
        {
            // 138****××××: one value in two alphabets.
            let end = run(text, at, other);
            token.masks += end - at;
            token.end = end;
        } else if !fused {
            // A telephone number in groups: 1XX XXXX XXXX
            let (end, len, masks) = masked(at);
            let head = text.ch[token.start] == '1' && at - token.start <= 8;
            let phone = head && token.digits && len == 4 && masks > 0;
            // 6222 **** **** 1234: a card in groups of four.
            let groups = (at - token.start).is_multiple_of(4) && (masks == 0 || masks == len);
            let card =
                groups && (len == 4 || len == 3) && token.masks >= 4 && (masks > 0 || token.masks >= 8);
            if !(phone || card) || text.gap[at] != 1 {
                return;
            }
            token.masks += masks;
            token.end = end;
        } else {
            if text.gap.get(at + 1) != Some(&0) {
                return;
            }
            let (end, len, masks) = masked(at + 1);
            let next = text.get(end);
            let left = at - token.start;
            let joins = len > 0
                && match c {
                    '.' => len <= 4 && (masks > 0 || alphabet != Alphabet::Line),
                    ',' => {
                        len == 3
                            && left <= 3
                            && (anchor::counts(next) || anchor::boundary(next) || next == '公')
                            && next != '等'
                    }
                    ':' | '：' => masks == 2 && left <= 2 && !anchor::suffixes(next),
                    '/' => masks > 0 && len == 2 && left >= 4,
                    '-' => {
                        (4..=8).contains(&len)
                            && masks > 0
                            && (3..=8).contains(&left)
                            && next != '学'
                            && next != '年'
                    }
                    _ => false,
                };
            if !joins {
                return;
            }
            token.masks += masks;
            token.end = end;
        }
    }
}

/// The first group of a card: 6222 ****.
fn group_before(text: &Text<'_>, token: &mut Token) {
    let at = token.start;
    let four =
        at >= 4 && (at - 4..at).all(|k| is_digit(text.ch[k])) && (at - 3..at).all(|k| text.gap[k] == 0);
    let spaced = text.gap_at(at) == 1 && !is_digit(text.before(at.saturating_sub(4)));
    if four && spaced && token.masks >= 8 && token.end - at >= 8 && !token.shaped {
        token.start = at - 4;
        token.digits = true;
    }
}

fn signs(text: &Text<'_>, token: &mut Token) {
    if matches!(text.get(token.end), '%' | '‰') && text.gap[token.end] == 0 {
        token.end += 1;
    }
    if token.start == 0 || text.gap[token.start] != 0 {
        return;
    }
    match text.before(token.start) {
        '+' | '-' | '＋' | '－' if matches!(text.before(token.start - 1), '\n' | '\t') => token.start -= 1,
        _ => {}
    }
}

/// 川H·_____ : a province's abbreviation, a letter, a dot or hyphen, known characters, masks.
fn plate(text: &Text<'_>, token: &mut Token) -> bool {
    let mut at = token.start;
    while at > 0 && token.start - at < 5 && text.gap[at] == 0 && text.before(at).is_ascii_alphanumeric() {
        at -= 1;
    }
    let mut letter = at;
    if matches!(text.before(at), '·' | '•' | '-' | '・') {
        letter = at - 1;
        if !text.before(letter).is_ascii_uppercase() {
            return false;
        }
        letter -= 1;
    } else if !text.get(at).is_ascii_uppercase() || at == token.start {
        return false;
    }
    let end = group(text, token.core.0, token.alphabet);
    let known = end - at.max(letter);
    if letter == 0 || !PROVINCES.contains(text.before(letter)) || !(5..=8).contains(&known) {
        return false;
    }
    // A letter of a plate like any other: 京A·7QX39.
    let masks = (token.core.0..end).filter(|&k| Alphabet::of(text.ch[k]) == Some(token.alphabet)).count();
    if token.alphabet == Alphabet::Letter && masks == 1 && text.ch[token.core.0] == 'X' && known >= 5 {
        return false;
    }
    token.start = letter - 1;
    token.end = end;
    token.shaped = true;
    true
}

/// xxx@xxx.com : an address with a masked part.
fn address(text: &Text<'_>, token: &mut Token) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '*');
    let (mut start, mut end) = (token.start, token.end);
    while start > 0 && token.start - start < 40 && text.gap[start] == 0 && part(text.before(start)) {
        start -= 1;
    }
    while end < text.len() && end - token.end < 40 && text.gap[end] == 0 && part(text.ch[end]) {
        end += 1;
    }
    let word = &text.ch[start..end];
    let Some(at) = word.iter().position(|&c| c == '@') else { return false };
    // mhxyy_yzxx is a name that happens to end in two x; tuan_xx is one with a part to fill.
    let mut labels = word.split(|c| matches!(c, '.' | '_' | '-' | '@'));
    let filled = token.alphabet == Alphabet::Letter
        && !labels.any(|label| label.len() > 1 && label.iter().all(|c| matches!(c, 'x' | 'X')));
    if at == 0 || at + 1 == word.len() || token.masks < 2 || filled {
        return false;
    }
    token.start = start;
    token.end = end;
    token.shaped = true;
    true
}
