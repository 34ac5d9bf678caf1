//! Every integration test of the binary, linked once.

mod suite {
    mod adding;
    mod cases;
    mod check;
    mod cluster;
    mod custody;
    mod events;
    mod export;
    mod faults;
    mod fetching;
    mod hostile;
    mod killed;
    mod kinds;
    mod kinds_of_accounts;
    mod kinds_of_events;
    mod kinds_of_posts;
    mod kinds_of_tables;
    mod leaving;
    mod makers;
    mod network;
    mod outputs;
    mod reading;
    mod rules;
    mod searching;
    mod sql;
    mod strangers;
    mod typed;
    mod votes;
}
