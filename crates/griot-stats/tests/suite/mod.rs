mod agreement;
mod ideal_points;
#[cfg(test)]
mod network;
mod recurring;
#[cfg(test)]
mod similarity;
mod voeten;
