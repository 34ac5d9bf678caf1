//! A page or a file of the web as it was served: one request without cookies, scripts or anything that it names.
//!
//! | what | how |
//! | --- | --- |
//! | whom | `http` and `https`; a name is resolved once, every address of it has to be public, and the connection goes to that address |
//! | redirects | each is an address of its own, resolved and judged again; ten at most |
//! | how much | [`bounds::DOCUMENT`] of body and 64 kB of headers; [`SECONDS`] for all of it |
//! | who they are | certificates are judged by the authorities that the system trusts; the digest of the one that was shown is kept |
//!
//! Settings for proxies are not read: what answers in the name of another is no evidence of it.

mod address;
mod connection;

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use griot_model::bounds;
use serde::Serialize;

use self::address::{Address, is_public};
use crate::{custody, failure::Failure};

/// Seconds for an address with all its redirects.
const SECONDS: u64 = 180;

/// Redirects that are followed.
const REDIRECTS: usize = 10;

/// A test may say `allowed`: its own server listens on this machine.
const LOOPBACK: &str = "GRIOT_TEST_LOOPBACK";

/// What was served, and how.
#[derive(Debug, Serialize)]
pub(crate) struct Fetched {
    /// The address that was asked for.
    pub(crate) asked: String,
    /// Every answer on the way, the last one with the bytes.
    pub(crate) answers: Vec<Answered>,
    /// SHA-256 of the bytes.
    pub(crate) sha256: String,
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
    /// A name for a file with these bytes.
    #[serde(skip)]
    pub(crate) name: String,
}

/// An answer of a server.
#[derive(Debug, Serialize)]
pub(crate) struct Answered {
    /// What was asked for.
    pub(crate) address: String,
    /// When, in UTC.
    pub(crate) time: String,
    /// Which machine answered.
    pub(crate) ip: IpAddr,
    /// Its status: `200`.
    pub(crate) status: u16,
    /// Its headers as they came, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// SHA-256 of the certificate that it showed, in DER; none without encryption.
    pub(crate) certificate_sha256: Option<String>,
}

impl Answered {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Whether something that was named is an address and not a file.
pub(crate) fn is_address(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.starts_with("http://") || text.starts_with("https://")
}

/// Fetches addresses.
pub(crate) struct Fetcher {
    runtime: tokio::runtime::Runtime,
    connector: connection::Connector,
    allows_loopback: bool,
}

impl Fetcher {
    /// One that is ready.
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is where the environment is read"
    )]
    pub(crate) fn new() -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::new(format!("addresses cannot be fetched: {error}")))?;
        let allows_loopback = std::env::var(LOOPBACK).is_ok_and(|value| value == "allowed");
        Ok(Self { runtime, connector: connection::Connector::new()?, allows_loopback })
    }

    /// What is served at an address, or why nothing of it is kept.
    pub(crate) fn fetch(&self, address: &str) -> Result<Fetched, Failure> {
        let all = async {
            let limit = Duration::from_secs(SECONDS);
            match tokio::time::timeout(limit, self.followed(address)).await {
                Ok(fetched) => fetched,
                Err(_elapsed) => {
                    Err(format!("did not answer in full within {SECONDS} seconds"))
                }
            }
        };
        self.runtime
            .block_on(all)
            .map_err(|why| Failure::new(format!("{address} is not kept: it {why}")))
    }

    async fn followed(&self, asked: &str) -> Result<Fetched, String> {
        let mut next = Address::read(asked)?;
        let mut answers: Vec<Answered> = Vec::new();
        loop {
            let (answer, bytes) = self.answer(&next).await?;
            let location = answer.header("location").map(str::to_owned);
            let status = answer.status;
            let media_type = answer.header("content-type").unwrap_or_default().to_owned();
            let coding = answer.header("content-encoding").unwrap_or("identity").to_owned();
            answers.push(answer);
            match (status, location) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    if answers.len() > REDIRECTS {
                        return Err(format!("leads on more than {REDIRECTS} times"));
                    }
                    let from = next.is_encrypted;
                    next = next
                        .joined(&location)
                        .map_err(|why| format!("leads to {location}, which {why}"))?;
                    if from && !next.is_encrypted {
                        return Err(format!(
                            "leads from an encrypted address to {next}, which is not"
                        ));
                    }
                }
                (200, _) if !coding.eq_ignore_ascii_case("identity") => {
                    return Err(format!("was sent as {coding}, for which nobody asked"));
                }
                (200, _) => {
                    let sha256 = griot_check::sha256(&bytes);
                    let name = named(&next, &media_type);
                    return Ok(Fetched {
                        asked: asked.to_owned(),
                        answers,
                        sha256,
                        bytes,
                        name,
                    });
                }
                (status, _) => return Err(format!("was answered with the status {status}")),
            }
        }
    }

    /// One request to one machine.
    async fn answer(&self, address: &Address) -> Result<(Answered, Vec<u8>), String> {
        let machines = self.machines(address).await?;
        let time = custody::now().to_string();
        let (machine, answer) =
            self.connector.get(address, &machines, bounds::DOCUMENT).await?;
        let connection::Served { status, headers, bytes, certificate } = answer;
        let answered = Answered {
            address: address.to_string(),
            time,
            ip: machine.ip(),
            status,
            headers,
            certificate_sha256: certificate.map(|it| griot_check::sha256(&it)),
        };
        Ok((answered, bytes))
    }

    /// The machines of a name. Where one of them is not public none is asked: a name that means both is not to be trusted.
    async fn machines(&self, address: &Address) -> Result<Vec<SocketAddr>, String> {
        let (host, port) = (address.host.clone(), address.port);
        let found = tokio::net::lookup_host((host.as_str(), port)).await;
        let found: Vec<SocketAddr> =
            found.map_err(|error| format!("has a host that is not found ({error})"))?.collect();
        for machine in &found {
            let ip = machine.ip().to_canonical();
            let is_allowed = is_public(ip) || self.allows_loopback && ip.is_loopback();
            if !is_allowed {
                return Err(format!(
                    "leads to {ip}, which is a machine of this network and not of the web"
                ));
            }
        }
        if found.is_empty() {
            return Err("has a host without an address".to_owned());
        }
        Ok(found)
    }
}

/// A name for what was served: what it is decides on the ending where the address has none.
fn named(address: &Address, media_type: &str) -> String {
    let name = address.file_name();
    let media_type =
        media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let end = match media_type.as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "text/plain" => "txt",
        "text/csv" => "csv",
        "text/markdown" => "md",
        "application/json" => "json",
        "application/xml" | "text/xml" => "xml",
        "application/pdf" => "pdf",
        "application/rtf" | "text/rtf" => "rtf",
        "application/zip" => "zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.oasis.opendocument.text" => "odt",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "video/mp4" => "mp4",
        _ => "",
    };
    let has_end = name.rsplit_once('.').is_some_and(|(stem, end)| {
        let known = super::command::add::media_type(&name) != "application/octet-stream";
        !stem.is_empty() && (known || end == "xlsx") && name != address.host
    });
    if has_end || end.is_empty() { name } else { format!("{name}.{end}") }
}
