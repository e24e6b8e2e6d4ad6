use std::sync::LazyLock;

use crate::builtin;
use crate::engine::Engine;
use crate::policy::Policy;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| builtin::engine(Policy { select: vec!["marker".to_owned()], ..Policy::default() }));

fn found(text: &str) -> Vec<&str> {
    ENGINE.scan(text).findings.iter().map(|f| f.span.of(text)).collect()
}

#[test]
fn neighbours_on_one_line_are_markers_of_their_own() {
    assert_eq!(found("上一篇：没有了　下一篇：半年工作总结\n"), ["上一篇：没有了", "下一篇：半年工作总结"]);
    assert_eq!(found("上一篇：没有了 下一篇：半年工作总结\n"), ["上一篇：没有了", "下一篇：半年工作总结"]);
    assert_eq!(
        found("推荐阅读：村级工作总结（精选8篇）　下载本文：总结.docx\n"),
        ["推荐阅读：村级工作总结（精选8篇）", "下载本文：总结.docx"]
    );
    assert_eq!(
        found("文档星级：★★★★☆　上传者：lan_zh　上传时间：2021-03-02\n"),
        ["文档星级：★★★★☆", "上传者：lan_zh", "上传时间：2021-03-02"]
    );
}

#[test]
fn pieces_beside_markers_belong_to_the_page() {
    let text = "青山发布 > 要闻\n村级工作总结\n今年修路3公里。\n换一批　热点推荐\n相关链接：\n·往期名单　·查询入口\n";
    assert_eq!(
        found(text),
        ["青山发布 > 要闻", "换一批", "热点推荐", "相关链接：", "·往期名单", "·查询入口"]
    );
    assert_eq!(found("今年修路3公里。\n青山镇工作报告　【打印】\n"), ["【打印】"]);
}

#[test]
fn a_paywall_sentence_behind_the_text_is_found_with_its_full_stop() {
    let text = "各项任务按期完成。本文剩余内容需要付费后查看。\n";
    assert_eq!(found(text), ["本文剩余内容需要付费后查看。"]);
    assert_eq!(found("试读已结束，购买后阅读全文。\n"), ["试读已结束，购买后阅读全文。"]);
    assert_eq!(found("各单位登录系统后查看全部内容并反馈。\n"), [] as [&str; 0]);
}

#[test]
fn endless_lines_of_markers_are_read_to_their_end() {
    for seed in [
        "1、文\n",
        "第1页 共2页 ",
        "上一篇：",
        "首页 > ",
        "加入收藏 | ",
        "剩余",
        "会员",
        "推荐阅读：文  ",
        "&nbsp;",
    ] {
        let text = seed.repeat(60_000 / seed.len());
        let findings = ENGINE.scan(&text).findings;
        assert!(findings.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{seed}");
    }
}

#[test]
fn a_line_that_cuts_sentences_again_and_again_is_a_watermark() {
    let cut = "今年以来我们把普法工作与经济工作同安排同部署逐项\n柳岸笔记\n抓好落实。\n";
    assert_eq!(found(&cut.repeat(3)), ["柳岸笔记"; 3]);
    assert_eq!(
        found(&"今年以来我们把普法工作与经济工作同安排。\n柳岸村\n抓好落实。\n".repeat(3)),
        [] as [&str; 0]
    );
}

#[test]
fn a_paragraph_that_stands_twice_is_marked_at_its_end() {
    let engine = builtin::engine(Policy { select: vec!["damage/duplicate".to_owned()], ..Policy::default() });
    let one = "今年以来，我们坚持把普法工作与经济工作同安排、同部署、同检查、同考核，逐项抓好落实，确保任务完成。\n";
    assert_eq!(engine.scan(&one.repeat(2)).findings.len(), 1);
    assert!(engine.scan(one).findings.is_empty());
}
