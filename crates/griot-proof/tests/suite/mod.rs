mod citing;
mod comments;
mod contraries;
mod exercise;
mod finding;
mod world;
