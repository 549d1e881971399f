//! Files that are sent: held in memory until they are kept encrypted, never clear on a disk.

use crate::error::WebError;
use crate::query::Fields;
use crate::visit::Visit;
use app::commands::import_extract::GivenFile;
use axum::extract::Multipart;
use std::sync::Arc;

/// A form with files.
pub struct Sent {
    /// Its other fields.
    pub fields: Fields,
    /// Its files, in order; empty ones are left out.
    pub files: Vec<GivenFile>,
}

/// Reads a form with files. Its first field must be the token of the sign-in.
///
/// # Errors
/// `Forged` where the token is not the first field; `Refused` where the form is too large or was cut off.
pub async fn receive(visit: &Visit, mut form: Multipart) -> Result<Sent, WebError> {
    let cut_off = |_| {
        let most = crate::routes::UPLOAD_MAX_BYTES / 1024 / 1024;
        WebError::Refused(format!(
            "Filerne kom ikke helt frem, eller de er større end {most} MB tilsammen. Intet er indlæst. Prøv igen; er de for store, så \
             brug «ottetal import» på serveren."
        ))
    };
    let mut token_seen = false;
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(cut_off)? {
        let key = field.name().unwrap_or("").to_owned();
        if !token_seen {
            let token = field.text().await.map_err(cut_off)?;
            if key != "csrf" || !visit.who.is_token(&token) {
                return Err(WebError::Forged);
            }
            token_seen = true;
            continue;
        }
        match field.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = field.bytes().await.map_err(cut_off)?;
                if !name.is_empty() && !bytes.is_empty() {
                    files.push(GivenFile::Sent(name, Arc::from(&bytes[..])));
                }
            }
            None => pairs.push((key, field.text().await.map_err(cut_off)?)),
        }
    }
    if !token_seen {
        return Err(WebError::Forged);
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let written = crate::query::address("", &pairs);
    Ok(Sent { fields: Fields::of(written.trim_start_matches('?')), files })
}
