//! The database: the few calls that the rest of the crate needs, in SQL that SQLite and PostgreSQL both read.
//!
//! No other module names a database library. Two back ends: a SQLite file, or a schema of a PostgreSQL server.

use crate::error::StoreError;
use crate::folder::private_file;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, query::Query};
use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::time::Duration;

pub(crate) mod dialect;
mod postgres;

pub(crate) use postgres::{Address, Postgres, ServerLock, schema_of};

/// The first SQLite without the corruption when a WAL is reset (3.7.0 to 3.51.2).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// A database.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    /// One file, written ahead, synchronised at every commit.
    Sqlite(SqlitePool),
    /// A schema of a server.
    Postgres(Postgres),
}

/// A transaction that writes. Dropped without [`Tx::commit`], nothing of it remains.
pub(crate) enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A value on its way into a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A row of an answer.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// A numbered change of the tables, applied once and in order.
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) sql: &'static str,
}

impl From<&str> for Value {
    /// A NUL, which PostgreSQL keeps in no text, becomes the sign for it in every back end.
    fn from(text: &str) -> Value {
        let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{2400}")) } else { text.into() };
        Value::Text(text.into_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A count as the database holds it.
pub(crate) fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

impl Db {
    /// Opens the file, making it where it is missing.
    pub(crate) async fn open_sqlite(path: &Path) -> Result<Db, StoreError> {
        // The write-ahead log takes its rights from this file.
        match private_file(path) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
                return Err(StoreError::io("åbne databasen", path, &e));
            }
            _ => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON")
            .pragma("cell_size_check", "ON");
        let doing = |e: sqlx::Error| StoreError::database("åbne databasen", &e);
        // A full disk makes SQLite end a transaction by itself; the connection still believes that it is in it, and
        // would refuse to begin another for ever.
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options)
            .await
            .map_err(doing)?;
        let db = Db::Sqlite(pool);
        db.refuse_old_sqlite().await?;
        Ok(db)
    }

    async fn refuse_old_sqlite(&self) -> Result<(), StoreError> {
        let rows = self.rows("SELECT sqlite_version()", Vec::new()).await?;
        let text = rows.first().map(|r| r.text(0)).transpose()?.unwrap_or_default();
        let mut parts = text.split('.').map(|p| p.parse::<u32>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        if (next(), next(), next()) < OLDEST_SQLITE {
            return Err(StoreError::Unavailable(format!(
                "Ottetal er bygget med SQLite {text}, som kan ødelægge data. Byg med 3.51.3 eller nyere."
            )));
        }
        Ok(())
    }

    /// Opens a schema of a server, making it where it is missing.
    pub(crate) async fn open_postgres(address: &Address) -> Result<Db, StoreError> {
        Postgres::open(address).await.map(Db::Postgres)
    }

    /// The newest migration that has been applied; 0 in a new database.
    pub(crate) async fn version(&self) -> Result<i64, StoreError> {
        let sql = match self {
            Db::Sqlite(_) => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_version'",
            Db::Postgres(_) => {
                "SELECT COUNT(*) FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = 'schema_version'"
            }
        };
        let known = self.rows(sql, Vec::new()).await?;
        if known.first().map(|r| r.int(0)).transpose()? != Some(1) {
            return Ok(0);
        }
        let rows = self.rows("SELECT COALESCE(MAX(version), 0) FROM schema_version", Vec::new()).await?;
        rows.first().map_or(Ok(0), |r| r.int(0))
    }

    /// Applies the migrations that are missing, each in its own transaction. `reach` is told before and after.
    pub(crate) async fn migrate(
        &self,
        migrations: &[Migration],
        reach: impl Fn(&str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let present = self.version().await?;
        let newest = migrations.last().map_or(0, |m| m.version);
        if present > newest {
            return Err(StoreError::Newer(format!(
                "Databasen er skrevet af en nyere Ottetal (tabeller version {present}, denne kender {newest}). \
                 Brug den nyere."
            )));
        }
        for migration in migrations.iter().filter(|m| m.version > present) {
            let mut tx = self.begin().await?;
            tx.script(migration.sql).await?;
            tx.execute("INSERT INTO schema_version (version) VALUES ($1)", vec![migration.version.into()])
                .await?;
            reach("migrate.before_commit")?;
            tx.commit().await?;
            reach("migrate.committed")?;
        }
        Ok(())
    }

    /// Begins a transaction that writes; waits for another that does.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Db::Sqlite(pool) => pool
                .begin_with("BEGIN IMMEDIATE")
                .await
                .map(Tx::Sqlite)
                .map_err(|e| StoreError::database("begynde at skrive i databasen", &e)),
            Db::Postgres(db) => db.begin().await,
        }
    }

    /// Begins a transaction that only reads: all of it is of one moment, while others write.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        let mut tx = match self {
            Db::Sqlite(pool) => {
                let begun = pool.begin().await;
                Tx::Sqlite(begun.map_err(|e| StoreError::database("læse i databasen", &e))?)
            }
            Db::Postgres(db) => db.snapshot().await?,
        };
        // The moment is that of the first reading.
        tx.rows("SELECT COUNT(*) FROM schema_version", Vec::new()).await?;
        Ok(tx)
    }

    /// All rows of an answer.
    pub(crate) async fn rows(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Db::Sqlite(pool) => rows(bound(sql.into(), values).fetch_all(pool).await),
            Db::Postgres(db) => pg_rows(pg_bound(&sql.into(), values).fetch_all(&db.pool).await),
        }
    }

    /// Asks the database whether its file hangs together; `name` is for the message.
    pub(crate) async fn quick_check(&self, name: &str) -> Result<(), StoreError> {
        // A server watches over its own files (data checksums); here we only see that it answers.
        if matches!(self, Db::Postgres(_)) {
            return self.version().await.map(|_| ());
        }
        let rows = self.rows("PRAGMA quick_check(1)", Vec::new()).await?;
        let answer = rows.first().map(|r| r.text(0)).transpose()?.unwrap_or_default();
        if answer == "ok" {
            return Ok(());
        }
        Err(StoreError::Damaged(format!(
            "{name} er beskadiget ({answer}). Hent mappen fra sikkerhedskopien."
        )))
    }

    /// Takes a server's schema away, with all in it. A file's owner removes the file instead.
    pub(crate) async fn wipe(&self) -> Result<(), StoreError> {
        match self {
            Db::Sqlite(_) => Ok(()),
            Db::Postgres(db) => db.wipe().await,
        }
    }

    /// Closes the file and lets its write-ahead log go into it.
    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(db) => db.pool.close().await,
        }
    }
}

impl Tx {
    /// Carries out a statement.
    pub(crate) async fn execute(
        &mut self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => bound(sql.into(), values)
                .execute(&mut **tx)
                .await
                .map(|_| ())
                .map_err(|e| StoreError::database("skrive i databasen", &e)),
            Tx::Postgres(tx) => pg_bound(&sql.into(), values)
                .execute(&mut **tx)
                .await
                .map(|_| ())
                .map_err(|e| StoreError::database("skrive i databasen", &e)),
        }
    }

    /// All rows of an answer, as this transaction sees them.
    pub(crate) async fn rows(
        &mut self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        match self {
            Tx::Sqlite(tx) => rows(bound(sql.into(), values).fetch_all(&mut **tx).await),
            Tx::Postgres(tx) => pg_rows(pg_bound(&sql.into(), values).fetch_all(&mut **tx).await),
        }
    }

    /// Inserts many rows of `width` values, a few hundred at a time. `into` is `INSERT INTO t (a, b)`.
    pub(crate) async fn insert_all(
        &mut self,
        into: &str,
        width: usize,
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<(), StoreError> {
        // SQLite takes 32.766 values in a statement; a text of its own for the last, shorter one.
        let most = (8_000 / width).max(1);
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            let values: Vec<Value> = rows.by_ref().take(most).flatten().collect();
            debug_assert_eq!(values.len() % width, 0);
            let sql = format!("{into} VALUES {}", placeholders(values.len() / width, width));
            self.execute(sql, values).await?;
        }
        Ok(())
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = match self {
            Tx::Sqlite(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ()),
            Tx::Postgres(tx) => {
                let sql = dialect::migration(sql)?;
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await.map(|_| ())
            }
        };
        done.map_err(|e| StoreError::database("indrette databasen", &e))
    }

    /// Makes it durable.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
        .map_err(|e| StoreError::database("gemme i databasen", &e))
    }
}

impl Row {
    /// A whole number.
    pub(crate) fn int(&self, at: usize) -> Result<i64, StoreError> {
        self.int_opt(at)?.ok_or_else(|| damaged(at))
    }

    /// A whole number or nothing.
    pub(crate) fn int_opt(&self, at: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Row::Sqlite(row) => row.try_get(at).map_err(unreadable),
            // A literal in a statement is four bytes there.
            Row::Postgres(row) => row
                .try_get(at)
                .or_else(|_| row.try_get::<Option<i32>, _>(at).map(|n| n.map(i64::from)))
                .map_err(unreadable),
        }
    }

    /// A text.
    pub(crate) fn text(&self, at: usize) -> Result<String, StoreError> {
        self.text_opt(at)?.ok_or_else(|| damaged(at))
    }

    /// A text or nothing.
    pub(crate) fn text_opt(&self, at: usize) -> Result<Option<String>, StoreError> {
        match self {
            Row::Sqlite(row) => row.try_get(at).map_err(unreadable),
            Row::Postgres(row) => row.try_get(at).map_err(unreadable),
        }
    }

    /// Bytes.
    pub(crate) fn blob(&self, at: usize) -> Result<Vec<u8>, StoreError> {
        self.blob_opt(at)?.ok_or_else(|| damaged(at))
    }

    /// Bytes or nothing.
    pub(crate) fn blob_opt(&self, at: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Row::Sqlite(row) => row.try_get(at).map_err(unreadable),
            Row::Postgres(row) => row.try_get(at).map_err(unreadable),
        }
    }

    /// A whole number of a smaller type.
    pub(crate) fn number<T: TryFrom<i64>>(&self, at: usize) -> Result<T, StoreError> {
        T::try_from(self.int(at)?).map_err(|_| damaged(at))
    }
}

/// `(?, ?), (?, ?)`. Unnumbered, unlike in other statements: SQLite looks each numbered one up in a list of all, so
/// that a statement with thousands of them takes seconds. For PostgreSQL they are numbered on the way.
pub(crate) fn placeholders(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    vec![row.as_str(); rows].join(", ")
}

fn bound(sql: String, values: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    // Every statement is a text of this crate; values only ever come in as bound values.
    values.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| match value {
        Value::Null => query.bind(None::<i64>),
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Blob(bytes) => query.bind(bytes),
    })
}

fn rows(answer: Result<Vec<SqliteRow>, sqlx::Error>) -> Result<Vec<Row>, StoreError> {
    answer
        .map(|rows| rows.into_iter().map(Row::Sqlite).collect())
        .map_err(|e| StoreError::database("læse i databasen", &e))
}

fn pg_bound(sql: &str, values: Vec<Value>) -> Query<'static, sqlx::Postgres, PgArguments> {
    let (sql, values) = dialect::numbered(sql, values);
    values.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| match value {
        // Written out in the statement.
        Value::Null => query,
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Blob(bytes) => query.bind(bytes),
    })
}

fn pg_rows(answer: Result<Vec<PgRow>, sqlx::Error>) -> Result<Vec<Row>, StoreError> {
    answer
        .map(|rows| rows.into_iter().map(Row::Postgres).collect())
        .map_err(|e| StoreError::database("læse i databasen", &e))
}

fn unreadable(error: sqlx::Error) -> StoreError {
    StoreError::database("læse i databasen", &error)
}

fn damaged(at: usize) -> StoreError {
    StoreError::Damaged(format!("Et tal i databasen er uden for det, det kan være (felt {at})."))
}
