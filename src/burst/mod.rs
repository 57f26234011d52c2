//! Burst: when this machine is not enough, its work goes to others for an hour.

pub mod preflight;
