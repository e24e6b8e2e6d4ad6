//! Integration tests: one binary, one module for each concern.

mod layers;
mod patterns;
