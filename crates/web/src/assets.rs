//! The files that pages load: style sheet, scripts, letters, icons; embedded in the program.
//!
//! Invariant: an address that a page names carries a hash of what it leads to, so a browser may keep the file for good.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::fmt::Write as _;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Files;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// A file that is not there may be there tomorrow.
const NOT_KEPT: &str = "no-store";

/// The address of a file, for templates: `/aktiver/ottetal.css?v=0f3a…`. Without a hash where the file is not built.
#[must_use]
pub fn asset(name: &str) -> String {
    let mut address = format!("/aktiver/{name}");
    if let Some(file) = Files::get(name) {
        address.push_str("?v=");
        for byte in &file.metadata.sha256_hash()[..6] {
            let _ = write!(address, "{byte:02x}");
        }
    }
    address
}

/// Answers with a file.
pub async fn serve(Path(name): Path<String>) -> Response {
    match Files::get(&name) {
        Some(file) => {
            let headers = [(CONTENT_TYPE, content_type(&name)), (CACHE_CONTROL, FOR_GOOD)];
            (headers, file.data.into_owned()).into_response()
        }
        None => {
            let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, NOT_KEPT)];
            (StatusCode::NOT_FOUND, headers, "Filen findes ikke i programmet.\n").into_response()
        }
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
