//! Many terms, one scan. A [`Lexicon`] hides how its terms are stored.

mod table;
mod tags;
mod user;

use std::borrow::Cow;

pub use tags::Tags;
pub use user::UserTerms;

/// A list of terms with their [`Tags`]: built-in (ready-made bytes) or made from a user's list by the same builder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexicon {
    bytes: Cow<'static, [u8]>,
}

/// Why a lexicon cannot be made or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// A term is empty or too long.
    #[error("the term {term:?} has {length} characters; a term has 1 to {} characters", table::LONGEST)]
    Length {
        /// The term.
        term: String,
        /// Its length in characters.
        length: usize,
    },
    /// Two terms cannot be told apart by their hash.
    #[error("the term {0:?} collides with another one; leave one of them out")]
    Collision(String),
    /// The bytes are not a table of this version.
    #[error("the ready-made lexicon is damaged or of another version; build yinmo anew")]
    Damaged,
}

impl Lexicon {
    /// Opens a ready-made table; nothing is copied.
    ///
    /// # Errors
    /// When the bytes were not made by this version's builder.
    pub fn open(bytes: &'static [u8]) -> Result<Self, LexiconError> {
        table::Table::open(bytes).ok_or(LexiconError::Damaged)?;
        Ok(Self { bytes: Cow::Borrowed(bytes) })
    }

    /// Builds a lexicon at run time.
    ///
    /// # Errors
    /// When a term is empty, too long or collides with another.
    pub fn build(terms: &[(String, Tags)]) -> Result<Self, LexiconError> {
        let bytes = table::build(terms).map_err(|error| match error {
            table::TableError::Length(term) => LexiconError::Length { length: term.chars().count(), term },
            table::TableError::Collision(term) => LexiconError::Collision(term),
        })?;
        Ok(Self { bytes: Cow::Owned(bytes) })
    }

    /// A view that can be searched; take it once and use it for a whole text.
    pub fn view(&self) -> View<'_> {
        View { table: table::Table::open(&self.bytes).expect("checked when the lexicon was made") }
    }
}

/// An opened [`Lexicon`].
#[derive(Clone, Copy, Debug)]
pub struct View<'l> {
    table: table::Table<'l>,
}

impl View<'_> {
    /// Tags of a whole term; [`Tags::NONE`] when it is in no list.
    #[inline]
    pub fn get(&self, term: &[char]) -> Tags {
        self.table.get(term)
    }

    /// Tags of one character.
    #[inline]
    pub fn single(&self, c: char) -> Tags {
        self.table.single(c)
    }

    /// Calls `hit` with the length in characters and the tags of every term (of two characters and more) that
    /// starts `text`, shortest first.
    #[inline]
    pub fn starting(&self, text: &[char], hit: impl FnMut(usize, Tags)) {
        self.table.starting(text, hit);
    }

    /// Calls `hit` with the start, the length and the tags of every term (of two characters and more) in `text`, by
    /// start, then length.
    #[inline]
    pub fn scan(&self, text: &[char], hit: impl FnMut(usize, usize, Tags)) {
        self.table.scan(text, hit);
    }

    /// Number of terms of two characters and more.
    pub const fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is no term of two characters or more.
    pub const fn is_empty(&self) -> bool {
        self.table.len() == 0
    }
}

#[cfg(test)]
mod tests;
