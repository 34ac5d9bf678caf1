//! Every integration test of the binary, linked once.

mod suite {
    mod check;
    mod events;
    mod files;
    mod score;
    mod tidy;
}
