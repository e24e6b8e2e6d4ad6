use std::sync::LazyLock;

use crate::builtin;
use crate::engine::Engine;
use crate::policy::Policy;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| builtin::engine(Policy { select: vec!["placeholder".to_owned()], ..Policy::default() }));

fn found(text: &str) -> Vec<&str> {
    ENGINE.scan(text).findings.iter().map(|f| f.span.of(text)).collect()
}

#[test]
fn an_x_of_a_real_number_plate_is_no_mask() {
    assert_eq!(found("其中京A·7QX39未苫盖"), [] as [&str; 0]);
    assert_eq!(found("其中京A·X7139未苫盖"), [] as [&str; 0]);
    assert_eq!(found("其中京A·XXX39未苫盖"), ["京A·XXX39"]);
    assert_eq!(found("车牌京A·_____"), ["京A·_____"]);
}

#[test]
fn a_remark_to_the_author_is_found_without_the_authors_brackets() {
    assert_eq!(found("工作总结的通知（请修改标题）"), ["请修改标题"]);
    assert_eq!(found("在（填写上级单位）领导下"), ["（填写上级单位）"]);
}

#[test]
fn slots_end_in_a_noun_of_the_list_with_or_without_a_number() {
    assert_eq!(found("述职人：【姓名1】"), ["【姓名1】"]);
    assert_eq!(found("建设地点：［项目地点］"), ["［项目地点］"]);
    assert_eq!(found("【典型案例】强化监管"), [] as [&str; 0]);
    assert_eq!(found("【】【1】【，】"), [] as [&str; 0]);
}

#[test]
fn a_family_name_that_is_a_function_word_needs_a_title_before_it() {
    assert_eq!(found("原告东方××诉被告李××"), ["东方××", "李××"]);
    assert_eq!(found("由××局负责"), ["××"]);
    assert_eq!(found("设有××局"), ["××"]);
}

#[test]
fn a_party_of_an_example_is_a_mask_and_anybody_is_not() {
    assert_eq!(found("某甲与某乙签订合同"), ["某甲", "某乙"]);
    assert_eq!(found("如某甲在此处，则可以推定"), [] as [&str; 0]);
}

#[test]
fn a_star_between_words_is_a_mask_unless_the_text_speaks_of_it() {
    assert_eq!(found("建设美丽*提供保障"), ["*"]);
    assert_eq!(found("带*的项目为必填项"), [] as [&str; 0]);
}

#[test]
fn endless_masks_and_brackets_are_read_to_their_end() {
    for seed in [
        "X",
        "x1",
        "＊",
        "____",
        "×、",
        "某",
        "某 ",
        "【",
        "【姓名",
        "（X",
        "X,",
        "#",
        "xx@",
        "年 ",
        "—",
        "<{",
    ] {
        let text = seed.repeat(60_000 / seed.len());
        let findings = ENGINE.scan(&text).findings;
        assert!(findings.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{seed}");
    }
}

#[test]
fn what_speaks_of_masks_has_none() {
    for text in [
        "例如“XX县XX局”",
        "用“XX”代替真实名称",
        "用*号标注",
        "带*号的为必填",
        "P<0.05*，P<0.01**",
        "**公司概况**",
    ] {
        assert_eq!(found(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn in_a_masked_document_names_without_a_family_name_are_masked_too() {
    let text = "某县某镇某村，网格员哈某1、努某报告，金某局长到某村走访。";
    assert_eq!(found(text), ["某", "某", "某", "哈某1", "努某", "金某", "某"]);
}

#[test]
fn a_date_with_a_year_and_no_day_is_a_blank() {
    assert_eq!(found("2024年　月　日"), ["月　日"]);
    assert_eq!(found("20 年 月 日"), ["20 年 月 日"]);
    assert_eq!(found("2021年　3月　5日"), [] as [&str; 0]);
}
