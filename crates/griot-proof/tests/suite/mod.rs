mod citing;
mod comments;
mod contraries;
mod exercise;
mod finding;
mod places;
mod world;
