//! `rules.md` section 6: contacts and their follow-ups.

use chrono::NaiveDate;
use domain::{
    contact::{
        ContactField, ContactRefusal, ContactWay, NewContact,
        change::{ContactValues, EditedContact, change},
        form::{ContactForm, ContactRequest},
        registration::{ContactedCase, register, register_many},
    },
    follow_up::FollowUp,
    id::{AccountId, CaseId, ContactId},
    municipality::MunicipalityCode,
};

use crate::{
    handbook_says, rules_say,
    support::{
        day,
        situation::{LINKOPING, NORRKOPING, municipality},
    },
};

fn today() -> NaiveDate {
    day("2026-11-21")
}

fn case(id: i64, caseworker: Option<i64>) -> ContactedCase {
    ContactedCase {
        id: CaseId(id),
        municipality: municipality(NORRKOPING),
        caseworker: caseworker.map(AccountId),
    }
}

fn request(date: &str, follow_up: &str, caseworker: Option<i64>) -> ContactRequest {
    let contact = NewContact {
        date: day(date),
        heading: "Samtal om komvux".into(),
        way: ContactWay::Telephone,
        notes: String::new(),
        follow_up: follow_up.parse().ok(),
    };
    ContactRequest { contact, caseworker: caseworker.map(AccountId) }
}

fn everybody(_: AccountId, _: MunicipalityCode) -> bool {
    true
}

fn edited(follow_up: FollowUp) -> EditedContact {
    EditedContact {
        id: ContactId(1),
        case: CaseId(1),
        municipality: municipality(NORRKOPING),
        version: 1,
        values: ContactValues {
            date: day("2026-11-01"),
            heading: "Ej anträffbar".into(),
            way: ContactWay::TextMessage,
            notes: String::new(),
            follow_up,
        },
    }
}

#[test]
fn the_date_is_today_heading_and_way_are_required_and_the_follow_up_date_if_yes() {
    rules_say(
        "Date (default today), heading*, way*, notes, follow-up yes/no, follow-up date (required if yes), caseworker",
    );
    assert_eq!(ContactForm::new(today()).date, "2026-11-21");
    let form = ContactForm { follows_up: "1".into(), ..ContactForm::default() };
    let fields: Vec<_> = form.read(today()).unwrap_err().iter().map(|error| error.field).collect();
    assert_eq!(fields, [ContactField::Heading, ContactField::Way, ContactField::FollowUp]);
}

#[test]
fn the_caseworker_becomes_the_cases_when_given_and_leaves_it_alone_when_empty() {
    rules_say("caseworker (sets the case's caseworker when given; leaves it alone when empty).");
    handbook_says(
        "Om handläggare redan finns kopplade till aktivitetsansvaret kommer de att ändras om en ny handläggare fylls i, annars kommer det att vara oförändrat.",
    );
    let given = |has, gets| {
        register(&case(1, has), &request("2026-11-21", "", gets), today(), everybody)
            .unwrap()
            .caseworker
            .map(|account| account.0)
    };
    assert_eq!(given(None, Some(7)), Some(7));
    assert_eq!(given(Some(8), Some(7)), Some(7));
    assert_eq!(given(Some(7), Some(7)), None);
    assert_eq!(given(Some(8), None), None);
}

#[test]
fn a_caseworker_is_a_user_of_the_cases_municipality() {
    handbook_says("Alla användare kopplade till kommun kommer att visas som handläggare i systemet.");
    let elsewhere = ContactedCase { municipality: municipality(LINKOPING), ..case(2, None) };
    let cases = [case(1, None), elsewhere];
    let only_there = |_: AccountId, place: MunicipalityCode| place == municipality(NORRKOPING);
    let many = register_many(&cases, &request("2026-11-21", "", Some(7)), today(), only_there);
    assert_eq!(many.planned.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [1]);
    assert_eq!(many.refused, [(CaseId(2), vec![ContactRefusal::CaseworkerElsewhere])]);
}

#[test]
fn a_case_of_which_several_follow_ups_are_chosen_gets_one_contact() {
    handbook_says("Kontaktillfällen kan även skapas under Uppföljning");
    let cases = [case(1, None), case(2, None), case(1, None)];
    let many = register_many(&cases, &request("2026-11-21", "2026-12-01", None), today(), everybody);
    assert_eq!(many.planned.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_contact_has_been_made_and_is_followed_up_afterwards() {
    let refusals = |date, follow_up| {
        register(&case(1, None), &request(date, follow_up, None), today(), everybody)
            .err()
            .unwrap_or_default()
    };
    assert_eq!(refusals("2026-11-21", "2026-11-21"), []);
    assert_eq!(refusals("2026-11-22", ""), [ContactRefusal::DateAhead]);
    assert_eq!(refusals("2026-11-10", "2026-11-09"), [ContactRefusal::FollowUpBeforeContact]);
    // One that was due before it is registered is overdue at once.
    assert_eq!(refusals("2026-11-01", "2026-11-10"), []);
}

#[test]
fn with_follow_up_it_stands_in_the_list_until_closed_with_a_reason() {
    rules_say(
        "A contact without follow-up appears on the case only; with follow-up on both the case and the follow-up list until closed with a reason.",
    );
    let due = FollowUp::Due(day("2026-11-30"));
    assert!(due.is_open() && !FollowUp::None.is_open());
    let closed = due.closed(today(), "Nådd").unwrap();
    assert!(!closed.is_open());
    assert_eq!((closed.due(), closed.reason()), (due.due(), Some("Nådd")));
    // Nothing is closed twice, and what has no follow-up has nothing to close.
    assert_eq!(closed.closed(today(), "Igen"), None);
    assert_eq!(FollowUp::None.closed(today(), "Nådd"), None);
}

#[test]
fn a_follow_up_is_closed_by_changing_its_contact_and_opened_again_so() {
    handbook_says(
        "Uppföljning kan också avslutas på enskilda individer antingen genom att man klickar på Ändrar vid raden för Kontakttillfället i Uppföljning eller ändra i fliken Kontakttillfälle i Aktivitetsansvaret.",
    );
    let contact = edited(FollowUp::Due(day("2026-11-20")));
    let form = ContactForm { closed: "Nådd".into(), ..ContactForm::written(&contact.values) };
    let after =
        change(&contact, &form.read_change(&contact.values, &contact.values, today()).unwrap(), today())
            .unwrap();
    assert_eq!(after.follow_up.closed_on(), Some(today()));
    // Another day the form is written from that and saved again: the day of closing stays.
    let contact = EditedContact { values: after.clone(), ..contact };
    let tomorrow = day("2026-11-22");
    let same = ContactForm::written(&after).read_change(&after, &after, tomorrow).unwrap();
    assert_eq!(change(&contact, &same, tomorrow), Ok(after.clone()));
    let opened = ContactForm { closed: " ".into(), ..ContactForm::written(&after) };
    let opened = opened.read_change(&after, &after, tomorrow).unwrap();
    assert_eq!(opened.follow_up, FollowUp::Due(day("2026-11-20")));
}

#[test]
fn only_what_differs_of_a_contact_is_judged() {
    // It was dated ahead when that was still possible.
    let mut contact = edited(FollowUp::None);
    contact.values.date = day("2027-01-01");
    let noted = ContactValues { notes: "Kom inte".into(), ..contact.values.clone() };
    assert_eq!(change(&contact, &noted, today()), Ok(noted));
    let moved = ContactValues { date: day("2027-01-02"), ..contact.values.clone() };
    assert_eq!(change(&contact, &moved, today()), Err(vec![ContactRefusal::DateAhead]));
}

#[test]
fn closing_without_a_follow_up_is_asked_about() {
    let contact = edited(FollowUp::None);
    let form = ContactForm { closed: "Nådd".into(), ..ContactForm::written(&contact.values) };
    let errors = form.read_change(&contact.values, &contact.values, today()).unwrap_err();
    assert_eq!((errors[0].field, errors[0].mistake.code()), (ContactField::Closed, "box_not_ticked"));
}
