mod event_files;
mod linkage;
mod meltt;
mod rates;
mod scores;
mod synthetic;
mod agreement;
mod ideal_points;
#[cfg(test)]
mod network;
mod recurring;
#[cfg(test)]
mod similarity;
mod voeten;
