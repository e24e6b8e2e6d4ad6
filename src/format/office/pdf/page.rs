//! What a page draws: characters with their places, and whatever comes to lie over them.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream};
use hayro_syntax::page::{Page, Resources, Rotation};

use super::super::layout::Glyph;
use super::font::Font;

/// Drawings inside drawings.
const NESTING: usize = 8;
/// States that are saved at once.
const STATES: usize = 512;
/// Instructions of a page, those of drawings inside it included.
const STEPS: usize = 4_000_000;
/// Boxes of a page that are held against its characters.
const BOXES: usize = 2000;

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
fn concat(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn point([a, b, c, d, e, f]: Matrix, x: f32, y: f32) -> (f32, f32) {
    (a * x + c * y + e, b * x + d * y + f)
}

/// Why a character is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hiding {
    /// Drawn invisibly.
    Invisible,
    /// Outside of what is shown of the page.
    Outside,
    /// Under a filled box or a picture drawn later.
    Covered,
}

/// Everything on a page.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) glyphs: Vec<Glyph>,
    /// For each character: when it was drawn, and why it is not seen.
    marks: Vec<(usize, Option<Hiding>)>,
    /// Filled boxes and pictures: when they were drawn, left, top, right, bottom.
    boxes: Vec<(usize, [f32; 4])>,
    pub(super) pictures: usize,
    /// Something was left out, because the page draws too much.
    pub(super) cut: bool,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    mode: i64,
    opaque: bool,
}

struct Reader<'p> {
    drawn: Drawn,
    /// From the measure of the page to that of its look, downwards.
    look: Matrix,
    /// What is shown of the page.
    shown: (f32, f32),
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    steps: usize,
    _page: std::marker::PhantomData<&'p ()>,
}

/// Reads a page.
pub(super) fn read(page: &Page<'_>) -> Drawn {
    let crop = page.intersected_crop_box();
    let (width, height) = (crop.width() as f32, crop.height() as f32);
    let (left, bottom) = (crop.x0 as f32, crop.y0 as f32);
    let (look, shown) = match page.rotation() {
        Rotation::None => ([1.0, 0.0, 0.0, -1.0, -left, bottom + height], (width, height)),
        Rotation::Horizontal => ([0.0, 1.0, 1.0, 0.0, -bottom, -left], (height, width)),
        Rotation::Flipped => ([-1.0, 0.0, 0.0, 1.0, left + width, -bottom], (width, height)),
        Rotation::FlippedHorizontal => {
            ([0.0, -1.0, -1.0, 0.0, bottom + height, left + width], (height, width))
        }
    };
    let mut reader = Reader {
        drawn: Drawn::default(),
        look,
        shown,
        fonts: HashMap::new(),
        steps: 0,
        _page: std::marker::PhantomData,
    };
    let state = State {
        ctm: IDENTITY,
        font: None,
        size: 1.0,
        spacing: 0.0,
        word_spacing: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
        opaque: true,
    };
    reader.run(page.typed_operations(), page.resources(), state.clone(), 0);
    reader.annotations(page.raw(), &state);
    let mut drawn = reader.drawn;
    drawn.hold();
    drawn
}

impl Reader<'_> {
    fn run(&mut self, mut operations: TypedIter<'_>, resources: &Resources<'_>, state: State, depth: usize) {
        let mut states: Vec<State> = Vec::new();
        let mut now = state;
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        // The box of the path that is being made; none when it is no box.
        let mut path: Vec<[f32; 4]> = Vec::new();
        let mut corners: Vec<(f32, f32)> = Vec::new();
        while let Some(operation) = operations.next() {
            self.steps += 1;
            if self.steps > STEPS {
                self.drawn.cut = true;
                return;
            }
            use TypedInstruction as T;
            match operation {
                T::SaveState(_) if states.len() < STATES => states.push(now.clone()),
                T::RestoreState(_) => now = states.pop().unwrap_or(now),
                T::Transform(m) => now.ctm = concat(matrix([m.0, m.1, m.2, m.3, m.4, m.5]), now.ctm),
                T::SetGraphicsState(name) => {
                    if let Some(dict) = resources.get_ext_g_state(name.0) {
                        self.graphics(&dict, &mut now);
                    }
                }
                T::BeginText(_) => (text, line) = (IDENTITY, IDENTITY),
                T::TextFont(font) => {
                    now.size = font.1.as_f32();
                    now.font = resources.get_font(font.0).map(|dict| self.font(&dict));
                }
                T::CharacterSpacing(n) => now.spacing = n.0.as_f32(),
                T::WordSpacing(n) => now.word_spacing = n.0.as_f32(),
                T::HorizontalScaling(n) => now.stretch = n.0.as_f32() / 100.0,
                T::TextLeading(n) => now.leading = n.0.as_f32(),
                T::TextRise(n) => now.rise = n.0.as_f32(),
                T::TextRenderingMode(n) => now.mode = n.0.as_i64(),
                T::NextLine(n) => {
                    line = concat([1.0, 0.0, 0.0, 1.0, n.0.as_f32(), n.1.as_f32()], line);
                    text = line;
                }
                T::NextLineAndSetLeading(n) => {
                    now.leading = -n.1.as_f32();
                    line = concat([1.0, 0.0, 0.0, 1.0, n.0.as_f32(), n.1.as_f32()], line);
                    text = line;
                }
                T::SetTextMatrix(m) => {
                    line = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                    text = line;
                }
                T::NextLineUsingLeading(_) => {
                    line = concat([1.0, 0.0, 0.0, 1.0, 0.0, -now.leading], line);
                    text = line;
                }
                T::ShowText(s) => self.show(s.0.as_bytes(), &now, &mut text),
                T::NextLineAndShowText(s) => {
                    line = concat([1.0, 0.0, 0.0, 1.0, 0.0, -now.leading], line);
                    text = line;
                    self.show(s.0.as_bytes(), &now, &mut text);
                }
                T::ShowTextWithParameters(s) => {
                    (now.word_spacing, now.spacing) = (s.0.as_f32(), s.1.as_f32());
                    line = concat([1.0, 0.0, 0.0, 1.0, 0.0, -now.leading], line);
                    text = line;
                    self.show(s.2.as_bytes(), &now, &mut text);
                }
                T::ShowTexts(list) => {
                    for object in list.0.iter::<Object<'_>>() {
                        match object {
                            Object::String(s) => self.show(s.as_bytes(), &now, &mut text),
                            Object::Number(n) => {
                                let step = -n.as_f32() / 1000.0 * now.size * now.stretch;
                                text = concat([1.0, 0.0, 0.0, 1.0, step, 0.0], text);
                            }
                            _ => {}
                        }
                    }
                }
                T::RectPath(r) => {
                    let (x, y) = (r.0.as_f32(), r.1.as_f32());
                    path.push(self.area(&now.ctm, [x, y, x + r.2.as_f32(), y + r.3.as_f32()]));
                }
                T::MoveTo(p) => {
                    self.close(&mut corners, &mut path);
                    corners.push(point(concat(now.ctm, self.look), p.0.as_f32(), p.1.as_f32()));
                }
                T::LineTo(p) => corners.push(point(concat(now.ctm, self.look), p.0.as_f32(), p.1.as_f32())),
                // What is round is no box.
                T::CubicTo(_) | T::CubicStartTo(_) | T::CubicEndTo(_) => corners.clear(),
                T::FillPathNonZero(_)
                | T::FillPathNonZeroCompatibility(_)
                | T::FillPathEvenOdd(_)
                | T::FillAndStrokeNonZero(_)
                | T::FillAndStrokeEvenOdd(_)
                | T::CloseFillAndStrokeNonZero(_)
                | T::CloseFillAndStrokeEvenOdd(_) => {
                    self.close(&mut corners, &mut path);
                    for area in path.drain(..).filter(|_| now.opaque) {
                        self.drawn.put(self.steps, area);
                    }
                }
                T::EndPath(_) | T::StrokePath(_) | T::CloseAndStrokePath(_) => {
                    path.clear();
                    corners.clear();
                }
                T::InlineImage(_) => self.picture(&now),
                T::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.object(&stream, resources, &now, depth);
                    }
                }
                _ => {}
            }
        }
    }

    /// Four corners with right angles are a box.
    fn close(&mut self, corners: &mut Vec<(f32, f32)>, path: &mut Vec<[f32; 4]>) {
        let same = |a: f32, b: f32| (a - b).abs() < 0.1;
        if matches!(corners.len(), 4 | 5)
            && corners.windows(2).all(|pair| same(pair[0].0, pair[1].0) || same(pair[0].1, pair[1].1))
        {
            path.push(bounds(corners));
        }
        corners.clear();
    }

    fn graphics(&mut self, dict: &Dict<'_>, now: &mut State) {
        if let Some(alpha) = dict.get::<Number>("ca") {
            now.opaque = alpha.as_f32() > 0.9;
        }
        if let Some(mode) = dict.get::<Name<'_>>("BM") {
            now.opaque &= matches!(mode.as_str(), "Normal" | "Compatible");
        }
        if let Some(font) = dict.get::<Array<'_>>("Font") {
            let mut parts = font.flex_iter();
            if let (Some(font), Some(size)) = (parts.next::<Dict<'_>>(), parts.next::<Number>()) {
                now.font = Some(self.font(&font));
                now.size = size.as_f32();
            }
        }
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        match dict.obj_id() {
            Some(id) => self.fonts.entry(id).or_insert_with(|| Rc::new(Font::new(dict))).clone(),
            None => {
                // A font that is written where it is used costs what it is long.
                self.steps += dict.data().len() / 16;
                Rc::new(Font::new(dict))
            }
        }
    }

    fn object(&mut self, stream: &Stream<'_>, outer: &Resources<'_>, now: &State, depth: usize) {
        let dict = stream.dict();
        let subtype = dict.get::<Name<'_>>("Subtype");
        if subtype.is_some_and(|subtype| subtype.as_str() == "Image") {
            return self.picture(now);
        }
        if depth >= NESTING {
            self.drawn.cut = true;
            return;
        }
        let Ok(data) = stream.decoded() else { return };
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let mut state = now.clone();
        if let Some(numbers) = dict.get::<Array<'_>>("Matrix") {
            let numbers: Vec<Number> = numbers.iter::<Number>().collect();
            if let Ok(numbers) = <[Number; 6]>::try_from(numbers) {
                state.ctm = concat(matrix(numbers), state.ctm);
            }
        }
        self.run(TypedIter::new(&data), own.as_ref().unwrap_or(outer), state, depth + 1);
    }

    fn picture(&mut self, now: &State) {
        self.drawn.pictures += 1;
        let area = self.area(&now.ctm, [0.0, 0.0, 1.0, 1.0]);
        if now.opaque {
            self.drawn.put(self.steps, area);
        }
    }

    /// A rectangle as it looks.
    fn area(&self, ctm: &Matrix, [left, top, right, bottom]: [f32; 4]) -> [f32; 4] {
        let whole = concat(*ctm, self.look);
        bounds(&[
            point(whole, left, top),
            point(whole, right, top),
            point(whole, right, bottom),
            point(whole, left, bottom),
        ])
    }

    /// Filled annotations lie over everything.
    fn annotations(&mut self, page: &Dict<'_>, state: &State) {
        let Some(list) = page.get::<Array<'_>>("Annots") else { return };
        for annotation in list.iter::<Dict<'_>>().take(BOXES) {
            let kind = annotation.get::<Name<'_>>("Subtype");
            let filled = matches!(
                kind.as_ref().map(|kind| kind.as_str()),
                Some("Square" | "Redact" | "Polygon" | "FreeText")
            ) && (annotation.contains_key("IC")
                || kind.is_some_and(|kind| kind.as_str() == "Redact"))
                && annotation.get::<Number>("CA").is_none_or(|alpha| alpha.as_f32() > 0.9);
            if let Some(rect) = annotation.get::<Rect>("Rect") {
                self.steps += 1;
                let area =
                    self.area(&IDENTITY, [rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32]);
                if filled {
                    self.drawn.put(self.steps, area);
                }
                self.appearance(&annotation, &rect, state);
            }
        }
    }

    /// What an annotation draws is text of the page.
    fn appearance(&mut self, annotation: &Dict<'_>, rect: &Rect, state: &State) {
        let Some(looks) = annotation.get::<Dict<'_>>("AP") else { return };
        let Some(stream) = looks.get::<Stream<'_>>("N") else { return };
        let mut state = state.clone();
        let frame = stream.dict().get::<Rect>("BBox").unwrap_or(Rect::ZERO);
        state.ctm = [1.0, 0.0, 0.0, 1.0, (rect.x0 - frame.x0) as f32, (rect.y0 - frame.y0) as f32];
        self.object(&stream, &Resources::new(Dict::empty()), &state, 1);
    }

    fn show(&mut self, bytes: &[u8], now: &State, text: &mut Matrix) {
        let Some(font) = now.font.clone() else { return };
        self.steps += bytes.len();
        let (shown, look, steps) = (self.shown, self.look, self.steps);
        font.show(bytes, |code| {
            let whole = concat(
                concat([now.size * now.stretch, 0.0, 0.0, now.size, 0.0, now.rise], *text),
                concat(now.ctm, look),
            );
            let (x, y) = point(whole, 0.0, 0.0);
            let (end, _) = point(whole, code.width, 0.0);
            let height = whole[2].hypot(whole[3]);
            let count = code.text.chars().count().max(1);
            let width = (end - x).abs();
            let outside = x + width < 0.0 || x > shown.0 || y < 0.0 || y - height > shown.1;
            let hiding = match now.mode {
                3 | 7 => Some(Hiding::Invisible),
                _ => outside.then_some(Hiding::Outside),
            };
            for (number, c) in code.text.chars().enumerate() {
                let step = width / count as f32;
                let x = x.min(end) + step * number as f32;
                let c = if c.is_control() { ' ' } else { c };
                self.drawn.glyphs.push(Glyph { x, y, width: step, size: height, c });
                self.drawn.marks.push((steps, hiding));
            }
            let spacing = now.spacing + if code.is_blank { now.word_spacing } else { 0.0 };
            let step = (code.width * now.size + spacing) * now.stretch;
            *text = concat([1.0, 0.0, 0.0, 1.0, step, 0.0], *text);
        });
    }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    numbers.map(|number| number.as_f32())
}

fn bounds(corners: &[(f32, f32)]) -> [f32; 4] {
    corners.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[l, t, r, b], &(x, y)| {
        [l.min(x), t.min(y), r.max(x), b.max(y)]
    })
}

impl Drawn {
    fn put(&mut self, when: usize, area: [f32; 4]) {
        let [left, top, right, bottom] = area;
        // Lines of tables hide nothing.
        if right - left < 3.0 || bottom - top < 3.0 {
            return;
        }
        if self.boxes.len() < BOXES {
            self.boxes.push((when, area));
        } else {
            self.cut = true;
        }
    }

    /// Marks the characters that a box hides.
    fn hold(&mut self) {
        for (glyph, (when, hiding)) in
            self.glyphs.iter().zip(&mut self.marks).filter(|(glyph, _)| !glyph.c.is_whitespace())
        {
            let (x, y) = (glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.35);
            let over = |&(put, [left, top, right, bottom]): &(usize, [f32; 4])| {
                put > *when
                    && left <= x
                    && x <= right
                    && top <= y
                    && y <= bottom
                    && bottom - top > 0.6 * glyph.size
            };
            if self.boxes.iter().any(over) {
                // Invisible text under the picture of a page is what a scanner read from it.
                *hiding = hiding.or(Some(Hiding::Covered));
            }
        }
    }

    /// Why a character is not seen.
    pub(super) fn hiding(&self, glyph: usize) -> Option<Hiding> {
        self.marks[glyph].1
    }
}
