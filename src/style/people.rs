//! People: which part of a name is the surname, and who shares one.

use std::collections::{BTreeMap, BTreeSet};

use crate::recognize::is_mark;
use crate::span::Span;

/// Surnames of two characters. A name of these two alone is a bare surname.
const COMPOUND: &[&str] = &[
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
    "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
    "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷",
    "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭",
    "南门", "羊舌", "微生", "梁丘", "左丘", "东门", "西门", "第五", "完颜", "纳兰", "叶赫",
];

/// The surname of a name without blanks.
pub(super) fn surname(name: &str) -> &str {
    match COMPOUND.iter().find(|compound| name.starts_with(**compound)) {
        Some(compound) => &name[..compound.len()],
        None => &name[..name.chars().next().map_or(0, char::len_utf8)],
    }
}

/// A name without the blanks inside it.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The people of a document.
#[derive(Default)]
pub(super) struct People {
    /// The highest number among the full names of each surname.
    shared: BTreeMap<String, usize>,
    /// Each full name with its number among those of its surname, from 1, and its mask once it has one.
    names: BTreeMap<String, (usize, Option<String>)>,
    /// The masks that the document had before: who they stand for is not known, so no one else gets them.
    taken: BTreeMap<String, BTreeSet<usize>>,
    /// What was given out, so that it does not count as taken.
    given: BTreeSet<String>,
}

impl People {
    /// Notes the masks that a text has: 杨某, 杨某某, 杨某2.
    pub(super) fn meet_masks(&mut self, text: &str, mask: &str) {
        if mask.is_empty() {
            return;
        }
        for (at, _) in text.match_indices(mask) {
            let digits = text[at + mask.len()..].bytes().take(2).take_while(u8::is_ascii_digit).count();
            let end = at + mask.len() + digits;
            let number = text[at + mask.len()..end].parse().unwrap_or(0);
            let start = |back: usize| text[..at].char_indices().nth_back(back).map(|(start, _)| start);
            let compound = start(1).filter(|&start| COMPOUND.contains(&&text[start..at]));
            let Some(start) = compound.or_else(|| start(0)) else { continue };
            if !self.given.contains(&text[start..end]) {
                self.taken.entry(text[start..at].to_owned()).or_default().insert(number);
            }
        }
    }

    /// Notes a name.
    pub(super) fn meet(&mut self, name: &str) {
        let name = normal(name);
        let surname = surname(&name);
        if surname != name && !name.contains(is_mark) && !self.names.contains_key(&name) {
            let number = self.shared.entry(surname.to_owned()).or_default();
            *number += 1;
            while self.taken.get(surname).is_some_and(|taken| taken.contains(number)) {
                *number += 1;
            }
            self.names.insert(name, (*number, None));
        }
    }

    /// The surname and the mask; with a number where several people have the surname. `None` when the name is
    /// masked so already.
    pub(super) fn mask(&mut self, text: &str, span: Span, mask: &str) -> Option<String> {
        let name = normal(span.of(text));
        let surname = surname(&name);
        if name.contains(is_mark) || text[span.end..].starts_with(is_mark) {
            return (!name[surname.len()..].starts_with(is_mark) && name != surname)
                .then(|| format!("{surname}{mask}"));
        }
        if name == surname {
            self.given.insert(format!("{surname}{mask}"));
            return Some(format!("{surname}{mask}"));
        }
        self.meet(&name);
        let several = self.taken.contains_key(surname) || self.shared.get(surname).is_some_and(|&n| n > 1);
        let (at, shown) = self.names.get_mut(&name)?;
        let number = if several { at.to_string() } else { String::new() };
        let shown = shown.get_or_insert_with(|| format!("{surname}{mask}{number}"));
        self.given.insert(shown.clone());
        Some(shown.clone())
    }
}
