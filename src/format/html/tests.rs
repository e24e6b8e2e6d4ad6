use proptest::prelude::*;

use super::*;
use crate::edit::{Edit, apply};

fn texts(source: &str) -> Vec<(String, String)> {
    html(source).passages.into_iter().map(|p| (p.locator, p.text)).collect()
}

fn text(source: &str) -> Vec<String> {
    texts(source).into_iter().map(|(_, text)| text).collect()
}

/// Every `from` in every passage becomes `to`.
fn replaced(source: &str, from: &str, to: &str) -> String {
    let mut splices = Vec::new();
    for passage in html(source).passages {
        let edits: Vec<Edit> = passage
            .text
            .match_indices(from)
            .map(|(at, _)| Edit::replacement(Span::new(at, at + from.len()), to))
            .collect();
        let carried = passage.carry(&edits);
        assert_eq!(carried.refused, [0usize; 0], "{passage:?}");
        splices.extend(carried.splices);
    }
    splices.sort_by_key(|edit| edit.span);
    apply(source, &splices)
}

#[test]
fn a_line_of_text_goes_over_inline_tags_only() {
    let page =
        "<p>组长<b>郑</b>海&middot;燕<br>到会</p><td>甲</td><td>乙</td></tr><div>丙\r\n 丁 a\n b</div>";
    assert_eq!(text(page), ["组长郑海·燕\n到会", "甲", "乙", "丙丁 a b"]);
    let rows: Vec<bool> = html(page).passages.iter().map(|p| p.row_goes_on).collect();
    assert_eq!(rows, [false, true, false, false]);
    assert_eq!(
        replaced(page, "郑海·燕", "XX"),
        "<p>组长<b>XX</b><br>到会</p><td>甲</td><td>乙</td></tr><div>丙\r\n 丁 a\n b</div>"
    );
    assert_eq!(replaced("<p>郑\r\n  海燕</p>", "郑海燕", "XX"), "<p>XX\r\n  </p>");
}

#[test]
fn references_of_every_spelling_are_read() {
    for written in ["&#37073;", "&#x90d1;", "&#X090D1;", "郑"] {
        assert_eq!(text(&format!("<p>{written}海燕</p>")), ["郑海燕"], "{written}");
        assert_eq!(replaced(&format!("<p>a&amp;{written}海燕</p>"), "郑海", "<X"), "<p>a&amp;&#60;X燕</p>");
    }
    assert_eq!(
        text("<p>a&nbspb &copy 1 &frac12; &x; &#0; &#x110000; &ampamp; & &</p>"),
        ["a\u{a0}b © 1 ½ &x; \u{fffd} \u{fffd} &amp; & &"]
    );
    assert_eq!(text("<a title='x?a=1&copy=2 &copy'>"), ["x?a=1&copy=2 ©"]);
}

#[test]
fn attributes_that_may_hold_text_are_read_and_written_back() {
    let page = "<img alt='郑海燕' class=c title=\"a &quot;郑海燕&quot;\" data-n=郑海燕 src=x.png width=3>";
    assert_eq!(
        texts(page),
        [
            ("img@alt ¶1".to_owned(), "郑海燕".to_owned()),
            ("img@title ¶2".to_owned(), "a \"郑海燕\"".to_owned()),
            ("img@data-n ¶3".to_owned(), "郑海燕".to_owned()),
            ("img@src ¶4".to_owned(), "x.png".to_owned()),
        ]
    );
    assert_eq!(
        replaced(page, "郑海燕", "X 'X"),
        "<img alt='X&#32;&#39;X' class=c title=\"a &quot;X&#32;&#39;X&quot;\" data-n=X&#32;&#39;X src=x.png width=3>"
    );
    assert_eq!(
        replaced("<a href='/u?n=%E9%83%91%e6%b5%b7燕&amp;k=1'>", "郑海燕", "某"),
        "<a href='/u?n=%E6%9F%90&amp;k=1'>"
    );
    assert_eq!(text("<meta name=author content='郑海燕'><input value=郑海燕 placeholder=姓名>").len(), 3);
}

#[test]
fn what_office_hides_in_comments_is_read() {
    let page = "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>郑海燕</o:Author><o:Company>柳林局</o:Company>\
                </o:DocumentProperties></xml><![endif]--><!-- 郑海燕校 --><![if !vml]><p>正文</p><![endif]>";
    let found = html(page).passages;
    let carriers: Vec<&str> =
        found.iter().filter(|p| p.role == Role::Carrier).map(|p| p.text.as_str()).collect();
    assert!(carriers.contains(&"郑海燕") && carriers.contains(&"柳林局") && carriers.contains(&" 郑海燕校 "));
    let after = replaced(page, "郑海燕", "X-->X");
    assert!(
        after.contains("<o:Author>X--&#62;X</o:Author>") && after.contains("<!-- X--＞X校 -->"),
        "{after}"
    );
}

#[test]
fn strings_of_scripts_and_styles_are_read_and_code_is_not() {
    let page = r#"<script>var n="郑海燕", r=/"'郑海燕/g, t=`甲${f({a:"郑海燕"})}乙`; // 郑海燕
    n = 'a\u90d1\u6d77燕'; x = a/2/"丙"; k = "class"; </script>
    <script type="application/ld+json">{"name":"郑海燕","n":3}</script><style>a::before{content:"\90d1 海燕"} /* 郑海燕 */</style>"#;
    let found = text(page);
    assert_eq!(
        found,
        ["郑海燕", "甲", "郑海燕", "乙", " 郑海燕", "a郑海燕", "丙", "郑海燕", "郑海燕", " 郑海燕 "]
    );
    let after = replaced(page, "郑海燕", "\"X");
    assert!(after.contains(r#"var n="\u0022X", r=/"'郑海燕/g"#), "{after}");
    assert!(
        after.contains(r#"{"name":"\u0022X","n":3}"#) && after.contains(r#"content:"\000022X"}"#),
        "{after}"
    );
}

#[test]
fn pages_inside_pages_are_read() {
    let page = "<iframe srcdoc=\"&lt;p title='郑海燕'&gt;郑&lt;b&gt;海燕&lt;/b&gt;\"></iframe><noscript><p>郑海燕</p></noscript>\
                <template><p>郑海燕</p></template><svg><text>郑<tspan>海燕</tspan></text></svg><textarea>郑海燕 </textarea>";
    assert_eq!(text(page), ["郑海燕", "郑海燕", "郑海燕", "郑海燕", "郑海燕", "郑海燕 "]);
    assert!(!replaced(page, "郑海燕", "XX").contains("郑"));
    let deep = (0..40).fold("郑海燕".to_owned(), |page, _| {
        format!("<iframe srcdoc='{}'>", page.replace('&', "&amp;").replace('\'', "&#39;"))
    });
    assert!(text(&deep).concat().contains("郑海燕"));
}

#[test]
fn data_in_addresses_is_reported() {
    let opaque = html("<img src='data:image/png;base64,AAAA'><a href=DATA:,x>").opaque;
    let media: Vec<_> = opaque.iter().map(|o| (o.place.as_str(), o.media.as_str())).collect();
    assert_eq!(media, [("img@src", "image/png"), ("a@href", "text/plain")]);
}

#[test]
fn encodings_are_told_by_the_head() {
    let named = |head: &str| html_encoding(head.as_bytes());
    assert_eq!(named("<meta charset=gb2312>"), Some(Encoding::Gb18030));
    assert_eq!(named("<META content='text/html; charset=\"GBK\"'>"), Some(Encoding::Gb18030));
    assert_eq!(named("<meta charset='utf-8'>"), Some(Encoding::Utf8));
    assert_eq!(named("<p>"), None);
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br/>",
        "<td>",
        "</tr>",
        "郑",
        "海燕",
        " ",
        "\r\n",
        "\n",
        "\r",
        "&amp;",
        "&nbsp",
        "&#37073;",
        "&",
        "&#",
        "&#x",
        ";",
        "<!--",
        "-->",
        "<!-",
        "<![if ",
        "]>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "\"",
        "'",
        "`",
        "${",
        "}",
        "{",
        "\\",
        "\\u90d1",
        "/",
        "//",
        "/*",
        "*/",
        "<a href=\"",
        "<img alt='",
        "<i title=郑 ",
        ">",
        "<",
        "=",
        "%E9%83%91",
        "%",
        "srcdoc='",
        "<textarea>",
        "</textarea>",
        "<title>",
        "</title>",
        "<iframe>",
        "</iframe>",
        "<noscript>",
        "\0",
        "😀",
        "<?xml ",
        "<![CDATA[",
        "]]>",
        "<plaintext>",
        "<pre>",
        "</pre>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_mask_behind_an_angle_bracket_begins_no_tag() {
    assert_eq!(replaced("<郑<script>郑", "郑", "X"), "<&#88;<script>郑");
    assert_eq!(replaced("<&#37073;<script>郑", "郑", "X"), "<&#88;<script>郑");
}

#[test]
fn a_comment_between_blanks_is_no_part_of_them() {
    for source in ["郑 <?xml <p> &amp;", "郑 <!--乙--> 丙", "郑 <!-]> 丙"] {
        let page = html(source);
        let mut spans: Vec<Span> = page.passages.iter().flat_map(|p| &p.segs).map(|seg| seg.source).collect();
        spans.sort();
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{source}: {spans:?}");
    }
}

/// A damaged page had a tag of 32 KB, and each of its two hundred texts a place with that name.
#[test]
fn long_names_do_not_grow_with_every_text() {
    let name = "x".repeat(20_000);
    let page = format!("<{name} {name}=甲 {name}b=乙>{}", "丙</p>".repeat(1000));
    let places: usize = texts(&page).iter().map(|(place, _)| place.len()).sum();
    assert!(places < 100 * 1000, "{places} bytes of places");
    assert_eq!(texts("<main>甲</main>")[0].0, "main ¶1");
}

proptest! {
    /// What is read verbatim stands in the source, pieces never overlap, and an edit changes what is read and no more.
    #[test]
    fn every_piece_is_where_it_says(source in soup()) {
        let page = html(&source);
        let mut spans = Vec::new();
        for passage in &page.passages {
            let mut end = 0;
            for seg in &passage.segs {
                prop_assert!(seg.text.start >= end && seg.text.end <= passage.text.len());
                end = seg.text.end;
                prop_assert!(source.get(seg.source.start..seg.source.end).is_some(), "{seg:?}");
                if seg.kind == SegKind::Verbatim {
                    prop_assert_eq!(seg.text.of(&passage.text), seg.source.of(&source));
                }
                if !seg.source.is_empty() {
                    spans.push(seg.source);
                }
            }
        }
        spans.sort();
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", spans);
    }

    #[test]
    fn what_is_masked_is_gone(source in soup()) {
        let after = replaced(&source, "郑", "X");
        prop_assert!(html(&after).passages.iter().all(|p| !p.text.contains('郑')), "{}", after);
    }
}
