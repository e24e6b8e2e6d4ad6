//! Edits of a unit's text as splices of the source it was read from.

use std::ops::Range;

use super::xml::{entity, escape};
use crate::edit::Edit;

/// Where a stretch of a unit's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// In the unit's text.
    pub(crate) text: Range<u32>,
    /// In the part's decoded source.
    pub(crate) source: Range<u32>,
    pub(crate) kind: PieceKind,
    /// The text node, by its number in the part; of an element that of the next node. It never falls.
    pub(crate) node: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Byte for byte.
    Verbatim,
    /// One character that is written in another way.
    Escaped,
    /// One character that an element stands for, which may go with what is around it.
    Element,
    /// One character that an element stands for, which stays.
    Fixed,
}

/// How a node's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// In character data or an attribute.
    Escaped,
    /// In a CDATA section.
    CData,
    /// In a comment or an instruction.
    Raw,
}

/// A text node or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) writing: Writing,
    /// Where `xml:space` would have to be added for blanks at the ends to count.
    pub(crate) space_at: Option<u32>,
    /// Blanks at its ends that do not count now.
    pub(crate) blanks: [Range<u32>; 2],
    /// The run it is in, by its number in the part.
    pub(crate) run: Option<u32>,
}

/// Adds the text of a source range, entity by entity, to a unit.
pub(crate) fn read(
    source: &str,
    range: Range<usize>,
    node: u32,
    cdata: bool,
    text: &mut String,
    pieces: &mut Vec<Piece>,
) {
    let mut at = range.start;
    let mut add = |length: usize, c: Option<char>, at: &mut usize| {
        if length == 0 {
            return;
        }
        let before = text.len() as u32;
        match c {
            Some(c) => text.push(c),
            None => text.push_str(&source[*at..*at + length]),
        }
        let kind = if c.is_some() { PieceKind::Escaped } else { PieceKind::Verbatim };
        let source = *at as u32..(*at + length) as u32;
        pieces.push(Piece { text: before..text.len() as u32, source, kind, node });
        *at += length;
    };
    while at < range.end {
        let rest = &source[at..range.end];
        let special = rest.bytes().position(|b| b == b'\r' || b == b'&' && !cdata).unwrap_or(rest.len());
        add(special, None, &mut at);
        let rest = &source[at..range.end];
        if rest.starts_with('\r') {
            // XML reads every line end as one character.
            add(if rest.starts_with("\r\n") { 2 } else { 1 }, Some('\n'), &mut at);
        } else if let Some((c, length)) = entity(rest) {
            add(length, Some(c), &mut at);
        } else {
            add(usize::from(!rest.is_empty()), None, &mut at);
        }
    }
}

/// The splices that do the edits of one unit; how many edits found no place.
pub(crate) fn splices(
    source: &str,
    pieces: &[Piece],
    nodes: &[Node],
    edits: &[Edit],
    out: &mut Vec<Edit>,
) -> usize {
    let first = out.len();
    let mut touched: Vec<u32> = Vec::new();
    let mut lost = 0;
    let mut from = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as u32, edit.span.end as u32);
        while pieces
            .get(from)
            .is_some_and(|piece| piece.text.end < start || piece.text.end == start && start < end)
        {
            from += 1;
        }
        let reach = pieces[from..].iter().take_while(|piece| piece.text.start < end.max(start + 1));
        let mut content = Some(edit.content.as_str());
        let mut element: Option<usize> = None;
        for piece in reach {
            let (a, b) = (start.max(piece.text.start), end.min(piece.text.end));
            if a > b || a == b && (content.is_none() || start < end) {
                continue;
            }
            let at = |offset: u32| (piece.source.start + offset - piece.text.start) as usize;
            let range = match piece.kind {
                PieceKind::Fixed => continue,
                PieceKind::Verbatim => at(a)..at(b),
                PieceKind::Element | PieceKind::Escaped if a == b => continue,
                PieceKind::Element | PieceKind::Escaped => {
                    piece.source.start as usize..piece.source.end as usize
                }
            };
            let mut new = String::new();
            if piece.kind == PieceKind::Element {
                element.get_or_insert(out.len());
            } else {
                write(content.take().unwrap_or_default(), nodes[piece.node as usize].writing, &mut new);
                if touched.last() != Some(&piece.node) {
                    touched.push(piece.node);
                }
            }
            out.push(Edit::replacement(range, new));
        }
        if let Some(left) = content.filter(|content| !content.is_empty()) {
            match element {
                // Where there are only elements, the first of them becomes text.
                Some(at) => out[at].content = in_place_of(out[at].span.of(source), left),
                None => lost += 1,
            }
        }
    }
    keep_blanks(source, pieces, nodes, &touched, first, out);
    lost
}

/// A text node where an element of a run was.
fn in_place_of(element: &str, content: &str) -> String {
    let name = element.trim_start_matches('<');
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    let prefix = name[..end].find(':').map_or("", |at| &name[..=at]);
    let mut text = String::new();
    escape(content, &mut text);
    format!("<{prefix}t xml:space=\"preserve\">{text}</{prefix}t>")
}

fn write(content: &str, writing: Writing, out: &mut String) {
    match writing {
        Writing::Escaped => escape(content, out),
        Writing::CData => out.push_str(&content.replace("]]>", "]]]]><![CDATA[>")),
        Writing::Raw => out.extend(content.chars().filter(|c| !matches!(c, '-' | '?' | '<' | '>' | '&'))),
    }
}

/// Blanks that come to stand at the end of a node count only where the node says so; those that did not count must not
/// begin to.
fn keep_blanks(
    source: &str,
    pieces: &[Piece],
    nodes: &[Node],
    touched: &[u32],
    first: usize,
    out: &mut Vec<Edit>,
) {
    let last = out.len();
    for &number in touched {
        let node = &nodes[number as usize];
        let Some(space_at) = node.space_at else { continue };
        let from = pieces.partition_point(|piece| piece.node < number);
        let own = |piece: &&Piece| !matches!(piece.kind, PieceKind::Element | PieceKind::Fixed);
        let mut own = pieces[from..].iter().take_while(|piece| piece.node == number).filter(own);
        let Some(begin) = own.next() else { continue };
        let finish = own.last().unwrap_or(begin);
        let (begin, finish) = (begin.source.start as usize, finish.source.end as usize);
        let changes = &out[first..last];
        let changes = &changes[changes.partition_point(|splice| splice.span.start < begin)..];
        let mut new = String::new();
        let mut at = begin;
        for splice in changes.iter().take_while(|splice| splice.span.end <= finish) {
            new.push_str(&source[at..splice.span.start.max(at)]);
            new.push_str(&splice.content);
            at = splice.span.end;
        }
        new.push_str(&source[at..finish]);
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        if new.starts_with(blank) || new.ends_with(blank) {
            let space_at = space_at as usize;
            out.push(Edit::replacement(space_at..space_at, " xml:space=\"preserve\""));
            for hidden in node.blanks.iter().filter(|blanks| !blanks.is_empty()) {
                let range = hidden.start as usize..hidden.end as usize;
                out.push(Edit::deletion(range));
            }
        }
    }
}

/// The source with all splices done. They may come in any order; of two that overlap the later one is left out.
pub(crate) fn apply(source: &str, mut splices: Vec<Edit>) -> String {
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    let grown: usize = splices.iter().map(|splice| splice.content.len()).sum();
    let mut out = String::with_capacity(source.len() + grown);
    let mut at = 0;
    for splice in splices {
        if splice.span.start < at {
            // An element that goes takes what is inside with it.
            if splice.span.end > at {
                at = splice.span.end;
            }
            continue;
        }
        out.push_str(&source[at..splice.span.start]);
        out.push_str(&splice.content);
        at = splice.span.end;
    }
    out.push_str(&source[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit;
    use crate::span::Span;

    fn unit(source: &str, ranges: &[Range<usize>]) -> (String, Vec<Piece>, Vec<Node>) {
        let (mut text, mut pieces, mut nodes) = (String::new(), Vec::new(), Vec::new());
        for (number, range) in ranges.iter().enumerate() {
            read(source, range.clone(), number as u32, false, &mut text, &mut pieces);
            let space_at = Some(range.start as u32 - 1);
            nodes.push(Node { writing: Writing::Escaped, space_at, blanks: [0..0, 0..0], run: None });
        }
        (text, pieces, nodes)
    }

    #[test]
    fn an_edit_over_nodes_is_written_into_the_first() {
        let source = "<t>到柳</t><x/><t>林&amp;县 去</t>";
        let at = |what: &str| source.find(what).unwrap();
        let (text, pieces, nodes) =
            unit(source, &[at("到")..at("</t><x"), at("林")..at("</t>").max(at(" 去") + 4)]);
        assert_eq!(text, "到柳林&县 去");
        let (from, to) = (text.find('柳').unwrap(), text.find(' ').unwrap());
        let edits = [Edit::replacement(Span::new(from, to), "<X>")];
        let mut all = Vec::new();
        assert_eq!(splices(source, &pieces, &nodes, &edits, &mut all), 0);
        let after = apply(source, all);
        assert_eq!(after, "<t>到&lt;X&gt;</t><x/><t xml:space=\"preserve\"> 去</t>");
        assert_eq!(edit::apply(&text, &edits), "到<X> 去");
    }
}
