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
    assert_eq!(found(text), ["青山发布 > 要闻", "换一批", "热点推荐", "相关链接：", "·往期名单　·查询入口"]);
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

#[test]
fn what_chat_programs_say_around_a_text_is_found() {
    for line in [
        "好的，我来帮您写一份工作总结。",
        "根据您提供的材料，我起草了如下总结：",
        "已深度思考（用时 12 秒）",
        "如果您需要进一步修改或补充，请随时告诉我。",
        "请将方括号中的内容替换为实际数据。",
        "Let me know if you need any changes.",
    ] {
        assert_eq!(found(&framed(line, "", "")), [line]);
    }
    assert_eq!(found(&framed("", "全镇修路3公里【4†source】。", "")), ["【4†source】"]);
    for line in [
        "如您需要帮助，请联系社区。",
        "需要我们共同努力。",
        "根据您的来信，现答复如下：",
        "以下是具体任务分工：",
    ] {
        assert_eq!(found(&framed(line, "", line)), [] as [&str; 0], "{line}");
    }
}

#[test]
fn a_page_around_the_text_proves_its_short_lines() {
    let page = "首页 > 范文 > 工作总结\n作者：佚名　浏览：233\n分享到：微信 微博\n";
    assert!(found(&framed(page, "", "分享给好友")).contains(&"分享给好友"));
    assert_eq!(found(&framed("", "", "分享给好友")), [] as [&str; 0]);
}

/// A report around one line of a page.
fn framed(head: &str, body: &str, tail: &str) -> String {
    let before = "柳林镇工作总结\n今年以来，我镇坚持以人民为中心，扎实推进各项工作，取得明显成效。";
    let after = "我们将继续加强学习，改进作风，努力完成全年目标任务。";
    [head, before, body, after, tail]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

#[test]
fn what_a_page_says_in_words_of_its_own_is_found_around_the_text() {
    for line in [
        "☰ 导航 搜索一下 个人中心",
        "文章已被 233 位读者收藏",
        "↑点击上面蓝字免费订阅",
        "想要完整版的请在评论区留言",
        "对不起，您的权限不足，请先升级",
        "如需我继续完善其他章节，请告诉我您的具体要求。",
        "使用 迅捷PDF转换器 试用版，仅转换前5页",
        "今日热点：两会 防汛 高考",
        "PDF created with pdfFactory Pro trial version",
        "浏览 233 次",
    ] {
        assert_eq!(found(&framed(line, "", "")), [line]);
        assert_eq!(found(&framed("", "", line)), [line]);
    }
    assert_eq!(found(&framed("", "海量公文，尽在柳林文秘网", "")), ["海量公文，尽在柳林文秘网"]);
    assert_eq!(found(&framed("", "一是加强领导（点击查看高清大图）。", "")), ["（点击查看高清大图）"]);
    assert_eq!(found(&framed("", "任务全部完成。...查看更多", "")), ["...查看更多"]);
}

#[test]
fn reports_about_pages_are_no_pages() {
    for line in [
        "居民可登录县政府门户网站下载申请表，填写后交镇便民服务中心。",
        "请各单位登录系统后下载附件2，于7月30日前反馈。",
        "发布短视频32条，播放量120万次，点赞3.4万次，评论1200条。",
        "推行志愿服务积分制，村民可用积分在超市兑换生活用品。",
        "用户余额不足时，系统自动短信提醒，避免停电。",
        "会员单位按时缴纳会费",
        "（此页无正文）",
        "三、公众号运营",
        "打印机、复印机等设备采购",
        "联系人：张伟",
        "如有不妥之处，请批评指正。",
    ] {
        for text in [framed(line, "", ""), framed("", line, ""), framed("", "", line), format!("{line}\n")] {
            assert_eq!(found(&text), [] as [&str; 0], "{line}");
        }
    }
}
