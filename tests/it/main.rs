//! Integration tests: one binary, one module for each concern.

mod cli;
mod diff;
mod harness;
mod layers;
mod odd_input;
mod patterns;
mod readme;
mod roundtrip;
