//! The namespaces of OpenDocument, and which attributes hold text.

/// A namespace that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ns {
    Office,
    Text,
    Table,
    Style,
    Draw,
    Presentation,
    /// Dublin Core.
    Dc,
    Meta,
    Config,
    /// Looks: of text, of lines, of numbers.
    Look,
    Svg,
    Number,
    Form,
    Script,
    /// What LibreOffice adds to text.
    Extended,
    Link,
    Manifest,
    Other,
}

/// What a namespace is.
pub(super) fn namespace(uri: &str) -> Ns {
    let own = uri.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:");
    match own.map(|name| name.split(':').next().unwrap_or_default()) {
        Some("office") => Ns::Office,
        Some("text") => Ns::Text,
        Some("table") => Ns::Table,
        Some("style") => Ns::Style,
        Some("drawing") => Ns::Draw,
        Some("presentation") => Ns::Presentation,
        Some("meta") => Ns::Meta,
        Some("config") => Ns::Config,
        Some("xsl-fo-compatible") => Ns::Look,
        Some("svg-compatible") => Ns::Svg,
        Some("datastyle") => Ns::Number,
        Some("form") => Ns::Form,
        Some("script") => Ns::Script,
        Some("manifest") => Ns::Manifest,
        Some(_) => Ns::Other,
        None => match uri {
            "http://purl.org/dc/elements/1.1/" => Ns::Dc,
            "http://www.w3.org/1999/xlink" => Ns::Link,
            "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" => Ns::Extended,
            _ => Ns::Other,
        },
    }
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing for people.
    Nothing,
    /// Text.
    Text,
    /// A name that something else refers to, or that a program looks up.
    Name,
}

/// What the attribute of an element holds. Beyond ASCII everything is text, but for names of looks; in ASCII most values
/// are numbers and keys.
pub(super) fn holds(ns: Ns, attribute: &str, value: &str) -> Holds {
    if value.trim().is_empty() {
        return Holds::Nothing;
    }
    let written_out = !value.is_ascii() || value.contains("&#");
    let is_look = attribute.contains("style-name")
        || attribute.contains("font-")
        || matches!(ns, Ns::Look | Ns::Svg | Ns::Number)
        || ns == Ns::Style && !attribute.ends_with("condition")
        || matches!(
            attribute,
            "master-page-name" | "page-layout-name" | "num-prefix" | "num-suffix" | "bullet-char"
        );
    let is_address = |value: &str| {
        value.contains('@') && value.contains('.')
            || value.contains(":\\")
            || value.contains("\\\\")
            || value.contains("://") && !value.starts_with("http://www.w3.org/")
            || value.starts_with("file:")
    };
    match () {
        () if is_look => {
            if written_out {
                Holds::Name
            } else {
                Holds::Nothing
            }
        }
        () if written_out || names_text(ns, attribute) || is_address(value) => Holds::Text,
        () => Holds::Nothing,
    }
}

/// Attributes whose value is meant for people also where it is plain ASCII.
fn names_text(ns: Ns, attribute: &str) -> bool {
    match attribute {
        "title" | "description" | "label" | "formula" | "condition" | "expression" | "current-value"
        | "help-message" | "keyword" | "comment" => true,
        _ if attribute.starts_with("string-value") || attribute.starts_with("key") && ns == Ns::Text => true,
        "name" => matches!(ns, Ns::Table | Ns::Text | Ns::Office | Ns::Draw | Ns::Form),
        "value" => ns == Ns::Form,
        "display-name" => matches!(ns, Ns::Table | Ns::Draw),
        "database-name" | "table-name" | "column-name" | "database-table-name" | "user-name" => true,
        _ => false,
    }
}
