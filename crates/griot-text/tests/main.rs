//! What griot-text makes of reports, good and bad.

mod suite;
