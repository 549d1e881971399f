//! An S3 server in the tests' own process: real HTTP on a port of this machine, objects in a throwaway folder.

use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::Path;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The only bucket of every server.
pub const BUCKET: &str = "proeve";
/// The key id that every server knows.
pub const KEY_ID: &str = "ottetal-proeve";
/// The secret that belongs to it.
pub const SECRET: &str = "kun-til-proever";

/// A running server; stopped, with its objects gone, when dropped.
#[derive(Debug)]
pub struct S3 {
    endpoint: String,
    folder: TempDir,
    runtime: Option<Runtime>,
}

impl S3 {
    /// Starts a server with one empty bucket.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    pub fn start() -> S3 {
        let folder = tempfile::tempdir().expect("en midlertidig mappe");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("en bucket");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("en runtime");
        let files = s3s_fs::FileSystem::new(folder.path()).expect("mappen findes");
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let service = service.build();
        // Bound before anybody is told the port; the runtime's own threads answer.
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("en port");
        listener.set_nonblocking(true).expect("porten kan vente");
        let endpoint = format!("http://{}", listener.local_addr().expect("porten har et nummer"));
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).expect("porten er åben");
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let http =
                        hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new());
                    // A client that goes away is no fault of the server's.
                    let _ = http.serve_connection(hyper_util::rt::TokioIo::new(socket), service).await;
                });
            }
        });
        S3 { endpoint, folder, runtime: Some(runtime) }
    }

    /// Its address, `http://127.0.0.1:…`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The folder in which the bucket's objects stand as files.
    #[must_use]
    pub fn objects(&self) -> std::path::PathBuf {
        Path::new(self.folder.path()).join(BUCKET)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
