//! What was wrong with an attempt to sign in. It crosses the redirect in a cookie that lasts a minute, so that neither
//! the user name nor the outcome stands in an address.

use domain::language::Language;

use crate::words::SignInWords;

/// An attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What was written as user name; it is kept in the field.
    pub user_name: String,
    /// What was wrong.
    pub problem: Problem,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "only the server meets a problem"))]
pub enum Problem {
    /// Fields were left empty.
    Empty {
        /// The user name was.
        user_name: bool,
        /// The password was.
        password: bool,
    },
    /// No such user, or another password.
    WrongCredentials,
    /// The password was made for the user and was not exchanged in time.
    OneTimeExpired,
    /// Nothing that has been given to the user works today.
    NothingToDo,
    /// What was answered when a code was asked for is no code.
    CodeUnreadable,
    /// It is not the right one, or it has been used.
    CodeWrong,
    /// No code is waited for any more.
    CodeEnded,
    /// No answer of a passkey was waited for any more.
    PasskeyNotAwaited,
    /// It was not the right one.
    PasskeyWrong,
    /// It may be of a copy.
    PasskeyCopied,
    /// Too many attempts; how many minutes remain.
    LockedOut(i64),
    /// The database did not answer.
    Unavailable,
}

impl Problem {
    /// The problem of fields that were left empty, if any were.
    #[cfg(feature = "ssr")]
    pub fn of_empty_fields(user_name: &str, password: &str) -> Option<Self> {
        let (user_name, password) = (user_name.trim().is_empty(), password.is_empty());
        (user_name || password).then_some(Self::Empty { user_name, password })
    }

    /// What stands at the field of the user name.
    pub fn at_user_name(&self, language: Language) -> Option<&'static str> {
        matches!(self, Self::Empty { user_name: true, .. }).then(|| language.write_user_name())
    }

    /// What stands at the field of the code, in the page that the server alone draws.
    #[cfg(feature = "ssr")]
    pub fn at_code(&self, language: Language) -> Option<String> {
        matches!(self, Self::CodeUnreadable | Self::CodeWrong).then(|| self.text(language))
    }

    /// What stands at the field of the password.
    pub fn at_password(&self, language: Language) -> Option<&'static str> {
        matches!(self, Self::Empty { password: true, .. }).then(|| language.write_password())
    }

    /// The lines of the summary: the field's identity in the page, and the text.
    pub fn in_summary(&self, language: Language) -> Vec<(&'static str, String)> {
        let fields = [("user-name", self.at_user_name(language)), ("password", self.at_password(language))];
        let lines: Vec<_> =
            fields.into_iter().filter_map(|(field, text)| Some((field, text?.to_owned()))).collect();
        match lines.is_empty() {
            true => vec![("user-name", self.text(language))],
            false => lines,
        }
    }

    #[cfg(feature = "ssr")]
    fn text(&self, language: Language) -> String {
        use crate::error::AppError;
        use domain::language::Message;
        use service::{
            second_factor::{passkey::sign_in::PasskeySignInError, sign_in::CodeError},
            session::SignInError,
        };
        match self {
            Self::LockedOut(minutes) => SignInError::LockedOut { minutes: *minutes }.message(language),
            Self::Unavailable => AppError::Unavailable.message(language),
            Self::OneTimeExpired => SignInError::OneTimeExpired.message(language),
            Self::NothingToDo => SignInError::NothingToDo.message(language),
            Self::CodeUnreadable => CodeError::Unreadable.message(language),
            Self::CodeWrong => CodeError::Wrong.message(language),
            Self::CodeEnded => CodeError::Ended.message(language),
            Self::PasskeyNotAwaited => PasskeySignInError::NotAwaited.message(language),
            Self::PasskeyWrong => PasskeySignInError::Wrong.message(language),
            Self::PasskeyCopied => PasskeySignInError::Copied.message(language),
            Self::WrongCredentials | Self::Empty { .. } => SignInError::WrongCredentials.message(language),
        }
    }

    /// The page runs no script, so that only the server writes the text.
    #[cfg(not(feature = "ssr"))]
    fn text(&self, _: Language) -> String {
        String::new()
    }

    #[cfg(any(feature = "ssr", test))]
    fn code(self) -> String {
        match self {
            Self::Empty { user_name: true, password: true } => "empty".to_owned(),
            Self::Empty { user_name: true, .. } => "no-user-name".to_owned(),
            Self::Empty { .. } => "no-password".to_owned(),
            Self::WrongCredentials => "wrong".to_owned(),
            Self::OneTimeExpired => "expired".to_owned(),
            Self::NothingToDo => "nothing".to_owned(),
            Self::CodeUnreadable => "no-code".to_owned(),
            Self::CodeWrong => "wrong-code".to_owned(),
            Self::CodeEnded => "code-ended".to_owned(),
            Self::PasskeyNotAwaited => "passkey-late".to_owned(),
            Self::PasskeyWrong => "passkey-wrong".to_owned(),
            Self::PasskeyCopied => "passkey-copied".to_owned(),
            Self::LockedOut(minutes) => format!("locked-{minutes}"),
            Self::Unavailable => "unavailable".to_owned(),
        }
    }

    #[cfg(any(feature = "ssr", test))]
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "empty" => Self::Empty { user_name: true, password: true },
            "no-user-name" => Self::Empty { user_name: true, password: false },
            "no-password" => Self::Empty { user_name: false, password: true },
            "wrong" => Self::WrongCredentials,
            "unavailable" => Self::Unavailable,
            "expired" => Self::OneTimeExpired,
            "nothing" => Self::NothingToDo,
            "no-code" => Self::CodeUnreadable,
            "wrong-code" => Self::CodeWrong,
            "code-ended" => Self::CodeEnded,
            "passkey-late" => Self::PasskeyNotAwaited,
            "passkey-wrong" => Self::PasskeyWrong,
            "passkey-copied" => Self::PasskeyCopied,
            locked => Self::LockedOut(locked.strip_prefix("locked-")?.parse().ok()?),
        })
    }
}

#[cfg(feature = "ssr")]
impl From<service::session::SignInError> for Problem {
    fn from(error: service::session::SignInError) -> Self {
        use service::session::SignInError;
        match error {
            SignInError::WrongCredentials => Self::WrongCredentials,
            SignInError::OneTimeExpired => Self::OneTimeExpired,
            SignInError::NothingToDo => Self::NothingToDo,
            SignInError::LockedOut { minutes } => Self::LockedOut(minutes),
            SignInError::Unavailable(_) => Self::Unavailable,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::second_factor::sign_in::CodeError> for Problem {
    fn from(error: service::second_factor::sign_in::CodeError) -> Self {
        use service::second_factor::sign_in::CodeError;
        match error {
            CodeError::Ended => Self::CodeEnded,
            CodeError::Unreadable => Self::CodeUnreadable,
            CodeError::Wrong => Self::CodeWrong,
            CodeError::LockedOut { minutes } => Self::LockedOut(minutes),
            CodeError::Unavailable(_) => Self::Unavailable,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::second_factor::passkey::sign_in::PasskeySignInError> for Problem {
    fn from(error: service::second_factor::passkey::sign_in::PasskeySignInError) -> Self {
        use service::second_factor::passkey::sign_in::PasskeySignInError;
        match error {
            PasskeySignInError::Ended => Self::CodeEnded,
            PasskeySignInError::NotAwaited => Self::PasskeyNotAwaited,
            PasskeySignInError::Wrong => Self::PasskeyWrong,
            PasskeySignInError::Copied => Self::PasskeyCopied,
            PasskeySignInError::NothingToDo => Self::NothingToDo,
            PasskeySignInError::LockedOut { minutes } => Self::LockedOut(minutes),
            PasskeySignInError::Unavailable(_) => Self::Unavailable,
        }
    }
}

impl Attempt {
    /// The attempt that led to this page, which is told once.
    pub fn of_the_request() -> Option<Self> {
        #[cfg(feature = "ssr")]
        {
            let value = crate::server::cookie::value(COOKIE)?;
            crate::server::cookie::remove(COOKIE);
            let (code, user_name) = value.split_once('.')?;
            Some(Self { user_name: decoded(user_name)?, problem: Problem::from_code(code)? })
        }
        #[cfg(not(feature = "ssr"))]
        None
    }

    /// Keeps it for the page that comes next.
    #[cfg(feature = "ssr")]
    pub fn keep(&self) {
        let name: String = self.user_name.chars().take(LONGEST_USER_NAME).collect();
        let value = format!("{}.{}", self.problem.code(), crate::path::encoded(&name));
        crate::server::cookie::set(COOKIE, &value, Some(std::time::Duration::from_secs(60)));
    }
}

#[cfg(feature = "ssr")]
const COOKIE: &str = "__Host-fyren-attempt";
#[cfg(feature = "ssr")]
const LONGEST_USER_NAME: usize = 100;

/// The text of [`crate::path::encoded`].
#[cfg(any(feature = "ssr", test))]
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_survives_the_cookie() {
        for problem in [
            Problem::Empty { user_name: true, password: true },
            Problem::Empty { user_name: true, password: false },
            Problem::Empty { user_name: false, password: true },
            Problem::WrongCredentials,
            Problem::LockedOut(15),
            Problem::OneTimeExpired,
            Problem::CodeUnreadable,
            Problem::CodeWrong,
            Problem::CodeEnded,
            Problem::PasskeyNotAwaited,
            Problem::PasskeyWrong,
            Problem::PasskeyCopied,
            Problem::Unavailable,
        ] {
            assert_eq!(Problem::from_code(&problem.code()), Some(problem));
        }
        assert_eq!(Problem::from_code("locked-for-ever"), None);
    }

    #[test]
    fn a_user_name_survives_the_cookie() {
        let name = "Åsa; Path=/\r\n";
        assert_eq!(decoded(&crate::path::encoded(name)).as_deref(), Some(name));
        assert_eq!(decoded("%4"), None);
    }
}
