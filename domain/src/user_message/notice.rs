//! What the system tells users: that something that was given ends, what has been decided, that something waits for them. It is
//! kept as what has happened, and told in the language of whoever reads it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    access::{
        RoleTitle,
        application::{ApplicationKind, ApplicationState},
    },
    id::{ApplicationId, JobId},
    job::{JobKind, JobState},
    language::{Language, Named},
};

/// For how long a job goes on before it is told that it is over: whoever asked for a shorter one has seen that.
const NOTEWORTHY: TimeDelta = TimeDelta::seconds(60);

/// What has happened. Nobody's name or number stands in it but those of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SystemNotice {
    /// Something that the reader has ends soon.
    GrantEnds {
        /// What.
        title: RoleTitle,
        /// In which organisation.
        organisation: String,
        /// The last day on which it holds.
        last: NaiveDate,
    },
    /// Something that users of the reader's organisation have ends soon.
    GrantsEnd {
        /// Of how many users it is told for the first time.
        users: usize,
        /// The organisation.
        organisation: String,
        /// The first of the last days.
        first: NaiveDate,
    },
    /// Nobody has confirmed what the reader had.
    GrantUnconfirmed {
        /// What.
        title: RoleTitle,
        /// In which organisation.
        organisation: String,
        /// The last day on which it held.
        last: NaiveDate,
    },
    /// Somebody has applied for a role.
    ApplicationWaits {
        /// The application.
        application: ApplicationId,
        /// Who applies.
        name: String,
        /// What for.
        kind: ApplicationKind,
        /// The role.
        title: RoleTitle,
    },
    /// The reader's application has been decided.
    ApplicationDecided {
        /// How.
        state: ApplicationState,
        /// What it was for.
        kind: ApplicationKind,
        /// The role.
        title: RoleTitle,
    },
    /// What has been given in the reader's organisation is looked through.
    RecertificationBegun {
        /// The organisation.
        organisation: String,
        /// The last day on which it can be confirmed.
        due: NaiveDate,
    },
    /// That is over.
    RecertificationOver {
        /// The organisation.
        organisation: String,
        /// How much has ended since nobody had confirmed it.
        ended: usize,
        /// How much goes on though nobody had, since the organisation would be without an administrator.
        kept: usize,
    },
    /// A job that the reader asked for is over.
    JobOver {
        /// The job.
        job: JobId,
        /// What it does.
        kind: JobKind,
        /// How it ended.
        state: JobState,
    },
}

/// Where there is more to see of a notice, or something to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticePlace {
    /// The reader's own page.
    OwnPage,
    /// Where roles are applied for.
    OwnApplications,
    /// The users of the organisation.
    Users,
    /// An application.
    Application(ApplicationId),
    /// The recertification of the organisation.
    Recertification,
    /// A job.
    Job(JobId),
}

impl SystemNotice {
    /// What it is about, in one line.
    pub fn subject(&self, language: Language) -> String {
        match (self, language) {
            (Self::GrantEnds { title, last, .. }, Language::Swedish) => {
                format!("{} upphör {last}", title.name(language))
            }
            (Self::GrantEnds { title, last, .. }, Language::English) => {
                format!("{} ends with {last}", title.name(language))
            }
            (Self::GrantsEnd { .. }, Language::Swedish) => "Behörigheter upphör snart".to_owned(),
            (Self::GrantsEnd { .. }, Language::English) => "Permissions end soon".to_owned(),
            (Self::GrantUnconfirmed { title, .. }, Language::Swedish) => {
                format!("{} har upphört", title.name(language))
            }
            (Self::GrantUnconfirmed { title, .. }, Language::English) => {
                format!("{} has ended", title.name(language))
            }
            (Self::ApplicationWaits { .. }, Language::Swedish) => "En ansökan väntar på beslut".to_owned(),
            (Self::ApplicationWaits { .. }, Language::English) => {
                "An application awaits a decision".to_owned()
            }
            (Self::ApplicationDecided { state, .. }, Language::Swedish) => {
                format!("Din ansökan: {}", state.name(language).to_lowercase())
            }
            (Self::ApplicationDecided { state, .. }, Language::English) => {
                format!("Your application: {}", state.name(language).to_lowercase())
            }
            (Self::RecertificationBegun { due, .. }, Language::Swedish) => {
                format!("Bekräfta behörigheter senast {due}")
            }
            (Self::RecertificationBegun { due, .. }, Language::English) => {
                format!("Confirm permissions by {due}")
            }
            (Self::RecertificationOver { .. }, Language::Swedish) => "Genomgången är avslutad".to_owned(),
            (Self::RecertificationOver { .. }, Language::English) => "The recertification is over".to_owned(),
            (Self::JobOver { kind, state, .. }, _) => {
                format!("{}: {}", kind.name(language), state.name(language).to_lowercase())
            }
        }
    }

    /// What has happened, and what to do about it.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::GrantEnds { title, organisation, last }, Language::Swedish) => format!(
                "Din behörighet {} i {organisation} gäller till och med {last}. Behöver du den längre? Ansök om den på nytt eller vänd dig till den som administrerar behörigheter.",
                title.name(language)
            ),
            (Self::GrantEnds { title, organisation, last }, Language::English) => format!(
                "Your permission {} in {organisation} holds until {last}. Do you need it longer? Apply for it again or turn to whoever administers permissions.",
                title.name(language)
            ),
            (Self::GrantsEnd { users, organisation, first }, Language::Swedish) => format!(
                "I {organisation} upphör snart något som användare har. Antal användare: {users}. Den första dagen är {first}. Förläng det som behövs."
            ),
            (Self::GrantsEnd { users, organisation, first }, Language::English) => format!(
                "In {organisation} something that users have ends soon. Number of users: {users}. The first day is {first}. Prolong what is needed."
            ),
            (Self::GrantUnconfirmed { title, organisation, last }, Language::Swedish) => format!(
                "Din behörighet {} i {organisation} gällde till och med {last}. Ingen bekräftade den vid genomgången. Ansök om den på nytt om du behöver den.",
                title.name(language)
            ),
            (Self::GrantUnconfirmed { title, organisation, last }, Language::English) => format!(
                "Your permission {} in {organisation} held until {last}. Nobody confirmed it in the recertification. Apply for it again if you need it.",
                title.name(language)
            ),
            (Self::ApplicationWaits { name, kind, title, .. }, Language::Swedish) => format!(
                "{name} har skickat en ansökan. {}: {}. Öppna den och besluta.",
                kind.name(language),
                title.name(language)
            ),
            (Self::ApplicationWaits { name, kind, title, .. }, Language::English) => format!(
                "{name} has sent an application. {}: {}. Open it and decide.",
                kind.name(language),
                title.name(language)
            ),
            (Self::ApplicationDecided { state, kind, title }, _) => {
                format!("{}: {}. {}.", kind.name(language), title.name(language), state.name(language))
            }
            (Self::RecertificationBegun { organisation, due }, Language::Swedish) => format!(
                "En genomgång av behörigheterna i {organisation} har börjat. Det som ingen har bekräftat till och med {due} upphör."
            ),
            (Self::RecertificationBegun { organisation, due }, Language::English) => format!(
                "A recertification of what has been given in {organisation} has begun. What nobody has confirmed by {due} ends."
            ),
            (Self::RecertificationOver { organisation, ended, kept }, Language::Swedish) => {
                let kept = match kept {
                    0 => String::new(),
                    kept => format!(
                        " Fortsätter trots det, så att organisationen inte står utan administratör: {kept}."
                    ),
                };
                format!(
                    "Genomgången i {organisation} är avslutad. Upphörde utan att någon bekräftat: {ended}.{kept}"
                )
            }
            (Self::RecertificationOver { organisation, ended, kept }, Language::English) => {
                let kept = match kept {
                    0 => String::new(),
                    kept => {
                        format!(
                            " Goes on all the same, so that the organisation has an administrator: {kept}."
                        )
                    }
                };
                format!(
                    "The recertification in {organisation} is over. Ended since nobody confirmed it: {ended}.{kept}"
                )
            }
            (Self::JobOver { .. }, Language::Swedish) => {
                "Jobbet du startade är slut. Öppna det och se vad som hände med varje rad.".to_owned()
            }
            (Self::JobOver { .. }, Language::English) => {
                "The job that you began is over. Open it to see what became of each row.".to_owned()
            }
        }
    }

    /// Where there is more to see, or something to do.
    pub const fn place(&self) -> NoticePlace {
        match self {
            Self::GrantEnds { .. } => NoticePlace::OwnPage,
            Self::GrantUnconfirmed { .. } | Self::ApplicationDecided { .. } => NoticePlace::OwnApplications,
            Self::GrantsEnd { .. } => NoticePlace::Users,
            Self::ApplicationWaits { application, .. } => NoticePlace::Application(*application),
            Self::RecertificationBegun { .. } | Self::RecertificationOver { .. } => {
                NoticePlace::Recertification
            }
            Self::JobOver { job, .. } => NoticePlace::Job(*job),
        }
    }
}

/// Whether it is told that a job is over that was asked for at one time and has ended at another: it failed, or took so long that
/// whoever asked for it may have turned to something else.
pub fn is_job_noteworthy(state: JobState, asked: DateTime<Utc>, ended: DateTime<Utc>) -> bool {
    match state {
        JobState::Failed => true,
        JobState::Done => ended - asked >= NOTEWORTHY,
        JobState::Cancelled | JobState::Queued | JobState::Running => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    fn all() -> Vec<SystemNotice> {
        let title = RoleTitle::Shipped(Role::Caseworker);
        let last = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        let organisation = "Norrköping".to_owned();
        vec![
            SystemNotice::GrantEnds { title: title.clone(), organisation: organisation.clone(), last },
            SystemNotice::GrantsEnd { users: 2, organisation: organisation.clone(), first: last },
            SystemNotice::GrantUnconfirmed { title: title.clone(), organisation: organisation.clone(), last },
            SystemNotice::ApplicationWaits {
                application: ApplicationId(7),
                name: "Åsa Lindqvist".to_owned(),
                kind: ApplicationKind::Give,
                title: title.clone(),
            },
            SystemNotice::ApplicationDecided {
                state: ApplicationState::Approved,
                kind: ApplicationKind::Give,
                title,
            },
            SystemNotice::RecertificationBegun { organisation: organisation.clone(), due: last },
            SystemNotice::RecertificationOver { organisation, ended: 3, kept: 1 },
            SystemNotice::JobOver { job: JobId(9), kind: JobKind::UpdateCases, state: JobState::Done },
        ]
    }

    #[test]
    fn what_is_kept_is_told_in_either_language() {
        for notice in all() {
            let kept = serde_json::to_string(&notice).unwrap();
            assert_eq!(serde_json::from_str::<SystemNotice>(&kept).unwrap(), notice);
            let [swedish, english] = Language::ALL.map(|language| {
                let (subject, text) = (notice.subject(language), notice.text(language));
                assert!(!subject.is_empty() && !subject.contains('\n') && text.ends_with('.'), "{text}");
                (subject, text)
            });
            assert!(swedish.0 != english.0 && swedish.1 != english.1, "{swedish:?}");
        }
    }

    #[test]
    fn what_goes_on_in_spite_of_a_recertification_is_told_where_there_is_any() {
        let over = |kept| SystemNotice::RecertificationOver { organisation: "A".to_owned(), ended: 1, kept };
        assert!(over(1).text(Language::Swedish).contains("administratör: 1."));
        assert!(!over(0).text(Language::Swedish).contains("administratör"));
    }

    #[test]
    fn a_job_is_told_of_that_failed_or_took_long() {
        let asked: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
        let told = |state, seconds| is_job_noteworthy(state, asked, asked + TimeDelta::seconds(seconds));
        assert!(told(JobState::Failed, 0) && told(JobState::Done, 60));
        assert!(!told(JobState::Done, 59) && !told(JobState::Cancelled, 600));
    }
}
