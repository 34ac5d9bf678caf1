mod native;
mod trees;
