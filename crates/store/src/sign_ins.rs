//! Who is signed in, so that a restart signs nobody out. The one kind of line that may change and go.
//!
//! Of the token that the browser has only the SHA-256 is kept: who reads the database cannot enter with it. No backup
//! has these lines; a restored folder begins with nobody signed in.

use crate::db::{Row, Value};
use crate::error::StoreError;
use crate::log::append_in;
use crate::{Context, Store};

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The user's name.
    pub user: String,
    /// When, RFC 3339.
    pub begun_at: String,
    /// When the user was last there, RFC 3339.
    pub seen_at: String,
    /// What forms must carry.
    pub csrf: String,
    /// When it ends in any case, RFC 3339.
    pub ends_at: String,
}

/// A sign-in that begins now.
#[derive(Clone, Copy, Debug)]
pub struct NewSignIn<'a> {
    /// SHA-256 of the token.
    pub hash: &'a [u8; 32],
    /// The user's name.
    pub user: &'a str,
    /// What forms must carry.
    pub csrf: &'a str,
    /// When it ends in any case, RFC 3339.
    pub ends_at: &'a str,
}

/// The sign-ins of a store.
#[derive(Clone, Copy, Debug)]
pub struct SignIns<'a>(pub(crate) &'a Store);

/// The table that no backup has.
pub(crate) const TABLE: &str = "sign_in";

impl SignIns<'_> {
    /// Begins one, with a line in the log.
    ///
    /// # Errors
    /// `Conflict` where the token is in use; `Unavailable`.
    pub async fn begin(&self, ctx: &Context, new: &NewSignIn<'_>) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let values = vec![
            Value::Blob(new.hash.to_vec()),
            new.user.into(),
            ctx.at.as_str().into(),
            new.csrf.into(),
            new.ends_at.into(),
        ];
        let sql = "INSERT INTO sign_in (token, name, begun_at, seen_at, csrf, ends_at) \
                   VALUES ($1, $2, $3, $3, $4, $5)";
        tx.execute(sql, values).await?;
        append_in(&mut tx, ctx, "log_ind", new.user, 1).await?;
        tx.commit().await
    }

    /// The one of a token; `None` where nobody has it. Whether it still holds is the caller's to say.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn find(&self, _ctx: &Context, hash: &[u8; 32]) -> Result<Option<SignIn>, StoreError> {
        let sql = "SELECT name, begun_at, seen_at, csrf, ends_at FROM sign_in WHERE token = $1";
        let rows = self.0.db().rows(sql, vec![Value::Blob(hash.to_vec())]).await?;
        rows.first().map(sign_in).transpose()
    }

    /// All that are open, by user; some may have run out and not been swept yet.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context) -> Result<Vec<SignIn>, StoreError> {
        let sql = "SELECT name, begun_at, seen_at, csrf, ends_at FROM sign_in ORDER BY name, begun_at";
        self.0.db().rows(sql, Vec::new()).await?.iter().map(sign_in).collect()
    }

    /// Notes that the user was there.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn seen(&self, _ctx: &Context, hash: &[u8; 32], at: &str) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let values = vec![at.into(), Value::Blob(hash.to_vec())];
        tx.execute("UPDATE sign_in SET seen_at = $1 WHERE token = $2", values).await?;
        tx.commit().await
    }

    /// Ends one, with a line in the log. One that is not there has ended already.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn end(&self, ctx: &Context, hash: &[u8; 32]) -> Result<(), StoreError> {
        self.end_where(ctx, "token", Value::Blob(hash.to_vec())).await.map(|_| ())
    }

    /// Ends all of a user, with a line in the log. Gives how many there were.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn end_all_of(&self, ctx: &Context, user: &str) -> Result<u64, StoreError> {
        self.end_where(ctx, "name", user.into()).await
    }

    async fn end_where(&self, ctx: &Context, column: &str, value: Value) -> Result<u64, StoreError> {
        let mut tx = self.0.db().begin().await?;
        let sql = format!("SELECT name FROM sign_in WHERE {column} = $1");
        let rows = tx.rows(sql, vec![value.clone()]).await?;
        let Some(user) = rows.first().map(|row| row.text(0)).transpose()? else { return Ok(0) };
        let ended = rows.len() as u64;
        tx.execute(format!("DELETE FROM sign_in WHERE {column} = $1"), vec![value]).await?;
        append_in(&mut tx, ctx, "log_ud", &user, ended).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Takes away those that ended before `now`, and those whose user was last there before `unseen_since`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn sweep(&self, _ctx: &Context, now: &str, unseen_since: &str) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let sql = "DELETE FROM sign_in WHERE ends_at <= $1 OR seen_at < $2";
        tx.execute(sql, vec![now.into(), unseen_since.into()]).await?;
        tx.commit().await
    }
}

fn sign_in(row: &Row) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        user: row.text(0)?,
        begun_at: row.text(1)?,
        seen_at: row.text(2)?,
        csrf: row.text(3)?,
        ends_at: row.text(4)?,
    })
}
