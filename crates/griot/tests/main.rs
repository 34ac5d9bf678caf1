//! Every integration test of the binary, linked once.

mod suite {
    mod cases;
    mod check;
    mod events;
    mod export;
    mod network;
    mod rules;
    mod sql;
    mod votes;
}
