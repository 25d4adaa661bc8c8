//! Providers of OpenID Connect, against one that signs whatever it is told to. The certified one is met in the router's tests.

mod asking;
mod settings;
mod stand_in;
