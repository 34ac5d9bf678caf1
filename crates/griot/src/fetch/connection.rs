//! One connection to one machine: encrypted where the address says so, for one request.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use http_body_util::{BodyExt as _, Empty};
use hyper::{Request, body::Bytes, header};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

use super::address::Address;
use crate::failure::Failure;

/// How long a machine is waited for before the next one is asked.
const CONNECT: Duration = Duration::from_secs(15);

/// Bytes of the headers of an answer.
const HEADERS: usize = 64 << 10;

/// How griot names itself to a server.
const AGENT: &str = concat!("griot/", env!("CARGO_PKG_VERSION"), " (preserves sources)");

/// What a machine served.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) bytes: Vec<u8>,
    /// The certificate that it showed.
    pub(super) certificate: Option<Vec<u8>>,
}

/// Opens connections.
pub(super) struct Connector {
    encrypted: TlsConnector,
}

impl Connector {
    /// One that trusts whom the system trusts.
    pub(super) fn new() -> Result<Self, Failure> {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (_read, _unread) = roots.add_parsable_certificates(found.certs);
        Self::trusting(roots)
    }

    pub(super) fn trusting(roots: RootCertStore) -> Result<Self, Failure> {
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Failure::new(format!("addresses cannot be fetched: {error}")))?;
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { encrypted: TlsConnector::from(Arc::new(config)) })
    }

    /// Asks the first of these machines that can be reached, and no other.
    pub(super) async fn get(
        &self,
        address: &Address,
        machines: &[SocketAddr],
        most: u64,
    ) -> Result<(SocketAddr, Served), String> {
        let mut why = String::new();
        for machine in machines {
            let stream = match timeout(CONNECT, TcpStream::connect(machine)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    why = error.to_string();
                    continue;
                }
                Err(_elapsed) => {
                    why = format!("no answer within {} seconds", CONNECT.as_secs());
                    continue;
                }
            };
            if !address.is_encrypted {
                return Ok((*machine, asked(stream, address, most).await?));
            }
            let name = ServerName::try_from(address.host.clone())
                .map_err(|_no_name| "has a host that no certificate can name".to_owned())?;
            let stream = self.encrypted.connect(name, stream).await.map_err(|error| {
                format!("has a server that could not show who it is ({error})")
            })?;
            let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let certificate = shown.map(|it| it.as_ref().to_vec());
            let served = asked(stream, address, most).await?;
            return Ok((*machine, Served { certificate, ..served }));
        }
        Err(format!("cannot be reached ({why})"))
    }
}

/// One request, and all of its answer.
async fn asked(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    address: &Address,
    most: u64,
) -> Result<Served, String> {
    let broken = |error: hyper::Error| format!("gave an answer that is no answer ({error})");
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HEADERS)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let running = tokio::spawn(connection);
    let request = Request::get(&address.path)
        .header(header::HOST, address.authority())
        .header(header::USER_AGENT, AGENT)
        .header(header::ACCEPT, "*/*")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| format!("cannot be asked for ({error})"))?;
    let mut answer = sender.send_request(request).await.map_err(broken)?;
    let too_large = || format!("is larger than {} MB", most >> 20);
    let told = answer.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    if told.and_then(|it| it.parse::<u64>().ok()).is_some_and(|told| told > most) {
        return Err(too_large());
    }
    let headers = answer.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let (headers, status) = (headers.collect(), answer.status().as_u16());
    let mut bytes = Vec::new();
    while let Some(frame) = answer.frame().await {
        let frame = frame.map_err(|error| format!("broke off before its end ({error})"))?;
        let Ok(data) = frame.into_data() else { continue };
        if (bytes.len() + data.len()) as u64 > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    running.abort();
    Ok(Served { status, headers, bytes, certificate: None })
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio_rustls::{
        TlsAcceptor,
        rustls::{
            ServerConfig,
            pki_types::{CertificateDer, PrivateKeyDer},
        },
    };

    use super::*;

    const CERTIFICATE: &[u8] = include_bytes!("../../tests/localhost/certificate.der");
    const KEY: &[u8] = include_bytes!("../../tests/localhost/key.der");

    /// What comes of asking an encrypted server of this machine by a name, trusting its certificate or nobody.
    fn asked(host: &str, is_trusted: bool) -> Result<Served, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
            let key = PrivateKeyDer::try_from(KEY.to_vec()).expect("a key");
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .expect("versions")
                .with_no_client_auth()
                .with_single_cert(vec![CertificateDer::from(CERTIFICATE.to_vec())], key)
                .expect("a certificate");
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let machine = listener.local_addr().expect("an address");
            tokio::spawn(async move {
                let (stream, _) = listener.accept().await.expect("a stream");
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 1024];
                let _length = stream.read(&mut request).await;
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngold";
                stream.write_all(answer).await.expect("written");
                stream.shutdown().await.expect("ended");
            });
            let mut roots = RootCertStore::empty();
            if is_trusted {
                roots.add(CertificateDer::from(CERTIFICATE.to_vec())).expect("a root");
            }
            let connector = Connector::trusting(roots).expect("a connector");
            let address = format!("https://{host}:{}/", machine.port());
            let address = Address::read(&address).expect("an address");
            connector.get(&address, &[machine], 100).await.map(|(_, served)| served)
        })
    }

    #[test]
    fn an_encrypted_answer_comes_with_the_certificate_that_was_shown() {
        let served = asked("localhost", true).expect("an answer");
        assert_eq!((served.status, served.bytes.as_slice()), (200, &b"gold"[..]));
        assert_eq!(served.certificate.as_deref(), Some(CERTIFICATE));
    }

    #[test]
    fn who_cannot_show_who_they_are_is_not_heard() {
        for (host, is_trusted) in [("localhost", false), ("example.org", true)] {
            let why = asked(host, is_trusted).expect_err("a refusal");
            assert!(why.contains("could not show who it is"), "{why}");
        }
    }
}
