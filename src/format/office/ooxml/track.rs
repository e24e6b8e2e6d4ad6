//! Edits as changes that somebody accepts or rejects in Word, and back: the same splices, with both texts in place.

use super::names::{Ns, namespace};
use super::walk::{PartText, Run, Unit};
use crate::edit::Edit;
use crate::format::office::container::Track;
use crate::format::office::limits::Limits;
use crate::format::office::splice::{Piece, PieceKind, Writing};
use crate::format::office::xml::{Event, Scanner, escape, unescape};
use crate::span::Span;

/// Writes the changes of one part.
pub(super) struct Tracker<'a> {
    pub(super) source: &'a str,
    pub(super) text: &'a PartText,
    pub(super) track: &'a Track,
    /// The number of the next change.
    pub(super) next: i64,
    /// Where comments go; `None` where the part has none.
    pub(super) comments: Option<&'a mut Comments>,
}

/// Comments that are made beside changes.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// The number of the next one.
    pub(super) next: i64,
    /// Their numbers and what they say.
    pub(super) made: Vec<(i64, String)>,
}

impl Tracker<'_> {
    /// Records an edit of a unit; `false` when that cannot be done.
    pub(super) fn edit(&mut self, unit: &Unit, edit: &Edit, comment: &str, out: &mut Vec<Edit>) -> bool {
        let (start, end) = (edit.span.start as u32, edit.span.end as u32);
        let from = unit.pieces.partition_point(|piece| piece.text.end <= start);
        let touched: Vec<&Piece> = unit.pieces[from..]
            .iter()
            .take_while(|piece| piece.text.start < end)
            .filter(|piece| piece.kind != PieceKind::Fixed)
            .collect();
        let first = touched.iter().position(|piece| piece.kind != PieceKind::Element);
        let Some(first) = first.filter(|_| touched.iter().all(|piece| self.run(piece).is_some())) else {
            return false;
        };
        let mut at = 0;
        while at < touched.len() {
            // Pieces of one node that follow one another are one deletion.
            let mut last = at;
            let node = touched[at].node;
            let same = |piece: &Piece| piece.kind != PieceKind::Element && piece.node == node;
            while same(touched[at]) && touched.get(last + 1).is_some_and(|next| same(next)) {
                last += 1;
            }
            let (begin, finish) = (touched[at], touched[last]);
            let inside = |piece: &Piece, offset: u32| match piece.kind {
                PieceKind::Verbatim => piece.source.start + offset - piece.text.start,
                _ if offset <= piece.text.start => piece.source.start,
                _ => piece.source.end,
            };
            let range = inside(begin, start.max(begin.text.start)) as usize
                ..inside(finish, end.min(finish.text.end)) as usize;
            let new = (at <= first && first <= last).then_some(edit.content.as_str());
            let said = if new.is_some() { comment } else { "" };
            let run = self.run(begin).expect("every touched piece has a run").clone();
            let content = self.change(&run, begin, range.clone(), new, said);
            if begin.kind != PieceKind::Element {
                self.keep_blanks(begin.node, out);
            }
            out.push(Edit::replacement(range, content));
            at = last + 1;
        }
        true
    }

    /// The run of a piece, where a change of it can be recorded.
    fn run(&self, piece: &Piece) -> Option<&Run> {
        let run = if piece.kind == PieceKind::Element {
            let before = self.text.runs.partition_point(|run| run.tag.start <= piece.source.start);
            self.text.runs.get(before.checked_sub(1)?)?
        } else {
            let node = &self.text.nodes[piece.node as usize];
            let run = node.run.filter(|_| node.writing == Writing::Escaped)?;
            &self.text.runs[run as usize]
        };
        run.trackable.then_some(run)
    }

    /// What takes the place of a deleted stretch.
    fn change(
        &mut self,
        run: &Run,
        piece: &Piece,
        range: std::ops::Range<usize>,
        new: Option<&str>,
        said: &str,
    ) -> String {
        let tag = &self.source[run.tag.start as usize..run.tag.end as usize];
        let look = &self.source[run.look.start as usize..run.look.end as usize];
        let p = prefix(tag);
        let is_element = piece.kind == PieceKind::Element;
        let about = |id: i64| {
            let mut author = String::new();
            escape(&self.track.author, &mut author);
            let date = self.track.date.as_ref().map(|date| {
                let mut value = String::new();
                escape(date, &mut value);
                format!(" {p}date=\"{value}\"")
            });
            format!("{p}id=\"{id}\" {p}author=\"{author}\"{}", date.unwrap_or_default())
        };
        let old = &self.source[range];
        let deleted = if is_element {
            old.to_owned()
        } else {
            format!("<{p}delText xml:space=\"preserve\">{old}</{p}delText>")
        };
        self.next += 1;
        let id = self.next;
        let mut out = String::new();
        if !is_element {
            out.push_str(&format!("</{p}t>"));
        }
        out.push_str(&format!("</{p}r>"));
        let comment = (!said.is_empty()).then_some(self.comments.as_mut()).flatten().map(|comments| {
            comments.next += 1;
            comments.made.push((comments.next, said.to_owned()));
            comments.next
        });
        if let Some(id) = comment {
            out.push_str(&format!("<{p}commentRangeStart {p}id=\"{id}\"/>"));
        }
        out.push_str(&format!("<{p}del {}>{tag}{look}{deleted}</{p}r></{p}del>", about(id)));
        if let Some(new) = new.filter(|new| !new.is_empty()) {
            self.next += 1;
            let mut content = String::new();
            escape(new, &mut content);
            out.push_str(&format!(
                "<{p}ins {}>{tag}{look}<{p}t xml:space=\"preserve\">{content}</{p}t></{p}r></{p}ins>",
                about(self.next)
            ));
        }
        if let Some(id) = comment {
            out.push_str(&format!(
                "<{p}commentRangeEnd {p}id=\"{id}\"/><{p}r><{p}commentReference {p}id=\"{id}\"/></{p}r>"
            ));
        }
        out.push_str(&format!("{tag}{look}"));
        if !is_element {
            out.push_str(&format!("<{p}t xml:space=\"preserve\">"));
        }
        out
    }

    /// A node that is cut keeps its blanks: those that count go on counting, the others go.
    fn keep_blanks(&self, node: u32, out: &mut Vec<Edit>) {
        let node = &self.text.nodes[node as usize];
        let Some(space_at) = node.space_at else { return };
        let space_at = space_at as usize;
        if out.iter().rev().take(64).any(|splice| splice.span == Span::new(space_at, space_at)) {
            return;
        }
        out.push(Edit::replacement(space_at..space_at, " xml:space=\"preserve\""));
        for blanks in node.blanks.iter().filter(|blanks| !blanks.is_empty()) {
            let range = blanks.start as usize..blanks.end as usize;
            out.push(Edit::deletion(range));
        }
    }
}

/// The prefix of a tag's name with its colon.
pub(super) fn prefix(tag: &str) -> &str {
    let name = tag.trim_start_matches('<');
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    name[..end].find(':').map_or("", |at| &name[..=at])
}

/// A part with the changes of one author accepted, and the words that were deleted by them.
pub(super) fn accept(source: &str, author: &str, words: &mut Vec<String>) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut splices = Vec::new();
    let cut = |range| Edit::deletion(range);
    // For each open element: whether it is an own deletion or an own insertion, and where it starts.
    let mut open: Vec<(Own, usize)> = Vec::new();
    let mut deleted = 0;
    let mut word = String::new();
    while let Some(event) = scanner.next().ok()? {
        match event {
            Event::Start { ns, local, tag, empty } => {
                let by = scanner.raw("author").map(unescape);
                let own = ns == Ns::Word && by.as_deref() == Some(author);
                let own = match local {
                    "del" if own => Own::Deletion,
                    "ins" if own && !empty => Own::Insertion,
                    "comment" if own => Own::Comment,
                    _ => Own::No,
                };
                match own {
                    Own::Deletion | Own::Comment => deleted += 1,
                    Own::Insertion if deleted == 0 => splices.push(cut(tag.clone())),
                    _ => {}
                }
                open.push((own, tag.start));
            }
            Event::End { tag, .. } => {
                let (own, start) = open.pop()?;
                match own {
                    Own::Deletion | Own::Comment => {
                        deleted -= 1;
                        if deleted == 0 {
                            splices.push(cut(start..tag.end));
                            if own == Own::Deletion {
                                words.push(std::mem::take(&mut word));
                            }
                        }
                    }
                    Own::Insertion if deleted == 0 => splices.push(cut(tag)),
                    _ => {}
                }
            }
            Event::Text(range) if deleted > 0 => word.push_str(&unescape(&source[range])),
            _ => {}
        }
    }
    Some(splices)
}

/// Takes out the marks of comments that are gone.
pub(super) fn uncomment(source: &str, ids: &[String]) -> Option<Vec<Edit>> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut splices = Vec::new();
    while let Some(event) = scanner.next().ok()? {
        let Event::Start { ns: Ns::Word, local, tag, empty: true } = event else { continue };
        let is_mark = matches!(local, "commentRangeStart" | "commentRangeEnd" | "commentReference");
        if is_mark && scanner.raw("id").is_some_and(|id| ids.iter().any(|gone| gone == id)) {
            splices.push(Edit::deletion(tag));
        }
    }
    Some(splices)
}

/// The numbers of an author's comments.
pub(super) fn comments_of(source: &str, author: &str) -> Vec<String> {
    let mut scanner = Scanner::new("", source, &Limits::OPENED, namespace);
    let mut ids = Vec::new();
    while let Ok(Some(event)) = scanner.next() {
        if let Event::Start { ns: Ns::Word, local: "comment", .. } = event
            && scanner.raw("author").map(unescape).as_deref() == Some(author)
        {
            ids.extend(scanner.raw("id").map(str::to_owned));
        }
    }
    ids
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    No,
    Deletion,
    Insertion,
    Comment,
}
