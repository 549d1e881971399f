//! `server`: the pages, until Ctrl-C.

use crate::cli::Server;
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use domain::calendar::Day;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use web::state::Mode;

pub(super) async fn run(edge: &Edge, arguments: Server) -> anyhow::Result<ExitCode> {
    let today = arguments.demo.then(|| arguments.dag.or_else(demo_day)).flatten();
    if let Some(day) = today {
        app::edge::live_on(day);
    }
    let session = Session::open(edge, Purpose::AfvigelseRet).await?;
    let mode = Mode {
        demo: arguments.demo,
        secure: !arguments.bag_https.is_empty(),
        hosts: arguments.bag_https,
        today,
        inbox: (arguments.indbakke > 0).then(|| Duration::from_secs(arguments.indbakke)),
    };
    let ip = arguments.adresse.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    serve(session, mode, SocketAddr::new(ip, arguments.port)).await
}

/// A demo's extracts are of a fixed day; it believes that it is two weeks later, when deliveries are due.
pub(super) fn demo_day() -> Option<Day> {
    Day::parse(super::demo::EXTRACTED).map(|day| Day(day.0 + super::demo::DEMO_DAYS))
}

/// Serves until Ctrl-C, and says where.
pub(super) async fn serve(session: Session, mode: Mode, address: SocketAddr) -> anyhow::Result<ExitCode> {
    let demo = mode.demo;
    let ready = move |at: SocketAddr| {
        // Whoever started us may have heard enough: no fault of the server's.
        let mut out = std::io::stdout();
        let _ = writeln!(out, "Ottetal svarer på http://{at}/");
        let _ = writeln!(out, "Stop med Ctrl-C.");
        if demo {
            let _ = writeln!(out, "Alt er opdigtet. Klik på en rolle for at gå ind.");
        }
    };
    web::server::serve(session, mode, address, ready, stopped()).await?;
    Ok(ExitCode::SUCCESS)
}

/// When somebody asks the program to stop.
async fn stopped() {
    let (send, receive) = tokio::sync::oneshot::channel();
    let send = std::sync::Mutex::new(Some(send));
    let set = ctrlc::set_handler(move || {
        if let Some(send) = send.lock().ok().and_then(|mut held| held.take()) {
            let _ = send.send(());
        }
    });
    if set.is_err() {
        std::future::pending::<()>().await;
    }
    let _ = receive.await;
}
