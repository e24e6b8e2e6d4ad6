//! Marks in the text itself: in a comment of Markdown or HTML, in brackets, or bare in plain text.
//!
//! `yinmo:allow` allows in its own line, `yinmo:allow-next` in the next line that is not empty, `yinmo:allow-begin`
//! until `yinmo:allow-end`, `yinmo:allow-file` in the whole text. Rules or groups may follow; without them all are
//! allowed. What follows those is the reason, for people.

use super::Region;
use crate::span::Span;

/// What a mark starts with.
pub const MARK: &str = "yinmo:allow";

/// The regions that the marks of a text open.
pub fn marks(text: &str) -> Vec<Region> {
    let mut regions = Vec::new();
    if !text.contains(MARK) {
        return regions;
    }
    // Opened by `-next` or `-begin` and not closed yet: index into `regions`.
    let (mut next, mut open): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        if !line.contains(MARK) && !line.trim().is_empty() {
            for index in next.drain(..) {
                let region: &mut Region = &mut regions[index];
                region.span = Span::new(start, end);
            }
        }
        for (at, _) in line.match_indices(MARK) {
            let rest = &line[at + MARK.len()..];
            let word = rest.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'-').count();
            let (scope, rest) = rest.split_at(word);
            let mut region = Region { span: Span::new(start, end), rules: rules(rest), line: number + 1 };
            match scope.trim_end_matches('-') {
                "" => {}
                "-next" => next.push(regions.len()),
                "-begin" => {
                    region.span.end = text.len();
                    open.push(regions.len());
                }
                "-end" => {
                    if let Some(index) = open.pop() {
                        let region: &mut Region = &mut regions[index];
                        region.span.end = end;
                    }
                    continue;
                }
                "-file" => region.span = Span::new(0, text.len()),
                _ => continue,
            }
            regions.push(region);
        }
        start = end;
    }
    regions
}

/// The rules behind a mark, up to the first word that cannot be one.
fn rules(rest: &str) -> Vec<String> {
    let words = rest.split([' ', ',', '，', '、', '\t']).filter(|word| !word.is_empty());
    let mut rules = Vec::new();
    for word in words {
        let name = word.bytes().take_while(|b| b.is_ascii_lowercase() || matches!(b, b'/' | b'-')).count();
        let name = word[..name].trim_end_matches('-');
        if name.is_empty() {
            break;
        }
        rules.push(name.to_owned());
        if name.len() < word.len() {
            break;
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        marks(text).into_iter().map(|r| (r.span.of(text).trim_end().to_owned(), r.rules.join(" "))).collect()
    }

    #[test]
    fn marks_work_in_text_and_in_comments() {
        let one = |text: &str| found(text).remove(0);
        assert_eq!(one("甲<!-- yinmo:allow -->乙\n丙"), ("甲<!-- yinmo:allow -->乙".into(), String::new()));
        assert_eq!(one("甲〔yinmo:allow entity/person，id：已公开〕\n").1, "entity/person id");
        assert_eq!(one("# yinmo:allow-next id/phone -- 热线\n\n甲\n乙\n"), ("甲".into(), "id/phone".into()));
        assert_eq!(one("甲\nyinmo:allow-file date\n乙").0, "甲\nyinmo:allow-file date\n乙");
        let text = "甲\n<!-- yinmo:allow-begin figure-->\n乙\n<!--yinmo:allow-end-->\n丙\n";
        assert_eq!(
            one(text),
            ("<!-- yinmo:allow-begin figure-->\n乙\n<!--yinmo:allow-end-->".into(), "figure".into())
        );
        assert_eq!(one("yinmo:allow-begin\n甲").0, "yinmo:allow-begin\n甲");
        assert!(found("yinmo:allowance 甲").is_empty());
    }
}
