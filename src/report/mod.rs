//! Reports: one file per output format, each a pure function of what was found. They write into any
//! [`std::io::Write`]; where that leads is the caller's business.

mod diff;
mod evidence;
mod github;
mod json;
mod junit;
mod next;
mod record;
mod rules;
mod sarif;
mod tally;
mod text;

pub use diff::{DiffLook, diff};
pub use github::github;
pub use json::{Separator, json};
pub use junit::{JUNIT_HEAD, JUNIT_TAIL, junit, junit_close, junit_open};
pub use next::next;
pub use record::{Record, Source, View, records};
pub use rules::{rule_list, rule_page};
pub use sarif::{SARIF_TAIL, sarif, sarif_head};
pub use tally::{Tally, plural};
pub use text::{Look, text};
