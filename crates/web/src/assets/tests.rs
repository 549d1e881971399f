//! What a browser is told about a file, and that pages name only files that exist.

use super::*;

fn answer(name: &str) -> Response {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(serve(Path(name.to_owned())))
}

#[test]
fn a_file_is_kept_for_good_and_a_missing_one_is_not() {
    let missing = answer("findes-ikke.css");
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(missing.headers()[CACHE_CONTROL], NOT_KEPT);
    assert_eq!(asset("findes-ikke.css"), "/aktiver/findes-ikke.css");
    for name in Files::iter() {
        let found = answer(&name);
        assert_eq!(found.status(), StatusCode::OK, "{name}");
        assert_eq!(found.headers()[CACHE_CONTROL], FOR_GOOD, "{name}");
        assert_ne!(found.headers()[CONTENT_TYPE], "application/octet-stream", "{name}");
        assert!(asset(&name).contains("?v="), "{name}");
    }
}

#[test]
fn nothing_outside_the_folder_is_answered() {
    for name in ["../package.json", "..%2Fpackage.json", "/etc/hostname", ""] {
        assert_eq!(answer(name).status(), StatusCode::NOT_FOUND, "{name}");
    }
}

/// What the style sheet points at is there under that name, and nothing on a page comes from elsewhere.
#[test]
fn the_style_sheet_loads_only_what_is_embedded() {
    let Some(sheet) = Files::get("ottetal.css") else {
        eprintln!("sprunget over: aktiverne er ikke bygget (cargo xtask assets)");
        return;
    };
    let text = String::from_utf8(sheet.data.into_owned()).unwrap();
    let mut seen = 0;
    for part in text.split("url(").skip(1) {
        let name = part.split(')').next().unwrap().trim_matches('"').trim_start_matches("./");
        assert!(Files::get(name).is_some(), "{name}");
        seen += 1;
    }
    assert!(seen >= 3);
    for name in ["ottetal.js", "htmx.js", "diagram.js", "ikoner.svg", "maerke.svg"] {
        assert!(Files::get(name).is_some(), "{name}");
    }
}
