//! Single values: days, numbers, numbers of persons and providers, codes, paragraphs, accounts.
//!
//! Invariant: what is read, and written again in the plainest form, is read as the same value.

use super::text;
use domain::amount::plain_decimal;
use domain::calendar::Day;
use domain::law::LawBook;
use domain::paragraf::ParagrafReader;
use domain::relief::read_konto;
use ingest::mapping::Mapping;
use ingest::probe;
use std::sync::OnceLock;

fn law() -> &'static LawBook {
    static LAW: OnceLock<LawBook> = OnceLock::new();
    LAW.get_or_init(ingest::law_files::load_embedded)
}

/// A day is a day of the calendar, and its plain forms are read as the same.
pub(super) fn day(data: &[u8]) {
    let text = text(data);
    let text = text.trim();
    let read = (0..probe::DATE_FORMS).filter_map(|form| probe::day(text, Some(form)));
    for day in read.chain(probe::day(text, None)).chain(probe::day_of_number(text)) {
        let (year, month, date) = day.ymd();
        assert_eq!(Day::from_ymd(year, month, date), Some(day));
        assert!((1900..2200).contains(&year) || year == 9999, "{text:?}: {year}");
        assert_eq!(probe::day(&day.iso(), None), Some(day));
        assert_eq!(probe::day(&day.danish(), None), Some(day));
        assert_eq!(Day::parse(&day.danish()), Some(day));
    }
}

/// A number's plain form is the same number; its digits are those of the text, to the last øre.
pub(super) fn number(data: &[u8]) {
    let text = text(data);
    let text = text.trim();
    for way in 0..5 {
        let Some(value) = probe::scaled(text, way) else { continue };
        let plain = plain_decimal(value);
        assert_eq!(probe::scaled(&plain, 2), Some(value), "{text:?}");
        assert_eq!(probe::scaled(&plain.replace('.', ","), 1), Some(value), "{text:?}");
        if way == 3 {
            let near = text.parse::<f64>().expect("plain decimal") * 10_000.0;
            assert!((near - value as f64).abs() <= near.abs() * 1e-12 + 1.0, "{text:?}: {value}");
        } else if way < 3 {
            let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
            let (written, read) = (digits(text), digits(&format!("{:05}", value.unsigned_abs())));
            assert!(value == 0 || written.trim_matches('0') == read.trim_matches('0'), "{text:?}: {value}");
        }
    }
}

/// A number that is read has as many digits as one, and what findings show never reads as one.
pub(super) fn person(data: &[u8]) {
    let text = text(data);
    match probe::person(&text) {
        Ok(mended) => {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            assert!(
                if mended { (9..=10).contains(&digits) } else { (10..=11).contains(&digits) },
                "{digits}"
            );
        }
        Err(code) => assert!(code.starts_with("IND0"), "{code}"),
    }
    let shown = probe::shown(&text);
    assert!(!ingest::hides_a_number(&shown) && shown.chars().count() <= 60);
    assert_eq!(probe::shown(&shown), shown);
    assert!(!ingest::hides_a_number(&ingest::read::shown_name(&text)));
}

/// Ten digits, eight digits, or a name without a person in it.
pub(super) fn provider(data: &[u8]) {
    let text = text(data);
    for (way, length) in [(0, 10), (1, 8)] {
        let number = probe::provider(&text, way);
        assert!(number.is_empty() || number.len() == length && number.bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(probe::provider(&number, way), number);
    }
    assert!(!ingest::hides_a_number(&probe::provider(&text, 2)));
}

/// Codes of the law book, and what has the form of a code; each once, and stable when they are read again.
pub(super) fn maalgruppe(data: &[u8]) {
    let text = text(data);
    for ffb in [false, true] {
        let codes = probe::maalgruppe(&text, law(), ffb);
        let each: Vec<&str> = codes.split('|').filter(|code| !code.is_empty()).collect();
        assert!(each.windows(2).all(|pair| pair[0] < pair[1]), "{text:?}: {codes}");
        for code in each {
            let short = code.len() <= 12 && code.split('.').all(|part| matches!(part.len(), 1 | 2));
            let form = short && code.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            assert!(form || law().maalgrupper.iter().any(|m| m.code == code), "{text:?}: {code}");
            assert!(!ingest::hides_a_number(code), "{text:?}: {code}");
        }
        assert_eq!(probe::maalgruppe(&codes, law(), false), codes, "{text:?}");
    }
}

/// A paragraph's written form means the same paragraph.
pub(super) fn paragraf(data: &[u8]) {
    let text = text(data);
    // A reader of its own: it keeps what it met.
    let reader = ParagrafReader::new(law());
    for day in ["2012-01-01", "2021-06-01", "2026-03-01"] {
        let day = Day::parse(day).expect("a day");
        if let Ok(id) = reader.read(&text, day) {
            assert!(law().in_force(id, day));
            assert_eq!(reader.read(&law().paragraf(id).written, day), Ok(id), "{text:?}");
        }
    }
}

/// Nine digits or none, and the function is theirs.
pub(super) fn account(data: &[u8]) {
    static PRISME: OnceLock<Mapping> = OnceLock::new();
    let prisme = PRISME.get_or_init(|| {
        let source = ingest::shipped::find("prisme").expect("a shipped source");
        Mapping::parse(source.toml, "prisme").expect("it is checked")
    });
    let text = text(data);
    if let Some((konto, funktion, art)) = probe::account(prisme, text.trim()) {
        assert!(text.contains(&art));
        if !konto.is_empty() {
            let read = read_konto(&konto).expect("nine digits");
            assert_eq!(read.funktion, funktion);
            assert_eq!((read.gruppering.len(), konto.len()), (3, 9));
        }
    }
    if let Some(konto) = read_konto(&text) {
        assert!(konto.dranst <= 9 && konto.funktion.len() == 7);
    }
}
