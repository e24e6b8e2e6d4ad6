//! Organisations: the longest full name, with the place inside and the departments behind it
//! (大姚县公安局石羊派出所).
//!
//! A name is read from its head (局, 有限公司, 派出所) to the left: over words of the trade (财政, 农业农村), other
//! heads, places and well-known brands, and a few characters that are in no list (the brand of a company). It must
//! hold a proper name: a place, a brand or an organisation found before; 县财政局 alone is nobody's name. What is
//! national and stands without a branch is kept.

mod brand;
mod clause;
mod department;
mod head;
mod left;
mod open;
mod quoted;
mod short;
#[cfg(test)]
mod tests;
mod unit;

use super::place::{Ends, Level, apart};
use super::{Candidate, ClueKind, Context, Known, Recognizer, Text, is_han};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::rule::RuleId;

/// Finds organisations.
#[derive(Debug)]
pub struct Orgs;

impl Recognizer for Orgs {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        unit::regiments(cx, found);
        let mut scan = Scan::new(cx, found, false);
        scan.run(1, cx.text.len(), found);
    }

    fn learn(&self, cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
        short::learn(cx, found, known);
    }

    fn recall(&self, cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
        // The document's short place names (丰都) name organisations that the first reading could not see.
        let mut scan = Scan::new(cx, found, true);
        let mut fresh = std::mem::take(&mut scan.fresh);
        fresh.sort_unstable();
        let mut from = 1;
        for end in fresh {
            let to = (end + left::REACH).min(cx.text.len());
            scan.run(end.max(from), to, found);
            from = to;
        }
        short::recall(cx, known, found);
    }
}

/// What opens the names of local bodies everywhere.
const PARTY: &[&str] = &["中共", "中国共产党", "共青团", "政协"];
/// What divisions end in.
const LEVELS: CharSet = CharSet::new("省市县区州盟旗镇乡村");

/// Heads and lines of business.
const HEADS: Tags = Tags::ORG_HEAD.and(Tags::ORG_BUSINESS);
/// Terms in whose last character no shop is looked for: 人民医院, 国务院.
const LONGER: Tags = Tags::ORG_HEAD.and(Tags::KEEP).and(Tags::NATIONAL).and(Tags::GENERIC);
/// Share of spaced characters, in thousandths, from which a text may be a scanned one.
const BROKEN: u32 = 3;

/// Whether a sixth of the blanks between Han characters stand inside a word, as a scanner leaves them.
fn breaks_words(text: &Text<'_>) -> bool {
    let mut inside = 0;
    let mut reach = 0;
    for hit in &text.hits {
        let from = (hit.start as usize + 1).max(reach);
        inside += (from..hit.end()).filter(|&i| text.gap[i] == 1).count();
        reach = reach.max(hit.end());
    }
    let all =
        (1..text.len()).filter(|&i| text.gap[i] == 1 && is_han(text.ch[i]) && is_han(text.ch[i - 1])).count();
    inside * 6 >= all
}

/// One pass over a text.
struct Scan<'s, 'a> {
    cx: &'s Context<'a>,
    /// Places, by their ends.
    places: Ends,
    /// For each place end, how many characters of its suffix a mask keeps.
    suffixes: Vec<u8>,
    /// Organisations found so far, by their ends.
    orgs: Ends,
    /// Whether this is the second reading, which knows the organisations of the first.
    again: bool,
    /// Where the places end that only the second reading knows.
    fresh: Vec<usize>,
    /// Whether blanks break words in this text, so that they mean nothing.
    broken: bool,
    /// Where the last organisation ended.
    last: usize,
}

/// What is needed of a place.
struct Seen {
    start: usize,
    end: usize,
    score: f32,
    /// Length of the suffix that a mask keeps.
    kept: u8,
    /// Whether a list knows it.
    listed: bool,
}

impl Seen {
    /// Takes out names by their shape that cut a sure listed name: 委托湖 and 北业州 beside 湖北, 机关浙江 beside 浙江省;
    /// and those that only put words before one: 复印自 | 屯城镇.
    fn drop_crossing(seen: &mut Vec<Self>) {
        let mut sure: Vec<(usize, usize, f32)> = Vec::new();
        sure.extend(seen.iter().filter(|p| p.listed && p.score >= 0.7).map(|p| (p.start, p.end, p.score)));
        if sure.is_empty() {
            return;
        }
        sure.sort_unstable_by_key(|p| (p.0, p.1));
        seen.retain(|p| {
            if p.listed {
                return true;
            }
            let from = sure.partition_point(|s| s.0 + 16 < p.start);
            !sure[from..].iter().take_while(|s| s.0 < p.end).any(|&(start, end, score)| {
                let crossing = start < p.start && p.start < end && end < p.end
                    || p.start < start && start < p.end && p.end < end;
                let words = end == p.end && start >= p.start + 3 && score >= 0.85;
                crossing && score >= p.score + 0.13 || words && score > p.score
            })
        });
    }
}

impl<'s, 'a> Scan<'s, 'a> {
    fn new(cx: &'s Context<'a>, found: &[Candidate], again: bool) -> Self {
        let n = cx.text.len();
        let (mut places, mut orgs, mut suffixes) = (Ends::new(n), Ends::new(n), vec![0; n + 1]);
        let mut fresh = Vec::new();
        let mut seen: Vec<Seen> = Vec::new();
        // Candidates are large: one walk over them.
        for c in found {
            if c.rule == RuleId::ORG && (again || matches!(cx.text.ch[c.end - 1], '师' | '团' | '连')) {
                orgs.mark(c.start, c.end, Level::Short);
            }
            if c.rule != RuleId::PLACE || c.score < 0.3 {
                continue;
            }
            if again && c.clues.iter().any(|clue| clue.kind == ClueKind::Repeated) {
                fresh.push(c.end);
            }
            let verb = c.score < 0.5 && cx.text.ends[c.end - 1].has(Tags::BREAK);
            let cells = (c.start + 1..c.end).any(|i| cx.text.gap[i] == 2);
            if verb || cells {
                continue;
            }
            let kept = c.kept.first().map_or(0, |&(a, b)| if b as usize == c.end { b - a } else { 0 });
            let listed = c.clues.iter().any(|clue| clue.kind == ClueKind::Listed);
            // 徽商 | 银行霍 | 山: a guess that begins with an office.
            if !listed && c.score < 0.5 && cx.text.starts[c.start].has(Tags::ORG_HEAD) {
                continue;
            }
            seen.push(Seen { start: c.start, end: c.end, score: c.score, kept: kept as u8, listed });
        }
        Seen::drop_crossing(&mut seen);
        for place in &seen {
            if places.start(place.end).is_none_or(|start| place.start < start) {
                suffixes[place.end] = place.kept;
            }
            places.mark(place.start, place.end, if place.listed { Level::County } else { Level::Short });
        }
        let broken = (BROKEN..100).contains(&cx.text.spaced) && breaks_words(cx.text);
        Self { cx, places, suffixes, orgs, again, fresh, broken, last: 0 }
    }

    /// Whether the blank before `i` parts two words.
    fn apart(&self, i: usize) -> bool {
        let text = self.cx.text;
        // 丰 都 县 财 政 局: what stands between two blanks is one character.
        let letters = text.gap[i] == 1 && (text.gap[i - 1] == 1 || text.gap_at(i + 1) == 1);
        apart(text, i) && !(letters || self.broken && text.gap[i] == 1)
    }

    /// Reads every head that stands between two characters.
    fn run(&mut self, from: usize, to: usize, found: &mut Vec<Candidate>) {
        let text = self.cx.text;
        // An empty text has nothing behind its first character.
        let from = from.min(to);
        let places = text.starts[from..to].iter().zip(&text.one[from..to]).zip(&text.ch[from..to]);
        for (i, ((starts, one), &c)) in (from..).zip(places) {
            if starts.has(HEADS) {
                for hit in text.hits_at(i).iter().filter(|hit| hit.tags.has(HEADS)) {
                    if hit.tags.has(Tags::ORG_HEAD) {
                        self.head(i, hit.end(), hit.tags.has(Tags::ORG_BUSINESS), found);
                    } else if !self.again {
                        found.extend(brand::trader(self, i, hit.end()));
                    }
                }
            }
            if open::sells(c)
                && let Some(start) = open::wares(self, i)
            {
                self.head(start, i + 1, true, found);
            } else if one.has(Tags::ORG_HEAD) && self.may_head(i) {
                self.head(i, i + 1, false, found);
            }
            if c == '部'
                && let Some(start) = open::ministry(self, i + 1)
            {
                self.head(start, i + 1, false, found);
            }
            if c == '”' && !self.again {
                found.extend(quoted::before(self, i));
            }
            if i < self.last + department::REACH && department::may_end(c) {
                self.department(i, found);
            }
        }
    }

    /// Whether what stands before a head of one character can name it; shops are read to the left in any case.
    fn may_head(&self, i: usize) -> bool {
        let before = Tags::ORG_WORD.and(Tags::ORG_HEAD).and(Tags::ORG_BRAND);
        self.places.any(i)
            || self.orgs.any(i)
            || self.cx.text.ends[i - 1].has(before)
            || (left::is_shop(self.cx.text.ch[i]) && !self.cx.text.ends[i].has(LONGER))
            || (open::serves(self.cx.text.ch[i]) && open::work(self, i))
    }

    /// Adds the office that ends in a department whose last character is `i`.
    fn department(&mut self, i: usize, found: &mut Vec<Candidate>) {
        let Some(office) = department::behind(self.cx, self.last, i) else { return };
        let Some(start) = self.orgs.start(office).filter(|&start| i - start < left::LONGEST) else { return };
        self.orgs.mark(start, i + 1, Level::Short);
        let whole = Candidate::new(start, i + 1, RuleId::ORG, 0.9).because(ClueKind::Suffix, i, i + 1);
        let of = found.iter().rev().find(|c| c.rule == RuleId::ORG && c.end == office && c.start == start);
        let mut whole = match of {
            Some(of) => Candidate { kept: of.kept.clone(), ..whole },
            None => return,
        };
        match whole.kept.last_mut() {
            Some(last) if last.1 as usize == office => last.1 = i as u32 + 1,
            _ => whole = whole.keeping(office, i + 1),
        }
        found.push(whole);
        self.last = i + 1;
    }

    /// Whether the head only says what an office should be: 法治政府, 服务型政府.
    fn ideal(&self, start: usize, end: usize) -> bool {
        let text = self.cx.text;
        text.ends_with(end, "政府")
            && text.starts_with(start, "政府")
            && !(self.places.any(start) || text.ends_with(start, "人民"))
    }

    /// Whether the head belongs to the title behind it (城管局 | 办公室主任, 财政局 | 党组成员), or is none here: the
    /// end of a national body (中国人民 | 银行), a seat in a street (南大街 | 政府礼堂).
    fn titled(&self, start: usize, end: usize) -> bool {
        let text = self.cx.text;
        if text.ends[end - 1].has(Tags::NATIONAL)
            && text.longest_before(end, Tags::NATIONAL).is_some_and(|n| end - n < start)
        {
            return true;
        }
        // 五将镇 | 原党委委员
        let former = text.before(start) == '原' && start > 1;
        if former && matches!(text.get(start - 2), '镇' | '乡' | '村' | '县' | '市' | '区' | '局') {
            return true;
        }
        match text.ch[end - 1] {
            '组' => {
                text.ends_with(end, "党组")
                    && self.orgs.any(end - 2)
                    && ["成员", "书记", "副书记"].iter().any(|title| text.starts_with(end, title))
            }
            '室' => {
                text.ends_with(end, "办公室")
                    && self.orgs.any(end - 3)
                    && !text.ends_with(end - 3, "政府")
                    && ["主任", "副主任"].iter().any(|title| text.starts_with(end, title))
            }
            // 人民检察院 | 检察委员会委员
            '会' => {
                (text.ends_with(end, "检察委员会") || text.ends_with(end, "审判委员会"))
                    && text.starts_with(end, "委员")
            }
            // 夏曲镇 | 人大主席
            '大' => {
                text.ends_with(end, "人大")
                    && matches!(text.before(start), '镇' | '乡')
                    && (text.starts_with(end, "主席") && !text.starts_with(end, "主席团")
                        || text.starts_with(end, "副主席"))
            }
            // 八连 | 支部书记
            '部' => {
                text.ends_with(end, "支部")
                    && matches!(text.before(start), '连' | '团')
                    && self.orgs.any(start)
                    && ["书记", "副书记", "委员"].iter().any(|title| text.starts_with(end, title))
            }
            '府' => matches!(text.before(start), '街' | '路' | '巷') && self.places.any(start),
            _ => false,
        }
    }

    fn head(&mut self, start: usize, end: usize, business: bool, found: &mut Vec<Candidate>) {
        // 水井湾 | 村小, but not 下午去 | 村小
        let school = self.cx.text.ends_with(end, "村小") && end - start == 2;
        if school && !self.places.any(start) && !self.places.any(start + 1) {
            return;
        }
        // 桐城市 | 代表团, but not 友好代表团
        let text = self.cx.text;
        if text.ends_with(end, "代表团") && !(LEVELS.contains(text.before(start)) && self.places.any(start))
        {
            return;
        }
        if head::continues(self.cx.text, start, end) || self.ideal(start, end) || self.titled(start, end) {
            return;
        }
        let Some(name) = left::name(self, start, end, business) else { return };
        if self.again && self.orgs.start(end) == Some(name.start) {
            return;
        }
        if name.score >= 0.15 {
            self.orgs.mark(name.start, end, Level::Short);
        }
        if name.score < 0.3 {
            return;
        }
        self.last = end;
        let mut org =
            Candidate::new(name.start, end, RuleId::ORG, name.score).because(ClueKind::Suffix, start, end);
        self.keep(&mut org, name.start, if business { start } else { name.tail }, end, business);
        if let Some(to) = self.second_name(end) {
            let mut both = org.clone();
            both.end = to;
            if let Some(last) = both.kept.last_mut().filter(|last| last.1 as usize == end) {
                last.1 = to as u32;
            }
            found.push(both);
        }
        found.push(org);
    }

    /// End of the bracket at `end` that holds the second name of the same office: 治水办（河长办）.
    fn second_name(&self, end: usize) -> Option<usize> {
        let text = self.cx.text;
        if !matches!(text.get(end), '（' | '(') {
            return None;
        }
        let close = (end + 3..end + 13).find(|&i| !is_han(text.get(i))).filter(|&i| i < text.len())?;
        let head = text.longest_before(close, Tags::ORG_HEAD)?;
        let alone = (end + 1..close).all(|i| !self.places.any(i) && !self.orgs.any(i));
        let named = text.longest_at(end + 1, Tags::ORG_WORD).is_some() || head > 2 || head + 1 < close - end;
        let speaks = ["以下", "简称", "下称", "原", "暂", "盖章", "公章", "联系"];
        let speaks = speaks.iter().any(|word| text.starts_with(end + 1, word));
        (matches!(text.get(close), '）' | ')') && alone && named && !speaks).then_some(close + 1)
    }

    /// Length of the words before `at` that every place's offices are called by (委, 应急管理, 中共), which hide nobody.
    fn generic(&self, start: usize, at: usize) -> usize {
        let text = self.cx.text;
        let words = Tags::ORG_WORD.and(Tags::ORG_HEAD).and(Tags::NATIONAL);
        let word = text.longest_before(at, words).filter(|&n| at - n >= start);
        let party = PARTY.iter().find(|party| text.starts_with(start, party) && text.ends_with(at, party));
        match (word, party) {
            (_, Some(party)) => party.chars().count(),
            // A character alone is an office only right behind the place: 县|委.
            (Some(1), _) if !self.places.any(at - 1) => 0,
            (Some(n), _) => n,
            _ => 0,
        }
    }

    /// A mask keeps the suffixes of the places inside, what every place has, and the tail.
    fn keep(&self, org: &mut Candidate, start: usize, tail: usize, end: usize, business: bool) {
        let mut parts: arrayvec::ArrayVec<(usize, usize), 6> = arrayvec::ArrayVec::new();
        let mut at = tail;
        while at > start && !parts.is_full() {
            let Some(place) = self.places.start(at).filter(|&p| p >= start) else {
                let generic = if business { 0 } else { self.generic(start, at) };
                if generic > 0 {
                    parts.push((at - generic, at));
                }
                at -= generic.max(1);
                continue;
            };
            let suffix = usize::from(self.suffixes[at]);
            // 湘溪服饰: what ends a brand like a place is a part of the brand.
            let level = !business || LEVELS.contains(self.cx.text.ch[at - 1]);
            if suffix > 0 && level && at < tail + 1 {
                parts.push((at - suffix, at));
            }
            at = place;
        }
        for &(from, to) in parts.iter().rev() {
            match org.kept.last_mut() {
                Some(last) if last.1 as usize == from => last.1 = to as u32,
                _ => {
                    let _ = org.kept.try_push((from as u32, to as u32));
                }
            }
        }
        match org.kept.last_mut() {
            Some(last) if last.1 as usize == tail => last.1 = end as u32,
            _ => {
                let _ = org.kept.try_push((tail as u32, end as u32));
            }
        }
    }
}
