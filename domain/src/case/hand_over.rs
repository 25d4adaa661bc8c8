//! Handing all cases of one caseworker over to another (requirement K11). A caseworker marks whose a case is and restricts
//! nothing, so that whoever may edit the cases may hand them over.

use chrono::NaiveDate;

use super::change::{CaseChange, CaseRefusal, CaseValues, EditedCase, FieldChange};
use crate::{
    id::AccountId,
    language::{Language, Message, Named, named},
    many::Many,
    municipality::MunicipalityCode,
};

named! {
    /// The fields of the form: who has the cases, and who gets them.
    pub enum HandOverField {
        From = "from", "Från", "From";
        To = "to", "Till", "To";
    }
}

named! {
    /// Why nothing is handed over. The name is the whole sentence.
    pub enum HandOverRefusal {
        SamePerson = "same_person",
            "Välj någon annan än den som har aktivitetsansvaren nu.",
            "Choose somebody else than the one who has the cases now.";
        Nothing = "nothing_to_hand_over",
            "Handläggaren har inga öppna aktivitetsansvar. Det finns inget att lämna över.",
            "The caseworker has no open cases. There is nothing to hand over.";
    }
}

impl HandOverRefusal {
    /// The field that is to be mended.
    pub const fn field(self) -> HandOverField {
        match self {
            Self::SamePerson => HandOverField::To,
            Self::Nothing => HandOverField::From,
        }
    }
}

impl Message for HandOverRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

/// Decides which of the cases go from one caseworker to another: the open ones that are the first one's. A closed case keeps
/// whose it was. Follow-ups are the case's, and go with it.
///
/// # Errors
/// When there is nothing to hand over, or nobody to hand it to.
pub fn hand_over<'a>(
    cases: impl IntoIterator<Item = &'a EditedCase>,
    from: AccountId,
    to: AccountId,
    today: NaiveDate,
    is_user: impl Fn(AccountId, MunicipalityCode) -> bool,
) -> Result<Many<CaseValues, CaseRefusal>, HandOverRefusal> {
    if from == to {
        return Err(HandOverRefusal::SamePerson);
    }
    let change = CaseChange { caseworker: FieldChange::Set(to), ..CaseChange::default() };
    let many: Many<CaseValues, CaseRefusal> = cases
        .into_iter()
        .filter(|case| case.deregistered.is_none() && case.values.caseworker == Some(from))
        .map(|case| (case.id, change.decide(case, today, |account| is_user(account, case.municipality))))
        .collect();
    if many.total() == 0 { Err(HandOverRefusal::Nothing) } else { Ok(many) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{CaseId, PersonId},
        occupation::OccupationAtRegistration,
    };

    fn case(id: i64, code: &str, caseworker: Option<i64>, deregistered: Option<&str>) -> EditedCase {
        let day = |text: &str| text.parse().unwrap();
        EditedCase {
            id: CaseId(id),
            person: PersonId(id),
            municipality: MunicipalityCode::try_from(code).unwrap(),
            version: 1,
            values: CaseValues {
                registered: day("2026-09-01"),
                occupation: OccupationAtRegistration::Unknown,
                other_schooling_until: None,
                caseworker: caseworker.map(AccountId),
                living_outside: None,
            },
            deregistered: deregistered.map(day),
            earlier_until: None,
            birth: None,
        }
    }

    #[test]
    fn the_open_cases_of_one_go_to_the_other_and_those_elsewhere_are_told() {
        let cases = [
            case(1, "0581", Some(7), None),
            case(2, "0581", Some(8), None),
            case(3, "0581", Some(7), Some("2026-10-31")),
            case(4, "0580", Some(7), None),
            case(5, "0581", None, None),
        ];
        let today = "2026-11-21".parse().unwrap();
        let norrkoping = MunicipalityCode::try_from("0581").unwrap();
        let only_there = |_: AccountId, place: MunicipalityCode| place == norrkoping;
        let many = hand_over(&cases, AccountId(7), AccountId(9), today, only_there).unwrap();
        let given: Vec<_> = many.planned.iter().map(|(id, values)| (id.0, values.caseworker)).collect();
        assert_eq!(given, [(1, Some(AccountId(9)))]);
        assert_eq!(many.refused, [(CaseId(4), vec![CaseRefusal::CaseworkerElsewhere])]);
        assert_eq!(
            many.message(Language::Swedish),
            "1 av 2 kan inte sparas. De övriga sparas; rätta de här och spara igen."
        );
        let to = |from, to| hand_over(&cases, AccountId(from), AccountId(to), today, only_there).unwrap_err();
        assert_eq!((to(7, 7), to(10, 9)), (HandOverRefusal::SamePerson, HandOverRefusal::Nothing));
    }
}
