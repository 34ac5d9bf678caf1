mod hostile;
mod made;
mod native;
mod office;
mod pages;
mod pdf;
mod samples;
mod trees;
