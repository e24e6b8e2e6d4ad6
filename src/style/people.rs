//! People: which part of a name is the surname, and who shares one.

use std::collections::BTreeMap;

use super::mark::is_mark;
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
    /// How many full names of each surname were met.
    shared: BTreeMap<String, usize>,
    /// Each full name with its place among those of its surname, from 1, and its mask once it has one.
    names: BTreeMap<String, (usize, Option<String>)>,
}

impl People {
    /// Notes a name.
    pub(super) fn meet(&mut self, name: &str) {
        let name = normal(name);
        let surname = surname(&name);
        if surname != name && !name.contains(is_mark) && !self.names.contains_key(&name) {
            let shared = self.shared.entry(surname.to_owned()).or_default();
            *shared += 1;
            self.names.insert(name, (*shared, None));
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
            return Some(format!("{surname}{mask}"));
        }
        self.meet(&name);
        let several = self.shared.get(surname).is_some_and(|&shared| shared > 1);
        let (at, shown) = self.names.get_mut(&name)?;
        let number = if several { at.to_string() } else { String::new() };
        Some(shown.get_or_insert_with(|| format!("{surname}{mask}{number}")).clone())
    }
}
