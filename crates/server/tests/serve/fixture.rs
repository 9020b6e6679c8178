//! A small site in a folder of its own, and a server for it.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use server::{Config, Limits};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The policy in the page, as the release build writes it.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'sha256-abc='";
/// A file whose name holds its digest, with both compressed forms beside it.
pub const HASHED: &str = "/app-7f3a9c0b12d4e5f6.js";
/// A file that no socket buffers hold whole.
pub const LARGE: &str = "/large.bin";
/// Its size in bytes.
pub const LARGE_BYTES: usize = 64 * 1024 * 1024;
/// What lies beside the site and must never be sent.
pub const SECRET: &str = "not for the network";

/// A folder with a site in it; `secret.txt` lies beside that, not within.
pub struct Folder {
    temporary: TempDir,
}

impl Folder {
    /// Writes the site.
    pub fn new() -> Self {
        let folder = Self { temporary: tempfile::tempdir().unwrap() };
        fs::write(folder.temporary.path().join("secret.txt"), SECRET).unwrap();
        fs::create_dir_all(folder.site().join("v/1")).unwrap();
        folder.write("index.html", &page(POLICY));
        folder.write("v/1/index.html", &page("default-src 'none'; script-src 'sha256-old='"));
        folder.write("bare.html", "<p>bare</p>");
        folder.write(&HASHED[1..], "let plain = 1;");
        folder.write(&format!("{}.br", &HASHED[1..]), "as brotli");
        folder.write(&format!("{}.gz", &HASHED[1..]), "as gzip");
        folder.write("app-7f3a9c0b12d4e5f6_bg.wasm", "\0asm");
        folder.write("coi.js", "0123456789");
        folder.write("manifest.webmanifest", "{}");
        folder.write(".inputs", SECRET);
        let large = fs::File::create(folder.site().join(&LARGE[1..])).unwrap();
        large.set_len(LARGE_BYTES as u64).unwrap();
        folder
    }

    /// The folder that holds `index.html`.
    pub fn site(&self) -> PathBuf {
        self.temporary.path().join("site")
    }

    /// Writes a file of the site.
    pub fn write(&self, name: &str, contents: &str) {
        fs::write(self.site().join(name), contents).unwrap();
    }
}

fn page(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><h1>Faultline</h1>")
}

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    limits: Limits,
}

/// A server within this process, which ends with this value.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it serves.
    pub folder: Folder,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves with the default limits.
    pub async fn start() -> Self {
        Self::with_limits(&[]).await
    }

    /// Serves with the limits that these flags set.
    pub async fn with_limits(flags: &[&str]) -> Self {
        let limits = Flags::parse_from([&["test"], flags].concat()).limits;
        let folder = Folder::new();
        let listener = server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = Config { site: folder.site(), limits };
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let shutdown = async { stopped.await.unwrap_or_default() };
            server::run(listener, config, shutdown).await.unwrap();
        });
        Self { address, folder, stop, task }
    }

    /// Asks the server to stop; the handle completes when it has.
    pub fn stop(self) -> (Folder, JoinHandle<()>) {
        self.stop.send(()).unwrap();
        (self.folder, self.task)
    }
}
