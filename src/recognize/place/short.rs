//! The document's own short forms: 丰都 where 丰都县 stands elsewhere.

use super::listed::shared;
use super::{Edge, Ends, Level, edge_at};
use crate::lexicon::Tags;
use crate::recognize::{Candidate, ClueKind, Context, Known};
use crate::rule::RuleId;

/// Learns the stems of divisions down to the village.
pub(super) fn learn(cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
    for place in found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.6) {
        let Some(&(suffix, end)) = place.kept.first() else {
            listed(cx, place, known);
            continue;
        };
        let (suffix, end) = (suffix as usize, end as usize);
        let division = matches!(
            cx.text.ch[end - 1],
            '县' | '市' | '区' | '州' | '旗' | '盟' | '镇' | '乡' | '村' | '道' | '木'
        );
        let stem = &cx.text.ch[place.start..suffix];
        // 通道侗族 | 村寨 are the people's, not the county's.
        if !division || !(2..=6).contains(&stem.len()) || stem.ends_with(&['族']) {
            continue;
        }
        if cx.lexicon.get(stem).has(Tags::GENERIC.and(Tags::ORG_WORD)) {
            continue;
        }
        known.learn_chars(stem, RuleId::PLACE);
    }
    // What a county is called stands for it also where the word has another sense; the mark tells the two apart.
    // 讨论塘头村 alone is a guess; 双溪镇塘头村 elsewhere decides it.
    for place in found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.6 && c.end - c.start >= 2) {
        let long = place.score >= 0.7 && place.end - place.start >= 3;
        let town = place.end - place.start == 2 && matches!(cx.text.ch[place.end - 1], '镇' | '乡');
        if !long && !town {
            continue;
        }
        known.learn_chars(&cx.text.ch[place.start..place.end], RuleId::PLACE);
    }
}

/// Learns a bare name that its neighbours confirmed, unless it is a word too.
fn listed(cx: &Context<'_>, place: &Candidate, known: &mut Known) {
    let name = &cx.text.ch[place.start..place.end];
    let confirmed = place.clues.iter().any(|clue| clue.kind == ClueKind::Column);
    if confirmed && (2..=4).contains(&name.len()) && cx.words.get(name).is_empty() {
        known.learn_chars(name, RuleId::PLACE);
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
        if shared(cx.text, start + length) {
            return;
        }
        let edge = edge_at(cx, &ends, start);
        let cut = |i: usize| i > 0 && i < cx.text.len() && !cx.words.get(&cx.text.ch[i - 1..=i]).is_empty();
        // 丫味 | 道路: a word of its own begins there.
        let begins = |i: usize| i + 2 <= cx.text.len() && !cx.words.get(&cx.text.ch[i..i + 2]).is_empty();
        let behind = cut(start + length) && !begins(start + length);
        let crossed = (edge < Edge::Break && cut(start)) || behind;
        let score = match (edge, crossed) {
            (Edge::Hard | Edge::Break, false) => 0.75,
            (Edge::Word, false) => 0.65,
            (Edge::Open, false) => 0.5,
            (Edge::Hard, true) | (_, true) if length >= 3 => 0.5,
            // 琼中 | 医共体
            (Edge::Hard, true) if cx.lexicon.get(&cx.text.ch[start..start + length]).has(Tags::SHORT) => 0.55,
            _ => 0.4,
        };
        let end = start + length;
        // A short form that is also an ordinary word is too weak by itself, yet it can open an organisation's name.
        let term = &cx.text.ch[start..end];
        // 茶园村 | 民 is 茶园 and its villagers, who are looked for as well.
        if cx.text.ch[end - 1] == '村' && cx.text.get(end) == '民' && cx.text.get(end + 1) != '小' {
            return;
        }
        let whole = cx.text.one[end - 1].has(Tags::PLACE_SUFFIX.and(Tags::VILLAGE_SUFFIX)) && length >= 3;
        let ordinary = !whole && !cx.words.get(term).is_empty();
        let kept = if whole { end - 1 } else { end };
        let alone = matches!(cx.text.get(end), '人' | '籍' | '、') || ends.any(start);
        // 大方旅游, 为天柱 | 发展: at the head of a clause or behind a verb, before a word of its own.
        let word =
            |from: usize, to: usize| to <= cx.text.len() && !cx.words.get(&cx.text.ch[from..to]).is_empty();
        let head = edge >= Edge::Break
            && length == 2
            && cx.lexicon.get(term).has(Tags::SHORT)
            && !(cx.words.get(term).has(Tags::CUE_AFTER) && cx.words.get(term).has(Tags::BREAK))
            && (word(end, end + 2) || word(end, end + 3))
            && !matches!(cx.text.before(start), '和' | '与' | '及' | '不' | '很');
        let score = if ordinary && ((edge == Edge::Hard && alone) || head) {
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
