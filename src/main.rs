//! The `trenza` program: read the command line, load the settings, call one command.

fn main() {}
