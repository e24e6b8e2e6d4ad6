//! What a control word at the start of a group makes of the group.

use crate::document::Role;

/// What the text of a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A text with its own paragraphs.
    Story(&'static str, Role),
    /// The list of fonts.
    Fonts,
    Field,
    FieldCode,
    FieldResult,
    Object,
    ObjectResult,
    /// Digits of an object.
    ObjectData,
    /// Digits of a picture.
    Picture,
    /// The text again, for readers that know Unicode.
    Unicode,
    /// What stands around texts of other groups.
    Around,
    /// Nothing for people; what it is where it says who made the file.
    Nothing(Option<&'static str>),
    /// A text of its own; what it is where it says who made the file.
    Loose(Role, Option<&'static str>),
    /// A property of the file.
    Property,
    /// Names of reviewers.
    People,
    /// No group is made of it.
    Unknown,
}

/// What becomes of a group that starts so.
pub(super) fn destination(name: &str) -> Destination {
    use Destination::{
        Around, Field, FieldCode, FieldResult, Fonts, Loose, Nothing, Object, ObjectData, ObjectResult,
        People, Picture, Property, Story, Unicode, Unknown,
    };
    match name {
        "header" | "headerl" | "headerr" | "headerf" => Story("header ", Role::Body),
        "footer" | "footerl" | "footerr" | "footerf" => Story("footer ", Role::Body),
        "footnote" => Story("note ", Role::Body),
        "annotation" => Story("comment ", Role::Aside),
        "shptxt" | "dptxbxtext" => Story("text box ", Role::Body),
        // What older programs show in place of a drawing.
        "shprslt" => Story("drawing ", Role::Aside),
        "fonttbl" => Fonts,
        "field" => Field,
        "fldinst" => FieldCode,
        "fldrslt" => FieldResult,
        "object" => Object,
        "result" => ObjectResult,
        "objdata" => ObjectData,
        "pict" => Picture,
        // A copy for readers that know no Unicode stands before it.
        "ud" => Unicode,
        "upr" => Loose(Role::Aside, None),
        "shppict" | "nonshppict" | "shpinst" | "shp" | "shpgrp" | "do" | "sp" | "pn" | "listpicture" => {
            Around
        }
        "colortbl" | "sn" | "blipuid" | "xmlnstbl" | "listoverridetable" | "pgptbl" | "mmathPr" => {
            Nothing(None)
        }
        "themedata" | "datastore" | "datafield" | "colorschememapping" => {
            Nothing(Some("property: data of the program"))
        }
        "info" | "userprops" => Loose(Role::Carrier, Some("property")),
        "generator" => Loose(Role::Carrier, Some("property: program")),
        "docvar" => Loose(Role::Carrier, Some("property: variable")),
        "template" => Loose(Role::Carrier, Some("property: template")),
        "mailmerge" => Loose(Role::Carrier, Some("source of a mailing")),
        "rsidtbl" => Loose(Role::Carrier, Some("property: sessions")),
        "protusertbl" => Loose(Role::Carrier, Some("property: persons")),
        "passwordhash" => Loose(Role::Carrier, Some("password")),
        "atndate" | "atntime" => Loose(Role::Carrier, Some("property: time of a comment")),
        "stylesheet" | "listtable" | "latentstyles" | "listtext" | "pntext" | "leveltext"
        | "levelnumbers" | "fchars" | "lchars" | "wgrffmtfilter" | "pntxta" | "pntxtb" => {
            Loose(Role::Structural, None)
        }
        "revtbl" | "atnauthor" | "atnid" => People,
        "bkmkstart" | "bkmkend" | "xe" | "tc" | "rxe" | "tcn" | "sv" | "hl" | "ffname" | "ffdeftext"
        | "ffhelptext" | "ffstattext" | "ffformat" | "ffl" | "ffentrymcr" | "ffexitmcr" | "objclass"
        | "objname" | "objalias" | "file" | "atnref" | "atrfstart" | "atrfend" | "atnparent" => {
            Loose(Role::Carrier, None)
        }
        "title" | "subject" | "author" | "manager" | "company" | "operator" | "category" | "keywords"
        | "comment" | "doccomm" | "hlinkbase" | "propname" | "staticval" | "linkval" => Property,
        _ => Unknown,
    }
}
