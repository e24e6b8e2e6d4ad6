//! A place that is not the writer's own where the writer's own must stand, as when a plan is copied from elsewhere.
//!
//! Of a listed division the code says to which prefecture and province it belongs: neighbours in the same prefecture
//! and superiors are the document's own world. Any other county that is named once or twice is foreign only where
//! a document speaks of itself: 在…领导下, 促进…经济社会发展, 带领…干部群众.

use std::collections::BTreeMap;

use super::super::{Candidate, Text, is_han};
use super::note;
use crate::lexicon::{Tags, View};
use crate::rule::RuleId;

/// What a document does for its own place.
const HOME_VERBS: [&str; 14] = [
    "推动", "促进", "服务", "建设", "振兴", "为了", "谱写", "助力", "加快", "实现", "推进", "保障", "为",
    "开创",
];
/// What it wants for it.
const GOALS: [&str; 10] = [
    "高质量发展",
    "经济社会",
    "经济发展",
    "全面振兴",
    "改革发展",
    "各项事业",
    "乡村振兴",
    "跨越式发展",
    "转型发展",
    "长治久安",
];
/// Who lives there.
const PEOPLE: [&str; 7] =
    ["各族人民", "各族干部", "人民群众", "广大干部", "干部群众", "父老乡亲", "全体干部"];
/// Whose guidance it had.
const GUIDED: [&str; 7] = ["领导下", "支持下", "指导下", "关心下", "统一部署", "工作部署", "工作安排"];

/// How many lines at each end are the title and the signature.
const EDGE: usize = 6;
/// How often a forgotten name stands.
const FORGOTTEN: usize = 2;

/// How often a division is named, and how much that says about whose document it is.
#[derive(Clone, Copy, Default)]
struct Named {
    times: usize,
    weight: usize,
}

/// Listed divisions of another prefecture where the home unit must stand.
pub(super) fn listed(text: &Text<'_>, divisions: View<'_>, found: &mut Vec<Candidate>) {
    const LEVELS: Tags = Tags::COUNTY.and(Tags::PREFECTURE);
    let lines = text.lines.len().saturating_sub(1);
    let (head, tail) = (
        text.lines.get(EDGE).map_or(text.len(), |&at| at as usize),
        text.lines[lines.saturating_sub(EDGE)] as usize,
    );
    let mut named: BTreeMap<u32, Named> = BTreeMap::new();
    let mut places: Vec<(usize, usize, u32)> = Vec::new();
    for hit in text.hits.iter().filter(|hit| hit.tags.has(LEVELS)) {
        let (start, end) = (hit.start as usize, hit.end());
        let code = divisions.get(&text.ch[start..end]).0;
        if code == 0 {
            continue;
        }
        let one = named.entry(code).or_default();
        one.times += 1;
        one.weight += if start < head {
            3
        } else if start >= tail {
            2
        } else {
            1
        };
        places.push((start, end, code));
    }
    let Some(home) = home(&named) else { return };
    for (start, end, code) in places {
        let forgotten = named.get(&code).is_some_and(|n| n.times <= FORGOTTEN);
        if world(code) != world(home)
            && forgotten
            && start >= head
            && let Some(at) = own(text, start, end)
        {
            note(found, at, at + 2, RuleId::FOREIGN_PLACE, 0.75);
        }
    }
}

/// What a division shares with its neighbours: the prefecture, or the municipality.
const fn world(code: u32) -> u32 {
    match code / 10_000 {
        municipality @ (11 | 12 | 31 | 50) => municipality,
        _ => code / 100,
    }
}

/// The county or prefecture that a document belongs to: most of what its title, its signature and its text name.
fn home(named: &BTreeMap<u32, Named>) -> Option<u32> {
    let of = |county: bool| {
        let level = || named.iter().filter(move |(code, _)| (**code % 100 != 0) == county);
        let all: usize = level().map(|(_, n)| n.weight).sum();
        let (code, most) = level().max_by_key(|(_, n)| n.weight)?;
        (most.weight >= 4 && most.weight * 2 >= all).then_some(*code)
    };
    of(true).or_else(|| of(false))
}

/// Where the words stand that say the place from `start` to `end` is the writer's own.
fn own(text: &Text<'_>, start: usize, end: usize) -> Option<usize> {
    // 与乙县, 赴乙县, 甲县、乙县: named beside others, or as a place to go to.
    if matches!(
        text.before(start),
        '与' | '和' | '、' | '及' | '赴' | '到' | '如' | '像' | '是' | '同' | '从'
    ) {
        return None;
    }
    let starts = |at: usize, words: &[&str]| words.iter().any(|w| text.starts_with(at, w));
    let led = ["在", "按照", "根据", "全面落实", "认真落实", "贯彻落实", "按"];
    if text.get(end) == '委' || text.starts_with(end, "政府") || text.starts_with(end, "人民政府") {
        let opened = led.iter().any(|w| text.ends_with(start, w));
        let words = (end..(end + 18).min(text.len()))
            .take_while(|&k| !matches!(text.ch[k], '。' | '；' | '\n'))
            .find(|&k| starts(k, &GUIDED));
        return words.filter(|_| opened);
    }
    let wanted = HOME_VERBS.iter().any(|v| text.ends_with(start, v)) && starts(end, &GOALS);
    let led =
        ["带领", "团结", "造福", "号召", "让", "使", "赢得", "得到"].iter().any(|v| text.ends_with(start, v));
    (wanted || led && starts(end, &PEOPLE)).then_some(end)
}

/// A county other than the one in the title, named where the writer's own must stand: 促进乙县经济.
pub(super) fn unknown(text: &Text<'_>, found: &mut Vec<Candidate>) {
    let Some(home) = (0..text.lines.len().saturating_sub(1).min(6)).find_map(|line| title(text, line)) else {
        return;
    };
    let goals = (0..text.len()).filter(|&i| matches!(text.ch[i], '高' | '经' | '全'));
    for i in goals {
        if text.before(i) != '县' || !GOALS.iter().any(|g| text.starts_with(i, g)) {
            continue;
        }
        for len in 2..=3 {
            let Some(start) = (i - 1).checked_sub(len) else { continue };
            let name = &text.ch[start..i - 1];
            let named = HOME_VERBS.iter().any(|v| text.ends_with(start, v));
            let proper = name
                .iter()
                .all(|c| is_han(*c) && !matches!(c, '我' | '全' | '本' | '各' | '该' | '了' | '的' | '某'));
            if named && proper && name != home.as_slice() {
                note(found, i, i + 2, RuleId::FOREIGN_PLACE, 0.7);
            }
        }
    }
}

/// The county that a title line begins with: 甲山县财政局关于….
fn title(text: &Text<'_>, line: usize) -> Option<Vec<char>> {
    let (start, end) = text.line(line);
    if !(6..=40).contains(&(end - start)) || text.get(end - 1) == '。' {
        return None;
    }
    (2..=3)
        .find(|&len| text.get(start + len) == '县')
        .map(|len| text.ch[start..start + len].to_vec())
        .filter(|name| name.iter().all(|c| is_han(*c)))
}

#[cfg(test)]
mod tests {
    use crate::builtin;
    use crate::policy::Policy;

    fn found(text: &str) -> Vec<(usize, String)> {
        let policy = Policy { select: vec!["consistency/foreign-place".to_owned()], ..Policy::default() };
        let findings = builtin::engine(policy).scan(text).findings;
        findings.iter().map(|f| (f.span.start, f.span.of(text).to_owned())).collect()
    }

    #[test]
    fn a_county_of_another_prefecture_is_foreign_where_the_home_county_must_stand() {
        let document = |middle: &str| {
            format!(
                "丰都县2023年工作总结\n今年以来。\n一\n二\n三\n四\n{middle}\n五\n丰都县取得成效。\n六\n七\n八\n丰都县财政局\n"
            )
        };
        let words = |middle: &str| -> Vec<String> {
            found(&document(middle)).into_iter().map(|(_, word)| word).collect()
        };
        assert_eq!(words("在仪陇县委、县政府的坚强领导下，工作有序推进。"), ["领导"]);
        assert_eq!(words("团结带领嘉祥县干部群众，奋力开创新局面。"), ["干部"]);
        assert_eq!(words("为加快嘉祥县转型发展步伐。"), ["转型"]);
        assert!(words("在丰都县委、县政府的坚强领导下，工作有序推进。").is_empty());
        assert!(words("在忠县县委、县政府的支持下，两县协作。").is_empty());
        assert!(words("赴嘉祥县考察学习，借鉴嘉祥县乡村振兴经验。").is_empty());
        assert!(words("嘉祥县委、县政府发来贺信。").is_empty());
    }
}
