//! Integration tests: one binary, one module for each concern.

mod cli;
mod diff;
mod golden;
mod harness;
mod layers;
mod odd_input;
mod patterns;
mod properties;
mod readme;
mod roundtrip;
