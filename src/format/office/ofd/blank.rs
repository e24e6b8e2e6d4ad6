//! Taking characters out of text objects: blanks of the same number, glyphs that draw them removed, a box over the
//! place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::page::{Object, PageText, Transform};
use crate::edit::Edit;
use crate::span::Span;

/// A blank as wide as a character.
pub(super) const BLANK: char = '\u{3000}';

/// New content of characters: the object, the character, what stands there now.
pub(super) type Masked = BTreeMap<(usize, usize), char>;

/// The splices that take characters out of a part, and what stands where now. `next` is the number of the last object.
pub(super) fn splices(
    page: &PageText,
    masked: &Masked,
    is_drawn: impl Fn(&str) -> bool,
    next: &mut u64,
) -> (Vec<Edit>, Masked) {
    let mut splices = Vec::new();
    let mut now = Masked::new();
    let mut from = masked.iter().peekable();
    for (number, object) in page.objects.iter().enumerate() {
        let mut own: BTreeMap<usize, char> = BTreeMap::new();
        while let Some(((_, char), new)) = from.next_if(|((of, _), _)| *of == number) {
            own.insert(*char, *new);
        }
        if !own.is_empty() {
            let own = blank(object, own, is_drawn(&object.font), next, &mut splices);
            now.extend(own.into_iter().map(|(char, new)| ((number, char), new)));
        }
    }
    (splices, now)
}

fn blank(
    object: &Object,
    mut own: BTreeMap<usize, char>,
    embedded: bool,
    next: &mut u64,
    splices: &mut Vec<Edit>,
) -> BTreeMap<usize, char> {
    let several = object.chars.last().is_some_and(|last| last.code > 0);
    let mut gone: Vec<&Transform> = Vec::new();
    for transform in &object.transforms {
        let one_to_one = transform.glyphs.len() == transform.codes && !several;
        // With several texts it is not said which one a position counts in: each reading counts.
        let covers = |number: usize, place: usize| {
            let range = transform.position..transform.position.saturating_add(transform.codes.max(1));
            range.contains(&number) || several && range.contains(&place)
        };
        let touched = own.keys().any(|&number| covers(number, object.chars[number].place));
        if !touched {
            continue;
        }
        if one_to_one {
            let positions: BTreeSet<usize> = own.keys().copied().collect();
            splices.push(Edit::replacement(transform.whole, split(object, transform, &positions)));
        } else {
            gone.push(transform);
            for (number, char) in object.chars.iter().enumerate() {
                if covers(number, char.place) {
                    own.entry(number).or_insert(BLANK);
                }
            }
        }
    }
    splices.extend(gone.iter().map(|transform| Edit::deletion(transform.whole)));
    // A font that is in the file may lack the new characters, and glyphs of its own may stand for them.
    let plain = !embedded && object.transforms.is_empty();
    for (&number, new) in &mut own {
        if !plain || "<>&".contains(*new) {
            *new = BLANK;
        }
        splices.push(Edit::replacement(object.chars[number].source, new.to_string()));
    }
    if !plain {
        let shape = cover(object, &own, next);
        splices.push(Edit::replacement(Span::new(object.whole.end, object.whole.end), shape));
    }
    own
}

/// What is left of a transform when characters go.
fn split(object: &Object, transform: &Transform, gone: &BTreeSet<usize>) -> String {
    let mut out = String::new();
    let mut from = 0;
    let prefix = &object.prefix;
    for at in 0..=transform.codes {
        if at < transform.codes && !gone.contains(&(transform.position + at)) {
            continue;
        }
        if from < at {
            let _ = write!(
                out,
                "<{prefix}CGTransform CodePosition=\"{}\" CodeCount=\"{count}\" GlyphCount=\"{count}\"><{prefix}Glyphs>{}</{prefix}Glyphs></{prefix}CGTransform>",
                transform.position + from,
                transform.glyphs[from..at].join(" "),
                count = at - from,
            );
        }
        from = at + 1;
    }
    out
}

/// A filled shape over the places of characters, in the measure of their object.
fn cover(object: &Object, own: &BTreeMap<usize, char>, next: &mut u64) -> String {
    let mut boxes: Vec<[f32; 4]> = Vec::new();
    for &number in own.keys() {
        let char = object.chars[number];
        let [left, top, right, bottom] =
            [char.x, char.y - 0.9 * char.size, char.x + char.width, char.y + 0.15 * char.size];
        match boxes
            .last_mut()
            .filter(|last| (last[1] - top).abs() < 0.01 && (left - last[2]).abs() < 0.5 * char.size)
        {
            Some(last) => last[2] = last[2].max(right),
            None => boxes.push([left, top, right, bottom]),
        }
    }
    let mut data = String::new();
    for [left, top, right, bottom] in boxes {
        let _ = write!(data, "M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C ");
    }
    let prefix = &object.prefix;
    let ctm = if object.ctm.is_empty() { String::new() } else { format!(" CTM=\"{}\"", object.ctm) };
    *next += 1;
    format!(
        "<{prefix}PathObject ID=\"{next}\" Boundary=\"{}\"{ctm} Stroke=\"false\" Fill=\"true\"><{prefix}FillColor Value=\"0 0 0\"/><{prefix}AbbreviatedData>{}</{prefix}AbbreviatedData></{prefix}PathObject>",
        object.boundary,
        data.trim_end(),
    )
}
