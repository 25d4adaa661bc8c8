//! Debug output that holds no personal data.

/// Implements `Debug` for a type of personal data: its name and the fields that tell nothing of a person. Debug output
/// ends in logs and in the messages of panics, and neither holds personal data.
#[macro_export]
macro_rules! private_debug {
    ($type:ident $(, $field:ident)*) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct(stringify!($type))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }
    };
}
