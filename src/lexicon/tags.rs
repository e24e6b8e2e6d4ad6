//! What a term is: a set of bits, one for each list in `patterns/lexicons` and `patterns/gazetteer`.

/// A set of properties of a term; a term that stands in several lists has all their bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags(pub u32);

impl Tags {
    /// No property: the term is in no list.
    pub const NONE: Self = Self(0);

    /// Of a word: how rare it is, from 0 to 15.
    #[inline]
    pub const fn class(self) -> u32 {
        self.0 >> 28
    }

    /// Whether any of `other`'s bits is set.
    #[inline]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether no bit is set.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Tags {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// The tag that a list's `#tag` line names.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

tags! {
    /// A term that is never touched.
    KEEP = 0, "keep";
    /// Province-level division, full name.
    PROVINCE = 1, "province";
    /// Prefecture-level division, full name.
    PREFECTURE = 2, "prefecture";
    /// County-level division, full name.
    COUNTY = 3, "county";
    /// Township-level division, full name.
    TOWNSHIP = 4, "township";
    /// Short form of a province, prefecture or county (四川, 丰都).
    SHORT = 5, "short";
    /// One-character abbreviation of a province or city (渝, 沪).
    ABBREVIATION = 6, "abbreviation";
    /// Other well-known places: rivers, mountains, roads, foreign countries.
    LANDMARK = 7, "landmark";
    /// What a place name ends in (村, 社区, 国道, 水库).
    PLACE_SUFFIX = 8, "place-suffix";
    /// What an organisation's name ends in (局, 委员会, 有限公司).
    ORG_HEAD = 9, "org-head";
    /// What stands inside an organisation's name before its head (农业农村, 应急管理).
    ORG_WORD = 10, "org-word";
    /// National bodies: kept, but their local branches are names.
    NATIONAL = 11, "national";
    /// Family name.
    SURNAME = 12, "surname";
    /// Title or role that stands before a person's name (书记, 法定代表人, 联系人).
    TITLE = 13, "title";
    /// Title that follows a name or a bare surname (同志, 局长, 医生).
    TITLE_AFTER = 14, "title-after";
    /// Word after which a person is named (由, 委托, 聘请).
    CUE_BEFORE = 15, "cue-before";
    /// Word that a person's name stands before (主持, 表示, 任组长).
    CUE_AFTER = 16, "cue-after";
    /// Table head or label whose cells are people (姓名, 户主, 经手人).
    PERSON_LABEL = 17, "person-label";
    /// Measure word or unit that follows a quantity (户, 万元, 平方米).
    MEASURE = 18, "measure";
    /// Ethnic group (彝族), so that 彝族乡 is not read as a person or place.
    ETHNIC = 19, "ethnic";
    /// Ordinary word that must not be cut when a name is looked for.
    WORD = 20, "word";
    /// Verb or connective that ends a name on the left (由, 与, 组织, 会同).
    BREAK = 21, "break";
    /// Self-reference or generic body (我镇, 县政府, 各乡镇): not a name.
    GENERIC = 22, "generic";
    /// Short name that is also an ordinary word (和平, 资源): a place only with evidence.
    ORDINARY = 23, "ordinary";
    /// Village and group names are formed with these (自然村, 村民小组, 屯).
    VILLAGE_SUFFIX = 24, "village-suffix";
    /// Short form of a township that is no word by itself (杞梓里): a place beside other evidence.
    TOWN = 25, "town";
    /// Well-known organisation that opens the name of its branches (国网, 共青团, 中国农业).
    ORG_BRAND = 26, "org-brand";
    /// Heads of enterprises, schools and shops, whose names need no place (有限公司, 中学, 药店); without
    /// [`Self::ORG_HEAD`] a line of business that ends a short name now and then (建材).
    ORG_BUSINESS = 27, "org-business";
    /// Part of a name that is written by sound (扎西, 巴特尔, 吐尔逊).
    NAME_PART = 28, "name-part";
    /// What the name of a template's field ends in (姓名, 日期).
    SLOT = 29, "slot";
    /// Ordinary word that shops and schools are named with (阳光, 希望, 长城).
    ORG_NAME = 30, "org-name";
}
