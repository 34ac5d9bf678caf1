//! Every integration test of the binary, linked once.

mod suite {
    mod cases;
    mod check;
    mod events;
    mod network;
    mod rules;
    mod votes;
}
