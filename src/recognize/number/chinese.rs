//! Chinese numerals: `三百二十`, `十七`, `二〇二二`, `壹仟伍佰`, and pairs that mean about (`七八`).

use super::super::{Text, is_cnum};

/// Longest numeral in characters.
const LONGEST: usize = 24;

/// How a numeral is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Style {
    /// With 十百千: 一百零五.
    Plain,
    /// Capital, as on cheques: 壹佰.
    Capital,
    /// Digit by digit: 二〇二二.
    Digits,
    /// Not a number: 九九八十一.
    Invalid,
}

/// A run of Chinese numerals.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Chinese {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its value; 0 when it is not a number.
    pub value: u64,
    /// How it is written.
    pub style: Style,
}

impl Chinese {
    /// Reads the whole run of numerals that starts at `i`.
    pub(in super::super) fn read(text: &Text<'_>, i: usize) -> Option<Self> {
        let mut end = i;
        while end < i + LONGEST && (end == i || text.gap_at(end) <= 1) {
            // 三百○五: the nought is written as a circle now and then.
            let nought = text.get(end) == '○'
                && end > i
                && matches!(text.get(end - 1), '百' | '千' | '万')
                && is_cnum(text.get(end + 1));
            if !(nought || is_cnum(text.get(end))) {
                break;
            }
            end += 1;
        }
        // 百万千瓦: the last character begins the unit.
        let unit = matches!(text.get(end), '瓦' | '克' | '伏' | '米' | '卡' | '帕' | '赫');
        if unit && end > i + 1 && text.get(end - 1) == '千' {
            end -= 1;
        }
        // 二百四十 | 两: the weight.
        if end > i + 1 && text.get(end - 1) == '两' && text.get(end - 2) != '两' {
            end -= 1;
        }
        if end == i {
            return None;
        }
        let chars = &text.ch[i..end];
        let (value, style) = value(chars);
        Some(Self { start: i, end, value, style })
    }
}

/// The value of a plain or capital digit.
pub(in super::super) const fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

const fn power(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// Whether `c` is a capital numeral, as on cheques.
pub(in super::super) const fn is_capital(c: char) -> bool {
    matches!(c, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟')
}

fn value(chars: &[char]) -> (u64, Style) {
    if chars.len() >= 3 && chars.iter().all(|&c| digit(c).is_some() && c != '两') {
        let value =
            chars.iter().fold(0u64, |n, &c| n.saturating_mul(10).saturating_add(digit(c).unwrap_or(0)));
        return (value, Style::Digits);
    }
    let style = if chars.iter().any(|&c| is_capital(c)) { Style::Capital } else { Style::Plain };
    match parse(chars) {
        Some(value) => (value, style),
        None => (0, Style::Invalid),
    }
}

/// The value of a well-formed numeral: powers fall inside a section, sections fall from 亿 to 万 to the rest.
fn parse(chars: &[char]) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0u64, 0u64, None::<u64>);
    let (mut last, mut scale) = (10_000u64, u64::MAX);
    for (i, &c) in chars.iter().enumerate() {
        if let Some(d) = digit(c) {
            match pending {
                // 七八次: two neighbours mean about so many.
                Some(p) if p != 0 && d == p + 1 => pending = Some(d),
                Some(0) | None => pending = Some(d),
                Some(_) => return None,
            }
        } else if let Some(p) = power(c) {
            if p >= last {
                return None;
            }
            let factor = match pending.take() {
                Some(0) if p == 10 => 1,
                Some(0) => return None,
                Some(d) => d,
                None if i == 0 || p == 10 && section > 0 => 1,
                None => return None,
            };
            section += factor * p;
            last = p;
        } else {
            let s = if c == '万' { 10_000 } else { 100_000_000 };
            if s >= scale {
                return None;
            }
            let amount = section + pending.take().unwrap_or(0);
            if amount == 0 {
                return None;
            }
            total = total.saturating_add(amount.saturating_mul(s));
            (section, last, scale) = (0, 10_000, s);
        }
    }
    Some(total + section + pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> (u64, Style) {
        value(&s.chars().collect::<Vec<_>>())
    }

    #[test]
    fn a_run_of_digits_longer_than_any_number_does_not_overflow() {
        assert_eq!(read(&"九".repeat(LONGEST)), (u64::MAX, Style::Digits));
    }

    #[test]
    fn numerals_have_values() {
        assert_eq!(read("三百二十"), (320, Style::Plain));
        assert_eq!(read("十七"), (17, Style::Plain));
        assert_eq!(read("一百零五"), (105, Style::Plain));
        assert_eq!(read("四万二千"), (42_000, Style::Plain));
        assert_eq!(read("百万"), (1_000_000, Style::Plain));
        assert_eq!(read("七八"), (8, Style::Plain));
        assert_eq!(read("二〇二二"), (2022, Style::Digits));
        assert_eq!(read("壹仟伍佰"), (1500, Style::Capital));
        assert_eq!(read("十四五"), (15, Style::Plain));
        assert_eq!(read("九九八十一").1, Style::Invalid);
        assert_eq!(read("三千两百万"), (32_000_000, Style::Plain));
    }
}
