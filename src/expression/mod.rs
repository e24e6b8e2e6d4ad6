//! Regular expressions over characters, for patterns: many of them, most never used in a run, a few used often.
//!
//! The stock engines turn an expression into automata over bytes when the program starts. A class such as `[^。]`
//! repeated sixty times makes thousands of states over bytes; the patterns took longer to build than a report to read.
//! Here an expression is a short program over whole characters (`program`), which the build script writes for the
//! built-in patterns (`compile`), so that nothing is left to do but to run it (`run`). Characters that a match
//! must contain are known (`need`), and the program is tried only around them.
//!
//! Matches are those of the `regex` crate, leftmost and first alternative first; a test compares both. The time is at
//! most proportional to the length of the text times that of the program.

mod compile;
mod need;
mod program;
mod run;

use std::borrow::Cow;

pub use run::Scratch;

/// A compiled expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    words: Cow<'static, [u32]>,
}

/// A match; positions count characters of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Where the group `hit` matched, if it took part.
    pub hit: Option<(usize, usize)>,
}

/// Why an expression cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionError {
    /// It is not well formed.
    #[error("{0}")]
    Syntax(Box<regex_syntax::Error>),
    /// It asks for something that has no meaning here.
    #[error("{0} is not supported in patterns; write the characters that may stand there")]
    Unsupported(&'static str),
    /// It is too long.
    #[error("the expression is too large; repeat fewer things fewer times")]
    Size,
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// When it is not well formed, or asks for word boundaries or for lines.
    pub fn new(expression: &str) -> Result<Self, ExpressionError> {
        compile::compile(expression).map(|words| Self { words: Cow::Owned(words) })
    }

    /// The ready-made form of an expression, for [`Self::open`].
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// Opens the ready-made form.
    pub fn open(words: impl Into<Cow<'static, [u32]>>) -> Self {
        Self { words: words.into() }
    }

    /// The leftmost match in `subject` that starts at `at` or behind it. Neighbours before `at` count.
    pub fn find_at(&self, subject: &[char], at: usize, scratch: &mut Scratch) -> Option<Match> {
        run::find(&self.words, subject, at, scratch)
    }

    /// The leftmost match in a text of its own.
    pub fn find(&self, text: &str) -> Option<Match> {
        let subject: Vec<char> = text.chars().collect();
        self.find_at(&subject, 0, &mut Scratch::default())
    }
}

#[cfg(test)]
mod tests;
