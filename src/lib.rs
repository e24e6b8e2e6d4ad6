//! yinmo (隐墨) finds names, places, organisations, figures and identifiers in Chinese official reports, masks them,
//! and finds what others left behind: unfilled placeholders, scrape markers, damaged text.
//!
//! ```
//! use yinmo::{builtin, edit, policy::Policy, style::Style};
//!
//! let engine = builtin::engine(Policy::default());
//! let text = "投诉电话：0571-88006633";
//! let masked = engine.mask(text, &Style::named("xx").unwrap());
//! assert_eq!(edit::apply(text, &masked.edits), "投诉电话：XX");
//! ```
//!
//! The library computes only: text in, values out. Modules are in the order of their dependencies; each uses only
//! those above it, and a test keeps it so.

#![cfg_attr(not(test), warn(clippy::disallowed_methods, clippy::disallowed_macros))]

pub mod span;
pub mod edit;
pub mod fingerprint;
pub mod document;
pub mod format;
// Nothing above this line knows what a rule is.
pub mod lexicon;
pub mod expression;
pub mod rule;
pub mod recognize;
pub mod resolve;
pub mod finding;
pub mod slot;
pub mod style;
pub mod template;
pub mod policy;
pub mod config;
pub mod allow;
pub mod baseline;
pub mod engine;
pub mod report;
pub mod plan;
pub mod receipt;
pub mod vault;
#[cfg(feature = "age")]
pub mod age;
pub mod builtin;

/// The examples of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
