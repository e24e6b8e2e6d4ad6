//! Departments right behind an office: 县教育局 | 基础教育股, 市人民医院 | 急诊科, 县纪委监委 | 第二纪检监察室.
//!
//! Their last characters (股, 科, 室, 处, 部) end many other words, so they count only here, and only when known words
//! lead from the office to them.

use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Context, is_cnum, is_han};

/// Longest name of a department.
pub(super) const REACH: usize = 13;

/// What the names of hospitals' wards are written with.
const WARDS: CharSet = CharSet::new(
    "内外妇儿骨眼耳鼻喉口腔皮肤神经心血管呼吸消化肾病脑胸普泌尿肛肠中西医针灸推拿康复急诊重症学麻醉放射影像检验药剂理输感染肿瘤液分泌风湿免疫老年新生产疼痛介入超声功能核营养手术供应护门体预防保健一二三四五六七八九公卫传结精疗伤烧整形美容",
);

/// Whether departments end in `c`.
pub(super) const fn may_end(c: char) -> bool {
    matches!(
        c,
        '股' | '科' | '室' | '处' | '部' | '段' | '组' | '庭' | '系' | '班' | '区' | '所' | '站' | '店'
    )
}

/// Where the office before the department ends whose last character is `i`; `last` is the end of the office.
pub(super) fn behind(cx: &Context<'_>, last: usize, i: usize) -> Option<usize> {
    let text = cx.text;
    let length = (i + 1).checked_sub(last)?;
    // 人民医院 | 骨科
    let ward = text.ch[i] == '科'
        && (2..9).contains(&length)
        && text.ends_with(last, "院")
        && (length == 2 || text.ch[last..i].iter().all(|&c| WARDS.contains(c)));
    if ward
        && !matches!(
            text.ch[last],
            '各' | '本' | '该' | '专' | '学' | '百' | '两' | '全' | '分' | '文' | '理'
        )
    {
        return (!open(cx, i) && !titled(cx, i) && text.gap[last] == 0).then_some(last);
    }
    // 藏医院 | 针灸室
    let room = text.ch[i] == '室'
        && (3..7).contains(&length)
        && text.ends_with(last, "院")
        && text.ch[last..i].iter().all(|&c| WARDS.contains(c));
    if room && text.gap[last] == 0 {
        return (!open(cx, i)).then_some(last);
    }
    if !(3..REACH).contains(&length) || !text.ch[last..i].iter().all(|&c| is_han(c)) {
        return None;
    }
    if !text.unbroken(last, i + 1) || text.gap[last] > 0 || open(cx, i) {
        return None;
    }
    if titled(cx, i) {
        return None;
    }
    let ordinal = text.ch[last] == '第' && is_cnum(text.ch[last + 1]);
    let good = match text.ch[i] {
        '股' | '科' => true,
        '室' => {
            let office = text.ends[i - 1].has(Tags::ORG_WORD) && !text.ends_with(i, "办公");
            office
                || ["监察", "研究", "教研", "鉴定", "检验", "化验"].iter().any(|last| text.ends_with(i, last))
        }
        '庭' => text.ends_with(i, "审判") || ordinal || matches!(text.before(i), '事' | '政' | '行' | '案'),
        '处' | '部' | '段' | '系' => length >= 4 || text.ch[i] == '部' && branch(cx, i),
        '组' => ordinal && text.ends_with(i, "监察"),
        '班' => text.ends_with(i, "专"),
        // 自然资源局 | 沙里所
        '所' => {
            let stem = &text.ch[last..i];
            text.before(last) == '局'
                && matches!(stem.len(), 2..=3)
                && (cx.lexicon.get(stem).has(Tags::SHORT.and(Tags::TOWN)) || cx.words.get(stem).is_empty())
                && !matches!(stem[stem.len() - 1], '场' | '究' | '派' | '守' | '留' | '毒' | '测')
        }
        // 消防救援大队 | 陈家港站, 大药房 | 乐都店
        '站' | '店' => {
            let stem = &text.ch[last..i];
            let of = match text.ch[i] {
                '站' => matches!(text.before(last), '队' | '局' | '司'),
                _ => matches!(text.before(last), '市' | '房' | '店' | '司' | '堂' | '楼' | '团' | '行'),
            };
            let listed = cx.lexicon.get(stem);
            of && matches!(stem.len(), 2..=4)
                && !stem.iter().enumerate().any(|(at, _)| text.one[last + at].has(Tags::BREAK))
                && !listed.has(Tags::GENERIC.and(Tags::ORG_WORD).and(Tags::ORG_HEAD))
                && (listed.has(Tags::SHORT.and(Tags::TOWN)) || cx.words.get(stem).is_empty())
                && (stem.len() == 2
                    || !cx.words.get(&stem[..2]).has(Tags::BREAK)
                        && cx.words.get(&text.ch[i - 1..=i]).is_empty())
        }
        '区' => {
            let part = ["校", "院", "病", "园"].iter().any(|last| text.ends_with(i, last));
            part && !matches!(text.ch[i - 2], '新' | '老' | '主' | '分' | '本' | '旧' | '原' | '各')
        }
        _ => false,
    };
    if good && matches!(text.ch[i], '站' | '店') {
        return Some(last);
    }
    (good && words(cx, last + usize::from(ordinal) * 2, i)).then_some(last)
}

/// Whether the title of its head follows: 危化 | 股股长, 工程 | 股原副股长.
fn titled(cx: &Context<'_>, i: usize) -> bool {
    let text = cx.text;
    let mut at = i + 1;
    while at < i + 3 && matches!(text.get(at), '原' | '副') {
        at += 1;
    }
    matches!(text.ch[i], '股' | '科' | '处') && text.get(at) == text.ch[i] && text.get(at + 1) == '长'
}

/// Whether a department that companies have ends at `i`: 采购部.
fn branch(cx: &Context<'_>, i: usize) -> bool {
    const WORK: &[&str] = &[
        "安环", "安监", "企管", "党群", "审计", "人力", "机电", "调度", "供销", "信息", "商务", "投资",
        "采矿", "选矿", "采购", "销售", "营销", "财务", "人事", "市场", "工程", "技术", "项目", "生产",
        "运营", "客服", "法务", "行政", "后勤", "质检", "质量", "安全", "仓储", "物流", "业务", "研发",
        "信贷", "供应",
    ];
    WORK.iter().any(|work| cx.text.ends_with(i, work))
}

/// Whether the last character begins or goes on into another word: 处理, 部分, 科目, 室内.
fn open(cx: &Context<'_>, i: usize) -> bool {
    let text = cx.text;
    let next = text.get(i + 1);
    let before = text.ends[i].has(Tags::BREAK);
    before
        || is_han(next)
            && (!cx.words.get(&text.ch[i..i + 2]).is_empty()
                || matches!(next, '理' | '分' | '目' | '内' | '技' | '于' | '置' | '罚')
                || text.ch[i] == '所'
                    && matches!(next, '有' | '在' | '以' | '需' | '属' | '谓' | '述' | '列'))
}

/// Whether known words lead from `from` to the last character, with at most two others on the way and no verb.
fn words(cx: &Context<'_>, from: usize, to: usize) -> bool {
    let text = cx.text;
    let (mut at, mut other) = (from, 0);
    while at < to {
        if text.one[at].has(Tags::BREAK) || text.starts[at].has(Tags::BREAK.and(Tags::TITLE)) {
            return false;
        }
        let known = |n: usize| {
            let term = &text.ch[at..at + n];
            let word = cx.words.get(term);
            !word.is_empty() && !word.has(Tags::BREAK) || cx.lexicon.get(term).has(Tags::ORG_WORD)
        };
        match (2..=4.min(to - at)).rev().find(|&n| known(n)) {
            Some(n) => at += n,
            None => {
                other += 1;
                at += 1;
            }
        }
    }
    other <= 2
}
