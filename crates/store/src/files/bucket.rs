//! Objects of an S3 store. An object has its name when all of it has come, and never before.
//!
//! Only the store's own prefix is ever listed or deleted from. Keys come from the environment.

use crate::error::StoreError;
use crate::folder::Temp;
use crate::settings::{Environment, FilesAt};
use crate::waiting::Waiting;
use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What is sent or fetched at a time: S3 takes no part under 5 MiB but the last.
const PART: usize = 8 * 1024 * 1024;

/// A bucket, with the prefix that is ours alone.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    store: Arc<AmazonS3>,
    /// `prefix/folder`, without slashes around it.
    prefix: String,
    /// `s3://bucket`, for messages.
    shown: String,
    spool: PathBuf,
    waiting: Waiting,
}

impl Bucket {
    /// Opens a bucket; nothing is asked of it yet. What is on its way stands in `spool`.
    pub(crate) fn open(
        at: &FilesAt,
        environment: &Environment,
        spool: &Path,
        waiting: &Waiting,
    ) -> Result<Bucket, StoreError> {
        let (bucket, prefix) = at.parts()?;
        let secret = |name: &str| {
            environment.get(name).ok_or_else(|| {
                StoreError::Unavailable(format!(
                    "Nøglen til S3-lageret {} mangler: sæt {name} i miljøet (aldrig i {}).",
                    at.s3,
                    crate::settings::FILE
                ))
            })
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket)
            .with_region(at.region.as_deref().unwrap_or("us-east-1"))
            .with_access_key_id(secret("AWS_ACCESS_KEY_ID")?)
            .with_secret_access_key(secret("AWS_SECRET_ACCESS_KEY")?)
            .with_retry(RetryConfig {
                max_retries: 4,
                retry_timeout: Duration::from_secs(60),
                ..RetryConfig::default()
            });
        if let Some(token) = environment.get("AWS_SESSION_TOKEN") {
            builder = builder.with_token(token);
        }
        let mut client = ClientOptions::new()
            .with_timeout(Duration::from_secs(120))
            .with_connect_timeout(Duration::from_secs(5));
        if let Some(endpoint) = &at.endpoint {
            // Without TLS only where the address says so, which is for a server on the same machine or net.
            client = client.with_allow_http(endpoint.starts_with("http://"));
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder.with_client_options(client).build().map_err(|e| {
            StoreError::Unavailable(format!(
                "S3-lageret {} kan ikke bruges: {e}. Ret [lager] i ottetal.toml.",
                at.s3
            ))
        })?;
        let prefix = if prefix.is_empty() { at.navn.clone() } else { format!("{prefix}/{}", at.navn) };
        if Key::parse(&prefix).is_err() {
            return Err(StoreError::Unavailable(format!(
                "Lageret kan ikke være «{}»: en mappe i adressen har tegn, som S3 ikke tager.",
                at.s3
            )));
        }
        Ok(Bucket {
            store: Arc::new(store),
            prefix,
            shown: format!("s3://{bucket}"),
            spool: spool.to_path_buf(),
            waiting: waiting.clone(),
        })
    }

    /// The folder of what is on its way.
    pub(super) fn spool(&self) -> &Path {
        &self.spool
    }

    pub(super) fn place(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{}/{}/{name}", self.shown, self.prefix))
    }

    fn key(&self, name: &str) -> Key {
        let whole = format!("{}/{name}", self.prefix);
        // The prefix was read when the bucket was opened, and our own names are plain.
        Key::parse(&whole).unwrap_or_else(|_| Key::from(whole))
    }

    /// Carries out a request and waits for it.
    fn ask<T, F>(&self, work: impl FnOnce(Arc<AmazonS3>) -> F) -> io::Result<T>
    where
        T: Send + 'static,
        F: Future<Output = object_store::Result<T>> + Send + 'static,
    {
        self.waiting.run(work(Arc::clone(&self.store))).map_err(told)
    }

    /// Fails where the bucket does not answer or may not be listed.
    pub(super) fn answers(&self) -> io::Result<()> {
        self.names("raw").map(|_| ())
    }

    /// Sends a draft under its name, in parts where it is large.
    pub(super) fn keep(&self, draft: Temp, name: &str) -> Result<(), StoreError> {
        let place = self.place(name);
        let err = |e: io::Error| StoreError::io("gemme en fil", &place, &e);
        let steps = draft.steps();
        draft.reach(steps.written).map_err(err)?;
        let mut file = draft.file();
        file.seek(SeekFrom::Start(0)).map_err(err)?;
        let first = next_part(file).map_err(err)?;
        let key = self.key(name);
        if first.len() < PART {
            draft.reach(steps.synced).map_err(err)?;
            self.ask(|store| async move { store.put(&key, PutPayload::from(first)).await }).map_err(err)?;
        } else {
            self.send_parts(&draft, first, key).map_err(err)?;
        }
        draft.reach(steps.renamed).map_err(err)?;
        draft.reach(steps.folder_synced).map_err(err)
    }

    fn send_parts(&self, draft: &Temp, first: Bytes, key: Key) -> io::Result<()> {
        let mut upload = self.ask(|store| async move { store.put_multipart(&key).await })?;
        let mut part = first;
        while !part.is_empty() {
            let sent = upload.put_part(PutPayload::from(part));
            if let Err(e) = self.waiting.run(sent) {
                let _ = self.waiting.run(async move { upload.abort().await });
                return Err(told(e));
            }
            part = next_part(draft.file())?;
        }
        if let Err(e) = draft.reach(draft.steps().synced) {
            let _ = self.waiting.run(async move { upload.abort().await });
            return Err(e);
        }
        self.waiting.run(async move { upload.complete().await }).map(|_| ()).map_err(told)
    }

    /// Bytes of an object, or `None` where nothing has this name.
    pub(super) fn size(&self, name: &str) -> io::Result<Option<u64>> {
        let key = self.key(name);
        match self.ask(|store| async move { store.head(&key).await }) {
            Ok(meta) => Ok(Some(meta.size)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// A whole object.
    pub(super) fn whole(&self, name: &str) -> io::Result<Bytes> {
        let key = self.key(name);
        self.ask(|store| async move { store.get(&key).await?.bytes().await })
    }

    /// Reads an object from its beginning, a few megabytes at a time.
    pub(super) fn reader(&self, name: &str) -> io::Result<ObjectReader> {
        let size = self.size(name)?.ok_or(io::ErrorKind::NotFound)?;
        Ok(ObjectReader { bucket: self.clone(), name: name.to_owned(), size, fetched: 0, part: Bytes::new() })
    }

    fn range(&self, name: &str, from: u64, until: u64) -> io::Result<Bytes> {
        let key = self.key(name);
        self.ask(|store| async move { store.get_range(&key, from..until).await })
    }

    /// All names in the folder `under`.
    pub(super) fn names(&self, under: &str) -> io::Result<Vec<String>> {
        let key = self.key(under);
        let found = self.ask(|store| async move {
            let mut list = store.list(Some(&key));
            let mut out = Vec::new();
            while let Some(object) = list.next().await {
                out.push(object?.location.to_string());
            }
            Ok(out)
        })?;
        let ours = format!("{}/", self.prefix);
        Ok(found.iter().filter_map(|name| name.strip_prefix(&ours).map(str::to_owned)).collect())
    }

    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (self.key(from), self.key(to));
        self.ask(|store| async move {
            store.copy(&from, &to).await?;
            store.delete(&from).await
        })
    }

    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        let key = self.key(name);
        self.ask(|store| async move { store.delete(&key).await })
    }
}

/// What comes next of a file, a whole part or its end.
fn next_part(file: &File) -> io::Result<Bytes> {
    let mut part = Vec::with_capacity(PART);
    file.take(PART as u64).read_to_end(&mut part)?;
    Ok(part.into())
}

/// Reads an object by ranges.
pub(super) struct ObjectReader {
    bucket: Bucket,
    name: String,
    size: u64,
    fetched: u64,
    part: Bytes,
}

impl Read for ObjectReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.part.is_empty() && self.fetched < self.size {
            let until = self.size.min(self.fetched + PART as u64);
            self.part = self.bucket.range(&self.name, self.fetched, until)?;
            if self.part.len() as u64 != until - self.fetched {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.fetched = until;
        }
        let count = out.len().min(self.part.len());
        out[..count].copy_from_slice(&self.part.split_to(count));
        Ok(count)
    }
}

fn told(error: object_store::Error) -> io::Error {
    let kind = match &error {
        object_store::Error::NotFound { .. } => io::ErrorKind::NotFound,
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("S3-lageret svarer: {error}"))
}
