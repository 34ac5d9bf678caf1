mod network;
mod similarity;
