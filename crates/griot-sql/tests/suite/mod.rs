mod file;
mod finding;
mod hostile;
mod index;
mod memory;
mod query;
mod tables;
