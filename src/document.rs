//! A [`Document`] is a file's text without its container, as a list of [`TextUnit`]s.

/// A piece of text that is read as one: a file, a paragraph, a cell, a JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextUnit {
    /// The text; all spans count its bytes.
    pub text: String,
    /// The place in the container (`¶7`, `Sheet1!B3`), or `None` when the unit is the whole document.
    pub locator: Option<String>,
}

/// Everything in a file that can be read as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The units in reading order.
    pub units: Vec<TextUnit>,
}

impl Document {
    /// A document of one unit.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { units: vec![TextUnit { text: text.into(), locator: None }] }
    }
}
