mod comments;
mod exercise;
mod finding;
mod world;
