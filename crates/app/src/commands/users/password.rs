//! Passwords: which may be used, and their hashes. What was typed is shown nowhere and kept nowhere.
//!
//! Argon2id with the parameters that OWASP's password storage cheat sheet names as its minimum (19 MiB, 2 passes, 1
//! lane), a salt of 16 random bytes each. A hash carries its own parameters, so that they may grow.

use crate::edge;
use anyhow::bail;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Characters at least: long rather than complicated.
pub const SHORTEST: usize = 12;
/// Characters at most, so that nobody sends us a book.
pub const LONGEST: usize = 200;

/// How many are worked on at a time: a flood of sign-ins may take 2 × 19 MiB and no more.
static WORKING: Semaphore = Semaphore::const_new(2);

/// What is everybody's first try, when digits and signs around it are gone.
const WORST: [&str; 24] = [
    "",
    "abc",
    "abcdefghijkl",
    "adgangskode",
    "admin",
    "administrator",
    "efteraar",
    "efterår",
    "foraar",
    "forår",
    "hemmelig",
    "iloveyou",
    "kodeord",
    "kommune",
    "letmein",
    "ottetal",
    "password",
    "passwordpassword",
    "qwerty",
    "qwertyuiop",
    "sommer",
    "velkommen",
    "vinter",
    "welcome",
];

/// A password that may be used.
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Looks at what was typed. The user's names may not be the password.
    ///
    /// # Errors
    /// Why it cannot be used; what was typed is not repeated.
    pub fn new(typed: &str, name: &str, full_name: &str) -> anyhow::Result<Password> {
        let length = typed.chars().count();
        if length < SHORTEST {
            bail!(
                "Koden er for kort: mindst {SHORTEST} tegn. Flere ord efter hinanden er lette at huske. Intet er gemt."
            );
        }
        if length > LONGEST {
            bail!("Koden er for lang: højst {LONGEST} tegn. Intet er gemt.");
        }
        let one = normal(typed);
        let plain =
            |text: &str| -> String { text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
        let bare: String = one.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
        let few = one.chars().collect::<std::collections::BTreeSet<char>>().len() < 5;
        let named = [name, full_name].iter().any(|own| plain(own) == plain(&one));
        if few || named || WORST.contains(&bare.as_str()) {
            bail!(
                "Koden er for let at gætte: den er et navn, et af de mest brugte ord eller få tegn igen og igen. Vælg en \
                 anden. Intet er gemt."
            );
        }
        Ok(Password(one))
    }

    /// Its hash, in PHC form.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub async fn hash(&self) -> anyhow::Result<String> {
        let (salt, typed) = (edge::random::<16>()?, self.0.clone());
        apart(move || {
            let hash: Option<PasswordHash> = hasher().hash_password_with_salt(typed.as_bytes(), &salt).ok();
            hash.map(|hash| hash.to_string())
        })
        .await?
        .ok_or_else(|| anyhow::anyhow!("Koden kunne ikke gemmes. Prøv igen."))
    }
}

/// True where the typed password is the one of the hash. Takes the same time without a hash, and is then false.
///
/// # Errors
/// Where the work was broken off.
pub async fn is_the_one(typed: &str, hash: Option<&str>) -> anyhow::Result<bool> {
    // Longer than any that was ever accepted: not worth the work, whoever is asked for.
    if typed.chars().count() > LONGEST {
        return Ok(false);
    }
    let (typed, hash) = (normal(typed), hash.map(str::to_owned));
    apart(move || {
        let nobody = LazyLock::force(&NOBODY);
        let same = PasswordHash::new(hash.as_ref().unwrap_or(nobody))
            .is_ok_and(|hash| Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok());
        same && hash.is_some()
    })
    .await
}

/// The hash that is compared with where there is none.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let hash: Result<PasswordHash, _> = hasher().hash_password_with_salt(b"ingen", &[0; 16]);
    hash.map(|hash| hash.to_string()).unwrap_or_default()
});

fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The same text however it was typed: a letter with a ring is one sign or two.
fn normal(typed: &str) -> String {
    typed.nfc().collect()
}

/// On a thread where it keeps nobody else waiting.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    let _place = WORKING.acquire().await?;
    Ok(tokio::task::spawn_blocking(work).await?)
}
