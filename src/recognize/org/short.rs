//! Short forms that the document itself makes clear: the brand of a company (云谷煤业 after
//! 贵州盘州云谷煤业有限公司) and what 以下简称 defines.

use crate::lexicon::Tags;
use crate::recognize::{Candidate, ClueKind, Context, Known, is_han};
use crate::rule::RuleId;

const LEGAL: [&str; 9] = [
    "集团股份有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "农民专业合作社",
    "专业合作社",
    "合作社",
    "集团",
];

/// Learns brands and defined short forms.
pub(super) fn learn(cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
    let text = cx.text;
    let legal = |org: &Candidate| LEGAL.iter().find(|legal| text.ends_with(org.end, legal));
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut companies: Vec<(&Candidate, &str)> = Vec::new();
    for c in found {
        match c.rule {
            RuleId::PLACE => places.push((c.start, c.end)),
            // “听溪小院” names what 听溪小院 is elsewhere.
            RuleId::ORG if c.score >= 0.58 && text.before(c.start) == '“' && text.get(c.end) == '”' => {
                known.learn_chars(&text.ch[c.start..c.end], RuleId::ORG);
            }
            // 溪口人家农家乐 in a list is one in a sentence.
            RuleId::ORG if c.score >= 0.6 && (4..=12).contains(&(c.end - c.start)) && shop(cx, c) => {
                known.learn_chars(&text.ch[c.start..c.end], RuleId::ORG);
            }
            RuleId::ORG if c.score >= 0.5 => companies.extend(legal(c).map(|legal| (c, *legal))),
            _ => {}
        }
    }
    if !companies.is_empty() {
        places.sort_unstable();
    }
    for (org, legal) in companies {
        let stop = org.end - legal.chars().count();
        let mut start = org.start;
        let inside = places.partition_point(|&(from, _)| from < org.start);
        for &(from, to) in places[inside..].iter().take_while(|&&(from, _)| from < stop) {
            if from == start && to < stop {
                start = to;
            }
        }
        let core = &text.ch[start..stop.max(start)];
        if (3..=8).contains(&core.len()) && start > org.start && cx.words.get(core).is_empty() {
            known.learn_chars(core, RuleId::ORG);
        }
    }
    let mut ends: Option<Vec<usize>> = None;
    for (at, sign) in text.src.match_indices('称') {
        // 以下简称, 下称, 以下统称
        if !["简", "下", "统"].iter().any(|before| text.src[..at].ends_with(before)) {
            continue;
        }
        let ends = ends.get_or_insert_with(|| {
            let orgs = found.iter().filter(|c| c.rule == RuleId::ORG && c.score >= 0.5);
            let mut ends: Vec<usize> = orgs.map(|c| c.end).collect();
            ends.sort_unstable();
            ends
        });
        define(cx, text.index_of(at + sign.len()), ends, known);
    }
}

/// Whether the name is that of a shop or works, not of a company by law.
fn shop(cx: &Context<'_>, c: &Candidate) -> bool {
    let head = c.clues.first().map(|clue| &cx.text.ch[clue.start as usize..clue.end as usize]);
    head.is_some_and(|head| cx.lexicon.get(head).has(Tags::ORG_BUSINESS))
        && !matches!(cx.text.ch[c.end - 1], '司' | '社' | '团' | '校' | '学' | '院')
}

/// Who the parties of a contract are and what an office calls itself.
const ROLES: &[&str] = &[
    "甲方", "乙方", "丙方", "丁方", "公司", "本院", "我局", "我院", "该院", "业主", "集团", "合同", "协议",
    "通知", "意见", "办法", "方案",
];

/// Learns the short form that is defined at `at`; `ends` are the ends of organisations, in order.
fn define(cx: &Context<'_>, at: usize, ends: &[usize], known: &mut Known) {
    let text = cx.text;
    let open = at + usize::from(matches!(text.get(at), '为' | '：' | ':'));
    let quoted = matches!(text.get(open), '“' | '"' | '「');
    let from = open + usize::from(quoted);
    let closes = |c: char| match quoted {
        true => matches!(c, '”' | '"' | '」'),
        false => matches!(c, '）' | ')'),
    };
    let Some(close) = (from + 2..from + 13).find(|&i| closes(text.get(i))) else {
        return;
    };
    let term = &text.ch[from..close];
    let head = text.longest_before(close, Tags::ORG_HEAD);
    let generic =
        cx.lexicon.get(term).has(Tags::GENERIC.and(Tags::ORG_HEAD)) || !cx.words.get(term).is_empty();
    // Right behind an organisation the bracket speaks of it: 闽源物业有限公司（以下简称闽源）.
    let bracket = (at.saturating_sub(5)..at).rev().find(|&i| matches!(text.ch[i], '（' | '('));
    let behind = bracket.is_some_and(|i| ends.binary_search(&i).is_ok());
    let role = ROLES.iter().any(|role| text.ends_with(close, role) && role.chars().count() == term.len());
    let fits = head.is_some_and(|n| n < term.len()) && term.len() > 2 || behind;
    if fits && !generic && !role && term.iter().all(|&c| is_han(c)) {
        known.learn_chars(term, RuleId::ORG);
    }
}

/// Finds the learned short forms.
pub(super) fn recall(cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    let mut places: Option<Vec<(usize, usize)>> = None;
    let mut short = Vec::new();
    known.find(&cx.text.ch, |start, length, rule| {
        if rule != RuleId::ORG {
            return;
        }
        // 四川 | 能投建工集团: the place is a part of the name also where the name is short.
        let places = places.get_or_insert_with(|| {
            let places = found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.5);
            let mut places: Vec<(usize, usize)> = places.map(|c| (c.end, c.start)).collect();
            places.sort_unstable();
            places
        });
        let at = places.partition_point(|&(end, _)| end < start);
        // 南关街 | 满口香粮油店: but a street is where it stands.
        let street = matches!(cx.text.before(start), '路' | '街' | '巷' | '圩' | '道');
        let place = places.get(at).filter(|&&(end, _)| end == start && !street);
        let from = place.map_or(start, |&(_, from)| from);
        let mut end = start + length;
        let tail = ["公司", "集团"].iter().find(|tail| cx.text.starts_with(end, tail));
        end += tail.map_or(0, |tail| tail.chars().count());
        let org = Candidate::new(from, end, RuleId::ORG, 0.75).because(ClueKind::Repeated, start, end);
        short.push(org.keeping(start + length, end));
    });
    found.append(&mut short);
}
