//! A grammar of pages: what a site, an app or a program says around a text, in whatever words.
//!
//! Pages are endless, but they say few things: what their reader should do (下载, 关注, 登录) with what (全文, 资料), what
//! it costs (积分, 会员), how often it was done (阅读 2103), where one may go (首页, 上一篇), and whose rights these are. The
//! lists in `patterns/page` have the words of each role; a piece of a line that consists of them, and of nothing a
//! report speaks of, is the page's. How much it must prove depends on where it stands: before the first and behind
//! the last sentence of the text little, between two paragraphs more, in brackets or at the end of a paragraph all.

mod piece;
mod reading;
#[allow(dead_code, reason = "the build script reads the lists by their names")]
mod role;

use super::super::{Candidate, Context, Text, is_han};
use super::add;
use crate::lexicon::Lexicon;
use crate::recognize::set::{CharSet, Sieve};
use crate::rule::{Cure, Group, RuleId};
use piece::Piece;
use reading::{Reading, Scratch};
use role::Role;

/// The words of pages; made by `build.rs`.
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/page.bin"));

/// The longest line that is read as a page's, in characters.
const LINE: usize = 100;
/// Up to here a line between paragraphs is read whatever its characters.
const HEADING: usize = 40;
/// The longest piece in brackets or at the end of a paragraph.
const SHORT: usize = 30;

/// Around a text that was scraped so many lines at least are the page's.
const SCRAPED: usize = 3;

/// A character of nearly every word that only pages say: paragraphs without one are not read.
const HINTS: CharSet = CharSet::new(
    "点载录站网页码员藏享赞评览阅图群微费币扫订购广版侵帖楼客链访免编推荐试剩隐源篇稿券号关完转看展原号热签专作字标词题插器识生您你欢谢本此该ApPvVwWdDcCkKeEiIgGtT",
);

/// What opens a bracket.
const OPENERS: Sieve = Sieve::new("（(【[［");

/// Where a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Before the first or behind the last sentence of the text.
    Outside,
    /// A line of its own between paragraphs.
    Between,
    /// In brackets, or behind the last sentence of a paragraph.
    Inside,
}

/// Finds what pages say.
#[derive(Debug)]
pub(super) struct Pages {
    words: Lexicon,
}

impl Pages {
    /// With the built-in words.
    ///
    /// # Panics
    /// Never in a tested build: the table is part of it, and a test opens it.
    pub(super) fn new() -> Self {
        Self { words: Lexicon::open(WORDS).unwrap_or_else(|error| panic!("{error}")) }
    }

    /// Adds what the page says.
    pub(super) fn lines(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let mut reader =
            Reader { text: cx.text, words: self.words.view(), scratch: Scratch::default(), scraped: false };
        let (first, last) = reader.body(cx.edges);
        let text = cx.text;
        let mut known: Vec<(usize, usize)> = found
            .iter()
            .filter(|c| c.rule != RuleId::KEEP && cx.rules.group(c.rule) == Group::Marker)
            .map(|c| (c.start, c.end))
            .collect();
        known.sort_unstable();
        known.dedup_by(|later, kept| {
            let touches = later.0 <= kept.1;
            kept.1 = if touches { kept.1.max(later.1) } else { kept.1 };
            touches
        });
        let count = text.lines.len().saturating_sub(1);
        let mut silent = Vec::new();
        let mut spoken = 0;
        for line in 0..count {
            let (start, end) = text.line(line);
            let outside = line < first || line > last;
            if table(text, line) {
                continue;
            }
            let heading = end - start <= HEADING && text.before(end) != '。';
            if !(outside || heading || (start..end).any(|k| HINTS.contains(text.ch[k]))) {
                continue;
            }
            let zone = if outside { Zone::Outside } else { Zone::Between };
            let from = found.len();
            if end - start <= LINE {
                reader.line((start, end), zone, &known, found);
            }
            if found.len() == from {
                reader.brackets((start, end), zone, found);
                reader.ending((start, end), found);
            }
            if outside && start < end {
                let at = known.partition_point(|k| k.1 <= start);
                let marked = found.len() > from || known.get(at).is_some_and(|k| k.0 < end);
                spoken += usize::from(marked);
                if !marked && end - start <= SHORT {
                    silent.push((start, end));
                }
            }
        }
        reader.scraped = spoken >= SCRAPED;
        if reader.scraped {
            for place in silent {
                reader.line(place, Zone::Outside, &known, found);
            }
        }
    }
}

/// Reads a text with the words of pages.
struct Reader<'a, 't> {
    text: &'a Text<'t>,
    words: crate::lexicon::View<'a>,
    scratch: Scratch,
    /// The text has several pieces of a page around it.
    scraped: bool,
}

impl Reader<'_, '_> {
    fn read(&mut self, from: usize, to: usize) -> Reading {
        Reading::of(self.text, self.words, (from, to), &mut self.scratch)
    }

    /// The first and the last line that is a sentence of the text.
    fn body(&mut self, (head, tail): (bool, bool)) -> (usize, usize) {
        let lines = self.text.lines.len().saturating_sub(1);
        let first = if head { (0..lines).find(|&line| self.sentence(line)) } else { Some(0) };
        // Without a sentence nothing says where the text ends and the page begins.
        let Some(first) = first else { return (0, lines) };
        let last = if tail { (first..lines).rev().find(|&line| self.sentence(line)) } else { None };
        (first, last.unwrap_or(lines))
    }

    /// Whether a line is a sentence of the text: long enough, with its full stop, and not the page's.
    fn sentence(&mut self, line: usize) -> bool {
        let (start, end) = self.text.line(line);
        let stops = matches!(self.text.before(end), '。' | '；' | '：' | '！');
        if end - start < 20 || !stops {
            return false;
        }
        if end - start > LINE {
            return true;
        }
        let reading = self.read(start, end);
        reading.count(&[Role::Report]) > 0 || !reading.covers(60) || reading.weight < 6
    }

    /// Whether a word of a page may stand between these characters; without one no piece of them is the page's.
    fn speaks(&self, from: usize, to: usize) -> bool {
        reading::weighs(&self.text.ch[from..to], self.words, 1)
    }

    /// Whether a line is none of a page, whatever its pieces are: too few words of a page stand in it, and no mark
    /// that says as much.
    fn is_silent(&self, (start, end): (usize, usize), zone: Zone, known: &[(usize, usize)]) -> bool {
        let text = self.text;
        let at = known.partition_point(|k| k.1 <= start);
        // Between paragraphs two counters, or a word that is a page's by itself, are the least that says something.
        let least = match zone {
            Zone::Between if piece::is_one(text, start, end) => 3,
            Zone::Between => 2,
            Zone::Outside | Zone::Inside => 1,
        };
        let outside = zone == Zone::Outside;
        let says = known.get(at).is_some_and(|k| k.0 < end)
            || reading::weighs(&text.ch[start..end], self.words, least)
            || piece::may_be_dated(text, start, end, outside)
            || piece::advertises(text, start, end)
            || piece::signed(text, start, end)
            || outside && piece::trail(text, start, end);
        !says
    }

    /// The pieces of a line of its own.
    fn line(
        &mut self,
        (start, end): (usize, usize),
        zone: Zone,
        known: &[(usize, usize)],
        found: &mut Vec<Candidate>,
    ) {
        let text = self.text;
        if self.is_silent((start, end), zone, known) {
            return;
        }
        let pieces =
            piece::pieces(text, start, end, |from, to| Role::first(self.words.get(&text.ch[from..to]).0));
        let marked = |from: usize, to: usize| {
            let at = known.partition_point(|k| k.1 <= from);
            let inside = known[at..].iter().take_while(|k| k.0 < to);
            let length: usize = inside.map(|k| k.1.min(to) - k.0.max(from)).sum();
            length * 10 >= (to - from) * 9
        };
        let readings: Vec<Reading> = pieces.iter().map(|p| self.read(p.from, p.to)).collect();
        let mut taken: Vec<bool> = pieces
            .iter()
            .zip(&readings)
            .map(|(p, reading)| marked(p.from, p.to) || self.accepts(*p, reading, zone))
            .collect();
        if pieces.len() > 1 && !taken.iter().all(|&t| t) {
            let length = |p: &Piece| p.to - p.from;
            let all: usize = pieces.iter().map(length).sum();
            let sure: usize = pieces.iter().zip(&taken).filter(|(_, t)| **t).map(|(p, _)| length(p)).sum();
            let most = sure * 2 >= all;
            let joins: Vec<bool> = pieces
                .iter()
                .zip(&readings)
                .map(|(p, reading)| {
                    let short = most && p.to - p.from <= 6 && zone == Zone::Outside;
                    (reading.weight > 0 || short)
                        && reading.count(&[Role::Report]) == 0
                        && !matches!(text.before(p.to), '。' | '，')
                        && !piece::foreign(text, *p, reading)
                        && !piece::titled(text, p.to)
                })
                .collect();
            // The line is read as one only where that decides.
            let whole = !most && joins.iter().zip(&taken).any(|(&joins, &taken)| joins && !taken) && {
                let whole = self.read(start, end);
                self.accepts(Piece { from: start, to: end }, &whole, zone)
            };
            for (((p, reading), taken), joins) in pieces.iter().zip(&readings).zip(&mut taken).zip(joins) {
                let labelled = sure > 0
                    && matches!(
                        piece::labelled(text, *p, reading),
                        Some(piece::Labelled::Page | piece::Labelled::Counter)
                    );
                *taken |= labelled || (whole || most) && joins;
            }
        }
        if zone == Zone::Between && pieces.len() > 1 {
            let counters = pieces.iter().zip(&readings).map(|(p, r)| piece::labelled(text, *p, r));
            if counters.filter(|label| *label == Some(piece::Labelled::Counter)).count() > 1 {
                for ((p, r), taken) in pieces.iter().zip(&readings).zip(&mut taken) {
                    *taken |= r.covers(70)
                        && r.count(&[Role::Report]) == 0
                        && (r.weight > 1 || piece::labelled(text, *p, r).is_some());
                }
            }
        }
        // 点评　举报　只看此人: a row of nothing but buttons, one of them known.
        let button = |reading: &Reading| {
            reading.covers(99) && reading.count(&[Role::Button, Role::Act, Role::Own]) > 0
        };
        let short =
            |p: &Piece| p.to - p.from <= 6 && !(p.from..p.to).any(|k| matches!(text.ch[k], '，' | '。'));
        if pieces.len() > 1
            && taken.iter().any(|&t| t)
            && pieces.iter().zip(&readings).all(|(p, reading)| short(p) && button(reading))
        {
            taken.fill(true);
        }
        if zone == Zone::Outside && pieces.len() > 1 {
            if taken.iter().any(|&t| t)
                && pieces.iter().zip(&readings).zip(&taken).all(|((p, r), &t)| t || piece::row(text, *p, r))
            {
                taken.fill(true);
            }
            if menu(&pieces, &readings, &taken) {
                taken.fill(true);
            }
        }
        let cure = if zone == Zone::Between { Cure::Join } else { Cure::Delete };
        if zone == Zone::Outside && piece::byline(text, &pieces) {
            add(found, start, end, RuleId::SITE, cure, 0.95);
            return;
        }
        if piece::advertises(text, start, end)
            || piece::signed(text, start, end)
            || zone == Zone::Outside && piece::trail(text, start, end)
        {
            taken.fill(true);
        }
        let mut at = 0;
        while at < pieces.len() {
            let first = at;
            at += 1;
            // Pieces between bars are one row of the page.
            while at < pieces.len() && taken[at - 1] && taken[at] && pieces[at].from > pieces[at - 1].to {
                at += 1;
            }
            let (from, to) = (pieces[first].from, pieces[at - 1].to);
            if taken[first] && !marked(from, to) {
                add(found, from, to, rule(&readings[first]), cure, 0.8);
            }
        }
    }

    /// （点击查看大图）, 【文秘写作网】.
    fn brackets(&mut self, (start, end): (usize, usize), zone: Zone, found: &mut Vec<Candidate>) {
        let text = self.text;
        let mut at = start;
        while at < end {
            let open = text.ch[at];
            if !OPENERS.passes(open) {
                at += 1;
                continue;
            }
            let square = matches!(open, '【' | '[' | '［');
            let close = match open {
                '（' | '(' | '【' | '[' | '［' => (at + 1..end.min(at + SHORT + 2))
                    .find(|&k| matches!(text.ch[k], '）' | ')' | '】' | ']' | '］')),
                _ => None,
            };
            let Some(close) = close.filter(|&close| close > at + 1) else {
                at += 1;
                continue;
            };
            let hinted = square || (at + 1..close).any(|k| HINTS.contains(text.ch[k]));
            if hinted && self.speaks(at + 1, close) {
                let reading = self.read(at + 1, close);
                let button = square
                    && reading.covers(99)
                    && reading.weight >= 2
                    && reading.count(&[Role::Report]) == 0
                    && (reading.count(&[Role::Button, Role::Site]) > 0
                        || zone == Zone::Outside && reading.count(&[Role::Lure]) > 0);
                let inner = Piece { from: at + 1, to: close };
                if button || self.accepts(inner, &reading, Zone::Inside) {
                    add(found, at, close + 1, rule(&reading), Cure::Delete, 0.8);
                }
            }
            at = close + 1;
        }
    }

    /// What stands behind the last sentence of a paragraph: …展开全文, >>返回列表.
    fn ending(&mut self, (start, end): (usize, usize), found: &mut Vec<Candidate>) {
        let text = self.text;
        let dots = |k: usize| k >= start + 3 && text.ch[k - 2..=k].iter().all(|c| *c == '.');
        let ends = |c: char| matches!(c, '。' | '！' | '？' | '…' | '>' | '》' | '→');
        let from =
            (start.max(end.saturating_sub(SHORT + 1))..end).rev().find(|&k| ends(text.ch[k]) || dots(k));
        let Some(from) = from.map(|k| k + 1).filter(|&k| k < end && k > start) else { return };
        let mut begin = from;
        while begin > start && matches!(text.ch[begin - 1], '>' | '→' | '.' | '…') {
            begin -= 1;
        }
        if !self.speaks(from, end) {
            return;
        }
        let pointed = begin < from && from - begin <= 6;
        let reading = self.read(from, end);
        let whole = pointed
            && reading.covers(95)
            && reading.weight >= 2
            && reading.strong() + reading.count(&[Role::Button]) > 0;
        let inner = Piece { from, to: end };
        if reading.count(&[Role::Report]) == 0 && (whole || self.accepts(inner, &reading, Zone::Inside)) {
            let begin = if pointed { begin } else { from };
            add(found, begin, end, rule(&reading), Cure::Delete, 0.8);
        }
    }

    /// Whether a piece is the page's.
    fn accepts(&self, piece: Piece, reading: &Reading, zone: Zone) -> bool {
        let text = self.text;
        let reports = reading.count(&[Role::Report]);
        if piece.to <= piece.from || reading.letters > 70 {
            return false;
        }
        match piece::labelled(text, piece, reading) {
            Some(piece::Labelled::Counter) if zone != Zone::Between => return true,
            Some(piece::Labelled::Page) if zone == Zone::Outside => return true,
            Some(piece::Labelled::Page) if zone == Zone::Between && piece::brief(text, piece, reading) => {
                return true;
            }
            Some(piece::Labelled::Person) => return false,
            _ => {}
        }
        let weight = reading.weight.saturating_sub(4 * reports);
        let stops = matches!(text.before(piece.to), '。' | '；');
        let strong = reading.strong();
        let titled = piece::titled(text, piece.to) && strong == 0;
        // 谢谢！中午还你。: to speak to somebody is no page's alone.
        let things = [Role::Thing, Role::Act, Role::Button, Role::Lure, Role::Site];
        if stops && strong == 0 && reading.count(&things) == 0 {
            return false;
        }
        let says = reading.telling * 10 >= reading.letters * 3;
        if zone != Zone::Outside && reports > 0
            || stops && (reports > 0 || !reading.addresses())
            || titled
            || !says
        {
            return false;
        }
        // 注册会员320人 is a figure of a report, unless the reader is spoken to.
        if (zone != Zone::Outside || strong == 0 || reports > 0)
            && piece::figures(text, piece)
            && !reading.addresses()
        {
            return false;
        }
        // 转发《关于…的通知》: the title says more than the one word.
        if reading.quoted > reading.letters && strong == 0 && !reading.addresses() {
            return false;
        }
        let (covers, kinds) = (|share| reading.covers(share), reading.kinds());
        match zone {
            Zone::Outside => {
                let latin = !(piece.from..piece.to).any(|k| is_han(text.ch[k]));
                // A text that has several pieces of a page was taken from one: less proves the next.
                self.scraped && covers(80) && weight >= 2 && piece::plain(text, piece)
                    || covers(70) && weight >= 4
                    || covers(95) && weight >= 3 && strong > 0 && !piece::ordinary(text, piece)
                    || covers(50) && weight >= 7 && kinds >= 2 && strong > 0
                    || latin && reading.count(&[Role::Own]) > 0 && covers(30)
            }
            Zone::Between => {
                covers(85) && weight >= 5 && kinds >= 2
                    || covers(65) && weight >= 8 && kinds >= 2 && strong > 0
                    || covers(95) && weight >= 4 && strong > 0
                    || covers(95) && reading.count(&[Role::Related]) > 0 && reading.letters >= 6
                    || covers(95) && reading.count(&[Role::Site]) > 0 && decorated(text.ch[piece.from])
            }
            Zone::Inside => covers(85) && (weight >= 4 || weight >= 3 && strong > 0),
        }
    }
}

/// Whether a line is a row of a table: it and a line beside it have the same bars, two or more.
fn table(text: &Text<'_>, line: usize) -> bool {
    let bars = |line: usize| {
        let (start, end) = text.line(line);
        text.ch[start..end].iter().filter(|c| **c == '|').count()
    };
    let (start, end) = text.line(line);
    if end - start > LINE || !text.ch[start..end].contains(&'|') {
        return false;
    }
    // The rows of a page's foot have blanks around their bars.
    let joint = |k: usize| text.ch[k] != '|' || text.gap[k] == 0 && text.gap_at(k + 1) == 0;
    if text.ch[start] != '|' && !(start..end).all(joint) {
        return false;
    }
    let here = bars(line);
    let last = text.lines.len().saturating_sub(1);
    here > 1 && (line > 0 && bars(line - 1) == here || line + 1 < last && bars(line + 1) == here)
}

/// 首页　新闻　政务　服务　互动: a row of short pieces that opens with one of a page and has another.
fn menu(pieces: &[Piece], readings: &[Reading], taken: &[bool]) -> bool {
    let says = |reading: &Reading| reading.weight > 0;
    let known = readings.iter().zip(taken).filter(|(reading, t)| **t || says(reading)).count();
    pieces.len() >= 4
        && pieces.iter().all(|p| p.to - p.from <= 6)
        && readings.iter().all(|reading| reading.count(&[Role::Report]) == 0)
        && (taken[0] || readings[0].count(&[Role::Button, Role::Own]) > 0)
        && known * 2 >= pieces.len()
        && known >= 2
}

/// What a site sets around its name.
const fn decorated(c: char) -> bool {
    matches!(c, '·' | '•' | '@' | '—' | '-' | '=' | '*' | '~' | '◆' | '★' | '●' | '■')
}

/// What a piece of a page is.
fn rule(reading: &Reading) -> RuleId {
    if reading.count(&[Role::Missing]) > 0 {
        RuleId::PREVIEW
    } else if reading.count(&[Role::Related]) > 0 {
        RuleId::RELATED
    } else if reading.count(&[Role::Notice]) > 0 {
        RuleId::NOTICE
    } else {
        RuleId::SITE
    }
}
