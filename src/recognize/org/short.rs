//! Short forms that the document itself makes clear: the brand of a company (云谷煤业 after
//! 贵州盘州云谷煤业有限公司) and what 以下简称 defines.

use crate::lexicon::Tags;
use crate::recognize::{Candidate, ClueKind, Context, Known};
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
    let mut at = 0;
    while let Some(found) = text.src[at..].find("简称") {
        at += found + "简称".len();
        define(cx, text.index_of(at), known);
    }
}

fn define(cx: &Context<'_>, at: usize, known: &mut Known) {
    let text = cx.text;
    let open = at + usize::from(matches!(text.get(at), '为' | '：' | ':'));
    if !matches!(text.get(open), '“' | '"' | '「') {
        return;
    }
    let Some(close) = (open + 3..open + 14).find(|&i| matches!(text.get(i), '”' | '"' | '」')) else {
        return;
    };
    let term = &text.ch[open + 1..close];
    let head = text.longest_before(close, Tags::ORG_HEAD);
    let generic = cx.lexicon.get(term).has(Tags::GENERIC) || !cx.words.get(term).is_empty();
    if head.is_some_and(|n| n < term.len()) && !generic {
        known.learn_chars(term, RuleId::ORG);
    }
}

/// Finds the learned short forms.
pub(super) fn recall(cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    known.find(&cx.text.ch, |start, length, rule| {
        if rule != RuleId::ORG {
            return;
        }
        let mut end = start + length;
        let tail = ["公司", "集团"].iter().find(|tail| cx.text.starts_with(end, tail));
        end += tail.map_or(0, |tail| tail.chars().count());
        let org = Candidate::new(start, end, RuleId::ORG, 0.75).because(ClueKind::Repeated, start, end);
        found.push(org.keeping(start + length, end));
    });
}
