//! Invented numbers: digits change, the shape stays, so that a number keeps its length and a date stays a date.

use super::dice::Dice;
use super::{Class, Inventions};
use crate::recognize::is_mark;
use crate::style::date;
use crate::style::figure::{self, split_scale, split_sign};
use crate::style::shape::{Piece, is_separator, pieces};

const PLAIN: &str = "一二三四五六七八九";
const CAPITAL: &str = "壹贰叁肆伍陆柒捌玖";

impl Inventions {
    /// A quantity: signs, points, scale and round zeros stay.
    pub(super) fn figure(&mut self, hit: &str) -> String {
        let (number, sign) = split_sign(hit);
        let (number, scale) = split_scale(number);
        let mut out = String::new();
        let mut masked = false;
        for piece in pieces(number, figure::role) {
            match piece {
                Piece::Bare(bare) => out.push_str(bare),
                Piece::Run(run) => {
                    masked = true;
                    let share = !sign.is_empty();
                    let key = if share { format!("{run}{sign}") } else { run.to_owned() };
                    out.push_str(&self.choose(Class::Figure, &key, |dice, _| digits(dice, run, share)));
                }
            }
        }
        if !masked {
            out.push_str("若干");
        }
        out + scale + sign
    }

    /// A date or a clock time: a day and a month that exist, the year of the same century.
    pub(super) fn date(&mut self, hit: &str) -> String {
        let pieces = pieces(hit, date::role);
        let mut out = String::new();
        let mut last = None;
        for (index, piece) in pieces.iter().enumerate() {
            let run = match *piece {
                Piece::Bare(bare) => {
                    out.push_str(bare);
                    continue;
                }
                Piece::Run(run) => run,
            };
            let next = match pieces.get(index + 1) {
                Some(Piece::Bare(bare)) => bare.trim_start(),
                _ => "",
            };
            let class = part(run, next, &out, last);
            last = Some(class);
            out.push_str(&self.part(class, run));
        }
        if last.is_none() { "某日".to_owned() } else { out }
    }

    /// A year, month, day, hour or minute in the same script.
    pub(super) fn part(&mut self, class: Class, run: &str) -> String {
        // A blank between a date and a clock time.
        if let Some((first, rest)) = run.trim().split_once(char::is_whitespace)
            && rest.chars().count() > 1
        {
            return format!(
                "{} {}",
                self.part(Class::Day, first),
                self.part(Class::Clock, rest.trim_start())
            );
        }
        let plain: String = run.chars().filter(|c| !c.is_whitespace()).collect();
        if plain.chars().any(is_mark) {
            return self.choose(Class::Figure, &plain, |dice, _| digits(dice, &plain, false));
        }
        self.choose(class, &plain, |dice, _| {
            let count = plain.chars().count();
            let number = match class {
                Class::Year if count == 4 && value(&plain) / 100 == 19 => 1949 + dice.roll(51),
                Class::Year if count == 4 => 2000 + dice.roll(24),
                Class::Year if count == 2 => 1 + dice.roll(23),
                Class::Month => 1 + dice.roll(12),
                Class::Day => 1 + dice.roll(28),
                Class::Clock if value(&plain) < 24 => dice.roll(24),
                Class::Clock if value(&plain) < 60 => dice.roll(60),
                _ => return digits(dice, &plain, false),
            };
            written_like(number, &plain)
        })
    }
}

/// Which part of a date a run of digits is.
fn part(run: &str, next: &str, before: &str, last: Option<Class>) -> Class {
    match next.chars().next() {
        Some('年') => Class::Year,
        Some('月') => Class::Month,
        Some('日' | '号') => Class::Day,
        Some('时' | '点' | '分' | '秒' | ':' | '：' | '∶') => Class::Clock,
        _ if before.ends_with([':', '：', '∶', '时', '点', '分']) => Class::Clock,
        _ if run.chars().filter(|c| !c.is_whitespace()).count() == 4 => Class::Year,
        _ => match last {
            Some(Class::Year) => Class::Month,
            Some(Class::Month) => Class::Day,
            Some(other) => other,
            None if matches!(next.chars().next(), Some('.' | '-' | '/' | '·' | '．' | '•' | '－')) => {
                Class::Month
            }
            None => Class::Day,
        },
    }
}

/// The value of digits of any script; of 二十一 the value too.
fn value(run: &str) -> usize {
    let mut all = 0usize;
    for c in run.chars() {
        let digit = match c {
            '０'..='９' => Some(c as usize - '０' as usize),
            '〇' | '零' | '○' => Some(0),
            '十' => {
                all = all.max(1);
                None
            }
            _ => c
                .to_digit(10)
                .map(|d| d as usize)
                .or_else(|| PLAIN.chars().position(|p| p == c).map(|at| at + 1)),
        };
        if let Some(digit) = digit {
            all = all.saturating_mul(10).saturating_add(digit);
        }
    }
    all
}

/// The number in the script of another, and as long where that has leading zeros.
fn written_like(number: usize, like: &str) -> String {
    let chinese = like.chars().any(|c| PLAIN.contains(c) || c == '十');
    let wide = like.chars().any(|c| matches!(c, '０'..='９'));
    let count = like.chars().count();
    let padded = like.starts_with(['0', '０']) || count > 2;
    let text = if padded { format!("{number:0count$}") } else { number.to_string() };
    if !chinese {
        return text.chars().map(|c| if wide { widened(c) } else { c }).collect();
    }
    let names: Vec<char> = PLAIN.chars().collect();
    let name = |digit: usize| if digit == 0 { '〇' } else { names[digit - 1] };
    if count >= 4 || number >= 100 {
        return text.bytes().map(|byte| name(usize::from(byte - b'0'))).collect();
    }
    match (number / 10, number % 10) {
        (0, 0) => "零".to_owned(),
        (0, ones) => name(ones).to_string(),
        (tens, ones) => {
            let tens = if tens == 1 { String::new() } else { name(tens).to_string() };
            let ones = if ones == 0 { String::new() } else { name(ones).to_string() };
            format!("{tens}十{ones}")
        }
    }
}

pub(super) fn widened(c: char) -> char {
    if c.is_ascii_alphanumeric() {
        char::from_u32(c as u32 + ('０' as u32 - '0' as u32)).unwrap_or(c)
    } else {
        c
    }
}

/// The numeral with other digits. Of a share of a hundred what is in front of the point stays below a hundred.
pub(super) fn digits(dice: &mut Dice, run: &str, share: bool) -> String {
    let arabic = |c: &char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let figures = run.chars().filter(|c| arabic(c)).count();
    if figures == 0 {
        return chinese(dice, run);
    }
    let whole = run.chars().take_while(|c| !matches!(c, '.' | '．')).filter(|c| arabic(c)).count();
    let zero = |c: &char| matches!(c, '0' | '０');
    let has_point = whole < figures;
    let round = if has_point {
        0
    } else {
        run.chars().rev().filter(|c| !is_separator(*c)).take_while(|c| zero(c)).count()
    };
    let nil = run.chars().filter(|c| arabic(c)).all(|c| zero(&c));
    let mut at = 0;
    let mut out = String::new();
    for c in run.chars() {
        if !arabic(&c) {
            out.push(c);
            continue;
        }
        at += 1;
        let new = match () {
            () if share && whole == 3 && at == 1 => '1',
            () if !nil && at == 1 && zero(&c) => '0',
            () if at == 1 => dice.lead(),
            () if !nil && at > figures - round => '0',
            // A last digit behind the point is written only when it says something.
            () if has_point && at == figures => dice.lead(),
            () => dice.digit(),
        };
        out.push(if c.is_ascii_digit() { new } else { widened(new) });
    }
    if share && whole == 3 && value_of_whole(&out) >= 100 && value_of_whole(run) == 100 {
        // All of it becomes most of it.
        return format!("9{}", dice.digit());
    }
    out
}

fn value_of_whole(run: &str) -> usize {
    value(run.split(['.', '．']).next().unwrap_or_default())
}

/// A Chinese numeral with other digits; 十 and its like stay.
fn chinese(dice: &mut Dice, run: &str) -> String {
    let mut other = |set: &str, from: usize| -> char {
        let all: Vec<char> = set.chars().collect();
        all[from + dice.roll(all.len() - from)]
    };
    let out: String = run
        .chars()
        .map(|c| match c {
            '两' | '俩' => other(PLAIN, 2),
            '廿' => '卅',
            '卅' => '廿',
            _ if PLAIN.contains(c) => other(PLAIN, 0),
            _ if CAPITAL.contains(c) => other(CAPITAL, 0),
            _ => c,
        })
        .collect();
    if out != run {
        return out;
    }
    match run.chars().next() {
        Some('十' | '百' | '千' | '万' | '亿') => format!("{}{run}", other(PLAIN, 1)),
        Some('拾' | '佰' | '仟') => format!("{}{run}", other(CAPITAL, 1)),
        // The digits fell as they were, or there are none; in the latter case nothing else can.
        _ if run.chars().any(|c| PLAIN.contains(c) || CAPITAL.contains(c)) => out,
        _ => "若干".to_owned(),
    }
}
