use crate::builtin;
use crate::policy::Policy;
use crate::rule::RuleId;

/// The organisations that the whole engine reports.
fn reported(source: &str) -> Vec<&str> {
    let findings = builtin::engine(Policy::default()).scan(source).findings;
    let orgs = findings.iter().filter(|f| f.rule == RuleId::ORG);
    orgs.map(|f| &source[f.span.start..f.span.end]).collect()
}

#[test]
fn verbs_between_a_place_and_a_house_make_no_name() {
    for source in [
        "她妹妹在都匀市开超市，年底关店。",
        "女儿在湖南宁乡念小学，由外婆照看。",
        "他早年在兴化看果园，后来回村种田。",
        "记者一行在铜川参观茶厂。",
        "老人不肯去诊所，家属只好请医生上门。",
        "两人绕着宾馆走了一圈。",
        "两口子回乡盖客栈，三年还清贷款。",
        "他曾在随州当过砖厂的会计。",
    ] {
        assert!(reported(source).is_empty(), "{source}: {:?}", reported(source));
    }
}

#[test]
fn heads_made_like_those_in_the_lists_are_heads() {
    for (source, names) in [
        ("经查，丰都县航标局未按期报送。", &["丰都县航标局"][..]),
        ("文件抄送宜川县建管办。", &["宜川县建管办"]),
        ("维修由大冶市桥梁修缮队负责。", &["大冶市桥梁修缮队"]),
        ("业主：宁都县鑫顺皮毛行。", &["宁都县鑫顺皮毛行"]),
        ("儿子毕业于西北农林科技大学。", &["西北农林科技大学"]),
        ("缅甸农业部派员来访。", &["缅甸农业部"]),
    ] {
        assert_eq!(reported(source), names, "{source}");
    }
}

#[test]
fn a_wide_blank_parts_a_name_from_the_office_behind_it() {
    let source = "任命\n　韩祁连　　民乐县审计局副局长\n";
    assert_eq!(reported(source), ["民乐县审计局"]);
}

#[test]
fn offices_end_before_the_word_behind_them() {
    for (source, names) in [
        ("永丰县沙溪镇中心小学校务会议记录", &["永丰县沙溪镇中心小学"][..]),
        ("她在洛阳学会开车，月底回家。", &[]),
        ("货款先付。又请示永泽集团，处理如下：", &["永泽集团"]),
    ] {
        assert_eq!(reported(source), names, "{source}");
    }
}

#[test]
fn what_stands_in_a_street_keeps_its_own_name() {
    let source = "每周两次到南关街满口香粮油店看票据。";
    assert_eq!(reported(source), ["满口香粮油店"]);
}
