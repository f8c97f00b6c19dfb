//! A mail server on loopback that takes letters, or refuses them as a test wishes.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server says to each recipient.
type Reply = Arc<Mutex<&'static str>>;

/// The server, gone with the test.
#[derive(Debug)]
pub(crate) struct Postbox {
    port: u16,
    letters: Arc<Mutex<Vec<String>>>,
    reply: Reply,
}

impl Postbox {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = Arc::<Mutex<Vec<String>>>::default();
        let reply: Reply = Arc::new(Mutex::new("250 ok"));
        let (kept, said) = (Arc::clone(&letters), Arc::clone(&reply));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&kept), Arc::clone(&said)));
            }
        });
        Self {
            port,
            letters,
            reply,
        }
    }

    /// The settings by which a node sends its letters here.
    pub(crate) fn settings(&self) -> String {
        format!(
            "[mail]\nserver = \"127.0.0.1\"\nport = {}\ntls = \"never\"\n\
             from = \"Oficina <fichas@directory.example>\"\n",
            self.port
        )
    }

    /// Every letter so far, head and text, as it came.
    pub(crate) fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }

    /// Answers each recipient with this line, from now on.
    pub(crate) fn says(&self, reply: &'static str) {
        *self.reply.lock().unwrap() = reply;
    }
}

async fn converse(
    stream: TcpStream,
    letters: Arc<Mutex<Vec<String>>>,
    reply: Reply,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 postbox.example\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-postbox.example\r\n250 8BITMIME".to_owned(),
            "RCPT" => (*reply.lock().unwrap()).to_owned(),
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    letter.push_str(
                        line.strip_prefix("..")
                            .map_or(line.as_str(), |_| &line[1..]),
                    );
                    letter.push('\n');
                }
                letters.lock().unwrap().push(letter);
                "250 taken".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        write.write_all(answer.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
        if verb == "QUIT" {
            break;
        }
    }
    Ok(())
}
