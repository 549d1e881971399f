//! A small invented municipality behind the real router: extracts read in, accepted, two months of a saved control, a
//! user of each role. Made once; every test has a copy of its own.

use app::access::Role;
use app::commands::accept_basis::accept_basis;
use app::commands::demo_users::{PEOPLE, add_demo_users};
use app::commands::import_extract::{ImportExtract, Progress as Reading, import_extract};
use app::commands::init::init;
use app::commands::run_saved::run_saved;
use app::commands::save_control::{SavedQuestion, save_control};
use app::commands::users::sign_in::enter_demo;
use app::edge::{DEMO_KEY, Edge};
use app::purpose::Purpose;
use app::session::Session;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::landscape::ExtractFacts;
use domain::work_item::{Rhythm, Span};
use engine::Progress;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::{Backends, IdSource};
use synth::{Errors, Plan};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;
use web::routes::router;
use web::state::{AppState, Mode};

/// The saved control of the town.
pub(crate) const CONTROL: &str = "Nexus mod AS2007";

/// Day of the extracts, and how many of a thousand citizens have errors.
const MONTHS: [((i32, u32, u32), u32); 2] = [((2026, 2, 1), 700), ((2026, 3, 1), 600)];

/// A municipality with its router.
pub(crate) struct Town {
    _dir: TempDir,
    pub(crate) state: Arc<AppState>,
    router: Router,
    signed: Mutex<HashMap<Role, (String, String)>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Town {
    /// A copy of the municipality, opened.
    pub(crate) async fn new() -> Town {
        static MADE: OnceCell<TempDir> = OnceCell::const_new();
        let made = MADE.get_or_init(make).await;
        let dir = tempfile::tempdir().expect("en midlertidig mappe");
        copy(&made.path().join("data"), &dir.path().join("data"));
        let session = open(&dir.path().join("data")).await;
        let mode = Mode { demo: true, today: Day::parse("2026-03-14"), ..Mode::default() };
        let state = Arc::new(AppState::new(session, mode));
        Town { router: router(&state), state, _dir: dir, signed: Mutex::default() }
    }

    /// The data folder as opened by a user.
    pub(crate) fn session(&self, actor: &str) -> Session {
        self.state.base.of(actor, &app::edge::now(), Purpose::AfvigelseRet)
    }

    /// One more month: its extracts read in, accepted as a basis, and the saved control run on it.
    pub(crate) async fn another_month(&self, day: (i32, u32, u32), errors: u32) {
        let session = self.session("test");
        let dir = tempfile::tempdir().expect("en midlertidig mappe");
        let plan = Plan { seed: 7, citizens: 260, errors: Errors::Mixed(errors), extract_day: day };
        read_in(&session, &plan, dir.path()).await;
        accept_basis(&session, &[]).await.expect("et grundlag");
        run_saved(&session, CONTROL, None, &Progress::default()).await.expect("en kørsel");
    }

    /// Cookie and token of a role, signed in once.
    pub(crate) async fn signed_in(&self, role: Role) -> (String, String) {
        if let Some(known) = self.signed.lock().expect("låsen").get(&role) {
            return known.clone();
        }
        let (name, ..) = PEOPLE.iter().find(|(_, _, own)| *own == role).expect("hver rolle har en bruger");
        let signed = enter_demo(&self.session("server"), name).await.expect("ind i demoen");
        let pair = (format!("ottetal={}", signed.token.secret()), signed.csrf);
        self.signed.lock().expect("låsen").insert(role, pair.clone());
        pair
    }

    /// A page as a role sees it.
    pub(crate) async fn get(&self, role: Role, path: &str) -> Page {
        let (cookie, _) = self.signed_in(role).await;
        let request =
            Request::get(path).header("cookie", cookie).body(Body::empty()).expect("en forespørgsel");
        self.send(request).await
    }

    /// A form as a role sends it, with its token.
    pub(crate) async fn post(&self, role: Role, path: &str, pairs: &[(&str, &str)]) -> Page {
        let (cookie, csrf) = self.signed_in(role).await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(pairs);
        let body = web::query::address("", &all);
        let request = Request::post(path)
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.trim_start_matches('?').to_owned()))
            .expect("en forespørgsel");
        self.send(request).await
    }

    /// Any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let answer = self.router.clone().oneshot(request).await.expect("et svar");
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("svarets indhold");
        Page {
            status: parts.status,
            headers: parts.headers,
            body: with_plain_dates(&String::from_utf8_lossy(&bytes)),
        }
    }
}

/// Dates as they are read: what keeps them in one piece is asked about where it is made.
fn with_plain_dates(body: &str) -> String {
    let mut parts = body.split("<span class=\"dato\">");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &part.replacen("</span>", "", 1))
}

impl Page {
    /// The value of the first attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    }

    /// Where the answer leads to.
    pub(crate) fn location(&self) -> &str {
        self.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

async fn open(data: &Path) -> Session {
    let mut edge = Edge::read(Some(data.to_path_buf()));
    edge.key = Some(data.join(DEMO_KEY));
    edge.actor = "test".to_owned();
    Session::open(&edge, Purpose::AfvigelseRet).await.expect("en datamappe")
}

async fn make() -> TempDir {
    let dir = tempfile::tempdir().expect("en midlertidig mappe");
    let data = dir.path().join("data");
    let mut edge = Edge::read(Some(data.clone()));
    edge.key = Some(data.join(DEMO_KEY));
    fs::create_dir_all(&data).expect("datamappen");
    init(&edge, 573, IdSource::Froe(7), Backends::default()).await.expect("en datamappe");
    let session = open(&data).await;
    for (at, (day, errors)) in MONTHS.into_iter().enumerate() {
        let plan = Plan { seed: 7, citizens: 260, errors: Errors::Mixed(errors), extract_day: day };
        read_in(&session, &plan, &dir.path().join(at.to_string())).await;
        accept_basis(&session, &[]).await.expect("et grundlag");
        if at == 0 {
            save_control(&session, CONTROL, &question(), false).await.expect("en gemt kontrol");
        }
        run_saved(&session, CONTROL, None, &Progress::default()).await.expect("en kørsel");
    }
    add_demo_users(&session).await.expect("brugere");
    session.store.close().await;
    dir
}

/// Spreadsheets need the program's own child and are left to its tests.
async fn read_in(session: &Session, plan: &Plan, to: &Path) {
    let written = synth::generate(plan).write(to).expect("udtræk");
    let text = |file: &Path| file.extension().is_some_and(|ext| ext == "csv");
    for one in written.imports.iter().filter(|one| text(&one.file)) {
        let day = |text: String| Day::parse(&text).expect("en dag");
        let covers = one.covers.map(|c| (day(c.from.to_string()), day(c.to.to_string())));
        let stated = ExtractFacts {
            extracted: one.extracted.map(|d| day(d.to_string())),
            covers: covers.and_then(|(from, to)| Period::from_included(from, to)),
            current_only: false,
        };
        let request =
            ImportExtract { source: one.source.to_owned(), files: vec![one.file.clone().into()], stated };
        import_extract(session, &request, &Reading::default()).await.expect("en indlæsning");
    }
}

fn question() -> SavedQuestion {
    SavedQuestion {
        system_1: "nexus".to_owned(),
        system_2: "as2007".to_owned(),
        span: Span::LastMonths(24),
        paragraffer: Vec::new(),
        attributes: Vec::new(),
        level: Level::Paragraf,
        rules: Vec::new(),
        area: None,
        rhythm: Rhythm::Monthly(5),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("en mappe");
    for entry in fs::read_dir(from).expect("en mappe") {
        let entry = entry.expect("en fil");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("en fil").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("en kopi");
        }
    }
}
