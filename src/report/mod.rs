//! Reports: one file per output format, each a pure function of what was found. They write into any
//! [`std::io::Write`]; where that leads is the caller's business.

mod diff;
mod evidence;
mod github;
mod html;
mod json;
mod junit;
mod next;
mod rdjson;
mod record;
mod rules;
mod sarif;
mod tally;
mod text;
mod words;

pub use diff::{DiffLook, diff};
pub use github::github;
pub use html::{HTML_HEAD, HTML_TAIL, Page};
pub use json::{Separator, json};
pub use junit::{JUNIT_HEAD, JUNIT_TAIL, junit, junit_close, junit_open};
pub use next::{advice, next};
pub use rdjson::rdjson;
pub use record::{Record, Source, View, records};
pub use rules::{rule_list, rule_page};
pub use sarif::{SARIF_TAIL, sarif, sarif_head};
pub use tally::{Tally, plural};
pub use text::{Look, text};
pub use words::{side_by_side, word_diff};
