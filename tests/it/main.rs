//! Integration tests: one binary, one module for each concern.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the bans in clippy.toml keep the library pure; tests read, write and say what they skip"
)]

mod allow;
mod batches;
mod cli;
mod config;
#[cfg(feature = "office")]
mod container;
mod diff;
mod forms;
#[cfg(feature = "pdf")]
mod fuzz;
mod golden;
mod harness;
mod layers;
mod leftovers;
#[cfg(feature = "office")]
mod libreoffice;
mod lsp;
mod odd_input;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "pdf")]
mod pages;
mod papers;
#[cfg(feature = "parquet")]
mod parquet;
mod patterns;
mod properties;
mod quality;
mod readme;
mod records;
mod roundtrip;
mod schemas;
#[cfg(feature = "web")]
mod serve;
mod shell;
mod surrogate;
mod template;
mod vault;
