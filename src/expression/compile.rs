//! From an expression to its program.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, Repetition};

use super::ExpressionError;
use super::need::{first, length, need};
use super::program::{
    ANCHORED, CHAR, CLASS, CODE, END, FIRST, HEAD, IDS, JUMP, MATCH, NEED, RUN, SAVE, SHORTEST, SPLIT, STAR,
    START, STRING, SWITCH, class,
};

/// Most words of a program.
const LARGEST: usize = 1 << 18;
/// Most first characters of an alternation that are told apart by a table.
const TABLE: usize = 512;

/// What the classes of an expression mean here: Han characters are no letters, digits may be wide.
const CLASSES: &[(&str, &str)] = &[
    (r"\p{Han}", "一-\u{9fff}〇"),
    (r"\d", "0-9０-９"),
    (r"\w", "0-9A-Za-z_"),
    (r"\s", " \t\r\u{a0}\u{3000}"),
];

pub(super) fn narrow(expression: &str) -> String {
    let mut narrowed = String::with_capacity(expression.len() * 2);
    let (mut rest, mut in_class) = (expression, false);
    while let Some(c) = rest.chars().next() {
        if let Some((class, meaning)) = CLASSES.iter().find(|(class, _)| rest.starts_with(class)) {
            narrowed.extend((!in_class).then_some('['));
            narrowed.push_str(meaning);
            narrowed.extend((!in_class).then_some(']'));
            rest = &rest[class.len()..];
            continue;
        }
        let escaped = if c == '\\' { rest[1..].chars().next() } else { None };
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        narrowed.push(c);
        narrowed.extend(escaped);
        rest = &rest[c.len_utf8() + escaped.map_or(0, char::len_utf8)..];
    }
    narrowed
}

pub(super) fn compile(expression: &str) -> Result<Vec<u32>, ExpressionError> {
    let hir = regex_syntax::parse(&narrow(expression)).map_err(|e| ExpressionError::Syntax(Box::new(e)))?;
    let mut program = Program { words: vec![0; HEAD], classes: BTreeMap::new(), ids: 0 };
    program.words[ANCHORED] = u32::from(anchored(&hir));
    program.words[SHORTEST] = length(&hir).0 as u32;
    if let Some(class) = first(&hir) {
        program.words[FIRST] = program.class(&class);
    }
    if let Some(need) = need(&hir) {
        program.words[NEED] = program.words.len() as u32;
        program.words.extend(need.words());
    }
    // Classes stand before the code, so that each is known when it is named.
    program.classes_of(&hir);
    program.words[CODE] = program.words.len() as u32;
    program.add(&hir)?;
    program.words.push(MATCH);
    program.words[IDS] = program.ids;
    Ok(program.words)
}

fn anchored(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(look) => *look == Look::Start,
        HirKind::Capture(capture) => anchored(&capture.sub),
        HirKind::Concat(parts) => parts.first().is_some_and(anchored),
        HirKind::Alternation(parts) => parts.iter().all(anchored),
        _ => false,
    }
}

struct Program {
    words: Vec<u32>,
    classes: BTreeMap<Vec<u32>, u32>,
    ids: u32,
}

impl Program {
    fn class(&mut self, ranges: &ClassUnicode) -> u32 {
        let ranges: Vec<(char, char)> = ranges.ranges().iter().map(|r| (r.start(), r.end())).collect();
        let words = class(&ranges);
        let at = self.words.len() as u32;
        match self.classes.get(&words) {
            Some(&at) => at,
            None => {
                self.words.extend(&words);
                self.classes.insert(words, at);
                at
            }
        }
    }

    fn classes_of(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => drop(self.class(class)),
            HirKind::Repetition(repetition) => self.classes_of(&repetition.sub),
            HirKind::Capture(capture) => self.classes_of(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                parts.iter().for_each(|part| self.classes_of(part));
            }
            _ => {}
        }
    }

    fn ids(&mut self, count: u32) -> u32 {
        self.ids += count;
        self.ids - count
    }

    fn here(&self) -> u32 {
        self.words.len() as u32
    }

    fn add(&mut self, hir: &Hir) -> Result<(), ExpressionError> {
        if self.words.len() > LARGEST {
            return Err(ExpressionError::Size);
        }
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                let text = str::from_utf8(&literal.0)
                    .map_err(|_| ExpressionError::Unsupported("a byte that is no character"))?;
                let chars: Vec<u32> = text.chars().map(u32::from).collect();
                match chars[..] {
                    [c] => self.words.extend([CHAR, c]),
                    _ => {
                        self.words.extend([STRING, chars.len() as u32]);
                        self.words.extend(chars);
                    }
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                let class = self.class(class);
                self.words.extend([CLASS, class]);
            }
            HirKind::Class(Class::Bytes(_)) => {
                return Err(ExpressionError::Unsupported("a byte that is no character"));
            }
            HirKind::Look(Look::Start) => self.words.push(START),
            HirKind::Look(Look::End) => self.words.push(END),
            HirKind::Look(_) => return Err(ExpressionError::Unsupported("a word boundary or line mode")),
            HirKind::Repetition(repetition) => self.repeat(repetition)?,
            HirKind::Capture(capture) => {
                let hit = capture.name.as_deref() == Some("hit");
                if hit {
                    self.words.extend([SAVE, 0]);
                }
                self.add(&capture.sub)?;
                if hit {
                    self.words.extend([SAVE, 1]);
                }
            }
            HirKind::Concat(parts) => {
                for part in parts {
                    self.add(part)?;
                }
            }
            HirKind::Alternation(parts) => self.choose(parts)?,
        }
        Ok(())
    }

    /// Alternatives: by the next character where each has few to start with, else one after the other.
    fn choose(&mut self, parts: &[Hir]) -> Result<(), ExpressionError> {
        let mut jumps = Vec::new();
        if let Some(table) = table(parts) {
            let id = self.ids(1);
            self.words.extend([SWITCH, id, table.len() as u32]);
            let pairs = self.words.len();
            self.words.resize(pairs + 2 * table.len(), 0);
            let mut lists = Vec::new();
            for (index, (&c, list)) in table.iter().enumerate() {
                self.words[pairs + 2 * index] = c as u32;
                self.words[pairs + 2 * index + 1] = self.here();
                self.words.push(list.len() as u32);
                for &part in list {
                    lists.push((self.words.len(), part));
                    self.words.push(0);
                }
            }
            let mut starts = Vec::with_capacity(parts.len());
            for part in parts {
                starts.push(self.here());
                self.add(part)?;
                jumps.push(self.jump());
            }
            for (at, part) in lists {
                self.words[at] = starts[part];
            }
        } else {
            for (index, part) in parts.iter().enumerate() {
                if index + 1 == parts.len() {
                    self.add(part)?;
                    break;
                }
                let split = self.split();
                self.words[split] = self.here();
                self.add(part)?;
                jumps.push(self.jump());
                self.words[split + 1] = self.here();
            }
        }
        for jump in jumps {
            self.words[jump] = self.here();
        }
        Ok(())
    }

    /// Adds a split; the word returned is its first way, the one behind it the second.
    fn split(&mut self) -> usize {
        let id = self.ids(1);
        self.words.extend([SPLIT, id, 0, 0]);
        self.words.len() - 2
    }

    fn jump(&mut self) -> usize {
        self.words.extend([JUMP, 0]);
        self.words.len() - 1
    }

    fn repeat(&mut self, repetition: &Repetition) -> Result<(), ExpressionError> {
        let (min, greedy, sub) = (repetition.min, repetition.greedy, &*repetition.sub);
        if let (HirKind::Class(Class::Unicode(class)), Some(max)) = (sub.kind(), repetition.max) {
            let (class, id) = (self.class(class), self.ids(2));
            self.words.extend([RUN, id, class, min, max, u32::from(greedy)]);
            return Ok(());
        }
        if let (HirKind::Class(Class::Unicode(class)), None, true) = (sub.kind(), repetition.max, greedy) {
            let class = self.class(class);
            for _ in 0..min {
                self.words.extend([CLASS, class]);
            }
            let id = self.ids(2);
            self.words.extend([STAR, id, class]);
            return Ok(());
        }
        let nothing = length(sub).0 == 0;
        let loops = repetition.max.is_none() && (min > 0 || nothing);
        for _ in 0..min.saturating_sub(u32::from(loops)) {
            self.add(sub)?;
        }
        // The way into what is repeated and the way past it, in the order they are tried.
        let (into, past) = if greedy { (0, 1) } else { (1, 0) };
        match repetition.max {
            None if loops => {
                let skip = (min == 0).then(|| self.split());
                if let Some(skip) = skip {
                    self.words[skip + into] = self.here();
                }
                let again = self.here();
                self.add(sub)?;
                let split = self.split();
                self.words[split + into] = again;
                self.words[split + past] = self.here();
                if let Some(skip) = skip {
                    self.words[skip + past] = self.here();
                }
            }
            None => {
                let again = self.here();
                let split = self.split();
                self.words[split + into] = self.here();
                self.add(sub)?;
                let back = self.jump();
                self.words[back] = again;
                self.words[split + past] = self.here();
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    let split = self.split();
                    self.words[split + into] = self.here();
                    self.add(sub)?;
                    splits.push(split);
                }
                for split in splits {
                    self.words[split + past] = self.here();
                }
            }
        }
        Ok(())
    }
}

/// The alternatives that each character starts, in order.
fn table(parts: &[Hir]) -> Option<BTreeMap<char, Vec<usize>>> {
    let mut table: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let class = first(part)?;
        let size: usize = class.ranges().iter().map(|r| r.len()).sum();
        if size > 64 {
            return None;
        }
        for c in class.ranges().iter().flat_map(|r| r.start()..=r.end()) {
            table.entry(c).or_default().push(index);
        }
    }
    (table.len() <= TABLE).then_some(table)
}
