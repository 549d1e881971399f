//! A proposal for a file that nobody has described: each column with what it is taken for, why, and examples.

use super::{line, thousands};
use app::commands::propose_source::{Proposal, Question, Sample, field_label, kind_label};
use std::io::{self, Write};

/// Letters of a heading and of the examples that a line has room for.
const HEADING: usize = 26;
const EXAMPLES: usize = 60;

pub(crate) fn write(
    file: &str,
    sample: &Sample,
    proposal: &Proposal,
    questions: &[Question],
    out: &mut impl Write,
) -> io::Result<()> {
    if proposal.columns.is_empty() {
        return line(out, &format!("{file}: ingen række i de første 60 ligner overskrifter."));
    }
    let form = sample.summary.encoding.map_or_else(String::new, |encoding| format!(", {encoding}"));
    let sheet =
        if proposal.sheet.is_empty() { String::new() } else { format!(", ark «{}»", proposal.sheet) };
    line(
        out,
        &format!(
            "{file}: {} rækker{sheet}, overskrifter i række {}{form} (forslag, intet er gemt)",
            thousands(i128::from(proposal.rows)),
            proposal.heading_row
        ),
    )?;
    let Some(kind) = proposal.kind else {
        let possible: Vec<String> = proposal
            .possible
            .iter()
            .map(|kind| format!("{} ({})", kind.key(), kind_label(*kind).0.to_lowercase()))
            .collect();
        line(out, "  Hvad en række er, er ikke sikkert. Sig det med --slags.")?;
        return line(
            out,
            &format!(
                "  Mulige: {}",
                if possible.is_empty() { "ingen".to_owned() } else { possible.join(", ") }
            ),
        );
    };
    line(out, &format!("  En række er {}.", kind_label(kind).1))?;
    for column in &proposal.columns {
        let heading = if column.heading.is_empty() { "(uden overskrift)" } else { column.heading.as_str() };
        let field = column.field.map_or("ikke valgt", |field| field_label(kind, field).0);
        line(out, &format!("  {:>3}  {:<HEADING$} {field}", column.letters, cut(heading, HEADING)))?;
        line(out, &format!("       {:<HEADING$} {}", "", column.why))?;
        if !column.examples.is_empty() {
            let examples = column.examples.join(" · ");
            line(out, &format!("       {:<HEADING$} fx {}", "", cut(&examples, EXAMPLES)))?;
        }
    }
    for question in questions {
        line(out, &format!("  »{}«: {}", question.heading, question.question))?;
        for (found, key) in &question.words {
            let answer = question.answers.iter().find(|(own, _)| own == key).map_or("", |(_, text)| *text);
            let word = if found.word.is_empty() { "(tomt felt)" } else { found.word.as_str() };
            let said = if answer.is_empty() {
                format!("ikke afgjort: {}", question.without)
            } else {
                format!("forslag: {answer} ({})", found.why)
            };
            line(
                out,
                &format!(
                    "       {:<HEADING$} {said}, {} rækker",
                    cut(word, HEADING),
                    thousands(i128::from(found.rows))
                ),
            )?;
        }
    }
    Ok(())
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
