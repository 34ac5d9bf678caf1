mod finding;
mod hostile;
mod memory;
mod query;
mod tables;
