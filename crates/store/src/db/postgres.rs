//! PostgreSQL as a back end: a schema of its own for each store, one writer at a time by advisory locks.
//!
//! A password never stands in a setting or an error: it comes with the address from the environment, or from
//! `~/.pgpass`.

use super::Tx;
use crate::error::StoreError;
use crate::key::hex;
use crate::waiting::Waiting;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgSslMode};
use sqlx::{AssertSqlSafe, Connection as _};
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

/// Where a database is and which schema of it is ours.
#[derive(Clone)]
pub(crate) struct Address {
    options: PgConnectOptions,
    pub(crate) schema: String,
}

/// A schema of a PostgreSQL server.
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    pub(super) pool: PgPool,
    pub(super) schema: String,
}

impl Address {
    /// Reads `postgresql://user@host/database`. A host elsewhere is asked for its certificate unless the address has
    /// an `sslmode`.
    pub(crate) fn read(url: &str, schema: &str) -> Result<Address, StoreError> {
        // As the server's own programs write it: no host, the socket's folder as a parameter.
        let full = url.replacen("@/", "@localhost/", 1);
        let unreadable = || {
            StoreError::Unavailable(
                "Databasens adresse kan ikke læses. Skriv den som postgresql://bruger@server/database; adgangskoden \
                 hører hjemme i ~/.pgpass eller i miljøets adresse."
                    .to_owned(),
            )
        };
        if !full.starts_with("postgres://") && !full.starts_with("postgresql://") {
            return Err(unreadable());
        }
        let mut options = PgConnectOptions::from_str(&full).map_err(|_| unreadable())?;
        let near = options.get_socket().is_some()
            || matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1")
            || options.get_host().starts_with('/');
        if !near && !full.contains("sslmode=") {
            options = options.ssl_mode(PgSslMode::VerifyFull);
        }
        let named = schema.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if schema.is_empty() || schema.len() > 50 || !named {
            return Err(StoreError::Unavailable(format!(
                "Databasens skema kan ikke hedde «{schema}»: brug a-z, 0-9 og _, fx ottetal_573."
            )));
        }
        let options = options.application_name("ottetal").options([("search_path", schema)]);
        Ok(Address { options, schema: schema.to_owned() })
    }
}

impl Postgres {
    /// Connects, and makes the schema where it is missing.
    pub(crate) async fn open(address: &Address) -> Result<Postgres, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(address.options.clone())
            .await
            .map_err(|e| StoreError::database("åbne databasen", &e))?;
        let db = Postgres { pool, schema: address.schema.clone() };
        if !db.has_schema().await? {
            let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", db.schema);
            db.plain(sql).await?;
        }
        Ok(db)
    }

    async fn has_schema(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM information_schema.schemata WHERE schema_name = $1";
        let found = sqlx::query(sql).bind(&self.schema).fetch_all(&self.pool).await;
        found.map(|rows| !rows.is_empty()).map_err(|e| StoreError::database("åbne databasen", &e))
    }

    /// Takes the whole schema away, with all that is in it.
    pub(crate) async fn wipe(&self) -> Result<(), StoreError> {
        self.plain(format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema)).await?;
        self.plain(format!("CREATE SCHEMA {}", self.schema)).await
    }

    async fn plain(&self, sql: String) -> Result<(), StoreError> {
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.pool).await;
        done.map(|_| ()).map_err(|e| StoreError::database("indrette databasen", &e))
    }

    /// A transaction that writes, alone among those of this schema. What it reads is what the one before left: the
    /// lock is taken before the first statement that reads.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        let doing = |e: sqlx::Error| StoreError::database("begynde at skrive i databasen", &e);
        let mut tx = self.pool.begin().await.map_err(doing)?;
        let wait = "SET LOCAL lock_timeout = '10s'";
        sqlx::raw_sql(wait).execute(&mut *tx).await.map_err(doing)?;
        let lock =
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(lock_number(&self.schema, "transaktion"));
        lock.execute(&mut *tx).await.map_err(doing)?;
        Ok(Tx::Postgres(tx))
    }

    /// A transaction that only reads, and reads one moment.
    pub(super) async fn snapshot(&self) -> Result<Tx, StoreError> {
        let begun = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await;
        begun.map(Tx::Postgres).map_err(|e| StoreError::database("læse i databasen", &e))
    }
}

/// The number of an advisory lock: what the server knows it by.
fn lock_number(schema: &str, what: &str) -> i64 {
    let hash = Sha256::digest(format!("ottetal {what} {schema}"));
    i64::from_be_bytes(hash[..8].try_into().expect("otte byte af 32"))
}

/// The lock of the one program that writes files, kept by the server for as long as our connection lives: it stands
/// for the folder's lock where several machines share a database.
#[derive(Debug)]
pub(crate) struct ServerLock {
    connection: Option<Mutex<PgConnection>>,
    waiting: Waiting,
}

impl ServerLock {
    /// Takes it, or `None` where another has it.
    pub(crate) fn try_take(address: &Address, waiting: &Waiting) -> Result<Option<ServerLock>, StoreError> {
        let (options, number) = (address.options.clone(), lock_number(&address.schema, "skriver"));
        let taken = waiting.run(async move {
            let mut connection = PgConnection::connect_with(&options).await?;
            let sql = "SELECT pg_try_advisory_lock($1)";
            let mine: bool = sqlx::query_scalar(sql).bind(number).fetch_one(&mut connection).await?;
            if mine {
                return Ok(Some(connection));
            }
            connection.close().await.map(|()| None)
        });
        let taken = taken.map_err(|e: sqlx::Error| StoreError::database("låse databasen", &e))?;
        Ok(taken.map(|c| ServerLock { connection: Some(Mutex::new(c)), waiting: waiting.clone() }))
    }

    /// Makes sure that it is still ours: a connection that was lost has let it go.
    pub(crate) fn is_held(&mut self) -> Result<(), StoreError> {
        let lost = || {
            StoreError::Unavailable(
                "Forbindelsen til databasen blev afbrudt under skrivningen. Intet halvt er gemt: kør igen."
                    .to_owned(),
            )
        };
        let connection = self.connection.take().ok_or_else(lost)?;
        let mut connection = connection.into_inner().map_err(|_| lost())?;
        let (alive, connection) = self.waiting.run(async move {
            let alive = connection.ping().await;
            (alive, connection)
        });
        alive.map_err(|_| lost())?;
        self.connection = Some(Mutex::new(connection));
        Ok(())
    }
}

impl Drop for ServerLock {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take().and_then(|c| c.into_inner().ok()) {
            // Closed properly, so that the next one finds it free at once.
            let _ = self.waiting.run(connection.close());
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the options: they may hold a password.
        write!(f, "Address({})", self.schema)
    }
}

/// A schema's name that nobody has: for tests and second stores on one server.
pub(crate) fn schema_of(kommune: u16, folder: &[u8]) -> String {
    format!("ottetal_{kommune:03}_{}", hex(folder))
}
