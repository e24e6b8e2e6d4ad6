//! Letters as names and numbers: A县, B市C区, H省; N条 where a number is still to come.

use super::super::{Candidate, Text, is_han};
use super::add;
use super::anchor::boundary;
use crate::rule::RuleId;

/// Whether the letter N stands for a number of things that it is not said of otherwise (N次, N个 are).
pub(super) fn number(text: &Text<'_>, i: usize) -> bool {
    const UNITS: [&str; 19] = [
        "天",
        "年级",
        "岁",
        "小时",
        "分钟",
        "盏",
        "米",
        "公里",
        "亩",
        "台",
        "辆",
        "棵",
        "株",
        "座",
        "间",
        "吨",
        "公斤",
        "平方米",
        "%",
    ];
    let joint = text.gap_at(i) == 0 && text.gap_at(i + 1) == 0;
    text.ch[i] == 'N'
        && joint
        && is_han(text.before(i))
        && UNITS.iter().any(|unit| text.starts_with(i + 1, unit))
}

/// Judges the letter at `i`; returns where to go on.
pub(super) fn code(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let c = text.ch[i];
    let (left, right) = (text.before(i), text.get(i + 1));
    let joined = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '.' | '/' | '@' | '&' | '=' | '·')
    };
    // AA县, BB镇: a letter twice.
    if right == c && !(joined(left) && text.gap[i] == 0) && c.is_ascii_uppercase() {
        return doubled(text, i, found);
    }
    if joined(left) && text.gap[i] == 0 || joined(right) || text.gap.get(i + 1).is_some_and(|&g| g > 0) {
        // The rest of an ASCII word need not be asked again; an X in it is looked at by itself.
        return i + 1;
    }
    let after = text.get(i + 2);
    if matches!(c, 'N' | 'n') {
        let unit = matches!(
            right,
            '条' | '件'
                | '篇'
                | '个'
                | '名'
                | '人'
                | '户'
                | '项'
                | '份'
                | '场'
                | '处'
                | '起'
                | '万'
                | '元'
                | '家'
                | '%'
        );
        let first = left == '\n' && matches!(right, '家' | '户' | '人' | '名' | '件' | '项' | '条' | '篇');
        let held = is_han(left) || matches!(left, '“' | '：' | ':') || first;
        // “N个一批”, N个N次: a saying.
        let saying = right == '个' && after == '一' || left == '“' && matches!(right, '件' | '个' | '项');
        if unit && held && !saying && left != '第' && after != '性' {
            add(found, i, i + 1, RuleId::NUMBER, 0.8);
        }
        return i + 1;
    }
    if !c.is_ascii_uppercase() {
        return i + 1;
    }
    let chained = |k: usize| {
        let near = k.saturating_sub(6)..(k + 7).min(text.len());
        near.filter(|&j| j != k && text.ch[j].is_ascii_uppercase())
            .any(|j| matches!(text.get(j + 1), '省' | '市' | '县' | '区' | '镇' | '乡' | '村' | '街' | '路'))
    };
    let fits = match right {
        '县' => !matches!(after, '通'),
        // Y省道: a road.
        '省' => after != '道',
        '镇' | '乡' => !matches!(after, '区'),
        '市' => {
            !matches!(after, '场' | '值')
                && (boundary(after) || is_han(after) || after.is_ascii_uppercase())
                && (left != '沪' && left != '深')
        }
        '区' | '村' | '街' | '路' | '号' => chained(i),
        '公' => {
            text.starts_with(i + 1, "公司")
                && matches!(left, '“' | '与' | '和' | '，' | '、' | '\n' | '由' | '到' | '向')
        }
        _ => false,
    };
    if fits {
        add(found, i, i + 1, RuleId::RUN, 0.8);
    }
    i + 1
}

/// A letter that stands twice or more before the suffix of a place or an institution; returns where to go on.
fn doubled(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let c = text.ch[i];
    let end = (i..i + 5).take_while(|&k| text.get(k) == c && (k == i || text.gap_at(k) == 0)).count() + i;
    let (right, after) = (text.get(end), text.get(end + 1));
    let place = match right {
        '省' | '县' | '镇' | '乡' | '村' | '局' | '厂' => !matches!(after, '级' | '道' | '民' | '域'),
        '市' => !matches!(after, '场' | '值' | '民'),
        '公' => after == '司' && end - i == 2,
        '同' => after == '志',
        _ => false,
    };
    if place && text.gap_at(end) == 0 {
        add(found, i, end, RuleId::RUN, 0.85);
    }
    end
}
