//! The house, asked whether it is as its rules say.

mod suite {
    mod files;
    mod manifests;
    mod pages;
    mod repository;
    mod rooms;
}
