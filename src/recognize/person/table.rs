//! Columns of people: under a header cell that says so (姓名, 户主, 经手人) every cell is a name.

use super::reading::Reading;
use super::{model, syllable};
use crate::lexicon::Tags;
use crate::recognize::{Context, is_han};

/// Header cells looked at in one line.
const CELLS: usize = 40;
/// Characters of the longest cell that is read as a name.
const LONGEST: usize = 14;
/// Names of a line that nothing announces.
const ROW: usize = 4;
/// What a cell of a column of people is worth.
const SURE: f32 = 18.0;
/// Cells that stand in such columns without being names.
const NOT_NAMES: &[&str] = &[
    "合计",
    "小计",
    "总计",
    "共计",
    "累计",
    "姓名",
    "备注",
    "空缺",
    "待定",
    "待补",
    "本人",
    "同上",
    "以上",
    "以下",
    "无",
    "有",
    "是",
    "否",
    "单位",
    "男",
    "女",
    "日期",
    "全体",
    "集体",
    "汇总",
    "平均",
    "其他",
    "不详",
    "未知",
    "缺席",
    "请假",
    "签字",
    "盖章",
    "花名册",
    "名单",
    "附后",
    "见附件",
    "略",
    "同意",
    "属实",
    "双方",
    "各方",
    "全家",
    "户主",
    "代章",
    "公章",
    "签章",
    "常务",
    "兼任",
    "时任",
];

/// The names in the text's tables, in order.
pub(super) fn cells(cx: &Context<'_>) -> Vec<Reading> {
    let text = cx.text;
    let mut names = Vec::new();
    let (mut people, mut columns): (Vec<(usize, bool)>, usize) = (Vec::new(), 0);
    for bounds in text.lines.windows(2) {
        let (start, end) = (bounds[0] as usize, bounds[1] as usize);
        let line = &text.ch[start..end];
        let line = line.strip_suffix(&['\n']).unwrap_or(line);
        let mut cells = split(line, start);
        let blanks = cells.is_empty();
        if blanks {
            cells = split_at_blanks(cx, start, start + line.len());
        }
        if cells.len() < 2 {
            people.clear();
            continue;
        }
        let heads: Vec<(usize, bool)> =
            (0..cells.len()).filter_map(|k| head(cx, cells[k]).map(|sure| (k, sure))).collect();
        let plain = cells.iter().all(|&(a, b)| text.ch[a..b].iter().all(|c| !c.is_ascii_digit()));
        if !heads.is_empty() && plain && cells.len() > 2 {
            people = heads;
            columns = cells.len();
            continue;
        }
        if blanks && people.is_empty() {
            of_names(cx, &cells, &mut names);
        }
        // Blanks are no fence: a row of other length is none.
        if blanks && cells.len() != columns {
            continue;
        }
        for &(column, sure) in &people {
            if let Some(&(a, b)) = cells.get(column) {
                in_cell(cx, a, b, sure, &mut names);
            }
        }
    }
    names
}

/// Names of a line that holds nothing else: pieces of two to four characters, most of which are likely names.
fn of_names(cx: &Context<'_>, cells: &[(usize, usize)], names: &mut Vec<Reading>) {
    let text = cx.text;
    let piece =
        |&(a, b): &(usize, usize)| (2..=4).contains(&(b - a)) && text.ch[a..b].iter().all(|&c| is_han(c));
    if cells.len() < ROW || !cells.iter().all(piece) {
        return;
    }
    let whole = |a: usize, b: usize| {
        model::surnames_at(text, a)[0] > 0 && b - a < 4 && !model::is_word(cx.words, &text.ch[a..b])
    };
    let likely = cells.iter().filter(|&&(a, b)| whole(a, b)).count();
    if likely * 3 < cells.len() * 2 {
        return;
    }
    for &(a, b) in cells.iter().filter(|&&(a, b)| is_name(cx, a, b, true)) {
        let surname = model::surnames_at(text, a)[0].min(b - a);
        names.push(Reading { strong: true, cell: true, ..Reading::new(a, b, SURE, surname, &[]) });
    }
}

fn split(line: &[char], base: usize) -> Vec<(usize, usize)> {
    // Without a branch for each character: most lines have no cells.
    let cut = |c: char| u32::from(c == '\t') | u32::from(c == '|');
    if line.iter().fold(0, |any, &c| any | cut(c)) == 0 {
        return Vec::new();
    }
    let Some(mark) = line.iter().copied().find(|&c| cut(c) != 0) else {
        return Vec::new();
    };
    let (mut cells, mut from) = (Vec::new(), 0);
    for at in 0..=line.len() {
        if at == line.len() || line[at] == mark {
            cells.push((base + from, base + at));
            from = at + 1;
            if cells.len() == CELLS {
                break;
            }
        }
    }
    cells
}

/// The cells of a line whose columns are set off by wide blanks; none where it has fewer than three.
fn split_at_blanks(cx: &Context<'_>, start: usize, end: usize) -> Vec<(usize, usize)> {
    let gaps = &cx.text.gap[start..end];
    let wide = gaps.iter().filter(|&&gap| gap > 1).count();
    if !(2..CELLS).contains(&wide) {
        return Vec::new();
    }
    let (mut cells, mut from) = (Vec::with_capacity(wide + 1), start);
    for at in (start..end).filter(|&at| cx.text.gap[at] > 1 && at > start) {
        cells.push((from, at));
        from = at;
    }
    cells.push((from, end));
    if cells.len() < 3 { Vec::new() } else { cells }
}

/// Whether a header cell names people, and surely so or by its end only (业主代表); a note in brackets behind does not
/// count.
fn head(cx: &Context<'_>, (a, b): (usize, usize)) -> Option<bool> {
    let text = cx.text;
    let b = (a..b).find(|&k| matches!(text.ch[k], '（' | '(')).unwrap_or(b);
    if !(2..=12).contains(&(b - a)) {
        return None;
    }
    if cx.lexicon.get(&text.ch[a..b]).has(Tags::PERSON_LABEL) {
        return Some(true);
    }
    let role = Tags::PERSON_LABEL.and(Tags::TITLE);
    let ends = text.longest_before(b, role).is_some_and(|n| n > 1 && a + n <= b);
    (ends && !text.ch[a..b].contains(&'数')).then_some(false)
}

fn in_cell(cx: &Context<'_>, a: usize, b: usize, sure: bool, names: &mut Vec<Reading>) {
    let text = cx.text;
    let b = (a..b).find(|&k| matches!(text.ch[k], '（' | '(')).unwrap_or(b);
    // 史秀兰等, 葛小飞代
    let more = b > a + 2 && matches!(text.ch[b - 1], '等' | '代') || b > a + 3 && text.ch[b - 1] == '领';
    let b = if more { b - 1 } else { b };
    let mut from = a;
    for at in a..=b {
        if at < b && !matches!(text.ch[at], '、' | '，' | ',' | '/') {
            continue;
        }
        if is_name(cx, from, at, sure) && (sure || model::surnames_at(text, from)[0] > 0 && at - from <= 4) {
            let surname = model::surnames_at(text, from)[0];
            names.push(Reading { cell: true, ..Reading::new(from, at, SURE, surname, &[]) });
        }
        from = at + 1;
    }
}

fn is_name(cx: &Context<'_>, a: usize, b: usize, sure: bool) -> bool {
    let text = cx.text;
    if b <= a + 1 || b - a > LONGEST || !text.ch[a..b].iter().all(|&c| is_han(c) || c == '·') {
        return false;
    }
    let term = &text.ch[a..b];
    let dotted = term.contains(&'·');
    let masked = term.iter().any(|c| matches!(c, '某' | '〇'));
    if masked || NOT_NAMES.iter().any(|word| word.chars().eq(term.iter().copied())) {
        return false;
    }
    let [long, short] = model::surnames_at(text, a);
    // 冷总, 仓科长: the family name alone is left to its title.
    let titled = text.longest_before(b, Tags::TITLE_AFTER).is_some_and(|n| n > 1 && a + n < b);
    if titled
        || b - a == 2 && short > 0 && matches!(term[1], '总' | '工' | '董' | '哥' | '姐' | '叔' | '婶' | '嫂')
    {
        return false;
    }
    let listed = Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC);
    if cx.lexicon.get(term).has(listed) {
        return false;
    }
    let by_sound =
        syllable::costs(text, a, b).get(b - a).is_some_and(|&cost| cost < 10.0 + 7.5 * (b - a) as f32);
    dotted
        || by_sound
        || (b - a <= 4 + usize::from(long > 1) && long.max(short) > 0)
        || (b - a <= 3 && (sure || !model::is_word(cx.words, term)))
}
