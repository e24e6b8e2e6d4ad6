//! Integration tests: one binary, one module for each concern.
#![allow(
    clippy::disallowed_methods,
    reason = "the bans in clippy.toml keep the library pure; tests read and write"
)]

mod allow;
mod batches;
mod cli;
mod config;
mod diff;
mod golden;
mod harness;
mod layers;
mod odd_input;
mod office;
mod pages;
#[cfg(feature = "parquet")]
mod papers;
mod parquet;
mod patterns;
mod properties;
mod quality;
mod readme;
mod records;
mod roundtrip;
mod shell;
mod template;
mod vault;
