mod agreement;
mod event_files;
mod ideal_points;
mod linkage;
mod meltt;
#[cfg(test)]
mod network;
mod rates;
mod recurring;
mod scores;
#[cfg(test)]
mod similarity;
mod synthetic;
mod voeten;
