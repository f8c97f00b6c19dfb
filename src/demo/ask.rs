//! Asking a node over HTTP what anybody could ask.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::error::{Error, Result};

/// The most bytes of a status line that are read.
const MOST: u64 = 1024;

/// The status that `url` is answered with by whoever listens at `listen`. A connection of
/// its own: the node's client signs what it asks and keeps statuses to itself.
pub(super) async fn status(listen: SocketAddr, url: &Url) -> Result<u16> {
    let host = url.authority();
    let path = url.path();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/activity+json, */*;q=0.1\r\n\
         Connection: close\r\n\r\n"
    );
    let answered = async {
        let mut stream = TcpStream::connect(listen).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(MOST).read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = answered.await.map_err(|error| Error::remote(host, error))?;
    read(&answer).ok_or_else(|| Error::remote(host, "answers without a status"))
}

/// The code of a status line (RFC 9112 §4).
fn read(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let is_http = words.next()?.starts_with("HTTP/1.");
    let code = words.next()?;
    (is_http && code.len() == 3)
        .then(|| code.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_line_is_read_and_nothing_else_is() {
        assert_eq!(read(b"HTTP/1.1 410 Gone\r\nServer: x\r\n"), Some(410));
        assert_eq!(read(b"HTTP/1.1 200\r\n"), Some(200));
        for other in ["", "HTTP/1.1", "410 Gone", "HTTP/1.1 4100 x", "HTTP/1.1 x"] {
            assert_eq!(read(other.as_bytes()), None, "{other}");
        }
    }
}
