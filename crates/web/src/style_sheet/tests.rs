//! The rules of every page, on the page that has all parts.

use super::*;

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    let html = html().unwrap();
    for never in
        [" style=", "<style", " onclick", " hx-on", "javascript:", "src=\"http", "href=\"http", "data:"]
    {
        assert!(!html.contains(never), "{never}");
    }
    // Scripts are files; a script without an address would be inline.
    assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/aktiver/").count());
}

#[test]
fn one_heading_and_every_field_has_its_label() {
    let html = html().unwrap();
    assert_eq!(html.matches("<h1").count(), 1);
    let ids = |before: &str| -> Vec<String> {
        html.split(before).skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    let labels = ids(" for=\"");
    for field in ids("<select class=\"form-select\" id=\"") {
        assert!(labels.contains(&field), "{field}");
    }
    let mut all = ids(" id=\"");
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "to elementer har samme id");
}

/// What is written by people is text on the page, wherever it stands.
#[test]
fn texts_are_escaped() {
    let mut evil = page();
    evil.title = "<b>\"x\"</b>".into();
    evil.kommune = "<script>".into();
    let template = StyleSheet {
        page: evil,
        paragraphs: vec![Choice::new("\"><u>", "<i>", "")],
        states: vec![],
        chips: vec![Chip::new("/?a=1&b=2", "<i>")],
        heads: vec![],
        rows: vec![],
        figures: vec![],
        tabs: vec![],
        pages: Pages::default(),
        faults: vec![],
        trail: vec![],
        chart: Chart { kategorier: vec!["'\"</div>".into()], ..Chart::default() },
        months: Chart::default(),
        strip: strip(),
    };
    let html = template.render().unwrap();
    for never in ["<b>\"x", "<i>", "<script>", "\"><u>", "'\"</div>"] {
        assert!(!html.contains(never), "{never}");
    }
}
