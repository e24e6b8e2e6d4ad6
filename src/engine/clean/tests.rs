use crate::policy::Policy;
use crate::{builtin, edit};

fn clean(text: &str) -> String {
    let engine = builtin::engine(Policy::default());
    let edits = engine.clean(text);
    let cleaned = edit::apply(text, &edits.edits);
    assert_eq!(engine.clean(&cleaned).edits, [], "cleaning twice changed {cleaned:?}");
    cleaned
}

#[test]
fn a_paywall_token_goes_and_the_text_around_it_stays() {
    assert_eq!(clean("为我镇各##paidbegin##项决策提供保障。\n\n##paidend##\n"), "为我镇各项决策提供保障。\n");
}

#[test]
fn chunk_numbers_that_cut_sentences_join_their_lines() {
    let text = "1、乡镇工作总结 今年以来，我们坚持把学习教育与业务工作同安排、同\n\
                2、部署，成立了领导小组，明确专人负责，每月召开一次会议研究推进，逐\n\
                3、项落实到位。\n";
    let joined = "乡镇工作总结 今年以来，我们坚持把学习教育与业务工作同安排、同部署，成立了领导小组，明确专人负责，\
                  每月召开一次会议研究推进，逐项落实到位。\n";
    assert_eq!(clean(text), joined);
}

#[test]
fn a_real_list_keeps_its_numbers() {
    let text = "主要做法如下：\n1、加强领导，成立工作专班。\n2、完善制度，明确责任分工。\n3、强化督查。\n";
    assert_eq!(clean(text), text);
}

#[test]
fn a_page_number_in_a_sentence_joins_it() {
    assert_eq!(
        clean("会议要求各部门按照职责分工抓好任务\n— 4 —\n落实，确保如期完成。\n"),
        "会议要求各部门按照职责分工抓好任务落实，确保如期完成。\n"
    );
    assert_eq!(
        clean("会议要求抓好落实。\n— 4 —\n会议还研究了其他事项。\n"),
        "会议要求抓好落实。\n会议还研究了其他事项。\n"
    );
    assert_eq!(clean("为领导决策提供参考。 第4页 共4页"), "为领导决策提供参考。");
}

#[test]
fn a_sellers_head_goes_with_its_blank_lines() {
    let text = "仅供学习 禁止外传\n青竹文社\n自有平台、随时更新\n现在订阅立享前2年的全部资料\n\n【打击倒卖行为】\n\
                会员群：              免费QQ群：\n\n\n\n县法治建设情况的报告\n今年以来，我县扎实推进各项工作。\n";
    assert_eq!(clean(text), "县法治建设情况的报告\n今年以来，我县扎实推进各项工作。\n");
}

#[test]
fn a_tail_of_other_titles_goes() {
    let text = "我镇将继续努力。\n相关自查报告: 学校教育自查报告、关于卫生院自查报告的文章、消防安全自查报告、财务自查报告";
    assert_eq!(clean(text), "我镇将继续努力。");
}

#[test]
fn line_ends_and_other_text_stay_as_they_are() {
    assert_eq!(clean("第一段。\r\n\r\n浏览次数：12\r\n\r\n第二段。\r\n"), "第一段。\r\n\r\n第二段。\r\n");
    let text = "　　一、工作情况\n\n\n　　全年办理案件12件。\n";
    assert_eq!(clean(text), text);
}

#[test]
fn a_preview_sentence_that_stays_is_reported() {
    let engine = builtin::engine(Policy { ignore: vec!["marker".to_owned()], ..Policy::default() });
    assert_eq!(engine.clean("##paidbegin##正文").edits, []);
}

#[test]
fn placeholders_stay() {
    let text = "XX县【姓名】于20XX年X月处理13800138000等件（待补充）\n____，某县某镇，点击率X%。\n";
    assert_eq!(clean(text), text);
}

#[test]
fn a_head_goes_without_leaving_blank_lines_at_the_top() {
    let text = "\n\n当前位置：首页 > 公文\n\n\n浏览次数：12\n\n\n\n关于开展检查的通知\n各村：\n";
    assert_eq!(clean(text), "关于开展检查的通知\n各村：\n");
}
