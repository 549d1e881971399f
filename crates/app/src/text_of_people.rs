//! What a person types goes into lists and files that others read: nothing in it may be a person's number.

use anyhow::bail;

/// Refuses a text with something that could be a CPR number. `what` begins the sentence: "Kommentaren".
///
/// # Errors
/// Where it has one; the number is not repeated.
pub fn refuse_number(what: &str, text: &str) -> anyhow::Result<()> {
    if ingest::hides_a_number(text) {
        bail!(
            "{what} har noget, der ligner et CPR-nummer. Skriv borgerens id (B- og seks tegn) i stedet; intet er gemt."
        );
    }
    Ok(())
}
