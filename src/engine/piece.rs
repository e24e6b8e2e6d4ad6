//! Texts that are too long to hold: read window by window, with the same result as in one.
//!
//! Whoever reads cuts the text with [`window`], scans each window with [`Engine::scan_window_of`] and, to mask, takes each
//! window's edits from [`Engine::mask_found`]. That is one round; the result is verified by a second over its own windows.

use super::{Aim, Engine, Outcome, WINDOW, cut};
use crate::recognize::{Buffers, Candidate};

/// The memory of a window that is done with, for the next one: asked of the system anew each time, it would have to be
/// cleared each time.
#[derive(Debug, Default)]
pub struct Room {
    buffers: Buffers,
    found: Vec<Candidate>,
}

/// Where the first window of `text` ends, or `None` when more text is needed to tell. `whole` says that there is
/// no more.
pub fn window(text: &str, whole: bool) -> Option<usize> {
    (whole || text.len() > WINDOW).then(|| cut(text, 0))
}

impl Engine {
    /// Everything found in one window of a longer text, which [`window`] has cut. `edges` says whether it is the
    /// first and whether it is the last.
    pub fn scan_window_of(&self, window: &str, edges: (bool, bool), aim: Aim, room: &mut Room) -> Outcome {
        let mut outcome = Outcome::default();
        let buffers = std::mem::take(&mut room.buffers);
        let taken = (buffers, &mut room.found);
        room.buffers = self.scan_window(window, (0, window.len()), edges, aim, taken, &mut outcome);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::policy::Policy;

    #[test]
    fn windows_find_what_the_whole_finds() {
        let engine = builtin::engine(Policy::default());
        let sentence = "临江县财政局局长杨槐到柳林镇走访企业48家，兑现资金3.2亿元，联系电话0571-88006633。";
        for end in ["\n", ""] {
            let text = format!("{sentence}{end}").repeat(3 * WINDOW / sentence.len());
            let whole = engine.scan(&text).findings;
            let mut found = Vec::new();
            let (mut at, mut room) = (0, Room::default());
            while at < text.len() {
                // As a reader would: with little more than is needed to tell.
                let mut upto = (at + WINDOW + 1).min(text.len());
                while !text.is_char_boundary(upto) {
                    upto += 1;
                }
                let last = upto == text.len();
                let end = at + window(&text[at..upto], last).expect("enough was read");
                assert_eq!(window(&text[at..(at + 9).min(text.len())], false), None);
                let part = &text[at..end];
                let edges = (at == 0, end == text.len());
                for mut finding in engine.scan_window_of(part, edges, Aim::Report, &mut room).findings {
                    finding.span.start += at;
                    finding.span.end += at;
                    found.push(finding.span);
                }
                at = end;
            }
            assert!(found.len() > 1000);
            assert_eq!(found, whole.iter().map(|finding| finding.span).collect::<Vec<_>>());
        }
    }
}
