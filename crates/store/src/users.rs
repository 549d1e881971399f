//! Users: who may enter, kept as lines that are only ever added; the newest line of a name counts.
//!
//! What a user is and may do is text of the caller's. Each line has one in the log with a hash of that text, so that a
//! user changed behind the program's back shows (`Store::check`). Saving takes no lock of the folder: a user must be
//! blocked while a server runs.

use crate::db::{Tx, Value};
use crate::error::StoreError;
use crate::ids::ContentHash;
use crate::key::hex;
use crate::log::append_in;
use crate::{Context, Store};

/// A user, as last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserLine {
    /// The name that is typed to sign in.
    pub name: String,
    /// Who it is and what it may do, JSON of the caller's.
    pub definition: String,
    /// When it was saved, RFC 3339.
    pub saved_at: String,
    /// By whom.
    pub saved_by: String,
}

/// A user to be saved.
#[derive(Clone, Copy, Debug)]
pub struct NewUserLine<'a> {
    /// The name.
    pub name: &'a str,
    /// Who it is and what it may do.
    pub definition: &'a str,
    /// What the caller read before, and changed; `None` for a new user.
    pub before: Option<&'a str>,
    /// True where everybody who is signed in under the name is signed out.
    pub ends_sign_ins: bool,
}

/// The users of a store.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(pub(crate) &'a Store);

/// The word of the log for a saved user.
pub(crate) const WORD: &str = "bruger";
const NEWEST: &str = "SELECT name, definition, saved_at, saved_by FROM user_line u \
                      WHERE seq = (SELECT MAX(seq) FROM user_line WHERE name = u.name)";

impl Users<'_> {
    /// Saves a user, with a line in the log.
    ///
    /// # Errors
    /// `Conflict` where the user is not as `before` says: another has changed it meanwhile, or it is there already;
    /// `Unavailable`. Then nothing is saved.
    pub async fn save(&self, ctx: &Context, line: &NewUserLine<'_>) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let sql = format!("{NEWEST} AND name = $1");
        let rows = tx.rows(sql, vec![line.name.into()]).await?;
        let now = rows.first().map(|row| row.text(1)).transpose()?;
        if now.as_deref() != line.before {
            let name = line.name;
            return Err(StoreError::Conflict(match line.before {
                None => format!("Der er allerede en bruger «{name}». Vælg et andet navn."),
                Some(_) => {
                    format!("Brugeren «{name}» blev ændret af en anden imens. Intet er gemt: prøv igen.")
                }
            }));
        }
        let values =
            vec![line.name.into(), line.definition.into(), ctx.at.as_str().into(), ctx.actor.as_str().into()];
        tx.execute(
            "INSERT INTO user_line (name, definition, saved_at, saved_by, seq) VALUES ($1, $2, $3, $4, \
             (SELECT COALESCE(MAX(seq), 0) + 1 FROM user_line))",
            values,
        )
        .await?;
        append_in(&mut tx, ctx, WORD, &logged(line.name, line.definition), 1).await?;
        if line.ends_sign_ins {
            tx.execute("DELETE FROM sign_in WHERE name = $1", vec![line.name.into()]).await?;
        }
        tx.commit().await
    }

    /// The user of a name; `None` where there is none.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn get(&self, _ctx: &Context, name: &str) -> Result<Option<UserLine>, StoreError> {
        let found = self.select(&format!("{NEWEST} AND name = $1"), vec![name.into()]).await?;
        Ok(found.into_iter().next())
    }

    /// All, by name.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context) -> Result<Vec<UserLine>, StoreError> {
        self.select(&format!("{NEWEST} ORDER BY name"), Vec::new()).await
    }

    /// All lines of a name, the oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn history(&self, _ctx: &Context, name: &str) -> Result<Vec<UserLine>, StoreError> {
        let sql = "SELECT name, definition, saved_at, saved_by FROM user_line WHERE name = $1 ORDER BY seq";
        self.select(sql, vec![name.into()]).await
    }

    async fn select(&self, sql: &str, values: Vec<Value>) -> Result<Vec<UserLine>, StoreError> {
        let rows = self.0.db().rows(sql, values).await?;
        rows.iter()
            .map(|row| {
                Ok(UserLine {
                    name: row.text(0)?,
                    definition: row.text(1)?,
                    saved_at: row.text(2)?,
                    saved_by: row.text(3)?,
                })
            })
            .collect()
    }
}

/// What the log says of a saved user: the name, and twelve digits of a hash of the rest.
fn logged(name: &str, definition: &str) -> String {
    let hash = ContentHash::begin("ottetal bruger 1").with(definition).bytes();
    format!("{name} {}", hex(&hash[..6]))
}

/// How many lines there are, where the log, whose chain was followed, says the same of every one of them.
pub(crate) async fn as_the_log_says(tx: &mut Tx) -> Result<u64, StoreError> {
    let kept = "SELECT name, saved_at, saved_by, definition FROM user_line ORDER BY seq";
    let kept = tx.rows(kept, Vec::new()).await?;
    let told = "SELECT object, at, actor FROM log WHERE what = $1 ORDER BY seq";
    let told = tx.rows(told, vec![WORD.into()]).await?;
    let mut same = kept.len() == told.len();
    for (line, entry) in kept.iter().zip(&told) {
        let user = [logged(&line.text(0)?, &line.text(3)?), line.text(1)?, line.text(2)?];
        same &= user == [entry.text(0)?, entry.text(1)?, entry.text(2)?];
    }
    if same {
        return Ok(kept.len() as u64);
    }
    Err(StoreError::Damaged(
        "Brugerne og deres roller står ikke i databasen, som loggen siger. Gendan mappen fra sikkerhedskopien, og find \
         ud af, hvem der har haft adgang til ottetal.db."
            .to_owned(),
    ))
}

#[cfg(test)]
mod tests;
