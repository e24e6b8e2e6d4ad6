//! The document's own short forms: 丰都 where 丰都县 stands elsewhere.

use super::{Edge, Ends, Level, edge_at};
use crate::lexicon::Tags;
use crate::recognize::{Candidate, ClueKind, Context, Known};
use crate::rule::RuleId;

/// Learns the stems of divisions down to the village.
pub(super) fn learn(cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
    for place in found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.6) {
        let Some(&(suffix, end)) = place.kept.first() else { continue };
        let (suffix, end) = (suffix as usize, end as usize);
        let division = matches!(
            cx.text.ch[end - 1],
            '县' | '市' | '区' | '州' | '旗' | '盟' | '镇' | '乡' | '村' | '道' | '木'
        );
        let stem = &cx.text.ch[place.start..suffix];
        if !division || !(2..=6).contains(&stem.len()) {
            continue;
        }
        if cx.lexicon.get(stem).has(Tags::GENERIC.and(Tags::ORG_WORD)) {
            continue;
        }
        known.learn_chars(stem, RuleId::PLACE);
    }
    // 讨论塘头村 alone is a guess; 双溪镇塘头村 elsewhere decides it.
    for place in found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.7 && c.end - c.start >= 3) {
        known.learn_chars(&cx.text.ch[place.start..place.end], RuleId::PLACE);
    }
}

/// Finds the learned short forms.
pub(super) fn recall(cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    let mut ends = Ends::new(cx.text.len());
    // How far a place that needs no second look reaches from each character.
    let mut sure = vec![0u8; cx.text.len()];
    for place in found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.5) {
        ends.mark(place.start, place.end, Level::Short);
        if place.score >= 0.75 {
            let length = u8::try_from(place.end - place.start).unwrap_or(u8::MAX);
            sure[place.start] = sure[place.start].max(length);
        }
    }
    known.find(&cx.text.ch, |start, length, rule| {
        if rule != RuleId::PLACE || usize::from(sure[start]) >= length {
            return;
        }
        let edge = edge_at(cx, &ends, start);
        let cut = |i: usize| i > 0 && i < cx.text.len() && !cx.words.get(&cx.text.ch[i - 1..=i]).is_empty();
        let crossed = (edge < Edge::Break && cut(start)) || cut(start + length);
        let score = match (edge, crossed) {
            (Edge::Hard | Edge::Break, false) => 0.75,
            (Edge::Word, false) => 0.65,
            (Edge::Open, false) => 0.5,
            (Edge::Hard, true) | (_, true) if length >= 3 => 0.5,
            _ => 0.4,
        };
        let end = start + length;
        // A short form that is also an ordinary word is too weak by itself, yet it can open an organisation's name.
        let term = &cx.text.ch[start..end];
        let whole = cx.text.one[end - 1].has(Tags::PLACE_SUFFIX.and(Tags::VILLAGE_SUFFIX)) && length >= 3;
        let ordinary = !whole && !cx.words.get(term).is_empty();
        let kept = if whole { end - 1 } else { end };
        let alone = matches!(cx.text.get(end), '人' | '籍' | '、') || ends.any(start);
        let score = if ordinary && edge == Edge::Hard && alone {
            0.55
        } else if ordinary {
            0.4
        } else {
            score
        };
        let place = Candidate::new(start, end, RuleId::PLACE, score);
        found.push(place.because(ClueKind::Repeated, start, end).keeping(kept, end));
    });
}
