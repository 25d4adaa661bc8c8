//! The log of a case (requirement K4): who has seen and changed what, as the tab *Logg* tells it.
//!
//! The journal holds it as codes. Here they get their names, and here it is decided, by the table of
//! [`crate::visibility`], which values the municipality of the case sees: of what another municipality has registered, never
//! its notes.

use chrono::NaiveDateTime;

use crate::{
    case::DeregistrationReason,
    contact::{ContactDetailKind, ContactField, ContactWay, LivingOutside, detail::DetailField},
    diploma::{DiplomaKind, DiplomaSource},
    id::{AccountId, OperationId},
    individual_plan::PlanField,
    language::{Language, Named, named},
    measure::{MeasureField, MeasureOutcome, MeasureType},
    municipality::MunicipalityCode,
    occupation::{OccupationAfter, OccupationAtRegistration, OccupationBefore},
    operation::{ChangeKind, EntityKind, OperationKind, role_name},
    person::{AddressKind, DeregistrationCode},
    visibility::{SeenField, Standing},
};

use super::{change::CaseField, responsibility::ResponsibilityField, responsibility::ShownField};

/// The most characters of a value that the log shows; the whole text stands where it is kept.
const LONGEST_SHOWN: usize = 300;

/// An entry of the log of a case: something that was done, of which only what concerns the case is told.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseLogEntry {
    /// Which operation.
    pub id: OperationId,
    /// When, as clocks in Stockholm show it.
    pub at: NaiveDateTime,
    /// What was done.
    pub kind: OperationKind,
    /// By whom.
    pub actor: String,
    /// In what role: its code, `system`, `operator`, or empty.
    pub role: String,
    /// For which organisation, or empty.
    pub organisation: String,
    /// Why, or with what, as codes.
    pub reason: String,
    /// What it was done to.
    pub things: Vec<LoggedThing>,
}

crate::private_debug!(CaseLogEntry, id, at, kind);

/// A thing that something was done to.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedThing {
    /// What kind of thing.
    pub entity: EntityKind,
    /// Which one.
    pub id: i64,
    /// What was done to it.
    pub kind: ChangeKind,
    /// The fields that became different, in their order in forms; none of what was only read.
    pub fields: Vec<LoggedField>,
}

crate::private_debug!(LoggedThing, entity, kind);

/// A field that became different.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedField {
    /// Which field.
    pub field: LogField,
    /// What stood there before, as the journal holds it; `None` for nothing.
    pub before: Option<String>,
    /// What stands there since.
    pub after: Option<String>,
}

crate::private_debug!(LoggedField, field);

impl CaseLogEntry {
    /// The role's name; that of the system and of its operator too.
    pub fn role_name(&self, language: Language) -> &str {
        role_name(&self.role, language).unwrap_or_default()
    }
}

named! {
    /// The fields that have no enumeration of their own where they live. The codes are those of the journal.
    pub enum OtherField {
        Municipality = "municipality", "Kommun", "Municipality";
        ClosedWithCase = "closed_with_case", "Avslutad av körningen", "Closed by the run";
        DiplomaSource = "source", "Enligt", "According to";
        Diploma = "diploma", "Examen", "Diploma";
        AddressKind = "address_kind", "Typ av adress", "Kind of address";
        CareOf = "care_of", "c/o", "c/o";
        Lines = "lines", "Adress", "Address";
        PostalCode = "postal_code", "Postnummer", "Postal code";
        City = "city", "Ort", "City";
        Country = "country", "Land", "Country";
        CivicNumber = "civic_number", "Personnummer", "Personal number";
        GivenNames = "given", "Förnamn", "Given names";
        CallingMark = "calling_mark", "Tilltalsnamnsmarkering", "Mark of the calling name";
        MiddleName = "middle", "Mellannamn", "Middle name";
        Surname = "surname", "Efternamn", "Surname";
        Residence = "present.municipality", "Folkbokförd i", "Registered in";
        ResidenceSince = "present.since", "Folkbokförd sedan", "Registered since";
        Deregistration = "deregistration.code", "Avregistrerad ur folkbokföringen: orsak", "Removed from the population register: reason";
        DeregistrationDate = "deregistration.date", "Avregistrerad ur folkbokföringen: datum", "Removed from the population register: date";
        RegisteredAddresses = "addresses", "Adresser", "Addresses";
        PlacementStart = "placement_start", "Placeringens första dag", "First day of the placement";
        PlacementEnd = "placement_end", "Placeringens sista dag", "Last day of the placement";
        Unit = "unit", "Enhet", "School unit";
        StudyPath = "study_path", "Studieväg", "Study path";
        Grade = "grade", "Årskurs", "Grade";
        Class = "class", "Klass", "Class";
        AcademicYear = "academic_year", "Läsår", "Academic year";
    }
}

/// A field of something that the log tells of; ordered as forms have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogField {
    /// Of a case.
    Case(CaseField),
    /// Of a case, set by the run.
    Shown(ShownField),
    /// The notes of a case.
    CaseNotes,
    /// Of a measure.
    Measure(MeasureField),
    /// Of a contact.
    Contact(ContactField),
    /// Of a way to reach the person.
    Detail(DetailField),
    /// Of a plan.
    Plan(PlanField),
    /// Of anything else.
    Other(OtherField),
}

impl LogField {
    /// The field of a thing by the code that the journal has for it; `None` for what is no matter of the case's readers, such
    /// as marks of the system itself.
    pub fn of(entity: EntityKind, code: &str) -> Option<Self> {
        let other = |field: OtherField| Some(Self::Other(field));
        let of_its_own = |fields: &[OtherField]| {
            let field = OtherField::from_code(code).filter(|field| fields.contains(field));
            field.map(Self::Other)
        };
        use OtherField::*;
        match (entity, code) {
            (EntityKind::Case, "notes") => Some(Self::CaseNotes),
            (EntityKind::Case, "municipality") => other(Municipality),
            (EntityKind::Case, _) => CaseField::from_code(code)
                .map(Self::Case)
                .or_else(|| ShownField::from_code(code).map(Self::Shown)),
            (EntityKind::Measure, "period.start") => Some(Self::Measure(MeasureField::Start)),
            // The run names the end that it sets so.
            (EntityKind::Measure, "period.end" | "end") => Some(Self::Measure(MeasureField::End)),
            (EntityKind::Measure, "closed_with_case") => other(ClosedWithCase),
            (EntityKind::Measure, _) => MeasureField::from_code(code).map(Self::Measure),
            (EntityKind::Contact, "follow_up.due" | "follow_up.closed.due") => {
                Some(Self::Contact(ContactField::FollowUp))
            }
            (EntityKind::Contact, "follow_up.closed.reason") => Some(Self::Contact(ContactField::Closed)),
            (EntityKind::Contact, "follow_up" | "follow_up.closed.on") => None,
            (EntityKind::Contact, _) => ContactField::from_code(code).map(Self::Contact),
            (EntityKind::ContactDetail, _) => DetailField::from_code(code).map(Self::Detail),
            (EntityKind::IndividualPlan, _) => PlanField::from_code(code).map(Self::Plan),
            (EntityKind::Address, "kind") => other(AddressKind),
            (EntityKind::Address, _) => of_its_own(&[CareOf, Lines, PostalCode, City, Country]),
            (EntityKind::Diploma, "kind") => other(Diploma),
            (EntityKind::Diploma, _) => of_its_own(&[DiplomaSource]),
            (EntityKind::Placement, "start") => other(PlacementStart),
            (EntityKind::Placement, "end") => other(PlacementEnd),
            (EntityKind::Placement, _) => of_its_own(&[Unit, StudyPath, Grade, Class, AcademicYear]),
            (EntityKind::Person, _) => of_its_own(&[
                CivicNumber,
                GivenNames,
                CallingMark,
                MiddleName,
                Surname,
                Residence,
                ResidenceSince,
                Deregistration,
                DeregistrationDate,
                RegisteredAddresses,
            ]),
            _ => None,
        }
    }

    /// What it is called.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Self::Case(field) => field.name(language),
            Self::Shown(field) => field.name(language),
            Self::CaseNotes => ResponsibilityField::Notes.name(language),
            Self::Measure(field) => field.name(language),
            Self::Contact(field) => field.name(language),
            Self::Detail(field) => field.name(language),
            Self::Plan(field) => field.name(language),
            Self::Other(field) => field.name(language),
        }
    }

    /// The line of the table of what municipalities see of each other.
    pub const fn seen_as(self) -> SeenField {
        match self {
            Self::Case(CaseField::Registered) | Self::Shown(_) => SeenField::CaseDays,
            Self::Case(CaseField::Occupation) => SeenField::CaseOccupation,
            Self::Case(CaseField::OtherSchooling) => SeenField::CaseOtherSchooling,
            Self::Case(CaseField::Caseworker) => SeenField::CaseCaseworker,
            Self::Case(CaseField::LivingOutside) => SeenField::CaseLivingOutside,
            Self::CaseNotes => SeenField::CaseNotes,
            Self::Measure(MeasureField::Kind) => SeenField::MeasureKind,
            Self::Measure(MeasureField::Start) => SeenField::MeasureStart,
            Self::Measure(MeasureField::End) => SeenField::MeasureEnd,
            Self::Measure(MeasureField::OccupationBefore) => SeenField::MeasureOccupationBefore,
            Self::Measure(MeasureField::OccupationAfter) => SeenField::MeasureOccupationAfter,
            Self::Measure(MeasureField::Outcome) => SeenField::MeasureOutcome,
            Self::Measure(MeasureField::Notes) => SeenField::MeasureNotes,
            Self::Contact(_) => SeenField::ContactNotes,
            Self::Detail(_) => SeenField::PersonContactDetails,
            Self::Plan(_) => SeenField::IndividualPlan,
            Self::Other(field) => match field {
                OtherField::Municipality => SeenField::CaseDays,
                OtherField::ClosedWithCase => SeenField::MeasureClosedWithCase,
                OtherField::DiplomaSource | OtherField::Diploma => SeenField::PersonDiplomas,
                OtherField::PlacementStart
                | OtherField::PlacementEnd
                | OtherField::Unit
                | OtherField::StudyPath
                | OtherField::Grade
                | OtherField::Class
                | OtherField::AcademicYear => SeenField::PersonPlacements,
                OtherField::CivicNumber
                | OtherField::GivenNames
                | OtherField::CallingMark
                | OtherField::MiddleName
                | OtherField::Surname => SeenField::PersonName,
                OtherField::AddressKind
                | OtherField::CareOf
                | OtherField::Lines
                | OtherField::PostalCode
                | OtherField::City
                | OtherField::Country
                | OtherField::Residence
                | OtherField::ResidenceSince
                | OtherField::Deregistration
                | OtherField::DeregistrationDate
                | OtherField::RegisteredAddresses => SeenField::PersonAddresses,
            },
        }
    }

    /// Whether its value says nothing to a reader: identities in tables, lists of things that stand on other tabs.
    const fn is_told_without_value(self) -> bool {
        matches!(
            self,
            Self::Other(
                OtherField::Unit
                    | OtherField::StudyPath
                    | OtherField::RegisteredAddresses
                    | OtherField::CallingMark
            )
        )
    }

    /// A value as it is read: `None` where only the name of the field is told. `user` gives the name of an account.
    pub fn shown(
        self,
        value: &str,
        language: Language,
        user: impl Fn(AccountId) -> Option<String>,
    ) -> Option<String> {
        if self.is_told_without_value() {
            return None;
        }
        let named = match self {
            Self::Case(CaseField::Occupation) => choice::<OccupationAtRegistration>(value, language),
            Self::Case(CaseField::LivingOutside) => choice::<LivingOutside>(value, language),
            Self::Case(CaseField::Caseworker) => {
                let name = value.parse().ok().and_then(|id| user(AccountId(id)));
                return Some(
                    name.unwrap_or_else(|| language.pick("någon annan", "somebody else").to_owned()),
                );
            }
            Self::Shown(ShownField::Reason) => choice::<DeregistrationReason>(value, language),
            Self::Measure(MeasureField::Kind) => choice::<MeasureType>(value, language),
            Self::Measure(MeasureField::OccupationBefore) => choice::<OccupationBefore>(value, language),
            Self::Measure(MeasureField::OccupationAfter) => choice::<OccupationAfter>(value, language),
            Self::Measure(MeasureField::Outcome) => choice::<MeasureOutcome>(value, language),
            Self::Contact(ContactField::Way) => choice::<ContactWay>(value, language),
            Self::Detail(DetailField::Kind) => choice::<ContactDetailKind>(value, language),
            Self::Detail(DetailField::Primary | DetailField::PrimaryTelephone) => {
                Some(if value == "true" { language.pick("ja", "yes") } else { language.pick("nej", "no") })
            }
            Self::Other(OtherField::AddressKind) => choice::<AddressKind>(value, language),
            Self::Other(OtherField::DiplomaSource) => choice::<DiplomaSource>(value, language),
            Self::Other(OtherField::Diploma) => choice::<DiplomaKind>(value, language),
            Self::Other(OtherField::Deregistration) => choice::<DeregistrationCode>(value, language),
            Self::Other(OtherField::Municipality | OtherField::Residence) => {
                let code = MunicipalityCode::try_from(value).ok();
                return Some(code.map_or_else(|| value.to_owned(), |code| code.name().to_owned()));
            }
            _ => None,
        };
        Some(named.map_or_else(|| shortened(value), str::to_owned))
    }
}

fn choice<N: Named>(code: &str, language: Language) -> Option<&'static str> {
    N::from_code(code).map(|value| value.name(language))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// The fields of a thing that became different and that the municipality of the case sees, which stands so to the one that
/// registered it. `before` and `after` are the fields by the journal's codes.
pub fn fields_seen(
    entity: EntityKind,
    standing: Standing,
    before: &[(String, String)],
    after: &[(String, String)],
) -> Vec<LoggedField> {
    let value = |fields: &[(String, String)], code: &str| {
        let found = fields.iter().find(|(name, _)| name == code);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    };
    let mut seen: Vec<LoggedField> = Vec::new();
    for (code, _) in before.iter().chain(after) {
        let Some(field) = LogField::of(entity, code) else { continue };
        if !field.seen_as().is_seen_by(standing) {
            continue;
        }
        let (was, is) = (value(before, code), value(after, code));
        // Some fields are told under several codes, of which each holds one side.
        match seen.iter_mut().find(|told| told.field == field) {
            Some(told) => {
                told.before = told.before.take().or(was);
                told.after = told.after.take().or(is);
            }
            None => seen.push(LoggedField { field, before: was, after: is }),
        }
    }
    seen.sort_by_key(|told| told.field);
    seen.retain(|told| told.before != told.after || told.field.is_told_without_value());
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(code, value)| ((*code).to_owned(), (*value).to_owned())).collect()
    }

    fn told(entity: EntityKind, standing: Standing, after: &[(&str, &str)]) -> Vec<(&'static str, String)> {
        let user = |account: AccountId| (account == AccountId(3)).then(|| "Åsa Lindqvist".to_owned());
        fields_seen(entity, standing, &[], &pairs(after))
            .into_iter()
            .map(|seen| {
                let value = seen.field.shown(seen.after.as_deref().unwrap(), Language::Swedish, user);
                (seen.field.name(Language::Swedish), value.unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn codes_are_told_by_their_names_and_users_by_theirs() {
        let case = [("occupation", "work"), ("caseworker", "3"), ("registered", "2026-11-01")];
        assert_eq!(
            told(EntityKind::Case, Standing::Own, &case),
            [
                ("Datum för registrering", "2026-11-01".to_owned()),
                ("Sysselsättning vid registrering", "Arbete".to_owned()),
                ("Handläggare", "Åsa Lindqvist".to_owned()),
            ]
        );
        assert_eq!(
            told(EntityKind::Case, Standing::Own, &[("caseworker", "4")]),
            [("Handläggare", "någon annan".to_owned())]
        );
        assert_eq!(
            told(EntityKind::Person, Standing::Own, &[("present.municipality", "0581"), ("addresses", "[]")]),
            [("Folkbokförd i", "Norrköping".to_owned()), ("Adresser", String::new())]
        );
    }

    #[test]
    fn of_the_measure_of_an_earlier_municipality_all_is_told_but_its_notes() {
        let measure = [("kind", "Prak"), ("period.start", "2026-10-02"), ("notes", "Hemligt")];
        let own = told(EntityKind::Measure, Standing::Own, &measure);
        assert_eq!(own.last(), Some(&("Anteckningar", "Hemligt".to_owned())));
        let later = told(EntityKind::Measure, Standing::Later, &measure);
        assert_eq!(later, [("Åtgärdstyp", "Praktik".to_owned()), ("Startdatum", "2026-10-02".to_owned())]);
        assert_eq!(told(EntityKind::Measure, Standing::Earlier, &measure), []);
        for entity in [EntityKind::Contact, EntityKind::Case, EntityKind::IndividualPlan] {
            let noted = [("notes", "Hemligt"), ("heading", "Samtal"), ("goal", "Arbete")];
            assert_eq!(told(entity, Standing::Later, &noted), [], "{entity:?}");
        }
    }

    #[test]
    fn a_follow_up_that_is_closed_is_told_as_a_reason_and_not_as_a_new_day() {
        let before = pairs(&[("follow_up.due", "2026-11-20")]);
        let after = pairs(&[
            ("follow_up.closed.due", "2026-11-20"),
            ("follow_up.closed.on", "2026-11-21"),
            ("follow_up.closed.reason", "Nådde fram"),
        ]);
        let seen = fields_seen(EntityKind::Contact, Standing::Own, &before, &after);
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].field, LogField::Contact(ContactField::Closed));
    }

    #[test]
    fn of_a_long_text_the_log_shows_the_beginning() {
        let notes = "å".repeat(LONGEST_SHOWN + 1);
        let shown = LogField::CaseNotes.shown(&notes, Language::Swedish, |_| None).unwrap();
        assert_eq!(shown.chars().count(), LONGEST_SHOWN + 2);
        assert_eq!(LogField::CaseNotes.shown("kort", Language::Swedish, |_| None).unwrap(), "kort");
    }
}
