//! The identities of a field in the page, and of what is said of it. They are written here alone.

/// Of the field with a code.
pub fn field(code: &str) -> String {
    format!("falt-{code}")
}

/// Of what is wrong with it.
#[cfg(feature = "ssr")]
pub fn error(code: &str) -> String {
    format!("fel-{code}")
}

/// Of what there is to know about it.
#[cfg(feature = "ssr")]
pub fn hint(code: &str) -> String {
    format!("hjalp-{code}")
}
