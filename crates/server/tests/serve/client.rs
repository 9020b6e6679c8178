//! A client that sends exactly the bytes it is given: no address made tidy, no header added.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than any bound that a test sets: whatever takes this long hangs.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The bytes behind the head.
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// A header by its lower-case name.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }

    /// A header that may be missing.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Sends a request without a body on a connection of its own.
pub async fn ask(address: SocketAddr, method: &str, target: &str, headers: &[&str]) -> Answer {
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    parse(&until_closed(&mut stream).await.unwrap())
}

/// GET without further headers.
pub async fn get(address: SocketAddr, target: &str) -> Answer {
    ask(address, "GET", target, &[]).await
}

/// Everything that comes until the server closes, which it must within the test's patience.
pub async fn until_closed(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the server never closed")?;
    Ok(bytes)
}

/// Reads the head of an answer and some of its body.
pub async fn first_bytes(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = vec![0; 64 * 1024];
    let length = timeout(PATIENCE, stream.read(&mut bytes)).await.expect("no answer").unwrap();
    bytes.truncate(length);
    bytes
}

/// Splits an answer into its parts.
pub fn parse(bytes: &[u8]) -> Answer {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = response.parse(bytes).unwrap() else {
        panic!("an unfinished head: {:?}", String::from_utf8_lossy(bytes));
    };
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).unwrap();
    Answer {
        status: response.code.unwrap(),
        body: bytes[length..].to_vec(),
        headers: response
            .headers
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), text(header.value)))
            .collect(),
    }
}
