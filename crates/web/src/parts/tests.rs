//! The row of pages, and the description of a chart.

use super::*;

fn shown(current: usize, total: usize) -> String {
    let pages = Pages::new(String::new(), current, total, |page| format!("?side={page}"));
    let texts = pages.items.iter().map(|page| match (page.text.as_str(), page.current) {
        ("", _) => "…".to_owned(),
        (text, true) => format!("[{text}]"),
        (text, false) => text.to_owned(),
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn first_and_last_page_are_always_there() {
    assert_eq!(shown(1, 1), "[1]");
    assert_eq!(shown(2, 7), "1 [2] 3 4 5 6 7");
    assert_eq!(shown(1, 9), "[1] 2 3 4 5 … 9");
    assert_eq!(shown(5, 9), "1 … 4 [5] 6 … 9");
    assert_eq!(shown(9, 9), "1 … 5 6 7 8 [9]");
    // A page that is gone is the first one.
    assert_eq!(shown(12, 9), "[1] 2 3 4 5 … 9");
}

#[test]
fn before_the_first_and_after_the_last_there_is_nothing() {
    let pages = |current| Pages::new(String::new(), current, 3, |page| format!("?side={page}"));
    assert_eq!((pages(1).previous, pages(1).next), (String::new(), "?side=2".to_owned()));
    assert_eq!((pages(3).previous, pages(3).next), ("?side=2".to_owned(), String::new()));
    assert_eq!(Pages::new(String::new(), 1, 0, |_| "x".to_owned()).items.len(), 0);
}

#[test]
fn a_chart_is_described_in_the_words_that_the_script_reads() {
    let chart = Chart {
        slags: "soejle",
        kategorier: vec!["§ 107".into()],
        serier: vec![Series { navn: "System 1".into(), tal: vec![12], farve: "kilde-1".into() }],
        enhed: "borgere".into(),
        ..Chart::default()
    };
    assert_eq!(
        chart.json(),
        r#"{"slags":"soejle","kategorier":["§ 107"],"serier":[{"navn":"System 1","tal":[12],"farve":"kilde-1"}],"enhed":"borgere","stablet":false}"#
    );
}
