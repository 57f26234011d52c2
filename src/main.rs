//! The `dizzy` program.

fn main() {}
