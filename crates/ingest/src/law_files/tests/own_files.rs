//! The lists of rules and areas, and a municipality's own files over them: Børn og Familie is data.

use super::{day, load_embedded, load_with, refusal, swap};
use domain::area::{AreaError, resolve};
use domain::language::LanguageLine;
use domain::law::{LawBook, ParagrafId, ReasonList};

const BOERN: &str = include_str!("../../../tests/data/boern_og_familie.toml");

fn own(text: &str) -> [(String, String); 1] {
    [("lov/boern_og_familie.toml".to_owned(), text.to_owned())]
}

fn with_boern() -> LawBook {
    load_with(&own(BOERN)).unwrap()
}

/// What is said of own files that are the example with a change.
fn own_refusal(old: &str, new: &str) -> String {
    let mut text = BOERN.to_owned();
    swap(&mut text, old, new);
    load_with(&own(&text)).unwrap_err().to_string()
}

fn written(law: &LawBook, ids: &[ParagrafId]) -> Vec<String> {
    ids.iter().map(|id| law.paragraf(*id).written.clone()).collect()
}

#[test]
fn the_shipped_lists_say_what_their_sources_say() {
    let law = load_embedded();
    let on: Vec<_> = law.exclusions.iter().filter(|e| e.on).collect();
    assert_eq!(on.len(), 1);
    assert_eq!(on[0].pair, ["SEL § 107", "SEL § 108"]);
    assert!(on[0].source.contains("Danmarks Statistik"));
    assert_eq!(law.exclusions.len(), 19);
    let relief = |funktion, on| law.relief(funktion, "002", day(on)).map(|r| r.percent_hundredths);
    assert_eq!(relief("5.38.50", "2021-06-01"), Some(500));
    assert_eq!(relief("5.38.39", "2021-06-01"), None);
    assert_eq!(relief("5.38.50", "2022-01-01"), None);
    assert!(law.relief_is_stated(day("2021-12-31")) && !law.relief_is_stated(day("2022-01-01")));
    let known = |list, text| law.reason_known(list, text, day("2024-01-01"));
    assert_eq!(known(ReasonList::Tilgang, " HJEMMEFRA "), Some(true));
    assert_eq!(known(ReasonList::Tilgang, "Dødsfald"), Some(false));
    assert_eq!(known(ReasonList::Afgang, "Dødsfald"), Some(true));
    assert_eq!(law.reasons.iter().filter(|r| r.list == ReasonList::Revisitation).count(), 9);
    assert_eq!(law.maalgruppe_of_ffb("autismespektrum"), Some("1.2.1"));
    assert_eq!(law.maalgruppe_of_ffb("Psykiske vanskeligheder"), Some("1.2.2"));
    assert_eq!(law.maalgruppe_of_ffb("Multipel funktionsnedsættelse"), None);
    let voksne = resolve(&law, &[], "voksne", day("2024-01-01")).unwrap();
    assert_eq!((voksne.age_from, voksne.age_until, voksne.paragraffer.len()), (Some(18), None, 0));
}

#[test]
fn a_gruppering_of_its_own_goes_before_the_function() {
    let mut law = load_embedded();
    let mut line = law.relief("5.38.50", "", day("2021-01-01")).unwrap().clone();
    (line.gruppering, line.percent_hundredths) = ("002".to_owned(), 1750);
    law.relief.push(line);
    let of = |gruppering| law.relief("5.38.50", gruppering, day("2021-01-01")).unwrap().percent_hundredths;
    assert_eq!((of("002"), of("003")), (1750, 500));
}

#[test]
fn another_area_is_data_alone() {
    let (shipped, law) = (load_embedded(), with_boern());
    assert_eq!(law.paragraffer.len(), shipped.paragraffer.len() + 2);
    assert_eq!(law.paragraffer[..shipped.paragraffer.len()], shipped.paragraffer[..]);
    let id = law.read_paragraf("Barnets lov § 32", day("2024-05-01")).unwrap();
    assert_eq!(law.paragraf(id).written, "BL § 32");
    let area = resolve(&law, &[], "boern_og_familie", day("2024-05-01")).unwrap();
    assert_eq!(written(&law, &area.paragraffer), ["BL § 32", "BL § 43"]);
    assert_eq!((area.age_from, area.age_until), (None, Some(23)));
    assert!(area.source.contains("barnets lov"));
    let born = day("2010-06-15");
    assert!(area.days_of_age(born).contains(day("2033-06-14")));
    assert!(!area.days_of_age(born).contains(day("2033-06-15")));
    assert_eq!(resolve(&law, &[], "boern_og_familie", day("2023-12-31")), Err(AreaError::NotDefined));
    assert_eq!(
        resolve(&law, &[], "boern", day("2024-01-01")),
        Err(AreaError::Unknown(vec!["voksne".to_owned(), "boern_og_familie".to_owned()]))
    );
}

#[test]
fn accounts_of_faelles_sprog_lead_an_area_to_paragraphs() {
    let law = with_boern();
    let line = LanguageLine {
        lovhjemmel: String::new(),
        paragraf: "SEL § 100".to_owned(),
        indsatsydelse: String::new(),
        dst_code: String::new(),
        kategori: Default::default(),
        maalgruppe: String::new(),
        konto: "5.28.20 1 002".to_owned(),
    };
    let area = resolve(&law, &[line], "boern_og_familie", day("2024-05-01")).unwrap();
    let names = written(&law, &area.paragraffer);
    assert!(names.contains(&"SEL § 100".to_owned()) && names.len() == 3, "{names:?}");
}

#[test]
fn own_lines_replace_what_is_the_same_and_the_version_follows() {
    let (shipped, law) = (load_embedded(), with_boern());
    assert_ne!(law.version, shipped.version);
    assert_eq!(load_with(&[]).unwrap().version, shipped.version);
    assert_ne!(load_with(&own(&format!("{BOERN}# mere\n"))).unwrap().version, law.version);
    // The pair is the same the other way round; it keeps its place.
    assert_eq!(law.exclusions.len(), shipped.exclusions.len());
    assert_eq!(law.exclusions[0].tolerance_days, 14);
    let reasons = |list| law.reasons.iter().filter(|r| r.list == list).count();
    assert_eq!((reasons(ReasonList::Tilgang), reasons(ReasonList::Afgang)), (1, 9));
}

#[test]
fn an_own_line_of_other_days_stands_beside_the_shipped_one() {
    let text = "[kilder.e]\ntitel = \"E\"\nsted = \"s\"\n\
        [[momsrefusion]]\naar_fra = 2022\naar_til = 2023\nfunktion = \"5.38.50\"\nprocent = \"4,5\"\nkilde = [\"e\"]\n";
    let law = load_with(&own(text)).unwrap();
    let of = |on| law.relief("5.38.50", "", day(on)).map(|r| r.percent_hundredths);
    assert_eq!(of("2021-12-31"), Some(500));
    assert_eq!((of("2022-01-01"), of("2023-12-31"), of("2024-01-01")), (Some(450), Some(450), None));
    let again = text.replace("2022", "2021");
    let law = load_with(&own(&again)).unwrap();
    let lines: Vec<_> = law.relief.iter().filter(|r| r.funktion == "5.38.50").collect();
    assert_eq!((lines.len(), lines[0].percent_hundredths), (1, 450));
}

#[test]
fn own_files_are_checked_as_strictly_with_their_own_names() {
    let said = own_refusal("navn = \"Anbringelsessteder\"", "naavn = \"Anbringelsessteder\"");
    assert!(
        said.starts_with("lov/boern_og_familie.toml, linje 15: paragraf BL § 43: `navn` mangler."),
        "{said}"
    );
    let said = own_refusal("[[udelukkelse]]", "[[udelukkelser]]");
    assert!(said.contains("ukendt nøgle `udelukkelser` i filen."), "{said}");
    let said = own_refusal("paragraffer = [\"BL § 32\"]", "paragraffer = [\"BL § 33\"]");
    assert_eq!(
        said,
        "egne lovfiler, sammen med lov/omraader.toml: området boern_og_familie nævner \"BL § 33\", som ikke står i \
         lov/paragraffer.toml. Ret skrivemåden, eller tilføj paragraffen."
    );
    let said = own_refusal("funktioner = [\"5.28.20\"]", "funktioner = [\"5.28.21\"]");
    assert!(said.contains("nævner funktionen 5.28.21"), "{said}");
    let said = own_refusal("skrives = \"BL § 43\"", "skrives = \"BL § 32\"");
    assert!(said.contains("BL § 32 står to gange med datoer, der overlapper."), "{said}");
}

#[test]
fn a_percentage_a_pair_or_an_age_that_is_none_is_refused() {
    for (which, old, new, expected) in [
        (
            6,
            "procent = \"5\"",
            "procent = \"5.0\"",
            "`procent` er \"5.0\", men skal være fra \"0\" til \"100\"",
        ),
        (6, "procent = \"5\"", "procent = \"101\"", "`procent` er \"101\""),
        (6, "aar_til = 2021", "aar_til = 2020", "er ikke år i rækkefølge"),
        (6, "funktion = \"5.38.42\"", "funktion = \"5.38.50\"", "funktionen 5.38.50 står to gange"),
        (5, "slaaet_til = true\n", "", "`slaaet_til` mangler"),
        (5, "\"SEL § 107\", \"SEL § 108\"]", "\"SEL § 107\"]", "`par` skal være to paragraffer"),
        (5, "\"SEL § 107\", \"SEL § 108\"]", "\"SEL § 107\", \"SEL § 107\"]", "den samme paragraf to gange"),
        (
            5,
            "\"SEL § 107\", \"SEL § 108\"]",
            "\"SEL § 108\", \"SEL § 85\"]",
            "SEL § 108 og SEL § 85 står to gange",
        ),
        (7, "alder_fra = 18", "alder_fra = 18\nalder_til = 18", "`alder_til` skal være højere"),
        (8, "liste = \"tilgang\"", "liste = \"indgang\"", "men skal være tilgang, afgang eller revisitation"),
        (8, "tekst = \"Hjemmefra\"", "tekst = \"misbrug\"", "Tilgang: misbrug står to gange"),
        (9, "maalgruppe = \"1.1.1\"", "maalgruppe = \"1.2.1.1\"", "som ikke er en gældende målgruppe"),
        (9, "navn = \"Demens\"", "navn = \"angst\"", "navnet angst står to gange"),
    ] {
        let said = refusal(|texts| swap(&mut texts[which], old, new));
        assert!(said.contains(expected), "{said}\nventede: {expected}");
    }
}
