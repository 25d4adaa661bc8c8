//! Reading a catalogue from text: what ships with Fyren, and what the operator keeps in files.
//!
//! Values are separated by semicolons and never quoted, so that none of them holds one. The first line names the columns. A
//! line of services without a group names the service, one with a group names that group of it. A line of permissions that has
//! nothing but code, day and names gives the permission above another name from that day on. Order is the order shown.

use chrono::NaiveDate;

use super::{Catalogue, CatalogueRefusal, Group, NewEntry, Service};
use crate::{
    access::{
        Permission,
        code::{CodeError, GroupCode, PermissionCode, ServiceCode},
        organisation::OrganisationKind,
        wording::{Wording, WordingError},
    },
    language::{Language, Message, Named},
};

const SERVICES: &str = include_str!("../../../data/services.csv");
const PERMISSIONS: &str = include_str!("../../../data/permissions.csv");

/// The columns of the services.
const SERVICE_COLUMNS: &str = "service;group;swedish;english";
/// The columns of the permissions.
const PERMISSION_COLUMNS: &str = "code;service;group;kinds;announced;first;retired;name_from;swedish;english;information_swedish;information_english;source";

/// The line that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct CatalogueError {
    /// The number of the line; the first is 1.
    pub line: usize,
    /// What is wrong.
    pub mistake: CatalogueMistake,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueMistake {
    /// The first line does not name the columns.
    #[error("the columns are not {0}")]
    Columns(&'static str),
    /// There are too many values or too few.
    #[error("{found} values instead of {expected}")]
    Values {
        /// How many there are.
        found: usize,
        /// How many there have to be.
        expected: usize,
    },
    /// It is no day.
    #[error("no day: {0:?}")]
    Day(String),
    /// There is no such kind of organisation.
    #[error("no kind of organisation: {0:?}")]
    Kind(String),
    /// A service or group is there twice, or a group before its service.
    #[error("a service or group twice, or a group without its service")]
    Service,
    /// A line with another name says more than that.
    #[error("a later name with other values")]
    LaterName,
    /// A first name has a day of its own.
    #[error("a first name with a day")]
    FirstName,
    /// What the line says makes no sense.
    #[error(transparent)]
    Refused(#[from] CatalogueRefusal),
}

impl From<CodeError> for CatalogueMistake {
    fn from(error: CodeError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<WordingError> for CatalogueMistake {
    fn from(error: WordingError) -> Self {
        Self::Refused(error.into())
    }
}

impl Message for CatalogueError {
    fn message(&self, language: Language) -> String {
        let mistake = self.mistake.message(language);
        match language {
            Language::Swedish => format!("Rad {}: {mistake}", self.line),
            Language::English => format!("Line {}: {mistake}", self.line),
        }
    }
}

impl Message for CatalogueMistake {
    fn message(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::Refused(refusal) => return refusal.message(language),
            Self::Columns(columns) => (
                format!("Filen börjar inte med rätt rubriker. Skriv {columns} på första raden."),
                format!("The file does not begin with its columns. Write {columns} on the first line."),
            ),
            Self::Values { found, expected } => (
                format!("Raden har {found} värden i stället för {expected}. Skilj värden åt med semikolon, och skriv inga semikolon i dem."),
                format!("The line has {found} values instead of {expected}. Separate values by semicolons, and write none within them."),
            ),
            Self::Day(text) => (
                format!("”{text}” är inget datum. Skriv det som ÅÅÅÅ-MM-DD, till exempel 2021-06-09."),
                format!("“{text}” is no date. Write it as YYYY-MM-DD, such as 2021-06-09."),
            ),
            Self::Kind(text) => {
                let kinds = OrganisationKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
                (
                    format!("”{text}” är inget slag av organisation. Skriv ett eller flera av {kinds}, med mellanslag emellan."),
                    format!("“{text}” is no kind of organisation. Write one or several of {kinds}, with spaces between."),
                )
            }
            Self::Service => (
                "E-tjänsten eller gruppen finns redan, eller så står gruppen före sin e-tjänst. Skriv e-tjänsten först och var och en en gång.".to_owned(),
                "The service or group is there already, or the group stands before its service. Write the service first, and each of them once.".to_owned(),
            ),
            Self::LaterName => (
                "En rad med ett senare namn har bara kod, dag och namn. Töm de övriga värdena, eller välj en annan kod om det är en annan behörighet.".to_owned(),
                "A line with a later name has nothing but code, day and names. Empty the other values, or choose another code if it is another permission.".to_owned(),
            ),
            Self::FirstName => (
                "Det första namnet gäller från aviseringen och har ingen egen dag. Töm name_from, eller skriv namnet på en egen rad efter det första.".to_owned(),
                "The first name holds from the announcement and has no day of its own. Empty name_from, or write the name on a line of its own after the first one.".to_owned(),
            ),
        };
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

impl Catalogue {
    /// What ships with Fyren: every permission that the sources name, and Fyren's own.
    ///
    /// # Errors
    /// None, as the tests see: the files are a part of the program.
    pub fn shipped() -> Result<Self, CatalogueError> {
        let named = Self::parse(SERVICES, PERMISSIONS)?;
        named.with_fyren().map_err(|refusal| CatalogueError { line: 1, mistake: refusal.into() })
    }

    /// The services that ship with Fyren, without permissions: what is kept elsewhere is added by [`Catalogue::keep`].
    ///
    /// # Errors
    /// None, as of [`Catalogue::shipped`].
    pub fn of_services() -> Result<Self, CatalogueError> {
        Self::parse(SERVICES, PERMISSION_COLUMNS)
    }

    /// Reads a catalogue from the text of its services and of its permissions.
    ///
    /// # Errors
    /// The first line that cannot be read, and why.
    pub fn parse(services: &str, permissions: &str) -> Result<Self, CatalogueError> {
        let mut catalogue = Self { services: Vec::new(), entries: Vec::new() };
        each_line(services, SERVICE_COLUMNS, |[service, group, swedish, english]| {
            catalogue.read_service(service, group, Wording::name(swedish, english)?)
        })?;
        each_line(permissions, PERMISSION_COLUMNS, |values| catalogue.read_permission(values))?;
        Ok(catalogue)
    }

    fn read_service(&mut self, service: &str, group: &str, name: Wording) -> Result<(), CatalogueMistake> {
        let code = ServiceCode::try_from(service)?;
        let known = self.services.iter_mut().find(|known| known.code == code);
        match (known, group) {
            (None, "") => self.services.push(Service { code, name, groups: Vec::new() }),
            (Some(service), group) if !group.is_empty() => {
                let code = GroupCode::try_from(group)?;
                if service.groups.iter().any(|known| known.code == code) {
                    return Err(CatalogueMistake::Service);
                }
                service.groups.push(Group { code, name });
            }
            _ => return Err(CatalogueMistake::Service),
        }
        Ok(())
    }

    fn read_permission(&mut self, values: [&str; 13]) -> Result<(), CatalogueMistake> {
        let [code, service, group, kinds, announced, first, retired, name_from, swedish, english, ..] =
            values;
        let [.., information_swedish, information_english, source] = values;
        let known = PermissionCode::try_from(code)?;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.code == known) {
            let others = [
                service,
                group,
                kinds,
                announced,
                first,
                retired,
                information_swedish,
                information_english,
                source,
            ];
            if others.iter().any(|value| !value.is_empty()) {
                return Err(CatalogueMistake::LaterName);
            }
            return Ok(entry.rename(day(name_from)?, Wording::name(swedish, english)?)?);
        }
        let kinds = kinds
            .split_whitespace()
            .map(|kind| {
                OrganisationKind::from_code(kind).ok_or_else(|| CatalogueMistake::Kind(kind.to_owned()))
            })
            .collect::<Result<_, _>>()?;
        if !name_from.is_empty() {
            return Err(CatalogueMistake::FirstName);
        }
        let retired = (!retired.is_empty()).then(|| day(retired)).transpose()?;
        let new = NewEntry {
            code: code.to_owned(),
            service: ServiceCode::try_from(service)?,
            group: GroupCode::try_from(group)?,
            kinds,
            name: (swedish.to_owned(), english.to_owned()),
            information: (information_swedish.to_owned(), information_english.to_owned()),
            announced: day(announced)?,
            first: day(first)?,
            source: source.to_owned(),
        };
        *self = self.keep(new, retired, [])?;
        Ok(())
    }

    /// The catalogue with those of Fyren's own permissions that it does not have yet. The program knows them, and no file
    /// repeats them; a new version may have more.
    ///
    /// # Errors
    /// When it does not have Fyren among its services.
    pub fn with_fyren(self) -> Result<Self, CatalogueRefusal> {
        let is_missing = |permission: &Permission| self.entry(&PermissionCode::from(*permission)).is_none();
        let missing: Vec<_> = Permission::given().filter(is_missing).collect();
        missing.into_iter().try_fold(self, |catalogue, permission| catalogue.announce(of_fyren(permission)))
    }
}

/// A permission of Fyren as an entry. It has been there since there is a register: the responsibility began on 1 January 2015
/// (29 kap. 9 § skollagen, SFS 2014:1002).
fn of_fyren(permission: Permission) -> NewEntry {
    let since = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap_or_default();
    let text = |language| permission.name(language).to_owned();
    NewEntry {
        code: permission.code().to_owned(),
        service: ServiceCode::fyren(),
        group: GroupCode::of_fyren(),
        kinds: [OrganisationKind::Municipality, OrganisationKind::Region].into(),
        name: (text(Language::Swedish), text(Language::English)),
        information: Default::default(),
        announced: since,
        first: since,
        source: "Fyren".to_owned(),
    }
}

/// Reads each line but the first, which names the columns. Empty ones are passed over.
fn each_line<'a, const VALUES: usize>(
    text: &'a str,
    columns: &'static str,
    mut read: impl FnMut([&'a str; VALUES]) -> Result<(), CatalogueMistake>,
) -> Result<(), CatalogueError> {
    let mut lines = text.lines().enumerate();
    if lines.next().map(|(_, line)| line.trim_start_matches('\u{feff}').trim_end()) != Some(columns) {
        return Err(CatalogueError { line: 1, mistake: CatalogueMistake::Columns(columns) });
    }
    for (before, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let values: Vec<&str> = line.split(';').map(str::trim).collect();
        let found = values.len();
        let values = <[&str; VALUES]>::try_from(values)
            .map_err(|_| CatalogueMistake::Values { found, expected: VALUES });
        values.and_then(&mut read).map_err(|mistake| CatalogueError { line: before + 1, mistake })?;
    }
    Ok(())
}

fn day(text: &str) -> Result<NaiveDate, CatalogueMistake> {
    text.parse().map_err(|_| CatalogueMistake::Day(text.to_owned()))
}
