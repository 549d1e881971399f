//! One request: who looks, at what, for which purpose; and the only way out for pages about citizens.
//!
//! Invariant: [`Visit::show`] writes whom a page is about to the log before the page leaves. A page that is about
//! citizens has no other way out, for the purpose and the ids are its arguments.

use crate::error::{Answer, WebError};
use crate::menu::menu;
use crate::open_links::only_open;
use crate::page::{BasisLine, Notice, NoticeKind, Page, PageUser};
use crate::page_dates::whole_dates;
use crate::page_words::on_pages;
use crate::query::Fields;
use crate::signed::Signed;
use crate::state::AppState;
use app::access::{Right, Scope, reach};
use app::commands::note_shown::note_shown;
use app::current::Current;
use app::purpose::Purpose;
use app::session::{PROGRAM, Session};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::calendar::{Day, Period};
use domain::person::CitizenId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One request of somebody who is signed in.
pub struct Visit {
    /// What all requests share.
    pub state: Arc<AppState>,
    /// Who.
    pub who: Signed,
    /// The path.
    pub path: String,
    /// The query as it was sent.
    pub query: String,
    /// Asked by htmx, for a part of a page: the `HX-Target` it names, else empty.
    pub part: String,
}

impl FromRequestParts<Arc<AppState>> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<AppState>) -> Result<Visit, WebError> {
        let Some(who) = parts.extensions.get::<Signed>().cloned() else {
            return Err(WebError::SignIn("/log-ind".to_owned()));
        };
        Ok(Visit {
            state: Arc::clone(state),
            who,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or("").to_owned(),
            part: part(&parts.headers),
        })
    }
}

fn part(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    if text("hx-request") == "true" { text("hx-target").to_owned() } else { String::new() }
}

impl Visit {
    /// What was asked in the address.
    #[must_use]
    pub fn fields(&self) -> Fields {
        Fields::of(&self.query)
    }

    /// True where the role has the right at all.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        reach(self.who.role, right).is_some()
    }

    /// About whom the one who looks has a right.
    ///
    /// # Errors
    /// `Denied` where about nobody.
    pub fn scope(&self, right: Right) -> Result<Scope, WebError> {
        let scope = Scope::of(&self.who.user.name, self.who.grant(), right, self.who.today);
        scope.ok_or_else(|| {
            WebError::Denied(format!(
                "Rollen {} kan ikke: {}.",
                self.who.role.text(),
                right.text().to_lowercase()
            ))
        })
    }

    /// The data folder as opened by this person for this purpose.
    #[must_use]
    pub fn session(&self, purpose: Purpose) -> Session {
        self.who.session(&self.state, purpose)
    }

    /// The day that deadlines are held against: today, or the day that a demo believes it is.
    #[must_use]
    pub fn day(&self) -> Day {
        self.state.mode.today.unwrap_or(self.who.today)
    }

    /// The picture as the store is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn current(&self) -> Result<Arc<Current>, WebError> {
        self.state.current(&self.session(Purpose::AfvigelseRet)).await
    }

    /// The frame of a page.
    #[must_use]
    pub fn page(&self, title: impl Into<String>) -> Page {
        let user = &self.who.user;
        let (nav, subnav) = menu(&self.path, |right| self.may(right));
        let others = user.grants.iter().enumerate().filter(|(at, _)| *at != self.who.active);
        let others =
            others.filter_map(|(at, grant)| Some((at, grant.role_on(self.who.today)?.text().to_owned())));
        Page {
            title: title.into(),
            user: Some(PageUser {
                name: user.full_name.clone(),
                role: self.who.role.text().to_owned(),
                others: others.collect(),
            }),
            nav,
            subnav,
            csrf: self.who.csrf().to_owned(),
            demo: self.state.mode.demo,
            kommune: self.state.kommune.clone(),
            version: version(&self.state),
            address: self.address(),
            notices: self.notices(),
            ..Page::default()
        }
    }

    /// The frame of a page with figures of the newest basis.
    #[must_use]
    pub fn page_of(&self, title: impl Into<String>, current: &Current) -> Page {
        Page { basis: self.basis_line(current), ..self.page(title) }
    }

    /// Path and query.
    #[must_use]
    pub fn address(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// What the page before this one did: a word of a closed list in the address, never free text.
    fn notices(&self) -> Vec<Notice> {
        let text = match self.fields().one("gjort") {
            "sat" => "Det er gemt.",
            "kommentar" => "Kommentaren er gemt.",
            "fordelt" => "Afvigelserne er fordelt.",
            "indlaest" => "Filerne er indlæst.",
            "opgivet" => "Filerne er ikke læst ind. Intet er ændret.",
            "fandtes" => "De samme filer var allerede læst ind fra samme kilde. Intet er ændret.",
            "grundlag" => "Grundlaget er godkendt. Tal regnes nu på det.",
            "kontrol" => "Kontrollen er gemt.",
            "taget_tilbage" => "Det er taget tilbage. Det, der stod, kan ses i historikken.",
            "underskrevet" => "Underskriften er gemt.",
            "svaret" => "Svaret er gemt.",
            "kilde_gemt" => "Kilden er gemt som en ny version.",
            "kilde_kopi" => "I har jeres egen udgave nu. Ret den, og prøv den på en fil.",
            "kilde_opgivet" => "Beskrivelsen er opgivet. Intet er ændret.",
            "slukket" => "Arket er slukket. Det ventes ikke mere, og det bliver stående som historik.",
            "forklaret" => "Forklaringen er gemt. Den gælder, så længe forskellen er den samme.",
            "bekraeftet" => "Svarene er gemt. Roller, som ingen skal have, er afsluttet.",
            "rolle_venter" => "Rollen er gemt. Den gælder først, når en myndighedsleder har bekræftet den.",
            "rolle_slut" => "Rollen er afsluttet.",
            "spaerret" => "Brugeren er spærret og logget ud.",
            "aabnet" => "Brugeren kan logge ind igen.",
            "logget_ud" => "Brugeren er logget ud alle steder.",
            "tjekket" => "Tjekket er færdigt.",
            "fulgt" => "Hele loggen er fulgt.",
            "naeste_grundlag" => "Det er gemt. Det gælder fra næste godkendte grundlag.",
            "ny_kode" => "Din kode er skiftet.",
            "datalandskab" => "Datalandskabet er gemt. Tal bruger det, når et nyt grundlag er godkendt.",
            "udgave" => "Udgaven er taget i brug igen. Tal bruger den, når et nyt grundlag er godkendt.",
            "stoppet" => "Arbejdet er stoppet. Intet er ændret.",
            "aendret" => {
                "Ændringen er lagt i udkastet. Intet tal er ændret, før det er gemt og taget i brug."
            }
            "tabel" => "Tabellen er gemt som en ny udgave.",
            "tabel_opgivet" => "Udkastet er opgivet. Tabellen er, som den var.",
            "taget_i_brug" => "Grundlaget bruger nu de nyeste tabeller, og de gemte kontroller kører.",
            "samme" => "Afgørelsen om de to navne er gemt. Den gælder fra det næste grundlag.",
            "ark_sendt" => "Arket er sendt. Næste udtræk krydser linjerne af.",
            "korrektion" => {
                "Korrektionen er lagt ved siden af tallet. Den falder bort, når udtrækket er enigt."
            }
            "opfulgt" => "Opfølgningen er gemt.",
            _ => return Vec::new(),
        };
        vec![Notice { kind: NoticeKind::Success, text: text.to_owned() }]
    }

    /// The basis with the day of each system's extract; those who may not see imports get the words alone.
    fn basis_line(&self, current: &Current) -> Option<BasisLine> {
        let content = current.basis.as_ref()?;
        let links = self.may(Right::SeeImports);
        let link = |to: String| if links { to } else { String::new() };
        let basis = &content.shown.basis;
        let accepted = report::danish::iso_day(basis.accepted_at.get(..10).unwrap_or(""));
        let mut parts = vec![(format!("Grundlag {accepted}"), link(format!("/grundlag/{}", basis.id)))];
        for import in content.shown.imports.iter().filter(|i| i.facts.extracted.is_some()) {
            let title = content.source(import, Period::ALWAYS);
            let title = title.map_or_else(|_| import.source.clone(), |source| source.source.title);
            let day = import.facts.extracted.map_or_else(String::new, Day::danish);
            parts.push((format!("{title} {day}"), link(format!("/indlaesning/{}", import.id))));
        }
        Some(BasisLine { parts })
    }

    /// A page about citizens: the log has them before the page leaves. `object` says what was asked, without personal
    /// data.
    ///
    /// # Errors
    /// Where the log cannot be written: then nothing is shown.
    pub async fn show(
        &self,
        purpose: Purpose,
        what: &str,
        object: &str,
        citizens: impl IntoIterator<Item = CitizenId>,
        template: &impl Template,
    ) -> Answer {
        let body = only_open(template.render()?, |right| self.may(right));
        self.saw(purpose, what, object, citizens).await?;
        Ok(html(body))
    }

    /// The line of the log alone, for answers that are not pages.
    ///
    /// # Errors
    /// Where the log cannot be written.
    pub async fn saw(
        &self,
        purpose: Purpose,
        what: &str,
        object: &str,
        citizens: impl IntoIterator<Item = CitizenId>,
    ) -> Result<(), WebError> {
        let citizens: BTreeSet<CitizenId> = citizens.into_iter().collect();
        let citizens: Vec<CitizenId> = citizens.into_iter().collect();
        let session = self.session(purpose);
        Ok(note_shown(&session, what, object, &citizens).await?)
    }

    /// A page that is about no citizen.
    ///
    /// # Errors
    /// Where it cannot be drawn.
    pub fn plain(&self, template: &impl Template) -> Answer {
        Ok(html(only_open(template.render()?, |right| self.may(right))))
    }
}

/// Versions of program and law, for the foot.
#[must_use]
pub fn version(state: &AppState) -> String {
    format!("Ottetal {PROGRAM}, lov {}", state.base.law.version)
}

/// A page.
#[must_use]
pub fn html(body: String) -> Response {
    let body = whole_dates(&on_pages(&body));
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// To another page, after a form.
#[must_use]
pub fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address.to_owned())]).into_response()
}
