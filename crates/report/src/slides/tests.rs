//! The eight published figures, as the command line prints them.

use super::{published, screen};

#[test]
fn every_published_figure_is_recomputed() {
    let slides = published();
    let keys: Vec<&str> = slides.iter().map(|slide| slide.key).collect();
    assert_eq!(keys, ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]);
    let right: Vec<&str> = slides.iter().map(|slide| slide.right.as_str()).collect();
    assert_eq!(right[0], "3.396,00 kr.");
    assert_eq!(right[1], "0,25");
    assert_eq!(right[2], "1.082.978 kr.");
    assert_eq!(right[3], "merforbrug 1.216.844 kr.");
    assert_eq!(right[5], "-293 og -12.073 i alt");
    assert!(slides[0].cause.contains("14 af 14 linjer"), "{}", slides[0].cause);
    assert!(slides[6].cause.contains("1.268 forløb · 823 forskellige borgere"), "{}", slides[6].cause);
    assert!(slides[7].cause.contains("5 af forskellene er ren afrunding"), "{}", slides[7].cause);
    assert!(slides[7].cause.contains("7 er virkelige"), "{}", slides[7].cause);
}

#[test]
fn the_screen_gives_a_line_to_each_and_then_the_lines_behind() {
    insta::assert_snapshot!(screen(&published()));
}
