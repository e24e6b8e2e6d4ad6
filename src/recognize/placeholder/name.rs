//! A masked name: a family name with a mask (李××, 王*, 张小X), or a familiar 小 or 老 with a letter.

use super::super::{Text, is_han};
use super::anchor::{boundary, counts, dates, names_follow, suffixes};
use super::token::Token;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::sign::Alphabet;

/// Family names that are function words too: they need a title before them and a boundary behind.
const FUNCTION: CharSet = CharSet::new(
    "于任向和由时全应连来都但那对成方公相信元利平国位原区计门展居初强满支古车项南班权海云明印普花索富战智党章单司农管路乐常文高温安白金石万江东太有后才者代么从买冒双付仪养年延广归忽怀慎操拜法终经缴习药补诸贡赏越通闪随须税空竹爱寿巨松步红磨烟琴滑折水脱昔充朗虎糟扎木完融斗库扶秘沃纳别益祭弥鼓晨妈铁揣焉暴矣禄昂昌植",
);

/// What names of Uyghur, Kazakh, Tibetan, Mongol and Yi people often begin with and few words end in.
const SOUNDS: CharSet = CharSet::new("阿艾买吐努玛旦娜尼哈乌巴库依伊帕萨斯洛扎嘎噶茸沙迪佐");

/// What only follows a name.
const SAID: &[&str] = &[
    "同志", "先生", "女士", "给予", "离婚", "诉", "与", "和", "等", "因", "被", "系", "称", "说", "表示",
    "在", "、", "于",
];

/// What that begins with.
static SAID_FIRST: CharSet = CharSet::firsts(SAID);

/// Whether the character at `i` is a family name.
pub(super) fn family(text: &Text<'_>, i: usize) -> bool {
    text.one.get(i).is_some_and(|tags| tags.has(Tags::SURNAME))
}

/// How long the compound family name (欧阳) is that ends before `at`.
fn compound(text: &Text<'_>, at: usize) -> Option<usize> {
    if at < 2 || !text.ends[at - 1].has(Tags::SURNAME) {
        return None;
    }
    let named = |len: &usize| {
        let hits = text.hits_at(at - len).iter();
        hits.clone().any(|h| h.len as usize == *len && h.tags.has(Tags::SURNAME))
    };
    (2..=4.min(at)).rev().find(named)
}

/// Whether `c` is a family name that is also a function word or a frequent part of words.
pub(super) fn doubtful(c: char) -> bool {
    FUNCTION.contains(c)
}

/// Where a masked name that ends before `at` begins: at its family name.
pub(super) fn begin(text: &Text<'_>, at: usize, sure_right: bool) -> Option<usize> {
    if at == 0 || text.gap.get(at).is_some_and(|&g| g > 1) {
        return None;
    }
    if let Some(len) = compound(text, at) {
        return Some(at - len);
    }
    let c = text.before(at);
    let before = announced(text, at - 1) || text.before(at - 1) == '某';
    // 阿×, 艾×: names that are written by sound begin with few characters.
    if sure_right && before && SOUNDS.contains(c) {
        return Some(at - 1);
    }
    let fits = family(text, at - 1) && if doubtful(c) { sure_right && before } else { before || sure_right };
    fits.then_some(at - 1)
}

/// Whether a title, a boundary or the like stands before `at`.
pub(super) fn announced(text: &Text<'_>, at: usize) -> bool {
    let left = text.before(at);
    !is_han(left) || text.gap.get(at).is_some_and(|&g| g > 0) || names_follow(left)
}

/// The span of the name a mask token belongs to.
pub(super) fn around(text: &Text<'_>, token: &Token) -> Option<(usize, usize)> {
    if token.digits
        || token.end != token.core.1
        || token.masks > 3
        || matches!(token.alphabet, Alphabet::Line | Alphabet::Hash)
        || text.gap.get(token.start).is_some_and(|&g| g > 0)
    {
        return None;
    }
    let (start, end) = token.core;
    let next = text.get(end);
    // X某: the family name itself is masked.
    if next == '某' && text.gap.get(end) == Some(&0) && token.alphabet != Alphabet::Star {
        return Some((start, end + 1));
    }
    let (given, sure) = right(text, end);
    let left = text.before(start);
    if token.masks == 1 && token.alphabet == Alphabet::Letter && is_han(left) {
        // 小X, and 张小X with nothing else beside it.
        if matches!(left, '小' | '老') {
            let named = start >= 2 && family(text, start - 2);
            let outside = text.before(start.saturating_sub(2));
            if named && !is_han(outside) && boundary(next) {
                return Some((start - 2, end));
            }
            // 小X光机
            if matches!(next, '光' | '射' | '型' | '轴') {
                return None;
            }
            let free = !is_han(text.before(start - 1)) || !counts(next);
            let place =
                suffixes(next) && !matches!(next, '主' | '同' | '老' | '经' | '某' | '先' | '女' | '事');
            return (free && !place && !dates(next) && !counts(next)).then_some((start - 1, end));
        }
    }
    if matches!(token.alphabet, Alphabet::Box | Alphabet::Solid) && token.masks < 2 {
        return None;
    }
    if let Some(name) = middle(text, token) {
        return Some(name);
    }
    if cell(text, token) {
        return Some((start - 1, given));
    }
    // 家委会张××签字: two marks behind a family name, and nothing that a mask of a place or number stands before.
    let plain = is_han(next) && !suffixes(next) && !counts(next) && !dates(next);
    if token.masks == 2 && plain && start > 0 && family(text, start - 1) && !doubtful(left) {
        return Some((start - 1, given));
    }
    // 书记张××轮换: behind a title it is a name whatever comes.
    let titled = start > 1 && matches!(text.before(start - 1), '长' | '记' | '任' | '员');
    if token.masks == 2
        && titled
        && !suffixes(next)
        && !dates(next)
        && family(text, start - 1)
        && !doubtful(left)
    {
        return Some((start - 1, given));
    }
    // Without a boundary behind it, a name needs one before it.
    let listed = matches!(text.before(start.saturating_sub(1)), '、' | '：' | ':') && !doubtful(left);
    if !sure && (!listed || suffixes(next) || counts(next) || dates(next)) {
        return None;
    }
    begin(text, start, sure).map(|from| (from, given))
}

/// 占××: any character with a mask of two or three that fills a cell between blanks.
fn cell(text: &Text<'_>, token: &Token) -> bool {
    let (start, end) = token.core;
    let left = text.before(start);
    let wide = |k: usize| text.gap.get(k).is_some_and(|&g| g > 0);
    (2..=3).contains(&token.masks)
        && start > 1
        && is_han(left)
        && !doubtful(left)
        && !counts(left)
        && !suffixes(left)
        && !dates(left)
        && (wide(start - 1) || text.before(start - 1) == '\t')
        && (wide(end) || text.get(end) == '\t')
}

/// 陈X文: a mask between a family name and the last character of a name that stands alone.
fn middle(text: &Text<'_>, token: &Token) -> Option<(usize, usize)> {
    let (start, end) = token.core;
    let last = text.get(end);
    let alone = is_han(last) && boundary(text.get(end + 1)) && text.gap.get(end) == Some(&0);
    let plain =
        !counts(last) && !suffixes(last) && !dates(last) && !matches!(last, '光' | '型' | '轴' | '等');
    if start == 0 || token.masks != 1 || !alone || !plain || text.gap[start] > 0 {
        return None;
    }
    let named = family(text, start - 1) && !doubtful(text.before(start)) && !is_han(text.before(start - 1));
    named.then_some((start - 1, end + 1))
}

/// Where the name ends right of its mask (刘x甲 takes 甲), and whether what follows can only follow a name.
pub(super) fn right(text: &Text<'_>, end: usize) -> (usize, bool) {
    let next = text.get(end);
    if party(text, end) {
        return (end + 1, true);
    }
    let sure = (boundary(next) && next != '%')
        || text.gap.get(end).is_some_and(|&g| g > 0)
        || SAID_FIRST.contains(next) && SAID.iter().any(|w| text.starts_with(end, w));
    (end, sure)
}

/// Whether 甲, 乙 … at `at` tells people or companies apart, and begins no word (甲状腺, 甲级, 丁字路口).
pub(super) fn party(text: &Text<'_>, at: usize) -> bool {
    matches!(text.get(at), '甲' | '乙' | '丙' | '丁' | '戊')
        && !matches!(
            text.get(at + 1),
            '状' | '亢'
                | '醛'
                | '级'
                | '流'
                | '方'
                | '肝'
                | '烷'
                | '醇'
                | '类'
                | '字'
                | '烯'
                | '苯'
                | '等'
                | '板'
                | '肾'
        )
}
