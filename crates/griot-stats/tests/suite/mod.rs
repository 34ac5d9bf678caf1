mod agreement;
mod ideal_points;
mod voeten;
