//! What griot-read makes of files, good and bad.

mod suite;
