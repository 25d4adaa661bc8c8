//! What has just been made to let a user in, which is shown once.

use domain::language::Language;
use leptos::prelude::*;

use crate::words::AccessWords;

/// What has been made.
pub enum Made {
    /// A one-time password.
    Password(String),
    /// The address of an invitation.
    Invitation(String),
}

impl Made {
    /// It, with what is to be done with it.
    pub fn view(self, user_name: &str, words: Language) -> AnyView {
        let (name, made, text, user_name) = match self {
            // Who has both could sign in.
            Self::Password(password) => {
                (words.password_made(), password, words.password_made_text(), Some(user_name.to_owned()))
            }
            Self::Invitation(address) => {
                (words.invitation_made(), address, words.invitation_made_text(), None)
            }
        };
        let user_name = user_name.map(|user_name| {
            view! { <dt>{words.user_name()}</dt> <dd><code>{user_name}</code></dd> }.into_any()
        });
        view! {
            <section class="notice notice-good" role="status">
                <dl class="facts">
                    {user_name}
                    <dt>{name}</dt> <dd><code class="one-time">{made}</code></dd>
                </dl>
                <p>{text}</p>
            </section>
        }
        .into_any()
    }
}
