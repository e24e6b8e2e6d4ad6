//! The loop that masks until nothing is found, against recognizers that see names everywhere, in masks too.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::allow::Allowed;
use crate::builtin;
use crate::edit;
use crate::engine::Engine;
use crate::lexicon::{Lexicon, Tags};
use crate::policy::Policy;
use crate::recognize::{Candidate, Context, Recognizer};
use crate::rule::RuleId;
use crate::style::Style;

/// Finds runs of digits and marks, and whatever stands before 县 or after 杨, marks and brackets included.
#[derive(Debug)]
struct Greedy;

impl Recognizer for Greedy {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let text = cx.text;
        for i in 0..text.len() {
            let c = text.get(i);
            if c == '县' && i >= 2 {
                found.push(Candidate::new(i - 2, i + 1, RuleId::PLACE, 0.9).keeping(i, i + 1));
            }
            if c == '杨' && i + 1 < text.len() {
                found.push(Candidate::new(i, i + 2, RuleId::PERSON, 0.9));
            }
            if c.is_ascii_digit() || c == 'X' {
                let rule = if text.get(i + 1) == '年' { RuleId::DATE } else { RuleId::COUNT };
                found.push(Candidate::new(i, i + 1 + usize::from(rule == RuleId::DATE), rule, 0.8));
            }
        }
    }
}

/// Finds something or nothing by the hash of three characters.
#[derive(Debug)]
struct Dice(u64);

impl Recognizer for Dice {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        const RULES: [RuleId; 6] =
            [RuleId::PERSON, RuleId::PLACE, RuleId::ORG, RuleId::COUNT, RuleId::DATE, RuleId::PHONE];
        let ch = &cx.text.ch;
        for i in 0..ch.len().saturating_sub(3) {
            let mut hasher = DefaultHasher::new();
            (self.0, &ch[i..i + 3]).hash(&mut hasher);
            let dice = hasher.finish();
            if dice.is_multiple_of(5) {
                let len = 1 + (dice / 5 % 3) as usize;
                let rule = RULES[(dice / 16 % 6) as usize];
                let kept = i + len - (dice / 128 % 2) as usize;
                found.push(Candidate::new(i, i + len, rule, 0.9).keeping(kept, i + len));
            }
        }
    }
}

static GREEDY: LazyLock<Engine> = LazyLock::new(|| engine(Greedy));
static DICE: LazyLock<Vec<Engine>> = LazyLock::new(|| (0..16).map(|seed| engine(Dice(seed))).collect());
/// Every style but the one that reads its marks from the text: against recognizers that take marks for names, a text
/// that was masked has other marks than before.
static STYLES: LazyLock<Vec<Style>> =
    LazyLock::new(|| Style::all().filter(|style| style.name() != "match").collect());

fn engine(recognizer: impl Recognizer + 'static) -> Engine {
    let none = || Lexicon::build(&[("三重一大".to_owned(), Tags::KEEP)]).unwrap();
    Engine::new(builtin::rules(), none(), none(), vec![Box::new(recognizer)], Policy::default())
}

fn settles(engine: &Engine, text: &str, style: &Style) -> Result<(), TestCaseError> {
    let once = engine.mask(text, style);
    let masked = edit::apply(text, &once.edits);
    prop_assert!(masked.len() <= 20 * text.len() + 20, "{} grows {text:?} to {masked:?}", style.name());
    if !once.left.is_empty() {
        // Each round may uncover one more character; what is left after the last round is said.
        return Ok(());
    }
    let targets = edit::Targets::new(&once.edits);
    // Surrogates look real: only where they stand tells.
    let invented = once.edits.iter().filter(|_| style.invents()).map(|edit| targets.span(edit.span));
    let standing = Allowed::new(Vec::new(), invented.collect());
    let twice = engine.mask_around(&masked, &mut style.masker(), &standing);
    prop_assert_eq!(edit::apply(&masked, &twice.edits), masked, "{} of {:?}", style.name(), text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masks_are_not_masked_for_ever(text in "[杨柳县镇X0-9年月次，某*【】\n]{0,24}") {
        for style in STYLES.iter() {
            settles(&GREEDY, &text, style)?;
        }
    }

    #[test]
    fn arbitrary_findings_settle(text in "[杨柳县镇X0-9年月次，某*【】\n]{0,24}", seed in 0usize..16) {
        for style in STYLES.iter() {
            settles(&DICE[seed], &text, style)?;
        }
    }
}

#[test]
fn what_a_mask_uncovers_is_masked_too() {
    let text = "杨柳县，第3次";
    let edits = GREEDY.mask(text, &Style::named("xx").unwrap());
    assert_eq!(edit::apply(text, &edits.edits), "XX县，第XX次");
    assert_eq!(edits.left, []);
    assert!(edits.findings.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
}

#[test]
fn names_in_a_line_of_the_page_are_masked_where_the_line_stays() {
    let engine = builtin::engine(Policy::default());
    let text = "临江县防汛工作总结\n来源：临江新闻网　作者：沈怀瑾　责任编辑：杨槐　浏览次数：1204\n";
    let masked = engine.mask(text, &Style::named("xx").unwrap());
    assert!(masked.left.is_empty());
    let after = edit::apply(text, &masked.edits);
    assert_eq!(after, "XX县防汛工作总结\n来源：XX新闻网　作者：XX　责任编辑：XX　浏览次数：1204\n");
}
