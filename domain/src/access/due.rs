//! What somebody who has signed in has to do before anything else.

use crate::language::named;

named! {
    /// What is due: until it is done, the session has no permission and reaches nothing but *Min sida*.
    pub enum Due {
        Password = "password", "Välj ett eget lösenord", "Choose a password of your own";
        SecondFactor = "second-factor", "Slå på tvåstegsinloggning", "Turn on two-step sign-in";
    }
}

impl Due {
    /// What is due first. A password that somebody else knows is exchanged before anything is set up in its owner's name.
    pub const fn first(has_one_time_password: bool, lacks_second_factor: bool) -> Option<Self> {
        match (has_one_time_password, lacks_second_factor) {
            (true, _) => Some(Self::Password),
            (false, true) => Some(Self::SecondFactor),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_chosen_before_a_second_factor_is_set_up() {
        assert_eq!(Due::first(true, true), Some(Due::Password));
        assert_eq!(Due::first(true, false), Some(Due::Password));
        assert_eq!(Due::first(false, true), Some(Due::SecondFactor));
        assert_eq!(Due::first(false, false), None);
    }
}
