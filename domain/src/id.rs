//! Typed identities: one type for each table, so that a case is never looked up by a person's number.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub i64);

            impl std::fmt::Display for $name {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(formatter)
                }
            }
        )+
    };
}

ids! {
    /// A person.
    PersonId;
    /// A period of responsibility for one person in one municipality.
    CaseId;
    /// A measure of a case.
    MeasureId;
    /// A contact of a case.
    ContactId;
    /// A way to reach a person.
    ContactDetailId;
    /// A notice from a school.
    NoticeId;
    /// An individual plan of a case.
    IndividualPlanId;
    /// A template of letters.
    LetterTemplateId;
    /// A report that has been made for Statistics Sweden.
    ScbExportId;
    /// A passkey of an account.
    PasskeyId;
    /// A session of somebody who has signed in.
    SessionId;
    /// A calendar of follow-ups that another programme subscribes to.
    CalendarFeedId;
    /// An organiser of schools.
    OrganiserId;
    /// A school unit.
    UnitId;
    /// A study path.
    StudyPathId;
    /// A pupil's placement.
    PlacementId;
    /// A user's account.
    AccountId;
    /// An entry of the journal.
    OperationId;
    /// A run of a job.
    RunId;
    /// An organisation that works in the installation.
    OrganisationId;
    /// A user of an organisation.
    OrganisationUserId;
    /// A recertification of what has been given in an organisation.
    RecertificationId;
    /// An application for a role.
    ApplicationId;
    /// A role that can be given.
    UserRoleId;
    /// What has been granted to somebody.
    GrantId;
    /// A profile of a list.
    ProfileId;
    /// Work on many rows at once.
    JobId;
    /// What a user or the system has written to users.
    UserMessageId;
    /// A letter by e-mail.
    MailId;
}
