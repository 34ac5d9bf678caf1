//! Every integration test of the binary, linked once.

mod suite {
    mod adding;
    mod cases;
    mod check;
    mod custody;
    mod events;
    mod export;
    mod hostile;
    mod killed;
    mod network;
    mod outputs;
    mod rules;
    mod sql;
    mod typed;
    mod votes;
}
