//! A draft opened in a folder of sources, as JSON: `griot check DRAFT --sources DIR --format json`
//! without the claims, for work on this crate alone.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a tool of the workshop"
)]

use griot_model::world::World;

struct Disk;

impl World for Disk {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(path)
    }
    fn list(&self, folder: &str) -> std::io::Result<Vec<String>> {
        let mut names: Vec<String> = std::fs::read_dir(folder)?
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .collect();
        names.sort();
        Ok(names)
    }
    fn is_folder(&self, path: &str) -> bool {
        std::path::Path::new(path).is_dir()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (draft, folder) = (arguments.next().unwrap(), arguments.next().unwrap());
    let bytes = std::fs::read(&draft).unwrap();
    let document = griot_read::read(&bytes, &draft).unwrap();
    let mut catalogue = griot_proof::catalogue::Catalogue::of_folder(&Disk, &folder).unwrap();
    let opening = griot_proof::open(
        &document,
        &mut catalogue,
        &Disk,
        &griot_proof::Here,
        &mut griot_proof::Cache::default(),
    );
    println!("{}", serde_json::to_string_pretty(&opening).unwrap());
}
