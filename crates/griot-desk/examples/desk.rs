//! The desk without the rest of griot: `cargo run -p griot-desk --example desk -- PROGRAM HOME PORT`, where PROGRAM is a griot that was
//! built before. For whoever works on its pages; nothing is logged in an archive.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example reads its arguments and says where it is"
)]

use std::{env, sync::Arc};

use griot_desk::{Desk, Start, router};
use griot_local::{Server, interrupted};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [program, home, port] = arguments.as_slice() else {
        println!("usage: desk PROGRAM HOME PORT");
        return;
    };
    let token = "0123456789abcdef0123456789abcdef".to_owned();
    let desk = Arc::new(Desk::new(Start {
        token: token.clone(),
        who: "Awa".to_owned(),
        home: home.into(),
        program: program.into(),
        now: jiff::Timestamp::now,
        log: Box::new(|_case, _entry| Ok(())),
        read: Box::new(|bytes, name| {
            griot_read::read(bytes, name).map_err(|error| error.to_string())
        }),
    }));
    let Ok(server) = Server::bind(port.parse().unwrap_or(0)).await else { return };
    println!("{}{token}/", server.url());
    let port = server.port();
    server.answer(router(Arc::clone(&desk), port), interrupted()).await;
    desk.close();
}
