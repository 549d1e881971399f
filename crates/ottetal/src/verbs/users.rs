//! `bruger`: users, and the password asked for on the terminal, which does not show it.

use crate::show;
use crate::user_cli::{Bruger, Kode};
use anyhow::{Context as _, bail};
use app::commands::users::{NewUser, add_user, block_user, grant_role, list_users, set_password};
use app::edge::Edge;
use app::purpose::Purpose;
use app::session::Session;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

pub(super) async fn run(edge: &Edge, what: Bruger) -> anyhow::Result<ExitCode> {
    let session = Session::open(edge, Purpose::Tilsyn).await?;
    let mut out = std::io::stdout().lock();
    match what {
        Bruger::Tilfoej(one) => {
            let password = asked(&one.kode)?;
            let grants = vec![one.rolle.grant()];
            let new = NewUser {
                name: &one.bruger,
                full_name: &one.navn,
                grants,
                password: Some(password.as_str()),
            };
            show::users::saved("er oprettet", &add_user(&session, &new).await?, &mut out)?;
        }
        Bruger::Rolle(one) => {
            let user = grant_role(&session, &one.bruger, &one.rolle.grant()).await?;
            show::users::saved("har nu", &user, &mut out)?;
        }
        Bruger::Kode(one) => {
            let password = asked(&one.kode)?;
            let user = set_password(&session, &one.bruger, &password).await?;
            writeln!(out, "Brugeren {} har fået en ny kode og er logget ud overalt.", user.name)?;
        }
        Bruger::Spaer(one) => {
            let user = block_user(&session, &one.bruger, true).await?;
            writeln!(out, "Brugeren {} er spærret og logget ud overalt.", user.name)?;
        }
        Bruger::Aabn(one) => {
            let user = block_user(&session, &one.bruger, false).await?;
            writeln!(out, "Brugeren {} kan logge ind igen.", user.name)?;
        }
        Bruger::Liste => show::users::list(&list_users(&session).await?, &edge.now, &mut out)?,
    }
    out.flush()?;
    session.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The password: a line that is handed in, or typed twice.
fn asked(how: &Kode) -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if how.kode_fra_stdin {
        return line(&mut stdin.lock());
    }
    if !stdin.is_terminal() {
        bail!(
            "Der er ingen skærm at spørge om koden på. Skriv --kode-fra-stdin, og send koden som én linje. Intet er gemt."
        );
    }
    let first = unseen("Kode (mindst 12 tegn, vises ikke): ")?;
    if first != unseen("Koden en gang til: ")? {
        bail!("De to koder er ikke ens. Intet er gemt: kør igen.");
    }
    Ok(first)
}

fn line(from: &mut impl BufRead) -> anyhow::Result<String> {
    let mut text = String::new();
    from.read_line(&mut text).context("Koden kunne ikke læses som tekst")?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// Asks on the terminal, which shows nothing of what is typed.
#[cfg(unix)]
fn unseen(question: &str) -> anyhow::Result<String> {
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// Puts the terminal back as it was, whatever happens.
    struct Back(Termios);
    impl Drop for Back {
        fn drop(&mut self) {
            // A terminal that is gone needs nothing.
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.0);
            eprintln!();
        }
    }
    eprint!("{question}");
    let stdin = std::io::stdin();
    let before =
        tcgetattr(&stdin).map_err(std::io::Error::from).context("Skærmen kan ikke spørges om koden")?;
    let mut quiet = before.clone();
    quiet.local_modes.remove(LocalModes::ECHO);
    let _back = Back(before);
    tcsetattr(&stdin, OptionalActions::Flush, &quiet)
        .map_err(std::io::Error::from)
        .context("Skærmen kan ikke skjule koden")?;
    line(&mut stdin.lock())
}

/// Where the terminal cannot be told to hide what is typed.
#[cfg(not(unix))]
fn unseen(_question: &str) -> anyhow::Result<String> {
    bail!("Her kan koden ikke skjules, mens den skrives. Brug --kode-fra-stdin. Intet er gemt.")
}
