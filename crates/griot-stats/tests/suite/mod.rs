mod event_files;
mod linkage;
mod meltt;
mod rates;
mod scores;
mod synthetic;
