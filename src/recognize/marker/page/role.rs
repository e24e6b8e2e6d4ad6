//! What a word of a page is for; one list in `patterns/page` for each.

/// The roles, heaviest first: a word in several lists has the role that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A word of reports: what has it is no page.
    Report,
    /// Only a page or a program says it.
    Own,
    /// It says that text is missing.
    Missing,
    /// What the name of a site ends in.
    Site,
    /// A label that only pages have.
    Label,
    /// Rights and liability.
    Notice,
    /// It opens a list of other texts.
    Related,
    /// It stands on buttons and in menus.
    Button,
    /// What a page asks its reader to do.
    Act,
    /// What a page speaks of.
    Thing,
    /// Praise for what a page offers.
    Lure,
    /// With it a page speaks to its reader.
    Reader,
    /// A label that reports have too.
    Common,
    /// It joins other words and says nothing.
    Glue,
}

impl Role {
    /// Every role, in order.
    pub(crate) const ALL: [Self; 14] = [
        Self::Report,
        Self::Own,
        Self::Missing,
        Self::Site,
        Self::Label,
        Self::Notice,
        Self::Related,
        Self::Button,
        Self::Act,
        Self::Thing,
        Self::Lure,
        Self::Reader,
        Self::Common,
        Self::Glue,
    ];

    /// The name in a list's `#role` line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Own => "own",
            Self::Missing => "missing",
            Self::Site => "site",
            Self::Label => "label",
            Self::Notice => "notice",
            Self::Related => "related",
            Self::Button => "button",
            Self::Act => "act",
            Self::Thing => "thing",
            Self::Lure => "lure",
            Self::Reader => "reader",
            Self::Common => "common",
            Self::Glue => "glue",
        }
    }

    /// How much a word of this role says for a page.
    pub(crate) const fn weight(self) -> u32 {
        match self {
            Self::Own | Self::Missing => 4,
            Self::Site | Self::Label | Self::Notice | Self::Related => 3,
            Self::Button | Self::Act | Self::Thing | Self::Lure => 2,
            Self::Reader | Self::Common => 1,
            Self::Glue | Self::Report => 0,
        }
    }

    /// Its bit in a set of roles.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The first role of a set.
    pub(crate) fn first(set: u32) -> Option<Self> {
        Self::ALL.get(set.trailing_zeros() as usize).copied()
    }
}
