//! What every page has around its content: who looks, where one can go, the basis of the figures, what happened.
//!
//! Invariant: nothing here is about a citizen.

/// The frame of a page; `layout.html` draws it.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The h1, and the name of the tab.
    pub title: String,
    /// The first line: the answer in words, with its one number. May be empty.
    pub answer: String,
    /// Who looks; none on the page where one signs in.
    pub user: Option<PageUser>,
    /// Where one can go.
    pub nav: Vec<NavItem>,
    /// The pages of the group that this one is in; empty where it is alone.
    pub subnav: Vec<NavItem>,
    /// The token of every form.
    pub csrf: String,
    /// The basis of the figures; none where the page has none.
    pub basis: Option<BasisLine>,
    /// Everything is invented.
    pub demo: bool,
    /// The municipality's name.
    pub kommune: String,
    /// What happened, or is worth knowing before the figures are read.
    pub notices: Vec<Notice>,
    /// Program and law: "Ottetal 0.1.0, lov 2026-01-01".
    pub version: String,
    /// Path and query of this page, for the foot of a print.
    pub address: String,
}

/// Who looks.
#[derive(Clone, Debug, Default)]
pub struct PageUser {
    /// Full name.
    pub name: String,
    /// The role in use.
    pub role: String,
    /// Other roles of the same person: number and text.
    pub others: Vec<(usize, String)>,
}

/// A place to go.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where.
    pub href: String,
    /// The word.
    pub text: String,
    /// This page belongs to it.
    pub current: bool,
}

/// "Grundlag 14-03-2026 · Nexus 13-03 · Økonomi 12-03 · 2 fund", each a link.
#[derive(Clone, Debug, Default)]
pub struct BasisLine {
    /// The parts: text, and where it leads; empty where it leads nowhere.
    pub parts: Vec<(String, String)>,
}

/// What a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Something to know.
    Info,
    /// Something that was done.
    Success,
    /// Something to look at.
    Warning,
    /// Something that went wrong.
    Error,
}

/// A message on a page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// What, why, what to do.
    pub text: String,
}

impl NoticeKind {
    /// The word of the design system.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            NoticeKind::Info => "info",
            NoticeKind::Success => "success",
            NoticeKind::Warning => "warning",
            NoticeKind::Error => "error",
        }
    }

    /// The word that stands before the text, so that colour says nothing alone.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NoticeKind::Info => "Bemærk",
            NoticeKind::Success => "Gjort",
            NoticeKind::Warning => "Advarsel",
            NoticeKind::Error => "Fejl",
        }
    }
}
