//! The laws of masking and cleaning, on random texts and on splices of what reports are made of.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use yinmo::allow::Allowed;
use yinmo::builtin;
use yinmo::edit::{self, Edit, Targets};
use yinmo::engine::Engine;
use yinmo::finding::Finding;
use yinmo::policy::Policy;
use yinmo::rule::{Group, RuleId};
use yinmo::style::Style;

use crate::harness::Folder;
use crate::leftovers::documents;

/// Shared by the tests; an engine holds no mutable state.
pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| builtin::engine(Policy::default()));
static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| Style::all().collect());

/// What reports are made of, and what breaks programs that read them.
const VOCABULARY: &[&str] = &[
    // Names, and words that look like names.
    "政和县",
    "星溪乡",
    "油房坝村",
    "康县",
    "甘肃省",
    "陇南市",
    "大桥街道",
    "三组",
    "和谐小区",
    "107国道",
    "沈阳",
    "闽",
    "范远舟",
    "欧阳雪莲",
    "马得福",
    "马得禄",
    "买买提·艾力",
    "余 志 强",
    "申请",
    "高峰",
    "和平",
    "马上",
    "政和县司法局",
    "阳坝镇司法所",
    "岳阳宏达竹木有限公司",
    "临湘市人民医院",
    "羊楼司镇人民政府",
    "中共",
    "国务院",
    "党的二十大",
    "书记",
    "镇长",
    "同志",
    "局长",
    "老",
    "小",
    "由",
    "与",
    "在",
    "联系人：",
    "法定代表人",
    "任组长",
    "主持",
    // Figures and dates.
    "48",
    "3.2",
    "1,204",
    "28,415.60",
    "95%",
    "15.3个百分点",
    "１２３",
    "10％—15％",
    "三百余",
    "六成",
    "三分之二",
    "壹万贰仟元整",
    "1-2",
    "亿元",
    "次",
    "户",
    "人",
    "平方米",
    "2023年",
    "3月12日",
    "2022.10.08",
    "14:20",
    "二〇二一年七月一日",
    "8·15",
    "2022—2023年",
    "年",
    "月",
    "日",
    "万",
    // Identifiers.
    "13860900127",
    "0599-3324518",
    "622624196503120019",
    "6222021234567894",
    "54621224ME1234567X",
    "甘K·7F219",
    "a_b@example.com",
    "http://www.example.cn/a?b=1",
    "政星政〔2024〕7号",
    "（2023）闽07行终58号",
    "KX-2022-031",
    "18号3幢2单元401室",
    "12345",
    "第三季度",
    // Masks and leftovers.
    "XX",
    "X",
    "xx",
    "XXXX",
    "Ｘ",
    "××",
    "**",
    "____",
    "○○",
    "□",
    "某",
    "若干",
    "某某",
    "杨某1",
    "张三",
    "20XX年",
    "20xx",
    "X.XX",
    "138****2705",
    "【姓名】",
    "{{县1}}",
    "【县1】",
    "【人名12】",
    "{{",
    "}}",
    "【",
    "】",
    "（填写）",
    "待定",
    "XX县",
    "某镇",
    "李某",
    "杨*",
    // Markers.
    "点击：1284次",
    "（未完，剩余内容请下载后查看）",
    "第 1 页 共 3 页",
    "— 3 —",
    "打印 | 关闭",
    "相关推荐：",
    "本文档由会员上传",
    "1、",
    "&nbsp;",
    // Punctuation, blanks, line ends.
    "，",
    "。",
    "、",
    "：",
    "；",
    "“",
    "”",
    "（",
    "）",
    "《",
    "》",
    "〔",
    "〕",
    "-",
    "—",
    "·",
    ".",
    " ",
    "\u{3000}",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    // Rare and hostile characters.
    "😀",
    "👨‍👩‍👧",
    "𠮷",
    "䶮",
    "〇",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "e\u{301}",
    "\u{202e}",
    "Ⅲ",
    "①",
    "½",
    "한",
    "ß",
    "�",
    "县",
    "一",
];

fn splice() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(VOCABULARY).prop_map(str::to_owned),
        1 => "[0-9X年月县、（）\n ]{1,6}",
        1 => ".{1,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![8 => splice(), 1 => "\\PC{0,60}", 1 => any::<String>()]
}

/// Sorted, disjoint, on character boundaries, inside the text.
fn well_formed(text: &str, edits: &[Edit]) {
    let mut end = 0;
    for edit in edits {
        assert!(edit.span.start >= end && edit.span.end <= text.len(), "{edits:?} in {text:?}");
        assert!(text.is_char_boundary(edit.span.start) && text.is_char_boundary(edit.span.end));
        end = edit.span.end;
    }
}

/// The findings of `text` that `style` would replace.
fn maskable(text: &str, style: &Style) -> Vec<Finding> {
    let mut masker = style.masker();
    let found = ENGINE.scan(text).findings;
    masker.meet(text, &found);
    found.into_iter().filter(|f| masker.replacement(text, f, ENGINE.rules()).is_some()).collect()
}

/// Where surrogates stand in the text that `edits` make: they look real, and only their places tell.
fn surrogates(style: &Style, edits: &[Edit]) -> Allowed {
    let targets = Targets::new(edits);
    let invented = edits.iter().filter(|_| style.invents());
    Allowed::new(Vec::new(), invented.map(|edit| targets.span(edit.span)).collect())
}

/// As [`maskable`], but for surrogates.
fn left_maskable(text: &str, style: &Style, edits: &[Edit]) -> Vec<Finding> {
    let mut found = maskable(text, style);
    surrogates(style, edits).take_from(&mut found, ENGINE.rules());
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_sorted_disjoint_and_on_characters(text in text()) {
        let mut end = 0;
        for finding in ENGINE.scan(&text).findings {
            prop_assert!(finding.span.start >= end && !finding.span.is_empty(), "{finding:?}");
            prop_assert!(text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
            end = finding.span.end;
            let mut at = finding.span.start;
            for kept in &finding.kept {
                prop_assert!(kept.start >= at && kept.end <= end, "{finding:?} keeps {kept:?}");
                prop_assert!(text.get(kept.start..kept.end).is_some(), "{finding:?}");
                at = kept.end;
            }
            prop_assert!((0.0..=1.0).contains(&finding.score), "{finding:?}");
        }
    }

    /// Everything that must be masked lies in an edit, and nothing of a name but its kept parts is in the result.
    #[test]
    fn what_must_be_masked_is_masked(text in text(), style in select(STYLES.clone())) {
        let edits = ENGINE.mask(&text, &style).edits;
        well_formed(&text, &edits);
        for finding in maskable(&text, &style) {
            for (at, c) in finding.span.of(&text).char_indices() {
                let at = finding.span.start + at;
                let inside = edits.iter().any(|e| e.span.start <= at && at < e.span.end);
                prop_assert!(inside, "{c:?} of {:?} in {text:?} stays", finding.span.of(&text));
            }
            let named = matches!(finding.rule, RuleId::PERSON | RuleId::PLACE | RuleId::ORG);
            let edit = edits.iter().find(|e| e.span == finding.span);
            if let (true, "xx", Some(edit)) = (named, style.name(), edit) {
                let kept: String = finding.kept.iter().map(|kept| kept.of(&text)).collect();
                let shown: String = edit.content.chars().filter(|c| c.is_alphanumeric() && !"XＸxｘ某若干".contains(*c)).collect();
                let kept: String = kept.chars().filter(|c| c.is_alphanumeric() && !"XＸxｘ某若干".contains(*c)).collect();
                prop_assert_eq!(shown, kept);
            }
        }
    }

    #[test]
    fn masking_twice_is_masking_once(text in text(), style in select(STYLES.clone())) {
        let once = ENGINE.mask(&text, &style);
        prop_assert!(once.left.is_empty(), "{} leaves {:?} of {text:?}", style.name(), once.left);
        let masked = edit::apply(&text, &once.edits);
        let twice = ENGINE.mask_around(&masked, &mut style.masker(), &surrogates(&style, &once.edits));
        prop_assert_eq!(edit::apply(&masked, &twice.edits), masked, "{} of {:?}", style.name(), text);
    }

    #[test]
    fn the_result_has_nothing_maskable(text in text(), style in select(STYLES.clone())) {
        let edits = ENGINE.mask(&text, &style);
        let masked = edit::apply(&text, &edits.edits);
        for finding in left_maskable(&masked, &style, &edits.edits) {
            prop_assert!(edits.left.iter().any(|left| left.span == finding.span), "{finding:?} of {masked:?}");
        }
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in text()) {
        let edits = ENGINE.clean(&text).edits;
        well_formed(&text, &edits);
        let cleaned = edit::apply(&text, &edits);
        let twice = ENGINE.clean(&cleaned).edits;
        prop_assert_eq!(edit::apply(&cleaned, &twice), cleaned, "{:?}", text);
    }

    #[test]
    fn masking_and_cleaning_do_both(text in text(), style in select(STYLES.clone())) {
        let both = ENGINE.mask_clean(&text, &style);
        well_formed(&text, &both.edits);
        let result = edit::apply(&text, &both.edits);
        if both.left.is_empty() {
            prop_assert_eq!(left_maskable(&result, &style, &both.edits), vec![], "{:?}", result);
            prop_assert_eq!(ENGINE.clean(&result).edits, vec![], "{:?}", result);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_edits(text in text(), style in select(STYLES.clone())) {
        prop_assert_eq!(ENGINE.scan(&text), ENGINE.scan(&text));
        prop_assert_eq!(ENGINE.mask(&text, &style), ENGINE.mask(&text, &style));
    }

    /// One list of edits does what two lists do one after the other.
    #[test]
    fn edits_compose(text in text(), style in select(STYLES.clone())) {
        let first = ENGINE.mask(&text, &style).edits;
        let between = edit::apply(&text, &first);
        let mut second = Vec::new();
        let mut at = 0;
        for (i, (from, c)) in between.char_indices().enumerate() {
            if i % 3 == 1 && from >= at {
                at = from + c.len_utf8();
                second.push(Edit::replacement(yinmo::span::Span::new(from, at), if i % 2 == 0 { "" } else { "甲乙" }));
            }
        }
        let both = edit::compose(&first, &second);
        well_formed(&text, &both);
        prop_assert_eq!(edit::apply(&text, &both), edit::apply(&between, &second));
    }
}

/// Long runs of what recognizers anchor on: they must end, and in time that no one would call hanging.
#[test]
fn hostile_texts_do_not_hang() {
    let style = Style::named("xx").unwrap();
    for unit in [
        "县",
        "X",
        "x",
        "0",
        "1",
        "一",
        "、",
        "，",
        "（",
        "）",
        "【",
        "{{",
        "》",
        "《",
        "〔",
        "　",
        " ",
        "\t",
        "\n",
        "\r\n",
        "*",
        "_",
        "○",
        "某",
        "·",
        "-",
        "—",
        ".",
        "@",
        "a",
        "a@",
        "年",
        "王",
        "王、",
        "局",
        "公司",
        "第",
        "村民委员会",
        "1,",
        "1.",
        "1-",
        "12:",
        "www.",
        "https://",
        "省市县",
        "XX县",
        "阿",
        "张三、",
        "2022年",
        "万元",
        "百分之",
        "（2022）",
        "\u{0}",
        "😀",
        "第1页",
        "下载",
    ] {
        let text = unit.repeat((1 << 18) / unit.len());
        let found = ENGINE.scan(&text).findings;
        assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{unit:?}");
    }
    for unit in ["县", "1", "政和县", "王", "一", "2022年"] {
        let text = unit.repeat((1 << 16) / unit.len());
        let edits = ENGINE.mask(&text, &style);
        well_formed(&text, &edits.edits);
    }
}

#[test]
fn a_clean_text_has_no_edits() {
    let text = "各单位要加强学习，不断提高能力。\r\n";
    for style in STYLES.iter() {
        assert_eq!(ENGINE.mask(text, style).edits, []);
        assert_eq!(ENGINE.mask_clean(text, style).edits, []);
    }
    assert!(ENGINE.scan(text).findings.iter().all(|f| ENGINE.rules().group(f.rule) != Group::Entity));
}

/// A name by sound that a text ended in (古丽女) once broke the program: every line is read, cut anywhere.
#[test]
fn a_text_may_begin_and_end_anywhere() {
    for text in ["古丽女", "联系人阿依努尔，女", "- 待产妇女"] {
        ENGINE.scan(text);
    }
    let folder = Folder::new();
    for name in documents(&folder) {
        let text = String::from_utf8(folder.read(&format!("in/{name}"))).expect("a text");
        for line in text.lines() {
            for (at, _) in line.char_indices().step_by(3) {
                ENGINE.scan(&line[..at]);
                ENGINE.scan(&line[at..]);
            }
        }
    }
}
