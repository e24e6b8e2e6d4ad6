//! What is proposed for a document, and what a person makes of it: every proposal accepted or rejected, with other
//! words, another kind or other ends, and what was missed added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yinmo::edit::Edit;
use yinmo::finding::{Evidence, Finding};
use yinmo::recognize::ClueKind;
use yinmo::rule::{Cure, RuleId};
use yinmo::span::Span;
use yinmo::style::{Given, Masker, Style};

use super::held::Held;
use super::reply::Refusal;
use crate::cli::change::Work;

/// How many decisions one request may hold.
const MOST: usize = 200_000;

/// What a person has decided; what is not named is done as it is proposed.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decisions {
    /// The style; the configuration's where it is left out.
    #[serde(default)]
    pub(super) style: Option<String>,
    /// Whether what the site left is taken out too.
    #[serde(default)]
    pub(super) clean: bool,
    #[serde(default)]
    pub(super) changes: Vec<Change>,
    #[serde(default)]
    pub(super) added: Vec<Added>,
}

/// A decision about a finding or an edit.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) id: String,
    pub(super) status: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replacement: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<String>,
}

/// Whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    Accept,
    Reject,
}

/// Something that was missed.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Added {
    pub(super) unit: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replacement: Option<String>,
}

/// The edits that the command proposes in a style, and the findings that they come from.
pub(super) struct Base {
    pub(super) style: Style,
    pub(super) work: Work,
    edits: Vec<Edit>,
    findings: Vec<Finding>,
    /// The labels that were given, where the style numbers them.
    given: Vec<Given>,
}

impl Base {
    pub(super) fn propose(held: &Held, style: Style, clean: bool) -> Self {
        let work = if clean { Work::CleanAndMask } else { Work::Mask };
        let mut masker = style.masker();
        let done = work.edits(&held.variant.engine, &held.text, &mut masker, &held.allowed);
        Self { style, work, edits: done.edits, findings: done.findings, given: masker.given() }
    }

    pub(super) fn is(&self, style: &str, clean: bool) -> bool {
        self.style.name() == style && (self.work == Work::CleanAndMask) == clean
    }

    /// Where something is proposed, and what it becomes.
    pub(super) fn edits(&self) -> impl Iterator<Item = (Span, &str)> {
        self.edits.iter().map(|edit| (edit.span, edit.content.as_str()))
    }

    /// A masker that goes on where the proposals ended, whatever was asked in between.
    fn masker(&self, held: &Held) -> Masker {
        let mut masker = self.style.masker();
        masker.meet(&held.text, &self.findings);
        masker.recall(&self.given);
        masker
    }
}

/// An edit with what was decided about it.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) edit: Edit,
    pub(super) accepted: bool,
    /// What it comes from.
    pub(super) why: Vec<Finding>,
    /// Which of the added ones it is.
    pub(super) added: Option<usize>,
    /// The finding that was decided about.
    pub(super) of: Option<usize>,
}

/// The proposals of a document, apart, by where they start.
pub(super) struct Settled(BTreeMap<usize, Proposal>);

impl Settled {
    /// All of them, in order.
    pub(super) fn into_list(self) -> Vec<Proposal> {
        self.0.into_values().collect()
    }

    fn touched(&self, span: Span) -> Vec<usize> {
        let before = self.0.range(..span.end).rev();
        before.take_while(|(_, p)| p.edit.span.end > span.start).map(|(&start, _)| start).collect()
    }

    fn put(&mut self, proposal: Proposal) {
        self.0.insert(proposal.edit.span.start, proposal);
    }

    /// Leaves as it is what of `gone` lies outside of `span`.
    fn spare(&mut self, text: &str, gone: Span, span: Span, why: &[Finding]) {
        let before = Span::new(gone.start, gone.end.min(span.start).max(gone.start));
        let behind = Span::new(gone.start.max(span.end).min(gone.end), gone.end);
        for rest in [before, behind] {
            if !rest.is_empty() && !rest.of(text).trim().is_empty() {
                let edit = Edit::replacement(rest, rest.of(text));
                let why = why.iter().map(|f| Finding { span: rest, kept: [].into(), ..f.clone() }).take(1);
                self.put(Proposal { edit, accepted: false, why: why.collect(), added: None, of: None });
            }
        }
    }

    /// Puts an edit that a person made in the place of what it touches; what it only cuts is taken in whole.
    fn place(&mut self, text: &str, own: Span, mut proposal: Proposal) {
        let mut span = proposal.edit.span;
        let mut spared = Vec::new();
        for start in self.touched(span.union(own)) {
            let Some(old) = self.0.remove(&start) else { continue };
            let is_own = old.edit.span.overlaps(own);
            match old.accepted && !is_own {
                true if old.edit.span.overlaps(span) => span = span.union(old.edit.span),
                true => self.put(old),
                false => spared.push(old),
            }
        }
        for old in spared {
            self.spare(text, old.edit.span, span, &old.why);
        }
        proposal.edit.span = span;
        for finding in &mut proposal.why {
            finding.span = span;
        }
        self.put(proposal);
    }
}

/// What becomes of a document when it is decided so.
pub(super) fn settle(held: &Held, base: &Base, decisions: &Decisions) -> Result<Settled, Refusal> {
    if decisions.changes.len() + decisions.added.len() > MOST {
        return Err(Refusal::unfit("too-many", format!("more than {MOST} decisions in one request")));
    }
    let mut settled = Settled(BTreeMap::new());
    let mut first = 0;
    for edit in &base.edits {
        while base.findings.get(first).is_some_and(|finding| finding.span.end <= edit.span.start) {
            first += 1;
        }
        let here = base.findings[first..].iter().take_while(|finding| finding.span.start < edit.span.end);
        let why = here.cloned().collect();
        settled.put(Proposal { edit: edit.clone(), accepted: true, why, added: None, of: None });
    }
    let mut hand = Hand { held, base, masker: None };
    for change in &decisions.changes {
        hand.change(&mut settled, change)?;
    }
    for (index, added) in decisions.added.iter().enumerate() {
        let rule = hand.rule(&added.rule)?;
        let span = held.back(added.unit, added.start, added.end)?;
        let why = by_hand(span, rule);
        let content = match &added.replacement {
            Some(content) => content.clone(),
            None => hand.content(&why),
        };
        let edit = Edit::replacement(span, content);
        let (why, added) = (vec![why], Some(index));
        settled.place(&held.text, span, Proposal { edit, accepted: true, why, added, of: None });
    }
    Ok(settled)
}

/// A finding that a person made.
fn by_hand(span: Span, rule: RuleId) -> Finding {
    let evidence = [Evidence { kind: ClueKind::Shape("decided by a person"), span: Span::default() }].into();
    Finding { span, rule, score: 1.0, kept: [].into(), evidence, cure: Cure::Report }
}

/// Does what a person decides.
struct Hand<'a> {
    held: &'a Held,
    base: &'a Base,
    masker: Option<Masker>,
}

impl Hand<'_> {
    /// A kind that is masked.
    fn rule(&self, name: &str) -> Result<RuleId, Refusal> {
        let rule = self.held.rules().find(name).filter(|&rule| self.held.is_masked(rule));
        rule.ok_or_else(|| {
            let message =
                "the kind is none that is masked; take a rule of the groups entity, figure, date or id";
            Refusal::unfit("bad-rule", message)
        })
    }

    /// What a place becomes in the style; the default style's mask where this one keeps such things.
    fn content(&mut self, finding: &Finding) -> String {
        let (held, base) = (self.held, self.base);
        let masker = self.masker.get_or_insert_with(|| base.masker(held));
        let finding = Finding { kept: kept(held, finding), ..finding.clone() };
        masker.replacement(&held.text, &finding, held.rules()).unwrap_or_else(|| "XX".to_owned())
    }

    fn change(&mut self, settled: &mut Settled, change: &Change) -> Result<(), Refusal> {
        let held = self.held;
        let (own, found) = self.named(&change.id)?;
        let touched = settled.touched(own);
        if change.status == Verdict::Reject {
            for start in &touched {
                if let Some(proposal) = settled.0.get_mut(start) {
                    (proposal.accepted, proposal.of) = (false, found);
                }
            }
            if touched.is_empty() {
                let edit = Edit::replacement(own, own.of(&held.text));
                let why = found.map(|index| held.findings[index].finding.clone());
                let why = why.into_iter().collect();
                settled.put(Proposal { edit, accepted: false, why, added: None, of: found });
            }
            return Ok(());
        }
        let same = change.start.is_none() && change.end.is_none() && change.rule.is_none();
        if same && change.replacement.is_none() {
            return Ok(());
        }
        let known = touched.iter().filter_map(|start| settled.0.get(start));
        let edited = known.map(|proposal| proposal.edit.span).reduce(Span::union).unwrap_or(own);
        let span = if change.start.is_some() || change.end.is_some() {
            let unit = held.unit_of(own);
            let part = held.places(own).first().map_or(own, |&(_, part)| part);
            let (start, end) = held.out(unit, part);
            held.back(unit, change.start.unwrap_or(start), change.end.unwrap_or(end))?
        } else {
            edited
        };
        let old = found.map(|index| held.findings[index].finding.clone());
        let old = old.or_else(|| touched.iter().find_map(|at| settled.0.get(at)?.why.first().cloned()));
        let rule = match &change.rule {
            Some(name) => self.rule(name)?,
            None => old.as_ref().map_or(RuleId::ORG, |finding| finding.rule),
        };
        let why = match old {
            Some(old) if old.rule == rule && old.span == span => old,
            _ => by_hand(span, rule),
        };
        let content = match &change.replacement {
            Some(content) => content.clone(),
            None if held.is_masked(rule) => self.content(&why),
            None => {
                let message = "this finding is not masked: give it a replacement, or a kind that is masked";
                return Err(Refusal::unfit("no-replacement", message));
            }
        };
        let edit = Edit::replacement(span, content);
        let proposal = Proposal { edit, accepted: true, why: vec![why], added: None, of: found };
        settled.place(&held.text, own.union(edited), proposal);
        Ok(())
    }

    /// Where a finding or an edit stands, and which finding it is.
    fn named(&self, id: &str) -> Result<(Span, Option<usize>), Refusal> {
        if let Some(index) = self.held.finding(id) {
            return Ok((self.held.findings[index].finding.span, Some(index)));
        }
        let edit = id.strip_prefix('e').and_then(|place| {
            let (start, end) = place.split_once('-')?;
            let span = Span::new(start.parse().ok()?, end.parse().ok()?);
            let at = self.base.edits.binary_search_by_key(&span.start, |edit| edit.span.start).ok()?;
            (self.base.edits[at].span == span).then_some(span)
        });
        let message = "there is no such finding in the document; ids hold for the document and style that they came with";
        edit.map(|span| (span, None)).ok_or_else(|| Refusal::unfit("unknown-finding", message))
    }
}

/// The parts of a name that a mask keeps: as they would be kept if it stood alone, or what it ends in.
fn kept(held: &Held, finding: &Finding) -> Box<[Span]> {
    if !matches!(finding.rule, RuleId::PLACE | RuleId::ORG) {
        return finding.kept.clone();
    }
    if !finding.kept.is_empty() {
        return finding.kept.clone();
    }
    let name = finding.span.of(&held.text);
    let alone = held.variant.engine.scan(name).findings;
    if let [only] = &alone[..]
        && only.span == Span::new(0, name.len())
        && !only.kept.is_empty()
    {
        let at = |span: &Span| Span::new(finding.span.start + span.start, finding.span.start + span.end);
        return only.kept.iter().map(at).collect();
    }
    let ends = if finding.rule == RuleId::PLACE {
        "省市县区州盟旗乡镇村"
    } else {
        "厅局部委院所校厂站社"
    };
    match name.char_indices().next_back().filter(|&(at, c)| at > 0 && ends.contains(c)) {
        Some((at, _)) => [Span::new(finding.span.start + at, finding.span.end)].into(),
        None => [].into(),
    }
}
