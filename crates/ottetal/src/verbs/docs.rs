//! The parts of `docs/` that come from the code, so that they cannot differ from it: the rules, who may do what, the commands.

use crate::cli;
use anyhow::Context as _;
use app::access::{POLICY, Reach, Role};
use domain::causes;
use domain::deviation::Cause;
use domain::rules::RULES;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use web::guard::Needs;

const BEGIN: &str = "<!-- genereret: begynd -->";
const END: &str = "<!-- genereret: slut -->";

pub(super) fn run(dir: &Path) -> anyhow::Result<ExitCode> {
    write(&dir.join("regler.md"), &rules())?;
    write(&dir.join("adgang.md"), &access())?;
    let path = dir.join("cli.md");
    let old = fs::read_to_string(&path).with_context(|| format!("{} kan ikke læses", path.display()))?;
    write(&path, &between_marks(&old, &commands())?)?;
    println!("Skrevet: {0}/regler.md, {0}/adgang.md og {0}/cli.md", dir.display());
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("{} kan ikke skrives", path.display()))
}

/// Who may do what, and what each page asks for.
pub(crate) fn access() -> String {
    let mut out = String::from(
        "# Adgang\n\nSkrevet af «cargo xtask generate» ud fra koden; ret den dér. Hvad der ikke står her, er afvist. Rettighedens ord siger \
         om hvem; grænserne gives med rollen (`ottetal bruger`).\n\n## Roller\n\n| Ret |",
    );
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.text());
    }
    let _ = write!(out, "\n|---|{}\n", "---|".repeat(Role::ALL.len()));
    for (right, cells) in POLICY {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.map_or("–", Reach::text)).collect();
        let _ = writeln!(out, "| {} | {} |", right.text(), cells.join(" | "));
    }
    out.push_str("\n## Sider\n\n| Side | | Kræver |\n|---|---|---|\n");
    for route in web::routes::routes() {
        let needs = match route.needs {
            Needs::Nobody => "intet".to_owned(),
            Needs::SignedIn => "at være logget ind".to_owned(),
            Needs::To(right) => right.text().to_owned(),
            Needs::Any(rights) => {
                rights.iter().map(|right| right.text()).collect::<Vec<_>>().join(", eller: ")
            }
        };
        let verb = if route.method == "POST" { "gør" } else { "vis" };
        let _ = writeln!(out, "| `{}` | {verb} | {needs} |", route.path);
    }
    out
}

/// The help page of every rule and cause.
pub(crate) fn rules() -> String {
    let mut out =
        String::from("# Regler og årsager\n\nSkrevet af «cargo xtask generate» ud fra koden; ret den dér.\n");
    for rule in RULES {
        let questions: Vec<String> = rule.questions.iter().map(ToString::to_string).collect();
        let question = match questions.split_last() {
            None if rule.code.is_about_payments() => "Betaling mod bevilling".to_owned(),
            None => "Inden for ét system".to_owned(),
            Some((last, [])) => format!("Spørgsmål {last}"),
            Some((last, first)) => format!("Spørgsmål {} og {last}", first.join(", ")),
        };
        let _ = write!(
            out,
            "\n## {} (`{}`)\n\n{question}; {}.\n\n**Hvad:** {}\n\n**Hvorfor:** {}\n\n**Sådan afklares den:** {}\n\n*{}*\n",
            rule.name,
            rule.code.key(),
            rule.duty.text(),
            rule.what,
            rule.why,
            rule.how,
            rule.source
        );
    }
    out.push_str("\n# Årsager\n\nEn årsag forklarer en afvigelse og fjerner den aldrig.\n");
    for cause in Cause::ONE_OF_EACH {
        let (name, help) = causes::help(&cause);
        let _ = write!(out, "\n## {name} (`{}`)\n\n{help}\n", cause.key());
    }
    out
}

/// The help of every command, as the program prints it.
fn commands() -> String {
    let mut out = String::new();
    page(&mut cli::command(), "ottetal", &mut out);
    out
}

fn page(command: &mut clap::Command, name: &str, out: &mut String) {
    *command = command.clone().bin_name(name).term_width(100);
    let help = command.render_long_help().to_string();
    let trimmed: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(out, "\n### `{name}`\n\n```text\n{}\n```\n", trimmed.join("\n").trim());
    let children: Vec<String> =
        command.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect();
    for child in children {
        if let Some(sub) = command.find_subcommand_mut(&child) {
            page(sub, &format!("{name} {child}"), out);
        }
    }
}

fn between_marks(old: &str, new: &str) -> anyhow::Result<String> {
    let begin = old.find(BEGIN).with_context(|| format!("docs/cli.md mangler linjen {BEGIN}"))? + BEGIN.len();
    let end = old.find(END).with_context(|| format!("docs/cli.md mangler linjen {END}"))?;
    Ok(format!("{}\n{new}\n{}", &old[..begin], &old[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    #[test]
    fn docs_are_what_the_code_says() {
        let advice = "er ikke som koden. Kør «cargo xtask generate».";
        assert!(kept("regler.md") == rules(), "docs/regler.md {advice}");
        assert!(kept("adgang.md") == access(), "docs/adgang.md {advice}");
        let cli = kept("cli.md");
        assert!(between_marks(&cli, &commands()).unwrap() == cli, "docs/cli.md {advice}");
    }

    #[test]
    fn the_help_is_danish() {
        let help = commands();
        for english in
            ["OPTIONS", "Usage", "Options:", "Arguments", "Commands", "[default", "[possible", "Print "]
        {
            assert!(!help.contains(english), "hjælpen har «{english}»");
        }
        for danish in ["Brug: ottetal kilde ny [TILVALG]", "Kommandoer:", "Argumenter:", "Tilvalg:"] {
            assert!(help.contains(danish), "hjælpen mangler «{danish}»");
        }
    }
}
