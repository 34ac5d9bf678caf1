mod agreement;
mod voeten;
