//! How many documents and pages a node serves in a second beside a handler that returns the same
//! bytes from memory, in the same run, with the load on the same machine:
//!
//! ```text
//! cargo bench --bench documents
//! ```
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::indexing_slicing, reason = "a benchmark that fails says where")]

mod compare;
mod load;

use anyhow::Result;
use trenza::app;
use trenza::clock::Clock;
use trenza::node::Node;
use trenza::settings::Settings;

use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

fn main() -> Result<()> {
    if !std::env::args().any(|argument| argument == "--bench") {
        // `cargo test` runs this too, and has nothing to test here.
        return Ok(());
    }
    tokio::runtime::Runtime::new()?.block_on(compare::run())
}

/// Opens a node in `folder` and serves it.
async fn open(folder: &Path) -> Result<(Arc<Node>, CancellationToken)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let text = format!(
        "public_url = \"http://node.localhost:{}\"\nlisten = \"{address}\"\n\
         insecure_loopback = true\n",
        address.port()
    );
    let settings = Settings::read(&text, "bench", folder.to_owned(), false)?;
    let node = Node::create(settings, Clock::system()).await?;
    let stop = CancellationToken::new();
    tokio::spawn(app::run(Arc::clone(&node), listener, stop.clone()));
    Ok((node, stop))
}
