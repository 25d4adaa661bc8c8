//! The client against a stand-in that enforces the contract, over real sockets and with real certificates.

mod answers;
mod asking;
mod settings;
mod stand_in;
