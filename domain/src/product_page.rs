//! The pages of the product that the menu leads to. The menu, the search and whatever else offers pages ask here which
//! there are and who may open them.

use crate::{
    access::Permission,
    language::{Language, named},
};

named! {
    /// A page that stands in the menu, under the name it has there.
    pub enum ProductPage {
        Start = "start", "Start", "Start";
        Cases = "cases", "Aktivitetsansvar", "Activity responsibility";
        FollowUps = "follow-ups", "Uppföljning", "Follow-ups";
        IncompleteMeasures = "incomplete-measures", "Ofullständiga åtgärder", "Incomplete measures";
        ScbExport = "scb-export", "SCB Export", "Report to Statistics Sweden";
        ReportObstacles = "report-obstacles", "Hinder för rapportering", "Obstacles to reporting";
        Inbox = "inbox", "Inkorg", "Inbox";
        Persons = "persons", "Personer", "People";
        Pupils = "pupils", "Elever", "Pupils";
        Units = "units", "Enheter", "School units";
        StudyPaths = "study-paths", "Studievägar", "Study paths";
        Jobs = "jobs", "Jobb", "Jobs";
        Runs = "runs", "Körningar", "Runs";
        DryRun = "dry-run", "Provkörning", "Dry run";
        Users = "users", "Användare", "Users";
        Access = "access", "Behörigheter", "Permissions";
        AccessRoles = "access-roles", "Användarroller", "User roles";
        AccessReport = "access-report", "Behörigheter per datum", "Permissions as of a date";
        LetterTemplates = "letter-templates", "Brevmallar", "Letter templates";
        Log = "log", "Logg", "Log";
        Past = "past", "Register per datum", "Register as of a date";
        Messages = "messages", "Meddelanden", "Messages";
        OwnPage = "own-page", "Min sida", "My page";
    }
}

named! {
    /// A part of the menu with a heading.
    pub enum PageGroup {
        Register = "register", "Register", "Register";
        Schools = "schools", "Skolor", "Schools";
        System = "system", "System", "System";
    }
}

impl ProductPage {
    /// What a role must have to open it; nothing for a page that everybody who is signed in has.
    pub const fn needs(self) -> Option<Permission> {
        match self {
            Self::Start | Self::Messages | Self::OwnPage => None,
            Self::Cases
            | Self::FollowUps
            | Self::IncompleteMeasures
            | Self::ReportObstacles
            | Self::Persons
            | Self::Pupils
            | Self::Units
            | Self::StudyPaths
            | Self::Runs
            | Self::DryRun => Some(Permission::ReadCases),
            Self::Inbox | Self::Jobs => Some(Permission::EditCases),
            Self::ScbExport => Some(Permission::ReportToScb),
            Self::Users => Some(Permission::ReadUsers),
            Self::Access | Self::AccessRoles | Self::AccessReport => Some(Permission::AdministerAccess),
            Self::LetterTemplates => Some(Permission::AdministerLetters),
            Self::Log => Some(Permission::ReadLog),
            Self::Past => Some(Permission::ReadPast),
        }
    }

    /// The part of the menu in which it stands; what has none stands above them all.
    pub const fn group(self) -> Option<PageGroup> {
        match self {
            Self::Start => None,
            Self::Cases
            | Self::FollowUps
            | Self::IncompleteMeasures
            | Self::ScbExport
            | Self::ReportObstacles
            | Self::Inbox
            | Self::Persons => Some(PageGroup::Register),
            Self::Pupils | Self::Units | Self::StudyPaths => Some(PageGroup::Schools),
            Self::Jobs
            | Self::Runs
            | Self::DryRun
            | Self::Users
            | Self::Access
            | Self::AccessRoles
            | Self::AccessReport
            | Self::LetterTemplates
            | Self::Log
            | Self::Past
            | Self::Messages
            | Self::OwnPage => Some(PageGroup::System),
        }
    }

    /// Whether it may be opened with some permissions.
    pub fn is_open_to(self, may: impl Fn(Permission) -> bool) -> bool {
        self.needs().is_none_or(may)
    }

    /// What else people call it, for who looks for it.
    pub const fn synonyms(self, language: Language) -> &'static str {
        match self {
            Self::Start => {
                language.pick("startsida hem översikt nyckeltal", "home overview dashboard numbers")
            }
            Self::Cases => language.pick(
                "ärenden KAA kommunala aktivitetsansvaret ungdomar individer lista register",
                "cases young people individuals list register",
            ),
            Self::FollowUps => language.pick(
                "uppföljningar kontakter kontakttillfällen att göra idag försenade",
                "contacts to do today overdue",
            ),
            Self::IncompleteMeasures => language.pick(
                "åtgärder att fylla i SCB rapportering saknas orsak avslutad",
                "measures to fill in Statistics Sweden report missing outcome",
            ),
            Self::ScbExport => language.pick(
                "Rapportering SCB statistik halvår fil skicka stäng period exportlogg",
                "statistics half-year file send close period export log",
            ),
            Self::ReportObstacles => language.pick(
                "SCB rapport fel rätta kontroll saknas sysselsättning okänd",
                "Statistics Sweden report errors mend check missing occupation unknown",
            ),
            Self::Inbox => language.pick(
                "anmälningar från skolor frånvaro elev slutar börjar avbrott",
                "notices from schools absence pupil leaves starts",
            ),
            Self::Persons => {
                language.pick("folkbokföring invånare individer", "population register residents individuals")
            }
            Self::Pupils => language.pick("placeringar studerande klass", "placements students class"),
            Self::Units => language.pick("skolor skolenheter huvudmän", "schools organisers"),
            Self::StudyPaths => {
                language.pick("program inriktning studievägskod", "programmes orientation code")
            }
            Self::Jobs => {
                language.pick("massändringar ångra ändring pågående", "bulk changes undo change under way")
            }
            Self::Runs => language.pick("uppdatering natt schemaläggning", "update night schedule"),
            Self::DryRun => language.pick(
                "prov nästa körning vilka kommer in avslutas väntelista sommaruppehåll",
                "next run who enters leaves waiting list summer break",
            ),
            Self::Access => language.pick(
                "behörighet användare e-tjänster roller HSA-id administrera tilldela",
                "permission users services roles HSA-id administer grant",
            ),
            Self::AccessRoles => language.pick(
                "roller behörighetsprofiler användarroll skapa roll",
                "roles profiles of permissions make role",
            ),
            Self::AccessReport => language.pick(
                "vem fick göra vad matris behörigheter historik revision",
                "who could do what matrix permissions history audit",
            ),
            Self::Users => language.pick("konton roller behörighet", "accounts roles permission"),
            Self::LetterTemplates => language.pick("brev mallar utskick post", "letters mail post"),
            Self::Log => language.pick(
                "loggbok granskning händelser journal vem har läst",
                "audit journal events who has read",
            ),
            Self::Past => language.pick(
                "historik då tidigare register datum granskning",
                "history then earlier register date audit",
            ),
            Self::Messages => language.pick(
                "meddelande skicka skriva kollega inkomna olästa e-post notis",
                "message send write colleague received unread e-mail notice",
            ),
            Self::OwnPage => language.pick(
                "mitt konto lösenord sessioner språk utseende mörkt",
                "account password sessions language appearance dark",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::Role, language::Named};

    #[test]
    fn a_role_has_the_pages_it_may_open() {
        let pages = |role: Role| -> Vec<ProductPage> {
            ProductPage::ALL
                .iter()
                .copied()
                .filter(|page| page.is_open_to(|permission| role.may(permission)))
                .collect()
        };
        let of_cases = [
            ProductPage::Start,
            ProductPage::Cases,
            ProductPage::FollowUps,
            ProductPage::IncompleteMeasures,
            ProductPage::ReportObstacles,
            ProductPage::Inbox,
            ProductPage::Persons,
            ProductPage::Pupils,
            ProductPage::Units,
            ProductPage::StudyPaths,
            ProductPage::Jobs,
            ProductPage::Runs,
            ProductPage::DryRun,
        ];
        let (cases, own) = (of_cases.as_slice(), [ProductPage::Messages, ProductPage::OwnPage]);
        assert_eq!(pages(Role::Caseworker), [cases, &own].concat());
        let administered = [ProductPage::Users, ProductPage::LetterTemplates, ProductPage::Past];
        let (before, after) = cases.split_at(4);
        let reports = [ProductPage::ScbExport];
        assert_eq!(pages(Role::RegionAdministrator), [before, &reports, after, &administered, &own].concat());
        assert_eq!(
            pages(Role::Auditor),
            [
                ProductPage::Start,
                ProductPage::Users,
                ProductPage::Log,
                ProductPage::Past,
                ProductPage::Messages,
                ProductPage::OwnPage
            ]
        );
    }
}
