//! Integration tests: one binary, one module for each concern.

mod golden;
mod layers;
mod patterns;
mod properties;
