//! The text objects of a page: where every character stands on the page and in the source.

use super::super::layout::Glyph;
use super::super::limits::{Limits, OpenError};
use super::super::xml::{Event, Scanner, entity};
use crate::span::Span;

/// A text object.
#[derive(Clone, Debug, Default)]
pub(super) struct Object {
    /// The whole element.
    pub(super) whole: Span,
    /// The prefix of its name, with the colon.
    pub(super) prefix: String,
    pub(super) boundary: String,
    pub(super) ctm: String,
    pub(super) font: String,
    pub(super) transforms: Vec<Transform>,
    pub(super) chars: Vec<Char>,
}

/// Glyphs that are drawn in place of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Transform {
    /// The whole element.
    pub(super) whole: Span,
    /// The first character, and how many.
    pub(super) position: usize,
    pub(super) codes: usize,
    /// As they are written.
    pub(super) glyphs: Vec<String>,
}

/// A character of a text object, in the object's own measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Char {
    pub(super) c: char,
    pub(super) source: Span,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) width: f32,
    /// Which of the object's texts it is in, and its place there.
    pub(super) code: usize,
    pub(super) place: usize,
}

/// The text objects of a page, of a template, of the look of an annotation.
#[derive(Clone, Debug, Default)]
pub(super) struct PageText {
    pub(super) objects: Vec<Object>,
    /// Each character with its object and its number there.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) places: Vec<(usize, usize)>,
    /// Objects that draw shapes or pictures.
    pub(super) shapes: usize,
}

fn no_names(_: &str) {}

/// The text of a text object while it is read.
#[derive(Default)]
struct Code {
    x: f32,
    y: f32,
    steps_x: Vec<f32>,
    steps_y: Vec<f32>,
    place: usize,
    at: (f32, f32),
}

/// Reads the text objects of a part.
pub(super) fn read(part: &str, source: &str, limits: &Limits) -> Result<PageText, OpenError> {
    let mut scanner = Scanner::new(part, source, limits, no_names);
    let mut page = PageText::default();
    let mut object: Option<(Object, f32, f32)> = None;
    let mut code: Option<Code> = None;
    let mut last = (0.0, 0.0);
    let mut codes = 0;
    let mut in_glyphs = false;
    while let Some(event) = scanner.next()? {
        match event {
            Event::Start { local, tag, .. } => match local {
                "TextObject" => {
                    let name = source[tag.start + 1..].split([' ', '\t', '\r', '\n', '/', '>']).next();
                    let prefix = name.and_then(|name| name.split_once(':')).map_or("", |(prefix, _)| prefix);
                    let raw = |name| scanner.raw(name).unwrap_or_default().to_owned();
                    let new = Object {
                        whole: Span::new(tag.start, tag.end),
                        prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}:") },
                        boundary: raw("Boundary"),
                        ctm: raw("CTM"),
                        font: raw("Font"),
                        ..Object::default()
                    };
                    let number = |name| scanner.raw(name).and_then(|n| n.trim().parse().ok());
                    object = Some((new, number("Size").unwrap_or(4.0), number("HScale").unwrap_or(1.0)));
                    (last, codes) = ((0.0, 0.0), 0);
                }
                "TextCode" if object.is_some() => {
                    let number = |name| scanner.raw(name).and_then(|n| n.trim().parse::<f32>().ok());
                    let (x, y) = (number("X").unwrap_or(last.0), number("Y").unwrap_or(last.1));
                    last = (x, y);
                    let most = source.len() - tag.end;
                    let steps = |name| deltas(scanner.raw(name).unwrap_or_default(), most);
                    let (steps_x, steps_y) = (steps("DeltaX"), steps("DeltaY"));
                    code = Some(Code { x, y, steps_x, steps_y, place: 0, at: (0.0, 0.0) });
                }
                "CGTransform" => {
                    let number = |name| scanner.raw(name).and_then(|n| n.trim().parse().ok());
                    let (position, codes) =
                        (number("CodePosition").unwrap_or(0), number("CodeCount").unwrap_or(1));
                    let whole = Span::new(tag.start, tag.end);
                    let new = Transform { whole, position, codes, glyphs: Vec::new() };
                    object.iter_mut().for_each(|(object, ..)| object.transforms.push(new.clone()));
                }
                "Glyphs" => in_glyphs = true,
                "PathObject" | "ImageObject" | "CompositeObject" => page.shapes += 1,
                _ => {}
            },
            Event::End { local, tag, .. } => match local {
                "TextObject" => {
                    if let Some((mut done, ..)) = object.take() {
                        done.whole.end = tag.end.max(done.whole.end);
                        place(&mut page, done);
                    }
                }
                "TextCode" => {
                    codes += usize::from(code.take().is_some());
                }
                "CGTransform" => {
                    if let Some(open) = object.as_mut().and_then(|(object, ..)| object.transforms.last_mut())
                    {
                        open.whole.end = tag.end.max(open.whole.end);
                    }
                }
                "Glyphs" => in_glyphs = false,
                _ => {}
            },
            Event::Text(range) | Event::CData(range) => {
                let Some((object, size, scale)) = &mut object else { continue };
                let written = &source[range.clone()];
                if let Some(code) = &mut code {
                    code.read(written, range.start, codes, (*size, *scale), object);
                } else if in_glyphs && let Some(transform) = object.transforms.last_mut() {
                    transform.glyphs.extend(written.split_ascii_whitespace().map(str::to_owned));
                }
            }
            Event::Comment(..) | Event::Instruction(..) => {}
        }
    }
    Ok(page)
}

impl Code {
    fn read(
        &mut self,
        written: &str,
        base: usize,
        code: usize,
        (size, scale): (f32, f32),
        object: &mut Object,
    ) {
        let mut at = 0;
        while let Some(c) = written[at..].chars().next() {
            let entity = (c == '&').then(|| entity(&written[at..])).flatten();
            let (c, length) = entity.unwrap_or((c, c.len_utf8()));
            let natural = if c.is_ascii() { 0.5 * size * scale } else { size * scale };
            let step = |steps: &[f32]| steps.get(self.place).copied();
            let (dx, dy) = (step(&self.steps_x), step(&self.steps_y));
            object.chars.push(Char {
                c,
                source: Span::new(base + at, base + at + length),
                x: self.x + self.at.0,
                y: self.y + self.at.1,
                size,
                width: dx.filter(|dx| *dx > 0.0 && *dx < 2.0 * size).unwrap_or(natural),
                code,
                place: self.place,
            });
            // Where nothing says how far, the character's own width counts, unless the text runs downwards.
            self.at.0 += dx.unwrap_or(if self.steps_y.is_empty() { natural } else { 0.0 });
            self.at.1 += dy.unwrap_or(0.0);
            self.place += 1;
            at += length;
        }
    }
}

/// `1 2 g 3 4` is one, two, and three times four. No more than `most`.
fn deltas(written: &str, most: usize) -> Vec<f32> {
    let mut steps = Vec::new();
    let mut words = written.split([' ', ',', '\t', '\r', '\n']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let step = words.next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
            let room = most.saturating_sub(steps.len());
            steps.extend(std::iter::repeat_n(step, count.min(room)));
        } else if let Ok(step) = word.parse() {
            steps.push(step);
        }
    }
    steps
}

pub(super) fn numbers(written: &str) -> Vec<f32> {
    written.split([' ', ',', '\t', '\r', '\n']).filter_map(|word| word.parse().ok()).collect()
}

/// Puts the characters of an object on the page.
fn place(page: &mut PageText, object: Object) {
    let boundary = numbers(&object.boundary);
    let (left, top) = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
    let ctm = numbers(&object.ctm);
    let [a, b, c, d, e, f] = <[f32; 6]>::try_from(ctm).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let scale = (a * d - b * c).abs().sqrt();
    let stretch = a.hypot(b);
    for (number, char) in object.chars.iter().enumerate() {
        page.glyphs.push(Glyph {
            x: left + a * char.x + c * char.y + e,
            y: top + b * char.x + d * char.y + f,
            width: char.width * stretch,
            size: char.size * if scale > 0.0 { scale } else { 1.0 },
            c: if char.c.is_control() { ' ' } else { char.c },
        });
        page.places.push((page.objects.len(), number));
    }
    page.objects.push(object);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_out_and_never_without_end() {
        assert_eq!(deltas("1 g 3 2.5 4", 100), [1.0, 2.5, 2.5, 2.5, 4.0]);
        assert_eq!(deltas("g 99999999999 1 g", 7).len(), 7);
        assert_eq!(deltas("x g", 7), [0f32; 0]);
    }
}
