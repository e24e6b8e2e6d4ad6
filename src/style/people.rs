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

/// The people of a document, by surname.
#[derive(Default)]
pub(super) struct People {
    /// The full names in the order they were met, each with its mask once it has one.
    by_surname: BTreeMap<String, Vec<(String, Option<String>)>>,
}

impl People {
    /// Notes a name.
    pub(super) fn meet(&mut self, name: &str) {
        let name = normal(name);
        let surname = surname(&name);
        if surname != name && !name.contains(is_mark) {
            self.place(surname, &name);
        }
    }

    fn place(&mut self, surname: &str, name: &str) -> usize {
        let names = self.by_surname.entry(surname.to_owned()).or_default();
        names.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            names.push((name.to_owned(), None));
            names.len() - 1
        })
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
        let at = self.place(surname, &name);
        let names = &mut self.by_surname.get_mut(surname)?;
        let several = names.len() > 1;
        let shown = names[at].1.get_or_insert_with(|| {
            if several { format!("{surname}{mask}{}", at + 1) } else { format!("{surname}{mask}") }
        });
        Some(shown.clone())
    }
}
