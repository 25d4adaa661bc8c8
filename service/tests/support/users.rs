//! Users who sign in.

use domain::{access::Role, operation::Actor};
use service::{
    session::{self, Client, Session},
    users::{self, NewRole, NewUser},
};

use super::{Installation, place};

/// The password of every user of the stories.
pub const PASSWORD: &str = "Lyktan lyser 7";

/// A role in an organisation of the given municipalities.
pub fn role(role: Role, codes: &[&str]) -> NewRole {
    let municipalities: Vec<_> = codes.iter().map(|code| place(code)).collect();
    let role = role.into();
    let organisation =
        users::organisation_name(role, &municipalities, Some(&format!("Region {}", codes.join("+"))));
    NewRole { role, organisation, municipalities }
}

impl Installation {
    /// Makes a user.
    pub async fn user(&self, user_name: &str, roles: Vec<NewRole>, demo: bool) {
        let user = NewUser {
            user_name: user_name.into(),
            name: "Åsa Lindqvist".into(),
            password: PASSWORD.into(),
            roles,
            demo,
            is_one_time: false,
            from: None,
        };
        users::add(&self.services, Actor::Operator, user).await.unwrap();
    }

    /// A new user of one role, signed in.
    pub async fn signed_in(&self, user_name: &str, role: NewRole) -> Session {
        self.user(user_name, vec![role], false).await;
        self.session(&self.sign_in(user_name, PASSWORD).await.unwrap()).await.unwrap()
    }

    /// The same of a user whose name is told apart.
    pub async fn signed_in_as(&self, name: &str, role: NewRole) -> Session {
        let user_name = name.to_lowercase().replace(' ', ".");
        let (name, password) = (name.to_owned(), PASSWORD.to_owned());
        let user = NewUser {
            user_name: user_name.clone(),
            name,
            password,
            roles: vec![role],
            demo: false,
            is_one_time: false,
            from: None,
        };
        users::add(&self.services, Actor::Operator, user).await.unwrap();
        self.session(&self.sign_in(&user_name, PASSWORD).await.unwrap()).await.unwrap()
    }

    pub async fn sign_in(&self, user_name: &str, password: &str) -> Result<String, session::SignInError> {
        let client = Client { address: "192.0.2.7".into(), browser: "Firefox/140.0".into() };
        session::sign_in(&self.services, user_name, password, &client).await.map(|begun| begun.token)
    }

    pub async fn session(&self, token: &str) -> Option<Session> {
        session::session(&self.services, token).await.unwrap()
    }
}
