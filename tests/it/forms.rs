//! Leftovers and markers of forms that no rule was made for: two lists written down before the rules, and how much of
//! them is found. The floors stand a little below what is reached.

use std::fmt::Write as _;

use yinmo::rule::Group;

use crate::properties::ENGINE;

/// Least share of the leftovers that is found.
const RECALL: f64 = 0.93;
/// Largest share of the look-alikes that is taken for one.
const ALARMS: f64 = 0.05;
/// Least share of the markers that is found in each page.
const MARKERS: f64 = 0.90;

const FORMS: &str = include_str!("../data/leftovers/forms.txt");
const MARKS: &str = include_str!("../data/leftovers/markers.txt");

/// Title, first and second half of pages to put markers into.
const PAGES: [[&str; 3]; 3] = [
    [
        "关于2021年度工作情况的报告\n",
        "今年以来，我镇坚持以人民为中心，扎实推进各项工作，取得明显成效。\n一、主要做法\n",
        "一是加强领导，明确责任，把各项任务落到实处。\n二是强化宣传，营造氛围，群众知晓率明显提高。\n",
    ],
    [
        "乡镇春耕生产工作总结\n",
        "  春耕开始后，全镇上下抢抓农时，备足种子化肥。\n  （一）加强组织领导。成立专班，每周调度。\n",
        "  （二）强化技术服务。组织农技人员下田指导。\n  （三）存在问题。一是劳力不足；二是资金紧张。\n",
    ],
    [
        "学校安全工作汇报\n\n",
        "各位领导：\n\n我校高度重视安全工作，现将情况汇报如下。\n\n",
        "定期排查隐患，及时整改到位。\n\n以上汇报，请批评指正。\n",
    ],
];

/// What is left over in a text, as byte ranges.
fn leftovers(text: &str) -> Vec<(usize, usize)> {
    let findings = ENGINE.scan(text).findings;
    let group = |rule| ENGINE.rules().group(rule);
    let kinds = [Group::Placeholder, Group::Marker, Group::Damage, Group::Consistency];
    findings.iter().filter(|f| kinds.contains(&group(f.rule))).map(|f| (f.span.start, f.span.end)).collect()
}

/// The text without ‹ ›, and what stood between them.
fn unmark(form: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in form.chars() {
        match c {
            '‹' => open = text.len(),
            '›' => spans.push((open, text.len())),
            _ => text.push(c),
        }
    }
    (text, spans)
}

fn share(part: usize, of: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(of).unwrap())
}

#[test]
fn forms_that_no_rule_was_made_for_are_found() {
    let (mut all, mut hit, mut similar, mut alarms, mut report) = (0, 0, 0, 0, String::new());
    for line in FORMS.lines() {
        if let Some(form) = line.strip_prefix("+ ") {
            let (text, spans) = unmark(form);
            let found = leftovers(&text);
            let meets = spans.iter().any(|s| found.iter().any(|f| f.0 < s.1 && s.0 < f.1));
            (all, hit) = (all + 1, hit + usize::from(meets));
            if !meets {
                let _ = writeln!(report, "missed: {form}");
            }
        } else if let Some(text) = line.strip_prefix("- ") {
            let quiet = leftovers(text).is_empty();
            (similar, alarms) = (similar + 1, alarms + usize::from(!quiet));
            if !quiet {
                let _ = writeln!(report, "false alarm: {text}");
            }
        }
    }
    assert!(all > 200 && similar > 200);
    let (recall, false_alarms) = (share(hit, all), share(alarms, similar));
    println!("recall {recall:.3}, false alarms {false_alarms:.3}\n{report}");
    assert!(recall >= RECALL && false_alarms <= ALARMS, "{recall:.3} {false_alarms:.3}\n{report}");
}

#[test]
fn markers_that_no_rule_was_made_for_are_found() {
    let (mut all, mut hit, mut report) = (0, 0, String::new());
    for line in MARKS.lines().filter(|line| !line.starts_with('#')) {
        let (place, marker) = line.split_once('\t').unwrap();
        for [title, first, second] in PAGES {
            let (before, after) = match place {
                "head" => (String::new(), format!("\n{title}{first}{second}")),
                "tail" => (format!("{title}{first}{second}"), "\n".to_owned()),
                "line" => (format!("{title}{first}"), format!("\n{second}")),
                _ => {
                    let cut = first.char_indices().nth(10).unwrap().0;
                    (format!("{title}{}", &first[..cut]), format!("{}{second}", &first[cut..]))
                }
            };
            let (start, end) = (before.len(), before.len() + marker.len());
            let found = leftovers(&format!("{before}{marker}{after}"));
            let inside = found.iter().map(|f| f.1.min(end).saturating_sub(f.0.max(start))).sum::<usize>();
            (all, hit) = (all + 1, hit + usize::from(inside * 2 >= marker.len()));
            if inside * 2 < marker.len() {
                let _ = writeln!(report, "missed: {place} {marker}");
            }
        }
    }
    let found = share(hit, all);
    println!("markers {found:.3}\n{report}");
    assert!(found >= MARKERS, "{found:.3}\n{report}");
}
