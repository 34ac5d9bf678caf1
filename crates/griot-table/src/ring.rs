//! Lines on the map.

/// A point in hundredths of a degree: east, north.
pub type Point = (i32, i32);

/// A closed line, its first point repeated at the end.
pub type Ring = Vec<Point>;
