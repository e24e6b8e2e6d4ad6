//! A [`Span`] is a range of UTF-8 bytes in one unit's text; a [`Locator`] turns offsets into lines and columns.

/// A half-open range of UTF-8 bytes, on character boundaries of the text it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both spans have a byte in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn union(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text under the span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place in a text as people count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Turns ascending offsets into positions in one pass over the text.
///
/// Asking for a smaller offset than before starts over, so sorted findings cost linear time even in a file of one
/// line.
#[derive(Clone, Debug)]
pub struct Locator<'t> {
    text: &'t str,
    at: usize,
    position: Position,
    line_start: usize,
}

impl<'t> Locator<'t> {
    /// A locator at the start of `text`.
    pub const fn new(text: &'t str) -> Self {
        Self { text, at: 0, position: Position { line: 1, column: 1 }, line_start: 0 }
    }

    /// Where `offset` (a byte offset on a character boundary) stands.
    pub fn locate(&mut self, offset: usize) -> Position {
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let passed = &self.text.as_bytes()[self.at..offset];
        let ends = line_feeds(passed);
        if ends == 0 {
            self.position.column += chars(passed);
        } else {
            let last = passed.iter().rposition(|&b| b == b'\n').unwrap_or(0);
            self.position.line += ends;
            self.line_start = self.at + last + 1;
            self.position.column = 1 + chars(&self.text.as_bytes()[self.line_start..offset]);
        }
        self.at = offset;
        self.position
    }

    /// The line that holds the last located offset, without its line end.
    pub fn line(&self) -> &'t str {
        let rest = &self.text[self.line_start..];
        rest[..rest.find('\n').unwrap_or(rest.len())].trim_end_matches('\r')
    }

    /// Byte offset at which [`Self::line`] starts.
    pub const fn line_start(&self) -> usize {
        self.line_start
    }
}

/// Characters in valid UTF-8: every byte that does not continue another.
fn chars(bytes: &[u8]) -> usize {
    // 10xxxxxx continues.
    count(bytes, |word| !word >> 7 | word >> 6, |b| (b as i8) >= -0x40)
}

/// Line feeds.
fn line_feeds(bytes: &[u8]) -> usize {
    // What differs from a line feed has a bit; the highest of a byte gathers them.
    let differs = |word: u64| {
        let other = word ^ (ONES * u64::from(b'\n'));
        (other & !HIGH).wrapping_add(!HIGH) | other
    };
    count(bytes, |word| !differs(word) >> 7, |b| b == b'\n')
}

/// The lowest and the highest bit of each of eight bytes.
pub(crate) const ONES: u64 = u64::from_le_bytes([1; 8]);
pub(crate) const HIGH: u64 = ONES << 7;

/// How many bytes are so: eight together, of which `are` gives the lowest bits, and `is` for those that are left.
#[inline]
fn count(bytes: &[u8], are: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut sum = 0;
    // No more than a byte of the sum can count.
    for words in words.chunks(255) {
        let each: u64 = words.iter().map(|word| are(u64::from_le_bytes(*word)) & ONES).sum();
        let pairs = (each & 0x00ff_00ff_00ff_00ff) + (each >> 8 & 0x00ff_00ff_00ff_00ff);
        sum += (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as usize;
    }
    sum + rest.iter().filter(|&&b| is(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let mut locator = Locator::new("甲乙\r\n丙丁a戊");
        assert_eq!(locator.locate(3), Position { line: 1, column: 2 });
        assert_eq!(locator.locate(8 + 6), Position { line: 2, column: 3 });
        assert_eq!(locator.line(), "丙丁a戊");
        assert_eq!(locator.locate(0), Position { line: 1, column: 1 });
        assert_eq!(locator.line(), "甲乙");
    }

    #[test]
    fn bytes_are_counted_together_as_one_by_one() {
        let texts = ["", "a", "\n", "甲乙丙\n丁a\u{8a}\u{b}", "𠮷é\n\n", "〇\u{10ffff}\tz\u{7f}"];
        for (first, second) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            for times in [1, 2, 7, 900] {
                let text = [first.repeat(times), (*second).to_owned()].concat();
                assert_eq!(chars(text.as_bytes()), text.chars().count());
                assert_eq!(line_feeds(text.as_bytes()), text.matches('\n').count());
            }
        }
    }
}
