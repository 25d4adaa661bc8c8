//! The program `fyren`.
fn main() {}
