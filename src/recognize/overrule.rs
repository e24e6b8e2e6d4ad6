//! The last word of what is no name: masked names, dummies and broken characters.
//!
//! 龙某 behind a label looks like a name, and so does 陈某 in a list of names; whatever has 某 is masked already.
//! 张三 is kept where people speak of anybody, and 王鬃 looks like a name. But a pattern that knows 张三 behind 联系人：
//! for a dummy, or 鬃 for a × that was decoded wrongly, knows more than a list or a shape. So a dummy sets the kept
//! term under it free, and a name is cut where broken characters begin.

use super::{Candidate, Context, Known, Recognizer, place};
use crate::rule::{Group, RuleId};

/// What is left of a name beside broken characters must have this many characters to be one.
const REST: usize = 4;

/// Clears the way for dummies and damage.
#[derive(Debug)]
pub struct Overrule;

impl Recognizer for Overrule {
    fn recognize(&self, _cx: &Context<'_>, _found: &mut Vec<Candidate>) {}

    fn recall(&self, cx: &Context<'_>, _known: &Known, found: &mut Vec<Candidate>) {
        place::settle(cx, found);
        // 若干 in a column of names: a number was masked there.
        found.retain(|c| {
            c.rule != RuleId::PERSON || c.end - c.start != 2 || !cx.text.starts_with(c.start, "若干")
        });
        let mut sure: Vec<(usize, usize)> = Vec::new();
        for c in found.iter_mut() {
            if c.rule == RuleId::PERSON && cx.text.ch[c.start..c.end].contains(&'某') {
                c.rule = RuleId::NAME;
            }
            if matches!(c.rule, RuleId::DUMMY | RuleId::MOJIBAKE) {
                sure.push((c.start, c.end));
            }
        }
        if sure.is_empty() {
            return;
        }
        sure.sort_unstable();
        found.retain_mut(|c| {
            let Some(&(start, end)) = sure.get(sure.partition_point(|s| s.1 <= c.start)) else { return true };
            if start >= c.end {
                return true;
            }
            if c.rule == RuleId::KEEP {
                return c.start < start || end < c.end;
            }
            if cx.rules.group(c.rule) != Group::Entity {
                return true;
            }
            // The longer side stays, if it can be a name.
            let (left, right) = (start.saturating_sub(c.start), c.end.saturating_sub(end));
            if left >= right {
                c.end = start.max(c.start);
            } else {
                c.start = end;
            }
            let (from, to) = (c.start as u32, c.end as u32);
            c.kept.retain(|&mut (a, b)| from <= a && b <= to);
            left.max(right) >= REST
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::builtin;
    use crate::policy::Policy;

    fn found(text: &str) -> Vec<(String, &str)> {
        let engine = builtin::engine(Policy::default());
        let findings = engine.scan(text).findings;
        findings.iter().map(|f| (engine.rules().rule(f.rule).name.to_string(), f.span.of(text))).collect()
    }

    fn one<'t>(rule: &str, text: &'t str) -> (String, &'t str) {
        (rule.to_owned(), text)
    }

    #[test]
    fn a_dummy_behind_a_label_wins_over_the_kept_idiom() {
        assert_eq!(found("联系人：张三"), [one("placeholder/dummy", "张三")]);
        assert_eq!(found("不能张三推李四"), []);
        assert_eq!(found("联系电话：13800138000"), [one("placeholder/dummy", "13800138000")]);
    }

    #[test]
    fn a_masked_name_is_no_name() {
        assert_eq!(
            found("承办人：龙某  欧阳某"),
            [one("placeholder/name", "龙某"), one("placeholder/name", "欧阳某")]
        );
    }

    #[test]
    fn broken_characters_are_no_part_of_a_name() {
        assert_eq!(found("王鬃同志"), [one("damage/mojibake", "鬃")]);
        assert_eq!(found("锟斤拷县政府"), [one("damage/mojibake", "锟斤拷")]);
    }
}
