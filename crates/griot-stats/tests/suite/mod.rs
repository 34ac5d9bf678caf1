mod agreement;
mod ideal_points;
mod recurring;
mod voeten;
