//! Writes the made-up case of the tests as a site, to be looked at:
//! `cargo run -p griot-report --example sample_site -- FOLDER`.

#[path = "../tests/suite/sample/mod.rs"]
mod sample;

use std::{path::PathBuf, process::ExitCode};

#[expect(clippy::disallowed_methods, reason = "an example reads its own argument")]
#[expect(clippy::print_stderr, reason = "an example talks to whoever runs it")]
fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("say into which folder");
        return ExitCode::from(2);
    };
    let sample = sample::Sample::with_network(griot_model::Disclosure::Open);
    match griot_report::write(&sample::site(&sample.answers()), &folder, &mut |_step| Ok(())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
