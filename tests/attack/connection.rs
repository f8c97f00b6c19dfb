//! How the suite reaches the node: by plain HTTP, or through the TLS that stands before it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What is written to and read from, whatever lies beneath.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// TLS to one name, whose certificate one authority alone vouches for.
#[derive(Debug, Clone)]
pub struct Tls {
    name: ServerName<'static>,
    config: Arc<ClientConfig>,
}

impl Tls {
    /// To the host of this name, with the authority's certificate from a file.
    pub fn new(host: &str, authority: &Path) -> Self {
        let mut roots = RootCertStore::empty();
        let certificates = CertificateDer::pem_file_iter(authority);
        for certificate in certificates.expect("TRENZA_ATTACK_CA is a file of certificates") {
            let certificate = certificate.expect("a certificate");
            roots.add(certificate).expect("a sound certificate");
        }
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let host = host.trim_matches(['[', ']']).to_owned();
        Self {
            name: ServerName::try_from(host).expect("a name"),
            config: Arc::new(config),
        }
    }
}

/// Connects to the node.
///
/// # Errors
/// What TLS finds wrong.
pub async fn open(address: SocketAddr, tls: Option<&Tls>) -> std::io::Result<Box<dyn Stream>> {
    let stream = TcpStream::connect(address).await.expect("the node listens");
    Ok(match tls {
        None => Box::new(stream),
        Some(Tls { name, config }) => {
            let connector = TlsConnector::from(Arc::clone(config));
            Box::new(connector.connect(name.clone(), stream).await?)
        }
    })
}
