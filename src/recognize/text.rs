//! The folded view of a text that recognizers read: one entry for each character that matters, mapped back to bytes.
//!
//! Full-width letters, digits and bars are narrowed, traditional characters read as the simplified ones of the lists,
//! zero-width characters and carriage returns dropped, and blanks between characters dropped too, with a note that
//! there was one (`gap`): names and numbers in scanned texts have blanks inside. Tabs and line feeds stay. All
//! recognizers count in characters of this view; [`Text::span`] maps back.

mod traditional;

pub(super) use traditional::simplified;

use crate::lexicon::{Tags, View};
use crate::span::Span;

/// A term of the built-in lexicon in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// First character.
    pub start: u32,
    /// Length in characters.
    pub len: u32,
    /// What the term is.
    pub tags: Tags,
}

impl Hit {
    /// One past the last character.
    pub const fn end(self) -> usize {
        (self.start + self.len) as usize
    }
}

/// A folded text with the lexicon's findings in it.
#[derive(Debug)]
pub struct Text<'t> {
    /// The source; byte offsets count from `base`.
    pub src: &'t str,
    /// Byte offset of `src` in its unit.
    pub base: usize,
    /// The folded characters.
    pub ch: Vec<char>,
    /// Byte offset in `src` of each character.
    at: Vec<u32>,
    /// How wide a blank was dropped before each character: 0 none, 1 one space, 2 more or an ideographic one.
    pub gap: Vec<u8>,
    /// Tags of each character by itself.
    pub one: Vec<Tags>,
    /// Tags of all terms (two characters and more) that start at each character.
    pub starts: Vec<Tags>,
    /// Tags of all terms (two characters and more) that end after each character.
    pub ends: Vec<Tags>,
    /// The terms (two characters and more), by start, then length.
    pub hits: Vec<Hit>,
    /// Where the hits of each character begin in `hits`; one entry more than characters.
    first: Vec<u32>,
    /// First character of each line; the last entry is the length.
    pub lines: Vec<u32>,
    /// Of each line, whether it stands here as in the source: nothing dropped, nothing narrowed.
    plain: Vec<bool>,
    /// Share of Han characters with a blank before them, in thousandths: scanned texts have many.
    pub spaced: u32,
}

/// The memory of a [`Text`] that is done with, for the next one: a large file is read in many pieces.
#[derive(Debug, Default)]
pub struct Buffers {
    ch: Vec<char>,
    at: Vec<u32>,
    gap: Vec<u8>,
    one: Vec<Tags>,
    starts: Vec<Tags>,
    ends: Vec<Tags>,
    hits: Vec<Hit>,
    first: Vec<u32>,
    lines: Vec<u32>,
    plain: Vec<bool>,
}

impl<'t> Text<'t> {
    /// Folds `src`, which stands at byte `base` of its unit, and looks its terms up.
    pub fn new(src: &'t str, base: usize, lexicon: View<'_>, buffers: Buffers) -> Self {
        let Buffers { ch, at, gap, one, starts, ends, hits, first, lines, plain } = buffers;
        let mut text =
            Text { src, base, ch, at, gap, one, starts, ends, hits, first, lines, plain, spaced: 0 };
        text.fold();
        text.look_up(lexicon);
        text
    }

    /// Gives the memory back.
    pub fn into_buffers(self) -> Buffers {
        let Text { ch, at, gap, one, starts, ends, hits, first, lines, plain, .. } = self;
        Buffers { ch, at, gap, one, starts, ends, hits, first, lines, plain }
    }

    fn fold(&mut self) {
        // As many places as there are characters at most: to write is cheaper than to push.
        let bytes = self.src.as_bytes();
        let most = self.src.chars().count();
        self.ch.resize(most, '\0');
        self.at.resize(most, 0);
        self.gap.clear();
        self.gap.resize(most, 0);
        self.lines.clear();
        self.lines.push(0);
        self.plain.clear();
        let mut plain = true;
        let (ch, offsets, gaps) = (&mut self.ch[..most], &mut self.at[..most], &mut self.gap[..most]);
        let (mut n, mut gap, mut han, mut spaced) = (0usize, 0u8, 0usize, 0u32);
        let (mut at, mut before_is_han) = (0, false);
        loop {
            // Nearly all characters stand in runs like this.
            let (run, mut foreign) = (n, false);
            while let Some(c) = bytes[at..].first_chunk().and_then(common_han) {
                foreign |= traditional::is_traditional(c);
                ch[n] = c;
                offsets[n] = at as u32;
                n += 1;
                at += 3;
            }
            if n > run {
                gaps[run] = gap;
                spaced += u32::from(gap == 1 && before_is_han);
                (han, gap, before_is_han) = (han + n - run, 0, true);
            }
            if foreign {
                plain = false;
                ch[run..n].iter_mut().for_each(|c| *c = simplified(*c));
            }
            // Letters, digits and ASCII marks stand in runs too, and are what they are.
            let run = n;
            while let Some(&graphic @ b'!'..=b'~') = bytes.get(at) {
                ch[n] = graphic as char;
                offsets[n] = at as u32;
                n += 1;
                at += 1;
            }
            if n > run {
                gaps[run] = gap;
                (gap, before_is_han) = (0, false);
                continue;
            }
            let Some(&lead) = bytes.get(at) else { break };
            let from = at as u32;
            let c = if lead < 0x80 { lead as char } else { self.src[at..].chars().next().unwrap_or('\n') };
            at += c.len_utf8();
            let source = c;
            let c = match c {
                ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {
                    gap = (gap + 1).min(2);
                    plain = false;
                    continue;
                }
                '\u{3000}' => {
                    gap = 2;
                    plain = false;
                    continue;
                }
                '\r' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
                    plain = false;
                    continue;
                }
                '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '｜' => narrow(c),
                // The bars that tables are drawn with.
                '│' | '┃' => '|',
                _ => c,
            };
            ch[n] = c;
            offsets[n] = from;
            gaps[n] = gap;
            n += 1;
            (gap, before_is_han) = (0, is_han(c));
            plain &= c == source;
            if c == '\n' {
                self.lines.push(n as u32);
                self.plain.push(plain);
                plain = true;
            }
        }
        self.ch.truncate(n);
        self.at.truncate(n);
        self.gap.truncate(n);
        if self.lines.last() != Some(&(n as u32)) {
            self.lines.push(n as u32);
        }
        self.plain.push(plain);
        self.spaced = (spaced * 1000).checked_div(han as u32).unwrap_or(0);
    }

    fn look_up(&mut self, lexicon: View<'_>) {
        let n = self.ch.len();
        self.hits.clear();
        self.one.clear();
        self.one.extend(self.ch.iter().map(|&c| lexicon.single(c)));
        for tags in [&mut self.starts, &mut self.ends] {
            tags.clear();
            tags.resize(n, Tags::NONE);
        }
        self.first.clear();
        self.first.reserve(n + 1);
        let (hits, first, starts, ends) = (&mut self.hits, &mut self.first, &mut self.starts, &mut self.ends);
        lexicon.scan(&self.ch, |start, len, tags| {
            if first.len() <= start {
                first.resize(start + 1, hits.len() as u32);
            }
            hits.push(Hit { start: start as u32, len: len as u32, tags });
            starts[start] = starts[start].and(tags);
            ends[start + len - 1] = ends[start + len - 1].and(tags);
        });
        first.resize(n + 1, hits.len() as u32);
    }

    /// Number of folded characters.
    #[inline]
    pub const fn len(&self) -> usize {
        self.ch.len()
    }

    /// Whether there is nothing but blanks.
    pub const fn is_empty(&self) -> bool {
        self.ch.is_empty()
    }

    /// The character at `i`, or a line feed outside the text, so that neighbours can be asked without checks.
    #[inline]
    pub fn get(&self, i: usize) -> char {
        self.ch.get(i).copied().unwrap_or('\n')
    }

    /// How wide a blank was dropped before `i`; 0 outside the text.
    #[inline]
    pub fn gap_at(&self, i: usize) -> u8 {
        self.gap.get(i).copied().unwrap_or(0)
    }

    /// The character before `i`, or a line feed at the start.
    #[inline]
    pub fn before(&self, i: usize) -> char {
        if i == 0 { '\n' } else { self.get(i - 1) }
    }

    /// Whether the characters from `i` on are those of `term`.
    ///
    /// Long lists of terms are asked for at one place, and hardly one of them is there: the lowest bits of the first
    /// character tell, which are those of the third byte where a character has three.
    #[inline]
    pub fn starts_with(&self, i: usize, term: &str) -> bool {
        let bytes = term.as_bytes();
        let Some(&first) = self.ch.get(i) else { return term.is_empty() };
        let other = bytes.len() >= 3
            && matches!(bytes[0], 0xe0..=0xef)
            && (u32::from(bytes[2]) ^ u32::from(first)) & LAST_BITS != 0;
        !other && self.reads(i, term)
    }

    /// Whether the characters before `i` are those of `term`. The lowest bits of a character are those of its last byte.
    #[inline]
    pub fn ends_with(&self, i: usize, term: &str) -> bool {
        let (Some(&byte), Some(&last)) = (term.as_bytes().last(), self.ch.get(i.wrapping_sub(1))) else {
            return term.is_empty();
        };
        (u32::from(byte) ^ u32::from(last)) & LAST_BITS == 0 && self.read_before(i, term)
    }

    fn reads(&self, i: usize, term: &str) -> bool {
        let mut at = i;
        term.chars().all(|c| {
            at += 1;
            self.ch.get(at - 1) == Some(&c)
        })
    }

    fn read_before(&self, i: usize, term: &str) -> bool {
        let mut at = i;
        term.chars().rev().all(|c| {
            at = at.wrapping_sub(1);
            self.ch.get(at) == Some(&c)
        })
    }

    /// The terms that start at `i`, shortest first.
    #[inline]
    pub fn hits_at(&self, i: usize) -> &[Hit] {
        match self.first.get(i..i + 2) {
            Some(&[from, to]) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Length of the longest term with one of `tags` that starts at `i`; a single character counts too.
    pub fn longest_at(&self, i: usize, tags: Tags) -> Option<usize> {
        if self.starts.get(i)?.has(tags) {
            return self.hits_at(i).iter().rev().find(|h| h.tags.has(tags)).map(|h| h.len as usize);
        }
        self.one[i].has(tags).then_some(1)
    }

    /// Length of the longest term with one of `tags` that ends right before `i`; a single character counts too.
    pub fn longest_before(&self, i: usize, tags: Tags) -> Option<usize> {
        let last = i.checked_sub(1)?;
        if self.ends[last].has(tags) {
            let ends_here = |len: usize| {
                self.starts[i - len].has(tags)
                    && self.hits_at(i - len).iter().any(|hit| hit.end() == i && hit.tags.has(tags))
            };
            let found = (2..=12.min(i)).rev().find(|&len| ends_here(len));
            if found.is_some() {
                return found;
            }
        }
        self.one[last].has(tags).then_some(1)
    }

    /// Byte offset in `src` at which character `i` starts; the length of `src` past the end.
    pub fn offset(&self, i: usize) -> usize {
        self.at.get(i).map_or(self.src.len(), |&at| at as usize)
    }

    /// The byte offsets of the characters of line `number` from `start` to `end`, when they are all that the source
    /// has there.
    pub(super) fn plain(&self, number: usize, start: usize, end: usize) -> Option<&[u32]> {
        self.plain.get(number).is_some_and(|&plain| plain).then(|| &self.at[start..end])
    }

    /// Whether line `number` stands here as in the source: no blank dropped, nothing narrowed.
    pub fn is_plain(&self, number: usize) -> bool {
        self.plain.get(number).is_some_and(|&plain| plain)
    }

    /// Byte offset in `src` at which character `i` ends (not counting a blank after it).
    pub fn offset_after(&self, i: usize) -> usize {
        let at = self.offset(i);
        // The first byte says how many there are.
        at + match self.src.as_bytes().get(at) {
            None => 0,
            Some(0..0x80) => 1,
            Some(0x80..0xe0) => 2,
            Some(0xe0..0xf0) => 3,
            Some(0xf0..) => 4,
        }
    }

    /// The bytes of the characters from `start` to `end` (exclusive), in the unit's offsets, without the blanks
    /// around them.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.offset(start);
        let to = if end > start { self.offset_after(end - 1) } else { from };
        Span::new(self.base + from, self.base + to)
    }

    /// The blanks before character `i`.
    pub fn blanks_before(&self, i: usize) -> Span {
        let from = i.checked_sub(1).map_or(0, |before| self.offset_after(before));
        Span::new(self.base + from, self.base + self.offset(i))
    }

    /// As [`Self::span`], with the blanks before it.
    pub fn span_from_blanks(&self, start: usize, end: usize) -> Span {
        let span = self.span(start, end);
        let from = start.checked_sub(1).map_or(0, |before| self.offset_after(before));
        Span::new(self.base + from, span.end)
    }

    /// The source text of the characters from `start` to `end` (exclusive), blanks inside included.
    pub fn source(&self, start: usize, end: usize) -> &'t str {
        let span = self.span(start, end);
        &self.src[span.start - self.base..span.end - self.base]
    }

    /// The folded characters from `start` to `end` as a string.
    pub fn folded(&self, start: usize, end: usize) -> String {
        self.ch[start..end].iter().collect()
    }

    /// Index of the character at a byte offset of `src`, or of the first one after it.
    pub fn index_of(&self, offset: usize) -> usize {
        self.at.partition_point(|&at| (at as usize) < offset)
    }

    /// Index into `lines` of the line that holds character `i`.
    pub fn line_of(&self, i: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= i).saturating_sub(1)
    }

    /// Whether there may be a table: tabs or bars, as they are written.
    pub fn is_fenced(&self) -> bool {
        ['\t', '|', '｜', '│', '┃'].iter().any(|&fence| self.src.contains(fence))
    }

    /// First character of the line that holds `i`, and one past its last (the line feed is not included).
    pub fn line_range(&self, i: usize) -> (usize, usize) {
        self.line(self.line_of(i))
    }

    /// The same of a line by its number.
    pub fn line(&self, line: usize) -> (usize, usize) {
        let start = self.lines[line] as usize;
        let end = self.lines.get(line + 1).map_or(self.len(), |&e| e as usize);
        (start, if end > start && self.get(end - 1) == '\n' { end - 1 } else { end })
    }

    /// Whether no blank was dropped between the characters from `start` to `end`.
    pub fn unbroken(&self, start: usize, end: usize) -> bool {
        (start + 1..end).all(|i| self.gap[i] == 0)
    }
}

/// The bits of a character that the last byte of its UTF-8 holds.
const LAST_BITS: u32 = 0x3f;

/// The common Han character that three bytes of valid UTF-8 are, if they are one.
#[inline]
fn common_han(&[lead, second, third]: &[u8; 3]) -> Option<char> {
    let code = u32::from(lead & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
    if matches!(lead, 0xe4..=0xe9) && code >= 0x4e00 { char::from_u32(code) } else { None }
}

fn narrow(c: char) -> char {
    char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
}

/// Han characters, with 〇 and 々.
#[inline]
pub const fn is_han(c: char) -> bool {
    // Nearly every character is a common one, or stands before all of them.
    matches!(c, '\u{4e00}'..='\u{9fff}')
        || c >= '々' && matches!(c, '\u{3400}'..='\u{4dbf}' | '〇' | '々' | '\u{20000}'..='\u{323af}')
}

/// A digit; the folded text has no others.
#[inline]
pub const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Chinese numerals, plain and capital.
#[inline]
pub const fn is_cnum(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '零'
            | '〇'
            | '两'
            | '壹'
            | '贰'
            | '叁'
            | '肆'
            | '伍'
            | '陆'
            | '柒'
            | '捌'
            | '玖'
            | '拾'
            | '佰'
            | '仟'
            | '廿'
            | '卅'
    )
}
