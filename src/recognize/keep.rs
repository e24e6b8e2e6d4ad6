//! What is never touched: every term tagged `keep` in the curated lists, and titles in 《》 that every place has.
//!
//! A title of a law, a national plan or a classic is kept whole. A title that names a place is a local document, so
//! its place and figures must be found; a title that begins with 关于 is a document about something, which may name
//! people. Other kept forms (articles, enumerators) are patterns in `patterns/rules/keep*.toml`.

use super::{Candidate, ClueKind, Context, Recognizer, Text};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Longest title that is looked at, in characters.
const TITLE: usize = 48;

/// What the titles of general rules and plans end in.
const RULE_ENDS: &[&str] = &[
    "法", "典", "条例", "规定", "办法", "规则", "准则", "章程", "细则", "纲要", "规划", "标准", "公约",
    "规程", "规范", "意见", "决定", "条款", "指南", "目录", "宣言", "计划", "方案", "解释", "通则", "制度",
];

/// What the titles of classics end in; only short titles count.
const WORK_ENDS: &[&str] = &[
    "记", "颂", "传", "赋", "歌", "曲", "诗", "序", "论", "史", "语", "经", "赞", "篇", "祖国", "国", "梦",
    "理政",
];

const LEVELS: Tags = Tags(Tags::PROVINCE.0 | Tags::PREFECTURE.0 | Tags::COUNTY.0 | Tags::TOWNSHIP.0);

/// Adds a keep candidate for each kept term; [`crate::resolve`] lets the longest reading win.
#[derive(Debug)]
pub struct Keep;

impl Recognizer for Keep {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        for hit in cx.text.hits.iter().filter(|hit| hit.tags.has(Tags::KEEP)) {
            let (start, end) = (hit.start as usize, hit.end());
            found.push(Candidate::new(start, end, RuleId::KEEP, 1.0).because(ClueKind::Listed, start, end));
        }
        for (offset, _) in cx.text.src.match_indices('《') {
            let start = cx.text.index_of(offset);
            if let Some(end) = kept_title(cx.text, start) {
                found.push(Candidate::new(start, end, RuleId::KEEP, 1.0).shaped(ClueKind::Shape("title")));
            }
        }
    }
}

/// One past the closing 》 when the title that opens at `start` is kept.
fn kept_title(text: &Text<'_>, start: usize) -> Option<usize> {
    let reach = (start + TITLE).min(text.len());
    let mut depth = 0;
    let close = (start..reach).find(|&i| {
        depth += match text.ch[i] {
            '《' => 1,
            '》' => -1,
            _ => 0,
        };
        depth == 0 || text.ch[i] == '\n'
    })?;
    if text.ch[close] != '》' || text.starts_with(start + 1, "关于") {
        return None;
    }
    // A year range or version in brackets belongs to the title of a plan.
    let end = if text.before(close) == '）' {
        (start + 1..close).rfind(|&i| text.ch[i] == '（').unwrap_or(close)
    } else {
        close
    };
    let national = text.starts_with(start + 1, "中华人民共和国") || text.starts_with(start + 1, "中国共产党");
    let level = (start + 1..end).any(|i| text.starts[i].has(LEVELS));
    let local = level || text.starts[start + 1].has(Tags::SHORT);
    let ends = |list: &[&str]| list.iter().any(|term| text.ends_with(end, term));
    let masked = (start + 1..end).any(|i| super::is_mask(text.ch[i]) || text.ch[i] == '某');
    let rule = ends(RULE_ENDS) && !local;
    let work = end - start <= 11 && ends(WORK_ENDS) && !level;
    (!masked && (national || rule || work)).then_some(close + 1)
}

#[cfg(test)]
mod tests {
    use crate::builtin;
    use crate::policy::Policy;

    fn untouched(text: &str) -> bool {
        builtin::engine(Policy::default()).scan(text).findings.is_empty()
    }

    #[test]
    fn titles_of_laws_plans_and_classics_stay() {
        for text in ["学习《行政处罚法》", "落实《全民健身计划（2021—2025年）》", "诵读《岳阳楼记》"]
        {
            assert!(untouched(text), "{text}");
        }
    }

    #[test]
    fn the_longest_kept_term_wins() {
        for text in ["中国共产党领导一切", "习近平新时代中国特色社会主义思想", "坚持“三个代表”重要思想"]
        {
            assert!(untouched(text), "{text}");
        }
    }
}
