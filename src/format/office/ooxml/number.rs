//! Numbers of cells as they are shown: the common part of number formats, enough to recognise what a reader sees.

/// How a cell shows its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Format(String);

impl Format {
    /// The format of this number, built in or from the list of the workbook.
    pub(super) fn new(id: u32, own: Option<&str>) -> Self {
        let code = match (id, own) {
            (_, Some(own)) => own,
            (1, _) => "0",
            (2, _) => "0.00",
            (3 | 37 | 38, _) => "#,##0",
            (4 | 39 | 40, _) => "#,##0.00",
            (9, _) => "0%",
            (10, _) => "0.00%",
            (14..=17 | 22 | 30, _) => "yyyy/m/d",
            (27..=29 | 31 | 36 | 50 | 52 | 54 | 57 | 58, _) => "yyyy\"年\"m\"月\"d\"日\"",
            (18..=21 | 45..=47 | 32..=35, _) => "h:mm",
            _ => "",
        };
        Self(code.split(';').next().unwrap_or_default().to_owned())
    }

    /// The number as it is shown; `raw` is how the file writes it.
    pub(super) fn show(&self, raw: &str, from_1904: bool) -> String {
        let Ok(value) = raw.trim().parse::<f64>() else { return raw.to_owned() };
        let mark = Marks::of(&self.0);
        if self.0.is_empty() || self.0.eq_ignore_ascii_case("general") || self.0 == "@" || !value.is_finite()
        {
            return general(value, raw);
        }
        if mark.is_date && (0.0..3_000_000.0).contains(&value) {
            return date(value, &mark, from_1904);
        }
        let mut value = value;
        if mark.percent {
            value *= 100.0;
        }
        value /= 1000f64.powi(mark.scaled);
        let mut digits = format!("{:.*}", mark.decimals.min(12), value.abs());
        if mark.grouped {
            digits = group(&digits);
        }
        let sign = if value < 0.0 { "-" } else { "" };
        let percent = if mark.percent { "%" } else { "" };
        format!("{}{sign}{digits}{percent}{}", mark.before, mark.after)
    }
}

/// What a format's code says.
#[derive(Debug, Default)]
struct Marks {
    is_date: bool,
    is_time: bool,
    chinese: bool,
    percent: bool,
    grouped: bool,
    decimals: usize,
    /// How many times the number is divided by a thousand.
    scaled: i32,
    before: String,
    after: String,
}

impl Marks {
    fn of(code: &str) -> Self {
        let mut marks = Self::default();
        let mut chars = code.chars().peekable();
        let (mut seen, mut in_decimals, mut commas) = (false, false, 0);
        while let Some(c) = chars.next() {
            let literal = |text: &str, marks: &mut Self| {
                if seen { marks.after.push_str(text) } else { marks.before.push_str(text) }
            };
            match c {
                '"' => {
                    let text: String = chars.by_ref().take_while(|&c| c != '"').collect();
                    marks.chinese |= text.contains(['年', '月', '日']);
                    literal(&text, &mut marks);
                }
                '\\' => {
                    let text: String = chars.next().into_iter().collect();
                    literal(&text, &mut marks);
                }
                '[' => {
                    let text: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    let symbol =
                        text.strip_prefix('$').and_then(|rest| rest.split('-').next()).unwrap_or_default();
                    literal(symbol, &mut marks);
                }
                '_' | '*' => {
                    chars.next();
                }
                '0' | '#' | '?' => {
                    if commas > 0 {
                        marks.grouped = true;
                        commas = 0;
                    }
                    seen = true;
                    marks.decimals += usize::from(in_decimals && c != '#');
                }
                '.' => in_decimals = true,
                ',' if seen => commas += 1,
                '%' => marks.percent = true,
                'y' | 'Y' | 'd' | 'D' | 'e' if !seen => marks.is_date = true,
                'h' | 'H' | 's' | 'S' if !seen => marks.is_time = true,
                '年' | '月' | '日' => marks.chinese = true,
                c if !c.is_ascii() || "$+-() /".contains(c) => {
                    literal(c.encode_utf8(&mut [0; 4]), &mut marks);
                }
                _ => {}
            }
        }
        marks.scaled = commas;
        marks.is_date |= marks.is_time || !seen && code.contains(['m', 'M']) && !marks.percent;
        marks
    }
}

fn general(value: f64, raw: &str) -> String {
    let short = raw.trim();
    if short.len() <= 11 && !short.contains(['e', 'E']) {
        return short.to_owned();
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let shown = format!("{value:.10}");
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn group(digits: &str) -> String {
    let (whole, rest) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let mut out = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

/// Days since the end of 1899 as a date, in the way of the calendar of the year 1900 that workbooks have.
fn date(value: f64, marks: &Marks, from_1904: bool) -> String {
    let days = value.floor() as i64 + if from_1904 { 1462 } else { 0 };
    let seconds = ((value - value.floor()) * 86_400.0).round() as i64;
    let time = format!("{}:{:02}", seconds / 3600, seconds % 3600 / 60);
    if marks.is_time && !marks.is_date_only() && days == 0 {
        return time;
    }
    // The workbook's calendar has a 29th of February 1900 that there never was.
    let shift = if days < 60 { 1 } else { 0 };
    let (year, month, day) = civil(days - 25_569 + shift);
    let date =
        if marks.chinese { format!("{year}年{month}月{day}日") } else { format!("{year}/{month}/{day}") };
    if marks.is_time && seconds > 0 { format!("{date} {time}") } else { date }
}

impl Marks {
    const fn is_date_only(&self) -> bool {
        self.is_date && !self.is_time
    }
}

/// The date that lies so many days after the first of January 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_readers_see_them() {
        for (id, code, raw, shown) in [
            (0, None, "48", "48"),
            (0, None, "0.1", "0.1"),
            (0, None, "1.2345678901234567", "1.2345678901"),
            (3, None, "1234567", "1,234,567"),
            (10, None, "0.9512", "95.12%"),
            (14, None, "44260", "2021/3/5"),
            (31, None, "44260", "2021年3月5日"),
            (20, None, "0.375", "9:00"),
            (176, Some("0.0\"万元\""), "320.04", "320.0万元"),
            (177, Some("yyyy\"年\"m\"月\""), "44260", "2021年3月5日"),
            (178, Some("#,##0,"), "3200000", "3,200"),
            (179, Some("[$¥-804]#,##0.00;[Red]-0"), "1500", "¥1,500.00"),
            (0, None, "text", "text"),
        ] {
            assert_eq!(Format::new(id, code).show(raw, false), shown, "{code:?} {raw}");
        }
    }
}
