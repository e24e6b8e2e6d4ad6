//! Lines and paragraphs from characters that are placed one by one, as in OFD and PDF.

/// A character on a page; `y` grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) x: f32,
    /// The baseline.
    pub(crate) y: f32,
    /// How far it reaches to the right.
    pub(crate) width: f32,
    pub(crate) size: f32,
    pub(crate) c: char,
}

/// A text of a page: a paragraph, or a cell of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Flow {
    pub(crate) text: String,
    /// For each character that has a glyph: where it starts in the text, and the glyph's number.
    pub(crate) glyphs: Vec<(usize, usize)>,
    /// Left, top, right, bottom.
    pub(crate) bounds: [f32; 4],
    /// Whether the next one stands in the same row.
    pub(crate) row_goes_on: bool,
}

/// A gap of this many sizes is a blank.
const BLANK: f32 = 0.8;

/// A gap of this many sizes parts cells.
const CELL: f32 = 2.5;

/// The texts of a page in reading order.
pub(crate) fn flows(glyphs: &[Glyph]) -> Vec<Flow> {
    let finite = |g: &Glyph| [g.x, g.y, g.width, g.size].iter().all(|n| n.is_finite());
    let mut order: Vec<usize> = (0..glyphs.len()).filter(|&i| finite(&glyphs[i])).collect();
    order.sort_by(|&a, &b| glyphs[a].y.total_cmp(&glyphs[b].y));
    let mut rows: Vec<Vec<Flow>> = Vec::new();
    let mut from = 0;
    while from < order.len() {
        let first = glyphs[order[from]];
        let reach = first.y + 0.4 * first.size.abs().max(0.1);
        let count = order[from..].iter().take_while(|&&i| glyphs[i].y <= reach).count();
        let row = &mut order[from..from + count];
        row.sort_by(|&a, &b| glyphs[a].x.total_cmp(&glyphs[b].x).then(a.cmp(&b)));
        rows.push(cells(glyphs, row));
        from += count;
    }
    paragraphs(rows)
}

/// A row cut into cells.
fn cells(glyphs: &[Glyph], row: &[usize]) -> Vec<Flow> {
    let mut cells: Vec<Flow> = Vec::new();
    let mut flow = Flow::default();
    let mut end = f32::MIN;
    let mut last: Option<Glyph> = None;
    for &index in row {
        let glyph = glyphs[index];
        // Bold type is often the same character printed twice.
        let doubled = last.is_some_and(|last| {
            last.c == glyph.c
                && (last.x - glyph.x).abs() < 0.1 * glyph.size
                && (last.y - glyph.y).abs() < 0.1 * glyph.size
        });
        let size = glyph.size.abs().max(0.1);
        let gap = (glyph.x - end) / size;
        if !flow.text.is_empty() && gap > CELL {
            flow.row_goes_on = true;
            cells.push(std::mem::take(&mut flow));
        } else if !flow.text.is_empty()
            && gap > BLANK
            && !flow.text.ends_with([' ', '\u{3000}'])
            && !glyph.c.is_whitespace()
        {
            flow.text.push(' ');
        }
        let top = glyph.y - size;
        if flow.glyphs.is_empty() {
            flow.bounds = [glyph.x, top, glyph.x + glyph.width, glyph.y];
        }
        let [left, above, right, below] = flow.bounds;
        flow.bounds =
            [left.min(glyph.x), above.min(top), right.max(glyph.x + glyph.width), below.max(glyph.y)];
        flow.glyphs.push((flow.text.len(), index));
        // The second print of a character is edited with the first.
        if !doubled {
            flow.text.push(glyph.c);
        } else if let Some(at) = flow.text.char_indices().next_back().map(|(at, _)| at) {
            flow.glyphs.last_mut().into_iter().for_each(|place| place.0 = at);
        }
        end = end.max(glyph.x + glyph.width);
        last = Some(glyph);
    }
    if !flow.glyphs.is_empty() {
        cells.push(flow);
    }
    cells
}

/// Joins the lines of a paragraph: a line that is full goes on in the next.
fn paragraphs(rows: Vec<Vec<Flow>>) -> Vec<Flow> {
    let right = rows.iter().filter(|row| row.len() == 1).map(|row| row[0].bounds[2]).fold(f32::MIN, f32::max);
    let left = rows.iter().filter(|row| row.len() == 1).map(|row| row[0].bounds[0]).fold(f32::MAX, f32::min);
    let mut flows: Vec<Flow> = Vec::new();
    // The bottom and the right end of the last line, where it may go on.
    let mut open: Option<(f32, f32)> = None;
    for row in rows {
        let [line] = row.as_slice() else {
            open = None;
            flows.extend(row);
            continue;
        };
        let height = (line.bounds[3] - line.bounds[1]).max(0.1);
        let goes_on = open.is_some_and(|(below, end)| {
            end > right - 1.6 * height
                && line.bounds[0] < left + 0.8 * height
                && line.bounds[3] - below < 3.0 * height
        });
        open = Some((line.bounds[3], line.bounds[2]));
        match flows.last_mut().filter(|_| goes_on) {
            Some(before) => {
                let narrow = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if narrow(before.text.chars().next_back())
                    && narrow(line.text.chars().next())
                    && !line.text.is_empty()
                {
                    let digits = before.text.ends_with(|c: char| c.is_ascii_digit())
                        && line.text.starts_with(|c: char| c.is_ascii_digit());
                    if !digits {
                        before.text.push(' ');
                    }
                }
                let shift = before.text.len();
                before.text.push_str(&line.text);
                before.glyphs.extend(line.glyphs.iter().map(|&(at, glyph)| (at + shift, glyph)));
                for side in 0..4 {
                    let (a, b) = (before.bounds[side], line.bounds[side]);
                    before.bounds[side] = if side < 2 { a.min(b) } else { a.max(b) };
                }
            }
            None => flows.extend(row),
        }
    }
    flows
}

impl Flow {
    /// The glyphs of the characters in a range of the text, with their places in it.
    pub(crate) fn touched(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let from = self.glyphs.partition_point(|&(at, _)| at < start);
        self.glyphs[from..].iter().take_while(move |&&(at, _)| at < end).copied()
    }

    /// Its text with other characters for some glyphs.
    pub(crate) fn with(&self, new: impl Fn(usize) -> Option<char>) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut glyphs = self.glyphs.iter().peekable();
        for (at, c) in self.text.char_indices() {
            let mut now = c;
            while let Some(&(_, glyph)) = glyphs.next_if(|&&(place, _)| place <= at) {
                now = new(glyph).unwrap_or(now);
            }
            text.push(now);
        }
        text
    }

    /// Where it stands, for people.
    pub(crate) fn place(&self) -> String {
        let [left, top, right, bottom] = self.bounds.map(f32::round);
        format!("({left} {top} {right} {bottom})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| Glyph { x: x + 10.0 * i as f32, y, width: 10.0, size: 10.0, c })
            .collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        flows(glyphs).into_iter().map(|flow| flow.text).collect()
    }

    #[test]
    fn lines_are_made_by_place_not_by_order() {
        let mut glyphs = line("海燕到会。", 30.0, 100.3);
        glyphs.extend(line("组长郑", 0.0, 100.0));
        assert_eq!(texts(&glyphs), ["组长郑海燕到会。"]);
        glyphs.extend(line("次日", 95.0, 100.0));
        assert_eq!(texts(&glyphs), ["组长郑海燕到会。 次日"]);
    }

    #[test]
    fn cells_stay_apart_and_full_lines_go_on() {
        let mut glyphs = line("姓名", 0.0, 10.0);
        glyphs.extend(line("郑海燕", 60.0, 10.0));
        glyphs.extend(line("甲乙丙丁戊己庚辛", 20.0, 40.0));
        glyphs.extend(line("壬癸", 0.0, 55.0));
        glyphs.extend(line("子丑寅卯", 20.0, 70.0));
        let flows = flows(&glyphs);
        assert!(flows[0].row_goes_on && !flows[1].row_goes_on);
        assert_eq!(texts(&glyphs), ["姓名", "郑海燕", "甲乙丙丁戊己庚辛壬癸", "子丑寅卯"]);
        assert_eq!(
            flows[2]
                .touched("甲乙丙丁戊己庚".len(), "甲乙丙丁戊己庚辛壬".len())
                .map(|(_, glyph)| glyph)
                .collect::<Vec<_>>(),
            [12, 13]
        );
    }

    #[test]
    fn characters_printed_twice_are_read_once_and_edited_both() {
        let mut glyphs = line("郑海", 0.0, 10.0);
        glyphs.extend(line("郑海", 0.2, 10.0));
        let flows = flows(&glyphs);
        assert_eq!(flows[0].text, "郑海");
        assert_eq!(flows[0].touched(0, 3).count(), 2);
    }

    #[test]
    fn places_that_are_no_numbers_do_no_harm() {
        let odd = |x| Glyph { x, y: f32::NAN, width: f32::INFINITY, size: 0.0, c: '甲' };
        assert_eq!(
            texts(&[
                odd(f32::NAN),
                odd(f32::MAX),
                Glyph { x: f32::MAX, y: f32::MIN, width: 1.0, size: -3.0, c: '乙' }
            ]),
            ["乙"]
        );
    }
}
