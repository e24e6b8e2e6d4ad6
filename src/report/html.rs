//! One self-contained page: each document with its findings marked, before and after side by side, with filters. It
//! loads nothing, and it can be printed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Record;

/// What precedes the documents.
pub const HTML_HEAD: &str = "<!doctype html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
<meta name=\"viewport\" content=\"width=device-width\">\n<title>yinmo</title>\n<style>\n\
body{font:15px/1.7 serif;margin:1.5em;color:#111;background:#fff}\n\
h2{font:600 1em/1.4 monospace;margin:2em 0 .5em;border-bottom:1px solid #999}h2 small{font-weight:400;color:#777}\n\
nav{position:sticky;top:0;background:#fff;border-bottom:1px solid #999;padding:.4em 0;font-family:sans-serif;font-size:.85em}\n\
nav label{margin-right:1em;white-space:nowrap}\n\
table{border-collapse:collapse;width:100%;table-layout:fixed}\n\
td{vertical-align:top;padding:0 .6em;white-space:pre-wrap;overflow-wrap:anywhere}\n\
th{font:600 12px/25px sans-serif;text-align:left;padding:0 .6em;color:#777;border-bottom:1px solid #ccc}\n\
td:first-child,th:first-child{width:3em;text-align:right;color:#777;font:12px/25px monospace}\n\
mark,ins{padding:0 1px;border-bottom:2px solid;text-decoration:none}\n\
.entity{background:#fde3c8}.figure{background:#dcecff}.date{background:#e2f5dd}.id{background:#ffd9e2}\n\
.placeholder{background:#fff3b0}.marker{background:#e5e0f5}.damage{background:#f7d0d0}.consistency{background:#d6f0ee}\n\
.off{background:none;border:0}\n.changed tr:not(.hit){display:none}\n\
@media(prefers-color-scheme:dark){body,nav{background:#1b1b1b;color:#ddd}mark,ins{color:#111}}\n\
@media print{nav{display:none}tr{break-inside:avoid}h2{break-after:avoid}body{color:#111;background:#fff}body{margin:0;font-size:11px}mark,ins{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n\
</style>\n</head>\n<body>\n<nav></nav>\n";

/// What follows the documents.
pub const HTML_TAIL: &str = "<script>\n\
const nav=document.querySelector('nav');\n\
function box(name,count,change){const label=document.createElement('label'),input=document.createElement('input');\
input.type='checkbox';input.onchange=()=>change(input.checked);label.append(input,' '+name+(count===null?'':' '+count));nav.append(label);return input}\n\
for(const group of ['entity','figure','date','id','placeholder','marker','damage','consistency']){\
const all=document.querySelectorAll('.'+group);if(!all.length)continue;\
box(group,document.querySelectorAll('mark.'+group).length,on=>all.forEach(e=>e.classList.toggle('off',!on))).checked=true}\n\
box('only lines with findings',null,on=>document.body.classList.toggle('changed',on));\n\
</script>\n</body>\n</html>\n";

/// One document of the page, as rows of a line before and the line after.
#[derive(Debug, Default)]
pub struct Page {
    rows: Vec<Row>,
    at: usize,
    /// Rows of the findings, for a page without text.
    list: String,
    findings: usize,
    replaces: bool,
}

#[derive(Debug, Default)]
struct Row {
    before: String,
    after: String,
    hit: bool,
}

impl Page {
    /// Adds a finding of `text`; findings come in order. What was rejected is left out.
    pub fn add(&mut self, record: &Record<'_>, text: &str) {
        if record.rejected.is_some() {
            return;
        }
        let (start, end) = (record.span.start.max(self.at), record.span.end.max(self.at));
        self.plain(&text[self.at..start]);
        let group = record.rule.split('/').next().unwrap_or_default();
        let title = if record.text.is_some() { record.evidence } else { "" };
        let title = format!("{} {:.2} {title}", record.rule, record.score);
        let open = |tag: &str| format!("<{tag} class=\"{group}\" title=\"{}\">", escaped(title.trim_end()));
        let (mark, ins) = (open("mark"), open("ins"));
        for (number, line) in text[start..end].split('\n').enumerate() {
            let row = self.row(number > 0);
            row.hit = true;
            let _ = write!(row.before, "{mark}{}</mark>", escaped(line.trim_end_matches('\r')));
            match record.replacement {
                None => {
                    let _ = write!(row.after, "{}", escaped(line.trim_end_matches('\r')));
                }
                Some(mask) if number == 0 && !mask.is_empty() => {
                    let _ = write!(row.after, "{ins}{}</ins>", escaped(mask));
                }
                Some(_) => {}
            }
        }
        self.findings += 1;
        self.replaces |= record.replacement.is_some();
        let severity = record.severity;
        let _ = writeln!(
            self.list,
            "<tr class=\"hit\"><td>{}</td><td><mark class=\"{group}\">{}</mark> {severity} {:.2}</td></tr>",
            record.line, record.rule, record.score
        );
        self.at = end;
    }

    /// Writes the document; without its text, the list of what was found.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(mut self, path: &str, text: &str, with_text: bool, out: &mut impl Write) -> io::Result<()> {
        let count = super::plural(self.findings, "finding");
        writeln!(out, "<h2>{} <small>{count}</small></h2>\n<table>", escaped(path))?;
        if with_text {
            if self.replaces {
                writeln!(out, "<tr><th></th><th>before</th><th>after</th></tr>")?;
            }
            self.plain(text[self.at..].strip_suffix('\n').unwrap_or(&text[self.at..]));
            for (number, row) in self.rows.iter().enumerate() {
                let Row { before, after, hit } = row;
                let class = if *hit { " class=\"hit\"" } else { "" };
                let after = if self.replaces { format!("<td>{after}</td>") } else { String::new() };
                writeln!(out, "<tr{class}><td>{}</td><td>{before}</td>{after}</tr>", number + 1)?;
            }
        } else {
            out.write_all(self.list.as_bytes())?;
        }
        writeln!(out, "</table>")
    }

    fn plain(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            let line = escaped(line.trim_end_matches('\r'));
            let row = self.row(number > 0);
            row.before.push_str(&line);
            row.after.push_str(&line);
        }
    }

    fn row(&mut self, is_next: bool) -> &mut Row {
        if is_next || self.rows.is_empty() {
            self.rows.push(Row::default());
        }
        self.rows.last_mut().expect("a row was just added where there was none")
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(super::text::shown(c)),
        }
    }
    out
}
