//! The campaigns that the crate `fuzz` carries out itself: hostile files, and changed bytes to every reader of ours.

use super::report::Figure;
use crate::workspace::cargo;

/// Every hostile file through the real import.
pub(super) fn files() -> Result<Vec<Figure>, String> {
    let goal = "ingen fil standser, hænger, røber et nummer eller efterlader noget";
    Ok(vec![tried("fjendtlige filer", goal, &["filer"])?])
}

/// Changed bytes to every reader, so many seconds each.
pub(super) fn readers(seconds: usize) -> Result<Vec<Figure>, String> {
    let seconds = seconds.to_string();
    let goal = "ingen læser standser eller bryder det, den lover";
    Ok(vec![tried("fuzz", goal, &["maal", "--sekunder", &seconds])?])
}

/// Runs the program; its last line is the figures, its exit code whether the goal was met.
fn tried(campaign: &str, goal: &str, arguments: &[&str]) -> Result<Figure, String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "fuzz", "--bin", "proev", "--"]).args(arguments);
    let ran = command.output().map_err(|e| format!("{campaign} kan ikke køres: {e}"))?;
    let out = String::from_utf8_lossy(&ran.stdout);
    let last = out.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let measured = last.trim().trim_matches(['{', '}']).replace('"', "").replace(',', ", ");
    println!("{campaign}: {measured}");
    Ok(Figure {
        campaign: campaign.to_owned(),
        goal: goal.to_owned(),
        measured,
        holds: ran.status.success(),
        reason: String::from_utf8_lossy(&ran.stderr).lines().next().unwrap_or_default().to_owned(),
    })
}
