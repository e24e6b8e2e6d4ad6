//! A family name alone: before a title (王局长) or behind 老 and 小 (老缑, 小张们).

use super::context::{ADDRESS, BEFORE_NUMBER, Side, right};
use super::lattice::Lattice;
use super::model;
use super::reading::Reading;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, Context, is_cnum, is_digit, is_han};

/// A title right behind says more here than behind a full name, because so little else does.
const TITLE: f32 = 10.0;
const FAMILIAR: f32 = 7.0;
/// 老 and a family name behind an office, or at the head of a sentence before a verb.
const LED: f32 = 6.0;
/// Characters that are hardly ever a family name before a title: verbs and modifiers of titles.
const NOT_BEFORE_TITLE: CharSet =
    CharSet::new("任副总原前该各时当同正首高和与于对向由从为有常公国大党区社会家全曾到经以应单求管教");
/// Characters that always belong to the title behind them.
const NEVER_BEFORE_TITLE: CharSet = CharSet::new("原副该各总前任籍双");
/// Titles that are said of someone without being part of an address.
const NO_ADDRESS: &[&str] = &[
    "夫妇", "夫妻", "兄弟", "姐妹", "父子", "母子", "儿女", "家属", "老人", "妻子", "丈夫", "母亲", "父亲",
    "女儿", "儿子",
];

/// Short names of countries, which stand before their statesmen's offices (伊外长).
const NATIONS: CharSet = CharSet::new("乌伊俄美英法德印巴以约黎叙阿蒙韩越泰缅澳加");
const STATE_OFFICES: &[&str] = &["总统", "外长", "首相", "国王", "大使", "议长", "防长", "总理"];

/// The family name of `surname` characters at `i` as a whole name.
pub(super) fn alone(
    cx: &Context<'_>,
    i: usize,
    surname: usize,
    before: &Side,
    lattice: &mut Lattice,
) -> Option<Reading> {
    let (text, j) = (cx.text, i + surname);
    if !may_stand_alone(cx, i, j) {
        return None;
    }
    let cost = model::surname_alone(&text.ch[i..j]);
    let mut gain = || lattice.gain(cx, i, j, cost);
    if let Some(n) = title_at(cx, j) {
        if surname == 1 && NEVER_BEFORE_TITLE.contains(text.ch[i]) {
            return None;
        }
        if surname == 1
            && NATIONS.contains(text.ch[i])
            && STATE_OFFICES.iter().any(|office| text.starts_with(j, office))
        {
            return None;
        }
        let doubtful = surname == 1 && NOT_BEFORE_TITLE.contains(text.ch[i]);
        // 宾阳向镇党委书记: a preposition; 找向厂长: a name, behind a verb that people are the object of.
        let preposition =
            surname == 1 && matches!(text.ch[i], '向' | '对' | '与' | '和' | '由' | '从' | '及');
        if preposition && is_han(text.before(i)) && text.gap[i] == 0 {
            let object =
                matches!(text.before(i), '找' | '请' | '跟' | '叫' | '托') && text.ch[i] == '向' && n == 2;
            if !object {
                return None;
            }
        }
        // 厂长曾女士
        let named = ADDRESS.iter().any(|word| text.starts_with(j, word))
            && matches!(text.ch[i], '曾' | '高' | '常' | '单' | '管' | '时' | '应' | '于');
        let doubtful = doubtful
            && !named
            && !(preposition && matches!(text.before(i), '找' | '请' | '跟' | '叫' | '托'));
        let quoted = matches!(text.before(i), '“' | '‘');
        if doubtful && !quoted && (before.bits < 2.0 || before.clue.0 < before.clue.1) {
            return None;
        }
        // 局长彭司令: behind an office stands a whole name; behind a role (联系人) an address may stand.
        let titled = before.strong
            && before.kind == ClueKind::After
            && is_han(text.before(i))
            && text.gap[i] == 0
            && cx.lexicon.get(&text.ch[before.clue.0..before.clue.1]).has(Tags::TITLE_AFTER);
        let address = ADDRESS.iter().any(|word| text.starts_with(j, word));
        let gain = if titled && !address { gain() - 5.0 } else { gain() };
        let left =
            if is_han(text.before(i)) && text.gap[i] == 0 { before.bits.min(3.0) } else { before.bits };
        let title = Side { bits: TITLE, clue: (j, j + n), kind: ClueKind::Before, strong: true };
        return Some(Reading::new(i, j, gain + left + TITLE, surname, &[title]));
    }
    // 潘姓副局长, 母亲安氏, 汪婆婆, 樊叔
    // 彭老敲响, but not 古老
    let old = text.get(j) == '老' && model::is_word(cx.words, &text.ch[i..=j]);
    if KIN.contains(text.get(j)) && surname == 1 && !NOT_BEFORE_TITLE.contains(text.ch[i]) && !old {
        let next = text.get(j + 1);
        let twice = usize::from(text.get(j) == next);
        let ends = !is_han(text.get(j + 1 + twice))
            || text.gap_at(j + 1 + twice) > 0
            || text.starts[j + 1 + twice].has(Tags::CUE_AFTER)
            || text.one[j + 1 + twice].has(Tags::CUE_AFTER)
            || BEFORE_NUMBER.contains(next) && is_digit(text.get(j + 2));
        let opens = !is_han(text.before(i)) || text.gap[i] > 0 || before.bits > 2.0;
        if text.get(j) == '姓' || opens && ends {
            let said = Side { bits: FAMILIAR, clue: (j, j + 1), kind: ClueKind::Before, strong: true };
            return Some(Reading::new(
                i,
                j,
                gain() + before.bits.min(3.0) + FAMILIAR + LED,
                surname,
                &[said],
            ));
        }
    }
    // 给蔺家垫付, 住进谷家: a household, where one goes or is given something.
    if text.get(j) == '家'
        && surname == 1
        && matches!(text.before(i), '给' | '进' | '到' | '去' | '与' | '跟' | '替' | '帮' | '了')
    {
        let ends = !is_han(text.get(j + 1))
            || text.starts[j + 1].has(Tags::CUE_AFTER)
            || text.get(j + 1) == '的'
            || is_cnum(text.get(j + 1));
        if ends && !model::is_word(cx.words, &text.ch[i..=j]) {
            let said = Side { bits: FAMILIAR, clue: (j, j + 1), kind: ClueKind::Before, strong: true };
            return Some(Reading::new(
                i,
                j,
                gain() + before.bits.min(3.0) + FAMILIAR + LED,
                surname,
                &[said],
            ));
        }
    }
    // 陆、龚两家
    if two_families(cx, i, j) {
        let said = Side { bits: FAMILIAR, clue: (i, j), kind: ClueKind::Column, strong: true };
        return Some(Reading::new(i, j, gain() + 2.0 * FAMILIAR, surname, &[said]));
    }
    // 姓麻的
    if text.before(i) == '姓' && matches!(text.get(j), '的' | '，' | '。' | '、') {
        let said = Side { bits: FAMILIAR, clue: (i - 1, i), kind: ClueKind::After, strong: true };
        return Some(Reading::new(i, j, gain() + 2.0 * FAMILIAR, surname, &[said]));
    }
    // 小计 | 6人
    let small = || i > 0 && model::is_word(cx.words, &text.ch[i - 1..j]) && text.before(i) == '小';
    if surname == 1 && matches!(text.before(i), '老' | '小') && !small() {
        let after = if text.get(j) == '们' {
            Side { bits: 6.0, clue: (j, j + 1), kind: ClueKind::Before, strong: true }
        } else {
            right(cx, j)?
        };
        let familiar = Side { bits: FAMILIAR, clue: (i - 1, i), kind: ClueKind::After, strong: true };
        // 所长老贺管: between an office and a verb, or where a sentence begins, nothing else is meant.
        let role = Tags::TITLE.and(Tags::TITLE_AFTER);
        let led = text.longest_before(i - 1, role).is_some_and(|n| n > 1);
        let opens = !is_han(text.before(i - 1)) || matches!(text.before(i - 1), '由' | '让' | '请');
        let more = if led || opens && after.strong { LED } else { 0.0 };
        let gain = gain() + more;
        return Some(Reading::new(i, j, gain + FAMILIAR + after.bits, surname, &[familiar, after]));
    }
    None
}

/// Characters behind a family name that speak of kin or rank (潘姓, 汪婆婆, 樊叔, 锁工).
const KIN: CharSet = CharSet::new("姓氏叔婶伯嫂姨爷婆哥姐总工董老孃");

/// Whether the family name from `i` to `j` can be the whole name.
#[inline]
pub(super) fn may_stand_alone(cx: &Context<'_>, i: usize, j: usize) -> bool {
    let text = cx.text;
    text.starts.get(j).is_some_and(|tags| tags.has(Tags::TITLE_AFTER))
        || matches!(text.before(i), '姓' | '老' | '小')
        || KIN.contains(text.get(j))
        || text.get(j) == '家'
        || two_families(cx, i, j)
}

/// Whether a character that stands before a title is always part of it.
pub(super) fn only_before_title(c: char) -> bool {
    NEVER_BEFORE_TITLE.contains(c)
}

/// Whether the character at `i` may be a family name that stands alone, and is no verb or modifier of the title behind
/// it: 任 | 副组长.
pub(super) fn may_be_alone(cx: &Context<'_>, i: usize) -> bool {
    let office =
        takes_office(cx, i) || NOT_BEFORE_TITLE.contains(cx.text.ch[i]) && title_at(cx, i + 1).is_some();
    !office && may_stand_alone(cx, i, i + 1)
}

/// Whether 任 at `i` takes the office behind it: 任副组长, 任总网格长.
pub(super) fn takes_office(cx: &Context<'_>, i: usize) -> bool {
    let title = |at: usize| cx.text.starts.get(at).is_some_and(|tags| tags.has(Tags::TITLE));
    cx.text.ch[i] == '任' && (title(i + 1) || title(i + 2))
}

/// Whether the family name from `i` to `j` is one of two whose families are told: 陆、龚 | 两家.
fn two_families(cx: &Context<'_>, i: usize, j: usize) -> bool {
    let text = cx.text;
    let both = |at: usize| text.get(at) == '两' && matches!(text.get(at + 1), '家' | '姓');
    let family = |at: usize| text.one.get(at).is_some_and(|tags| tags.has(Tags::SURNAME));
    text.get(j) == '、' && both(j + 2) && family(j + 1)
        || both(j) && i > 1 && text.before(i) == '、' && family(i - 2)
}

/// Length of the title that starts at `j`, with 副 before it or not.
fn title_at(cx: &Context<'_>, j: usize) -> Option<usize> {
    let text = cx.text;
    let n = text.longest_at(j, Tags::TITLE_AFTER).filter(|&n| n > 1)?;
    (n != 2 || !NO_ADDRESS.iter().any(|word| text.starts_with(j, word))).then_some(n)
}
