//! The rules and types of the register.
