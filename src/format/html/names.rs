//! Which elements and attributes hold what.

/// Elements that stand in a line of text and do not end it.
pub(super) fn is_inline(name: &str) -> bool {
    // Names with a colon are of Word (`o:p`, `st1:personname`).
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "rb"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    ) || name.contains(':') && !is_property(name)
}

/// Elements of the properties that Word and others write into a page.
pub(super) fn is_property(name: &str) -> bool {
    name.starts_with("o:") && name != "o:p"
}

/// Elements whose content is no markup to the tokenizer but is to a reader with scripts, or to none.
pub(super) fn holds_markup(name: &str) -> bool {
    matches!(name, "noscript" | "iframe" | "noembed" | "noframes" | "xmp")
}

/// Elements in which blanks and line ends stay.
pub(super) fn is_preformatted(name: &str) -> bool {
    matches!(name, "pre" | "textarea" | "listing" | "plaintext")
}

/// Attributes that never hold text, unless something beyond ASCII stands in them.
pub(super) fn is_structural(name: &str) -> bool {
    matches!(
        name,
        "class"
            | "id"
            | "style"
            | "width"
            | "height"
            | "align"
            | "valign"
            | "colspan"
            | "rowspan"
            | "border"
            | "cellspacing"
            | "cellpadding"
            | "bgcolor"
            | "color"
            | "face"
            | "size"
            | "type"
            | "rel"
            | "lang"
            | "dir"
            | "xmlns"
            | "charset"
            | "http-equiv"
            | "method"
            | "target"
            | "media"
            | "role"
            | "tabindex"
            | "d"
            | "points"
            | "viewbox"
            | "transform"
            | "fill"
            | "stroke"
            | "integrity"
            | "crossorigin"
            | "for"
            | "name"
            | "language"
            | "loading"
            | "sizes"
            | "nowrap"
            | "shape"
            | "coords"
            | "version"
    ) || name.starts_with("xmlns:")
        || name.starts_with("on")
}

/// Attributes that lead somewhere.
pub(super) fn is_address(name: &str) -> bool {
    matches!(
        name,
        "href"
            | "src"
            | "action"
            | "formaction"
            | "cite"
            | "data"
            | "poster"
            | "background"
            | "longdesc"
            | "xlink:href"
            | "srcset"
            | "ping"
            | "manifest"
    )
}

/// Names of `meta` that say who made a page and with what.
pub(super) fn is_maker(name: &str) -> bool {
    matches!(
        name,
        "author"
            | "generator"
            | "progid"
            | "originator"
            | "creator"
            | "owner"
            | "publisher"
            | "copyright"
            | "designer"
            | "reply-to"
            | "date"
            | "revised"
            | "contact"
            | "editor"
            | "contributor"
    ) || name.starts_with("dc.")
        || name.starts_with("dcterms.")
        || name.ends_with(":author")
}
