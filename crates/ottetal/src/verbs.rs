//! From a read command line to a verb of `app` and back to the screen. One file a verb.

pub(crate) mod control;
mod demo;
mod disposition;
mod docs;
pub(crate) mod import;
mod inbox;
mod keep;
mod landscape;
mod measure;
mod propose;
mod server;
mod small;
mod users;
mod work;

use crate::cli::{Cli, Kilde, KontrolEllerGemt, Verb};
use crate::keep_cli::{Tjek, TjekHvad};
use app::edge::Edge;
use std::process::ExitCode;

/// Runs the verb.
pub(crate) fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut edge = Edge::read(cli.common.mappe);
    edge.key = cli.common.noegle.or(edge.key);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
    runtime.block_on(async {
        match cli.verb {
            Verb::Init(init) => small::init(&edge, init).await,
            Verb::Import(import) => import::run(&edge, import).await,
            Verb::Indbakke => inbox::run(&edge).await,
            Verb::Kilde(Kilde::Gaet { fil, slags, gem, titel }) => {
                let asked = propose::Asked { file: fil, kind: slags, save_as: gem, title: titel };
                propose::propose(&edge, asked).await
            }
            Verb::Kilde(kilde) => small::source(&edge, kilde),
            Verb::Grundlag(grundlag) => small::basis(&edge, grundlag).await,
            Verb::Status => small::status(&edge).await,
            Verb::Datalandskab(what) => landscape::run(&edge, what).await,
            Verb::Omraade(what) => landscape::area(&edge, &what),
            Verb::Kontrol(asked) => match *asked {
                KontrolEllerGemt { gemt: Some(gemt), .. } => work::saved(&edge, gemt).await,
                KontrolEllerGemt { kontrol: Some(kontrol), .. } => control::run(&edge, kontrol).await,
                // The command line has asked for the one or the other.
                KontrolEllerGemt { gemt: None, kontrol: None } => Ok(ExitCode::from(2)),
            },
            Verb::Afvigelse(afvigelse) => work::items(&edge, afvigelse).await,
            Verb::Disponering(disponering) => disposition::run(&edge, disponering).await,
            Verb::Leverandoer(what) => disposition::providers(&edge, what).await,
            Verb::Forklar(forklar) => small::explain(&edge, forklar).await,
            Verb::Server(arguments) => server::run(&edge, arguments).await,
            Verb::Demo(demo) => demo::run(&edge, &demo).await,
            Verb::Bruger(what) => users::run(&edge, what).await,
            Verb::Sikkerhedskopi(arguments) => keep::backup(&edge, arguments).await,
            Verb::Gendan(arguments) => keep::restored(&edge, arguments).await,
            Verb::Slet(what) => keep::erase(&edge, what).await,
            Verb::Tjek(Tjek { hvad: Some(TjekHvad::Lager) }) => keep::check_store(&edge).await,
            Verb::Tjek(Tjek { hvad: Some(TjekHvad::Log) }) => keep::check_log(&edge).await,
            Verb::Tjek(Tjek { hvad: None }) => small::check(&edge).await,
            Verb::GenererDocs(docs) => docs::run(&docs.dir),
            Verb::Maal(maal) => measure::run(&edge, &maal).await,
        }
    })
}
