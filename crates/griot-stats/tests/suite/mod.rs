mod event_files;
mod linkage;
mod meltt;
mod scores;
mod synthetic;
