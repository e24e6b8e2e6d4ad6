use super::*;
use crate::span::Span;

fn edit(text: &str, old: &str, new: &str) -> Edit {
    let start = text.find(old).unwrap();
    Edit::replacement(Span::new(start, start + old.len()), new)
}

fn plain(text: &str, edits: &[Edit]) -> String {
    let mut out = Vec::new();
    diff("甲.txt", text, edits, DiffLook::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn changes_far_apart_are_hunks_with_three_lines_around() {
    let text = (1..=20).map(|n| format!("第{n}行\n")).collect::<String>();
    let edits = [edit(&text, "第2行", "XX"), edit(&text, "第15行", "YY")];
    assert_eq!(
        plain(&text, &edits),
        "--- a/甲.txt\n+++ b/甲.txt\n@@ -1,5 +1,5 @@\n 第1行\n-第2行\n+XX\n 第3行\n 第4行\n 第5行\n\
         @@ -12,7 +12,7 @@\n 第12行\n 第13行\n 第14行\n-第15行\n+YY\n 第16行\n 第17行\n 第18行\n"
    );
}

#[test]
fn a_missing_last_newline_is_marked() {
    assert_eq!(
        plain("甲", &[edit("甲", "甲", "XX")]),
        "--- a/甲.txt\n+++ b/甲.txt\n@@ -1 +1 @@\n-甲\n\\ No newline at end of file\n+XX\n\\ No newline at end of file\n"
    );
}

#[test]
fn a_deleted_line_leaves_the_next_alone_and_a_joined_one_does_not() {
    let text = "甲\n广告\n乙\n";
    let deleted = plain(text, &[edit(text, "广告\n", "")]);
    assert!(deleted.ends_with("@@ -1,3 +1,2 @@\n 甲\n-广告\n 乙\n"), "{deleted}");
    let joined = plain(text, &[edit(text, "\n广告\n", "")]);
    assert!(joined.ends_with("@@ -1,3 +1 @@\n-甲\n-广告\n-乙\n+甲乙\n"), "{joined}");
    let everything = plain(text, &[edit(text, text, "")]);
    assert!(everything.contains("@@ -1,3 +0,0 @@\n"), "{everything}");
}

#[test]
fn edits_that_change_nothing_are_no_change() {
    assert_eq!(plain("甲", &[edit("甲", "甲", "甲")]), "");
}

#[test]
fn names_are_quoted_as_git_quotes_them() {
    assert_eq!(header("a", "/目录/一 二.txt"), "a/目录/一 二.txt\t");
    assert_eq!(header("b", "a\"b\n.txt"), "\"b/a\\\"b\\012.txt\"");
    assert_eq!(header("b", "<stdin>"), "b/stdin");
}

/// Looking for the ends of the line once for each edit would take minutes.
#[test]
fn a_line_of_many_edits_takes_linear_time() {
    let text = "村1".repeat(1_000_000);
    let edits: Vec<Edit> =
        (0..1_000_000).map(|n| Edit::replacement(Span::new(4 * n + 3, 4 * n + 4), "X")).collect();
    let shown = plain(&text, &edits);
    assert!(shown.contains("\n+村X村X") && shown.len() > 8_000_000);
}
