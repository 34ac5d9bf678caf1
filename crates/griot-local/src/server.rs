//! A server for browsers of this machine alone.
//!
//! Whoever opens a connection and says nothing is not waited for, neither while serving nor when the server is to end.

use std::{
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::pin,
    time::Duration,
};

use axum::{
    Router,
    http::{HeaderMap, header},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};

/// How long the head of a request may take; a connection on which nobody asks is closed then, too.
pub const HEAD: Duration = Duration::from_secs(5);

/// How long a connection may last, whatever is asked on it: a browser opens another.
const CONNECTION: Duration = Duration::from_mins(5);

/// How long answers that are on their way are waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// How long is waited where the system has no more connections to give.
const NO_CONNECTION: Duration = Duration::from_millis(200);

/// Why a site is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken or may not be used.
    #[error("could not listen on 127.0.0.1:{port}: {cause}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        cause: io::Error,
    },
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 lets the system choose one.
    pub async fn bind(port: u16) -> Result<Self, ServeError> {
        let failed = |cause| ServeError::Listen { port, cause };
        let wanted = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        let listener = TcpListener::bind(wanted).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// The address to type into a browser.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers as the router says until `stop` is done, then lets open answers end, for a second at most.
    pub async fn answer(self, router: Router, stop: impl Future<Output = ()>) {
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(HEAD);
        let open = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = self.listener.accept() => accepted,
            };
            // A client that went away again, or too many of them: neither ends the server.
            let Ok((stream, _)) = accepted else {
                sleep(NO_CONNECTION).await;
                continue;
            };
            let service = TowerToHyperService::new(router.clone());
            let answers = open.watch(server.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                // What a client does wrong is its own loss.
                drop(timeout(CONNECTION, answers).await);
            });
        }
        drop(self.listener);
        drop(timeout(LAST_ANSWERS, open.shutdown()).await);
    }
}

/// Done when somebody presses Ctrl-C, or the system that goes down says so.
pub async fn interrupted() {
    let typed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a signal there is nothing to wait for but the end of the process.
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = typed => {}
        () = told() => {}
    }
}

#[cfg(unix)]
async fn told() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut told) => drop(told.recv().await),
        Err(_cannot_be_heard) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told() {
    std::future::pending().await
}

/// Whether a request names this machine with this port as its host, once. Any page on the web can make a browser ask
/// 127.0.0.1 (DNS rebinding), and names itself then.
pub fn names_this_server(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let allowed =
        [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
    host.to_str().is_ok_and(|host| allowed.iter().any(|name| name.eq_ignore_ascii_case(host)))
}
