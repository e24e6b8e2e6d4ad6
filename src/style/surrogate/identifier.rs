//! Invented identifiers. None of them can be anybody's: they come from ranges that are not given out, or their check
//! digit is wrong on purpose.
//!
//! - Telephone: numbers of subscribers begin with 13 to 19, local ones with 2 to 8. These begin with 107, which the
//!   numbering plan holds in reserve; behind the area code 0300, which there is not, stands 0, which leads to a trunk.
//! - Identity card: no province has the number 99, and the check digit is wrong. Credit code: as well.
//! - Bank card: the check digit is wrong.
//! - Number plate: no office has the letter I.
//! - E-mail and web address: example.com belongs to nobody (RFC 2606).
//! - Case number: no court has a number that begins with 99.

use super::dice::Dice;
use super::number::{digits, widened};
use super::{Class, Inventions, Pools};
use crate::finding::Finding;
use crate::recognize::is_han;
use crate::recognize::is_mark;
use crate::rule::RuleId;
use crate::style::identifier;
use crate::style::people::normal;

const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
/// Letters of number plates: no I, no O.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of credit codes, in the order of their values.
const CREDIT: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl Inventions {
    pub(super) fn identifier(&mut self, pools: &Pools, text: &str, finding: &Finding) -> String {
        let hit = finding.span.of(text);
        let structure = match finding.rule {
            RuleId::DOC_NUMBER => Some(identifier::DOCUMENT),
            RuleId::CASE_NUMBER => Some(identifier::CASE),
            RuleId::ADDRESS => Some(identifier::ADDRESS),
            _ => None,
        };
        if let Some(structure) = structure {
            let is_case = finding.rule == RuleId::CASE_NUMBER;
            return identifier::hide(hit, structure, &mut |run, bracketed| {
                self.numbered(pools, run, bracketed, is_case)
            });
        }
        let code: Vec<char> = hit.chars().filter(|c| is_code(*c)).collect();
        let rule = finding.rule;
        self.choose(Class::Code, &normal(hit), |dice, _| match rule {
            RuleId::PHONE => like(hit, &phone(dice, &code)),
            RuleId::CARD => like(hit, &card(dice, code.len())),
            RuleId::CREDIT_CODE => like(hit, &credit_code(dice, code.len())),
            RuleId::BANK_CARD => like(hit, &bank_card(dice, code.len())),
            RuleId::PLATE if code.first().is_some_and(|c| is_han(*c)) => like(hit, &plate(dice, &code)),
            RuleId::EMAIL => format!("user{}@example.com", dice.digits(4)),
            RuleId::URL => web(dice, hit),
            _ => like(hit, &other(dice, &code)),
        })
    }

    /// A part of a document's or a case's number, or of an address.
    fn numbered(&mut self, pools: &Pools, run: &str, bracketed: bool, is_case: bool) -> String {
        let years = run.chars().count() == 4 && run.chars().all(|c| c.is_numeric());
        if bracketed && years {
            return self.part(Class::Year, run);
        }
        let han = run.chars().any(is_han);
        let tail = run.trim_start_matches(is_han);
        if is_case && han && tail.len() >= 2 && tail.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.choose(Class::Name, run, |dice, _| {
                let provinces: Vec<char> = PROVINCES.chars().collect();
                format!("{}99{}", provinces[dice.roll(provinces.len())], dice.digits(tail.len() - 2))
            });
        }
        self.stretch(pools, run)
    }
}

fn is_code(c: char) -> bool {
    c.is_alphanumeric()
}

/// The new characters with the separators, the width and the masks of the old text.
fn like(hit: &str, new: &[char]) -> String {
    let mut next = new.iter().copied();
    let mut out = String::new();
    for c in hit.chars() {
        if !is_code(c) && !is_mark(c) {
            out.push(c);
            continue;
        }
        let new = next.next().unwrap_or('0');
        match c {
            _ if is_mark(c) && !c.is_ascii_alphabetic() => out.push(c),
            'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => out.push(widened(new)),
            _ => out.push(new),
        }
    }
    out
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn phone(dice: &mut Dice, code: &[char]) -> Vec<char> {
    let code: Vec<char> = code.iter().map(|c| narrowed(*c)).collect();
    let country = if code.len() >= 12 && code.starts_with(&['8', '6']) { 2 } else { 0 };
    let (head, rest) = code.split_at(country);
    let rest = match (rest.first(), rest.len()) {
        (Some('1'), 11) => format!("107{}", dice.digits(8)),
        (Some('0'), 10..) => format!("03000{}", dice.digits(rest.len() - 5)),
        (_, count) => format!("0{}", dice.digits(count.saturating_sub(1))),
    };
    head.iter().copied().chain(rest.chars()).collect()
}

fn narrowed(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

fn card(dice: &mut Dice, count: usize) -> Vec<char> {
    let area = format!("99{}", dice.digits(4));
    let day = format!("{:02}{:02}", 1 + dice.roll(12), 1 + dice.roll(28));
    let year = 50 + dice.roll(50);
    if count == 15 {
        return chars(&format!("{area}{year}{day}{}", dice.digits(3)));
    }
    let body = format!("{area}19{year}{day}{}", dice.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(weights).map(|(byte, weight)| usize::from(byte - b'0') * weight).sum();
    let right = (12 - sum % 11) % 11;
    let wrong = (right + 1 + dice.roll(9)) % 11;
    // A 10 would be written as X; the next one is as wrong, or else the one behind it.
    let wrong = if wrong == 10 { if right == 0 { 1 } else { 0 } } else { wrong };
    let mut all = chars(&format!("{body}{wrong}"));
    all.resize(count.max(18), '0');
    all
}

fn credit_code(dice: &mut Dice, count: usize) -> Vec<char> {
    let unit: String = (0..9).map(|_| dice.letter(CREDIT)).collect();
    let body = format!("9199{}{unit}", dice.digits(4));
    let mut weight = 1;
    let mut sum = 0;
    for byte in body.bytes() {
        sum += weight * CREDIT.iter().position(|&c| c == byte).unwrap_or(0);
        weight = weight * 3 % 31;
    }
    let right = (31 - sum % 31) % 31;
    let wrong = CREDIT[(right + 1 + dice.roll(29)) % 31];
    let mut all = chars(&body);
    all.push(char::from(wrong));
    all.resize(count.max(18), '0');
    all
}

fn bank_card(dice: &mut Dice, count: usize) -> Vec<char> {
    let mut all = chars(&format!("62{}", dice.digits(count.saturating_sub(2))));
    if luhn(&all)
        && let Some(last) = all.last_mut()
    {
        *last = if *last == '9' { '0' } else { char::from(*last as u8 + 1) };
    }
    all
}

/// Whether the check digit is right.
fn luhn(all: &[char]) -> bool {
    let digit = |c: &char| c.to_digit(10).unwrap_or(0);
    let twice = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
    let sum: u32 = all
        .iter()
        .rev()
        .enumerate()
        .map(|(at, c)| if at % 2 == 1 { twice(digit(c)) } else { digit(c) })
        .sum();
    sum.is_multiple_of(10)
}

fn plate(dice: &mut Dice, code: &[char]) -> Vec<char> {
    let provinces: Vec<char> = PROVINCES.chars().collect();
    let serial = code.iter().skip(2).map(|c| match narrowed(*c) {
        c if c.is_ascii_digit() => dice.digit(),
        c if is_han(c) => c,
        _ => dice.letter(LETTERS),
    });
    let serial: Vec<char> = serial.collect();
    [provinces[dice.roll(provinces.len())], 'I'].into_iter().chain(serial).collect()
}

fn web(dice: &mut Dice, hit: &str) -> String {
    let (scheme, rest) = match hit.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), hit),
    };
    let path = if rest.contains('/') { format!("/{}", dice.digits(6)) } else { String::new() };
    format!("{scheme}www.example.com{path}")
}

/// An identifier of a kind of one's own: which numbers are given out is not known; none begins with two zeros.
fn other(dice: &mut Dice, code: &[char]) -> Vec<char> {
    let mut zeros = if code.iter().filter(|c| c.is_ascii_digit()).count() > 3 { 2 } else { 0 };
    code.iter()
        .map(|&c| match narrowed(c) {
            c if c.is_ascii_digit() && zeros > 0 => {
                zeros -= 1;
                '0'
            }
            c if c.is_ascii_digit() => dice.digit(),
            c if c.is_ascii_lowercase() => dice.letter(LETTERS).to_ascii_lowercase(),
            c if c.is_ascii_uppercase() => dice.letter(LETTERS),
            c => digits(dice, &c.to_string(), false).chars().next().unwrap_or(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice(n: u32) -> Dice {
        Dice::new(b"secret", "test", "", n)
    }

    #[test]
    fn no_check_digit_is_right_and_no_range_is_given_out() {
        for n in 0..500 {
            let number: String = card(&mut dice(n), 18).into_iter().collect();
            assert!(number.starts_with("99") && number.len() == 18, "{number}");
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: usize =
                number.bytes().zip(weights).map(|(byte, weight)| usize::from(byte - b'0') * weight).sum();
            assert_ne!(number.as_bytes()[17], b"10X98765432"[sum % 11], "{number}");
            assert!(!luhn(&bank_card(&mut dice(n), 19)));
            let plate: String = plate(&mut dice(n), &chars("沪A12D45")).into_iter().collect();
            assert_eq!((plate.chars().nth(1), plate.chars().count()), (Some('I'), 7));
            let phone: String = phone(&mut dice(n), &chars("13900001234")).into_iter().collect();
            assert!(phone.starts_with("107") && phone.len() == 11);
            let phone: String = super::phone(&mut dice(n), &chars("057188006633")).into_iter().collect();
            assert!(phone.starts_with("03000") && phone.len() == 12);
        }
    }
}
