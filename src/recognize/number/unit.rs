//! What stands behind a number: a scale (万, 亿), a word for about (余, 多), and a measure word or unit.

use super::super::{Text, is_han};
use crate::lexicon::Tags;

/// What a unit says about its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum UnitKind {
    /// Things are counted.
    Count,
    /// Money.
    Amount,
    /// A physical unit or a span of time.
    Measure,
    /// Only a scale or a word for about.
    Scale,
}

/// A unit behind a number.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Unit {
    /// What it says.
    pub kind: UnitKind,
    /// First character of the measure word, behind scale and 余.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// Units in Latin letters.
const LATIN: &[&str] = &[
    "km", "m", "cm", "mm", "kg", "g", "mg", "t", "CFU", "MPN", "NTU", "IU", "PPM", "μS", "kPa", "Bq", "kV",
    "KV", "kv", "kW", "KW", "kw", "MW", "GW", "kWh", "KWh", "MWh", "kVA", "KVA", "MVA", "ha", "L", "l", "ml",
    "mL", "h", "min", "s", "dB", "Hz", "MHz", "GHz", "kPa", "MPa", "Pa", "Mbps", "GB", "TB", "MB", "KB",
    "m2", "m3", "m²", "m³", "km²", "km2", "hm²", "hm2", "rpm", "ppm", "μm", "nm", "μg", "mol", "mmol",
    "μmol", "mmHg", "mV", "kN", "kHz", "cal", "kcal",
];

impl Unit {
    /// The unit at `i`, right behind a number.
    pub(in super::super) fn read(text: &Text<'_>, i: usize) -> Option<Self> {
        if let Some(unit) = term(text, i) {
            return Some(unit);
        }
        let mut at = i;
        while at < i + 3 && matches!(text.get(at), '万' | '亿' | '千' | '百' | '十') {
            at += 1;
        }
        if matches!(text.get(at), '余' | '多' | '来' | '几') {
            at += 1;
        }
        if at == i {
            return latin(text, i);
        }
        if let Some(unit) = term(text, at) {
            return Some(unit);
        }
        Some(Self { kind: UnitKind::Scale, start: at, end: at })
    }

    /// The only character of the term; a line feed when it has more.
    pub(in super::super) fn alone(&self, text: &Text<'_>) -> char {
        if self.end == self.start + 1 { text.get(self.start) } else { '\n' }
    }
}

/// A listed measure word or unit at `i`.
fn term(text: &Text<'_>, i: usize) -> Option<Unit> {
    let c = text.get(i);
    if matches!(c, '℃' | '㎡' | '㎞' | '㎝' | '㎜' | '㎏' | '°' | '㎥' | '㎎') {
        return Some(Unit { kind: UnitKind::Measure, start: i, end: i + 1 });
    }
    if !is_han(c) || text.gap.get(i).is_none_or(|&gap| gap > 1) {
        return None;
    }
    let len = text.longest_at(i, Tags::MEASURE)?;
    Some(Unit { kind: kind(&text.ch[i..i + len]), start: i, end: i + len })
}

fn latin(text: &Text<'_>, i: usize) -> Option<Unit> {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '²' | '³' | 'μ');
    if text.gap.get(i).is_none_or(|&gap| gap > 1) || !letter(text.get(i)) {
        return None;
    }
    let mut end = i;
    while end < i + 5 && letter(text.get(end)) && (end == i || text.gap_at(end) == 0) {
        end += 1;
    }
    if letter(text.get(end)) {
        return None;
    }
    let same = |unit: &str| text.starts_with(i, unit) && unit.chars().count() == end - i;
    LATIN.iter().any(|unit| same(unit)).then_some(Unit { kind: UnitKind::Measure, start: i, end })
}

fn kind(term: &[char]) -> UnitKind {
    match term.last().copied().unwrap_or_default() {
        '元' | '圆' | '镑' | '角' => UnitKind::Amount,
        '米' | '里' | '亩' | '顷' | '吨' | '斤' | '克' | '升' | '瓦' | '伏' | '安' | '度' | '卡' | '帕'
        | '赫' | '时' | '秒' | '钟' | '天' | '日' | '年' | '月' | '周' | '岁' | '旬' | '倍' | '点' | '分'
        | '贝' | '尺' | '寸' => UnitKind::Measure,
        _ => UnitKind::Count,
    }
}
