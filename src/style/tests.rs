use super::Style;
use crate::builtin;
use crate::edit::{self, Edit};
use crate::finding::{Evidence, Finding};
use crate::recognize::ClueKind;
use crate::rule::{Cure, RuleId, RuleSet};
use crate::span::Span;

/// Reads `⟨place:临江‹县›⟩`: what a recognizer would find, with the parts it would keep in ‹ ›.
fn read(marked: &str, rules: &RuleSet) -> (String, Vec<Finding>) {
    let (mut text, mut findings): (String, Vec<Finding>) = (String::new(), Vec::new());
    let mut chars = marked.chars();
    let mut kept = 0;
    while let Some(c) = chars.next() {
        let last = || findings.len() - 1;
        match c {
            '⟨' => {
                let name: String = chars.by_ref().take_while(|&c| c != ':').collect();
                let rule = rules.find(&name).or_else(|| {
                    let mut named = rules.iter().filter(|(_, r)| r.name.ends_with(&format!("/{name}")));
                    named.next().map(|(id, _)| id)
                });
                findings.push(Finding {
                    span: Span::new(text.len(), 0),
                    rule: rule.unwrap_or_else(|| panic!("no rule {name}")),
                    score: 0.9,
                    kept: Box::default(),
                    evidence: Box::default(),
                    cure: Cure::Report,
                });
            }
            '⟩' => {
                let at = last();
                findings[at].span.end = text.len();
            }
            '‹' => kept = text.len(),
            '›' => {
                let at = last();
                let mut parts = std::mem::take(&mut findings[at].kept).into_vec();
                parts.push(Span::new(kept, text.len()));
                findings[at].kept = parts.into_boxed_slice();
            }
            _ => text.push(c),
        }
    }
    (text, findings)
}

fn mask(style: &str, marked: &str) -> String {
    let rules = builtin::rules();
    let (text, findings) = read(marked, &rules);
    let mut masker = Style::named(style).unwrap_or_else(|| panic!("no style {style}")).masker();
    masker.meet(&text, &findings);
    let edits: Vec<Edit> = findings
        .iter()
        .filter_map(|f| Some(Edit::replacement(f.span, masker.replacement(&text, f, &rules)?)))
        .collect();
    edit::apply(&text, &edits)
}

#[track_caller]
fn expect(marked: &str, masked: &[(&str, &str)]) {
    for (style, masked) in masked {
        assert_eq!(mask(style, marked), *masked, "{style}");
    }
}

#[test]
fn the_table_of_the_styles_holds() {
    let report = "⟨date:2021年3月5日⟩，⟨place:临江‹县›⟩⟨place:清溪‹镇›⟩⟨person:杨槐⟩到⟨org:永顺‹县财政局›⟩开会⟨count:48⟩次，\
                  投入⟨amount:3.2⟩亿元，完成⟨percent:95%⟩";
    expect(
        report,
        &[
            ("xx", "XXXX年XX月XX日，XX县XX镇XX到XX县财政局开会XX次，投入XX亿元，完成XX%"),
            ("xx-digits", "XXXXXXXX年XX月XX日，XX县XX镇XX到XX县财政局开会XXXX次，投入XX.XX亿元，完成XXXX%"),
            ("x", "X年X月X日，XX县XX镇X到XX县财政局开会X次，投入X亿元，完成X%"),
            ("xx-lower", "20xx年x月x日，xx县xx镇xx到xx县财政局开会xx次，投入xx亿元，完成xx%"),
            ("x-digits", "XXXX年X月X日，XX县XX镇XX到XX县财政局开会XX次，投入X.X亿元，完成XX%"),
            ("mou", "某年某月某日，某县某镇杨某到某县财政局开会若干次，投入若干亿元，完成若干%"),
            ("cross", "××××年××月××日，××县××镇××到××县财政局开会××次，投入××亿元，完成××%"),
            ("star", "****年**月**日，**县**镇**到**县财政局开会**次，投入**亿元，完成**%"),
            ("circle", "○○○○年○○月○○日，○○县○○镇○○到○○县财政局开会○○次，投入○○亿元，完成○○%"),
            (
                "tag",
                "【日期1】，【县1】【镇1】【人名1】到【单位1】开会【数字1】次，投入【数字2】亿元，完成【数字3】%",
            ),
            (
                "field",
                "{{日期1}}，{{县1}}{{镇1}}{{人名1}}到{{单位1}}开会{{数字1}}次，投入{{数字2}}亿元，完成{{数字3}}%",
            ),
            ("partial", "2021年3月5日，临江县清溪镇杨*到永顺县财政局开会48次，投入3.2亿元，完成95%"),
        ],
    );
}

#[test]
fn every_style_is_described() {
    for style in Style::all() {
        assert!(Style::named(style.name()).is_some_and(|named| named == style));
        let line = style.describe();
        assert!(line.contains("hides") != line.contains("shows how large"), "{line}");
        assert!(!line.contains('\n') && !style.hides().is_empty() && !style.shows().is_empty());
    }
    assert_eq!(Style::all().next().unwrap().name(), "xx");
    assert_eq!(Style::named("nosuch"), None);
}

#[test]
fn figures_keep_what_is_not_a_digit() {
    expect("⟨count:1,867⟩人", &[("xx", "XX人"), ("xx-digits", "XX,XXXXXX人"), ("x-digits", "X,XXX人")]);
    expect("⟨count:２５８⟩次", &[("xx", "XX次"), ("xx-digits", "XXXXXX次"), ("x-digits", "XXX次")]);
    expect("⟨count:三百二十⟩台", &[("xx", "XX台"), ("xx-digits", "XXXXXXXX台"), ("mou", "若干台")]);
    expect("⟨numeral:三分之二⟩", &[("xx", "XX分之XX"), ("x", "X分之X")]);
    expect("⟨percent:10％—15％⟩", &[("xx", "XX％—XX％"), ("mou", "若干％—若干％"), ("tag", "【数字1】％")]);
    expect("⟨measure:-3.5⟩℃", &[("xx", "-XX℃"), ("x-digits", "-X.X℃")]);
    expect("⟨count:1 867⟩户", &[("xx", "XX户"), ("x-digits", "XXXX户")]);
    expect("⟨percent:9l.3%⟩", &[("xx", "XX%"), ("x-digits", "XX.X%")]);
}

#[test]
fn dates_keep_their_separators() {
    expect("⟨date:2021.03⟩", &[("xx", "XXXX.XX"), ("x", "X.X"), ("xx-lower", "20xx.x")]);
    expect("⟨date:2022/11/14 16:05⟩", &[("xx", "XXXX/XX/XX XX:XX"), ("mou", "某/某/某 某:某")]);
    expect("⟨time:17:30⟩", &[("xx", "XX:XX"), ("xx-digits", "XXXX:XXXX"), ("tag", "【时间1】")]);
    expect(
        "⟨date:二〇二二年十二月⟩",
        &[("xx", "XXXX年XX月"), ("xx-lower", "二〇xx年x月"), ("x-digits", "XXXX年XX月")],
    );
    expect("⟨date:1987年⟩和⟨date:1868年⟩", &[("xx-lower", "19xx年和xxxx年")]);
    expect("⟨date:21年⟩", &[("xx", "XX年"), ("xx-lower", "xx年")]);
    expect("⟨date:8·17⟩", &[("xx", "XX·XX")]);
    expect("⟨date:2 0 2 2年5月10日⟩", &[("xx", "XXXX年XX月XX日"), ("x-digits", "XXXX年X月XX日")]);
}

#[test]
fn kept_parts_stay_in_their_places() {
    expect(
        "⟨org:昭觉‹县公安局›三岔河‹派出所›⟩",
        &[("xx", "XX县公安局XX派出所"), ("mou", "某县公安局某派出所"), ("tag", "【单位1】")],
    );
    expect("⟨org:永顺‹县›‹人民政府›⟩", &[("xx", "XX县人民政府")]);
    expect("⟨place:昭 觉 ‹县›⟩", &[("xx", "XX县")]);
    expect("⟨place:沈阳⟩", &[("xx", "XX"), ("tag", "【地名1】"), ("mou", "某")]);
}

#[test]
fn people_of_one_surname_stay_apart() {
    let names = "⟨person:杨槐⟩、⟨person:杨 柳⟩、⟨person:杨槐⟩、⟨person:欧阳文山⟩、⟨person:王⟩局长";
    expect(
        names,
        &[
            ("mou", "杨某1、杨某2、杨某1、欧阳某、王某局长"),
            ("partial", "杨*、杨*、杨*、欧阳**、王局长"),
            ("tag", "【人名1】、【人名2】、【人名1】、【人名3】、【人名4】局长"),
            ("x", "X、X、X、X、X局长"),
        ],
    );
    expect("⟨person:阿依古丽·买买提⟩", &[("partial", "阿***·***"), ("mou", "阿某")]);
}

#[test]
fn who_was_masked_before_keeps_the_mask() {
    expect("证人杨某与⟨person:杨槐⟩", &[("mou", "证人杨某与杨某1")]);
    expect("证人杨某1与⟨person:杨槐⟩、⟨person:杨柳⟩", &[("mou", "证人杨某1与杨某2、杨某3")]);
    expect("欧阳某、⟨person:欧阳明⟩、⟨person:阳光⟩", &[("mou", "欧阳某、欧阳某1、阳某")]);
    expect("某县⟨person:杨槐⟩", &[("mou", "某县杨某")]);
}

#[test]
fn touching_places_are_one_mask() {
    let rules = builtin::rules();
    let join = |style: &str, before: (RuleId, &str), rule, content: &str| {
        Style::named(style).unwrap().masker().join(before, rule, content.to_owned(), &rules)
    };
    assert_eq!(join("xx", (RuleId::PLACE, "XX"), RuleId::PLACE, "XX"), "");
    assert_eq!(join("xx", (RuleId::PLACE, ""), RuleId::ORG, "XX公司"), "公司");
    assert_eq!(join("xx", (RuleId::PLACE, "XX县"), RuleId::PLACE, "XX镇"), "XX镇");
    assert_eq!(join("xx", (RuleId::PLACE, "XX"), RuleId::PERSON, "XX"), "XX");
    assert_eq!(join("mou", (RuleId::PLACE, "某"), RuleId::ORG, "某公司"), "公司");
    assert_eq!(join("tag", (RuleId::PLACE, "【地名1】"), RuleId::PLACE, "【县1】"), "【县1】");
}

#[test]
fn a_document_is_matched() {
    let rest = "⟨place:永顺‹县›⟩⟨person:杨槐⟩办⟨count:48⟩件，⟨date:2021年3月⟩";
    for (own, masked) in [
        ("", "XX县XX办XX件，XXXX年XX月"),
        ("xx县x次，20xx年x月x日", "xx县xx办x件，20xx年x月"),
        ("××省×次", "××县××办×件，××××年××月"),
        ("X镇XXX同志XX次XX起", "X县XXX办XX件，XXXX年XX月"),
        ("某县某年某月", "某县杨某办若干件，某年某月"),
        ("XX县XX局XX次、XXXX余次、XX.XX万元、XXXXXXXX年", "XX县XX办XXXX件，XXXXXXXX年XX月"),
        ("xx县x个、xx件、xxx人", "xx县xx办xx件，xxxx年x月"),
        ("X.X亿元、XX件", "XX县XX办XX件，XXXX年X月"),
        ("XL码、3×4米、GBXX1", "XX县XX办XX件，XXXX年XX月"),
    ] {
        assert_eq!(mask("match", &format!("{own}：{rest}")), format!("{own}：{masked}"), "{own}");
    }
}

#[test]
fn identifiers_keep_their_structure() {
    expect(
        "⟨doc-number:昭司发〔2022〕31号⟩",
        &[
            ("xx", "XX发〔XXXX〕XX号"),
            ("xx-lower", "xx发〔20xx〕xx号"),
            ("xx-digits", "XX发〔XXXXXXXX〕XXXX号"),
            ("mou", "某发〔某〕某号"),
            ("tag", "【文号1】"),
            ("partial", "昭司发〔2022〕31号"),
        ],
    );
    expect(
        "⟨case-number:（2022）湘3127民初906号⟩",
        &[("xx", "（XXXX）XX民初XX号"), ("cross", "（××××）××民初××号")],
    );
    expect("⟨doc-number:CBCE-GK-2022-009⟩", &[("xx", "XX"), ("x", "XX")]);
    expect("⟨address:3号楼2单元501室⟩", &[("xx", "XX号楼XX单元XX室"), ("partial", "**")]);
    expect("⟨phone:138-1234 5678⟩", &[("xx", "XX"), ("partial", "138-**** 5678"), ("tag", "【电话1】")]);
    expect("⟨phone:0571-88006633⟩", &[("partial", "0571-****6633")]);
    expect("⟨phone:88006633⟩", &[("partial", "****6633")]);
    expect("⟨card:110101199003071234⟩", &[("xx", "XX"), ("partial", "110101********1234")]);
    expect("⟨bank-card:6222 0212 3456 7890⟩", &[("partial", "**** **** **** 7890")]);
    expect("⟨email:zhao@example.cn⟩", &[("partial", "z***@example.cn"), ("xx", "XX")]);
    expect("⟨plate:晋J·12345⟩", &[("partial", "晋J·*****"), ("xx", "XX")]);
}

#[test]
fn partial_keeps_places_down_to_the_township() {
    expect(
        "⟨place:昭觉‹县›⟩⟨place:三岔河‹镇›⟩⟨place:三河‹村›⟩⟨place:二‹组›⟩⟨place:和谐‹小区›⟩⟨place:大桥‹街道›⟩",
        &[("partial", "昭觉县三岔河镇**村**组**小区大桥街道")],
    );
    let rules = builtin::rules();
    let (text, mut found) = read("⟨place:沈阳⟩", &rules);
    let mut masker = Style::named("partial").unwrap().masker();
    assert_eq!(masker.replacement(&text, &found[0], &rules).as_deref(), Some("**"));
    let span = found[0].span;
    found[0].evidence = [Evidence { kind: ClueKind::Listed, span }].into();
    assert_eq!(masker.replacement(&text, &found[0], &rules), None);
}

#[test]
fn a_mask_is_not_masked_again() {
    for style in Style::all() {
        let plain = [
            "⟨place:XX‹县›⟩",
            "⟨count:XX⟩次",
            "⟨date:XXXX⟩年",
            "杨⟨person:某⟩",
            "⟨person:××⟩",
            "杨某⟨count:2⟩到",
            "⟨date:20⟩xx年",
        ];
        let rules = builtin::rules();
        for marked in plain.iter().filter(|_| matches!(style.form, super::Form::Marks(_))) {
            assert_eq!(mask(style.name(), marked), read(marked, &rules).0, "{}", style.name());
        }
    }
    assert_eq!(mask("tag", "【数字⟨count:1⟩】⟨count:5⟩次"), "【数字1】【数字2】次");
    assert_eq!(mask("field", "{{⟨place:县⟩1}}"), "{{县1}}");
    assert_eq!(mask("xx-lower", "⟨date:20xx年x月x日⟩"), "20xx年x月x日");
}

#[test]
fn fields_list_what_is_to_be_filled() {
    let rules = builtin::rules();
    let (text, findings) = read("⟨place:临江‹县›⟩有⟨count:48⟩人，⟨place:临江‹县›⟩", &rules);
    let mut masker = Style::named("field").unwrap().masker();
    for finding in &findings {
        masker.replacement(&text, finding, &rules);
    }
    let fields = serde_json::to_value(masker.fields()).unwrap();
    assert_eq!(fields[0]["name"], "县1");
    assert_eq!(fields[0]["kind"], "entity/place");
    assert_eq!(fields[0]["count"], 2);
    assert_eq!(fields[1]["start"], 12);
    assert!(!format!("{masker:?}").contains("临江"));
}

#[test]
fn own_styles_are_read_like_the_built_in_ones() {
    let own = r#"
        [[style]]
        name = "mine"
        summary = "…"
        hides = "…"
        shows = "…"
        [style.form.numbered]
        open = "<"
        close = ">"
    "#;
    assert_eq!(Style::parse(own).unwrap()[0].name(), "mine");
    assert!(Style::parse(&own.replace("open", "opens")).is_err());
    let kept = |rule| Style::named("partial").unwrap().masks(rule, &builtin::rules());
    assert!(kept(RuleId::PERSON) && !kept(RuleId::DATE));
}
