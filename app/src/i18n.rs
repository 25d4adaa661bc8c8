//! Texts in both languages: one row per text with Swedish and English side by side, so that none can be missing.

/// Declares a trait of [`domain::language::Language`] with a method for each text. Texts with
/// parameters stand last, in braces; they are format strings that name them.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident;
        $($word:ident: $swedish:literal, $english:literal;)*
        $({ $($phrase:ident($($parameter:ident: $type:ty),+): $said:literal, $told:literal;)+ })?
    ) => {
        $(#[$meta])*
        pub trait $name: Sized {
            $(
                #[doc = concat!("*", $swedish, "*")]
                fn $word(self) -> &'static str;
            )*
            $($(
                #[doc = concat!("*", $said, "*")]
                fn $phrase(self, $($parameter: $type),+) -> String;
            )+)?
        }

        impl $name for domain::language::Language {
            $(
                fn $word(self) -> &'static str {
                    self.pick($swedish, $english)
                }
            )*
            $($(
                fn $phrase(self, $($parameter: $type),+) -> String {
                    match self {
                        Self::Swedish => format!($said),
                        Self::English => format!($told),
                    }
                }
            )+)?
        }
    };
}
pub(crate) use words;
