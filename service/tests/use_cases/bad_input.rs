//! What nobody should fill in, and somebody will: every form of casework, field by field. Nothing of it is saved but text as
//! the text that it is, and what is wrong is told of the field where it is.

use std::fmt::Debug;

use domain::{
    case::responsibility::ResponsibilityForm,
    contact::{detail::DetailForm, form::ContactForm, postal_address::AddressForm},
    follow_up::closing::ClosingForm,
    form::{FieldError, Mistake},
    id::CaseId,
    individual_plan::{PlanForm, PlanRefusal},
    language::{Language, Message, Named},
    list::{Filter, FollowUpColumn, ListQuery},
    measure::{MeasureField, MeasureRefusal, form::MeasureForm},
};
use serde::{Serialize, de::DeserializeOwned};
use service::{
    contacts, details,
    jobs::{self, Asked, Origin},
    lists, measures, plans, responsibility,
    saving::{SaveFailure, Seen},
};

use crate::support::{
    casework::{Office, office},
    database::{TestDatabase, stories},
};

stories! {
    dates_that_are_none_or_lie_far_off_are_told_of_their_field,
    what_ends_before_it_starts_or_beyond_twenty_is_refused,
    what_no_list_offers_is_not_taken,
    texts_that_are_too_long_are_told_of_their_field,
    markup_and_control_characters_are_kept_as_the_text_that_one_sees,
}

/// What somebody fills in who wants to harm, and what is kept of it: what one sees.
const HOSTILE: &str =
    "=HYPERLINK(1)\u{0}<script>alert('å')</script>\u{7}\u{1b}[31m&amp; \"'); DROP TABLE person;--\u{8}";
const KEPT_LINE: &str = "=HYPERLINK(1) <script>alert('å')</script> [31m&amp; \"'); DROP TABLE person;--";
const KEPT_NOTES: &str = "=HYPERLINK(1)<script>alert('å')</script>[31m&amp; \"'); DROP TABLE person;--";

fn measure() -> MeasureForm {
    MeasureForm {
        kind: "Prak".into(),
        start: "2026-11-10".into(),
        occupation_before: "none".into(),
        ..MeasureForm::default()
    }
}

fn contact() -> ContactForm {
    ContactForm {
        date: "2026-11-20".into(),
        heading: "Samtal".into(),
        way: "telephone".into(),
        follows_up: "1".into(),
        follow_up: "2026-11-30".into(),
        ..ContactForm::default()
    }
}

fn plan() -> PlanForm {
    PlanForm {
        goal: "Arbete".into(),
        person: "Söker".into(),
        start: "2026-11-01".into(),
        evaluate_on: "2027-02-15".into(),
        ..PlanForm::default()
    }
}

fn address() -> AddressForm {
    AddressForm {
        line1: "Box 1".into(),
        postal_code: "602 24".into(),
        city: "Norrköping".into(),
        ..AddressForm::default()
    }
}

/// A form with something else in one of its fields.
fn with<F: Serialize + DeserializeOwned>(form: &F, field: &str, text: &str) -> F {
    let mut fields = serde_json::to_value(form).unwrap();
    let before = fields.as_object_mut().unwrap().insert(field.to_owned(), text.into());
    assert!(before.is_some(), "the form has a field {field}");
    serde_json::from_value(fields).unwrap()
}

/// The only thing that is wrong with a form, and where.
fn wrong<T, F: Named, W: Debug>(saved: Result<T, SaveFailure<F, W>>) -> (&'static str, Mistake)
where
    FieldError<F>: Message,
{
    match saved {
        Err(SaveFailure::Unreadable(errors)) => {
            assert_eq!(errors.len(), 1);
            for language in Language::ALL {
                let said = errors[0].message(language);
                assert!(said.contains(errors[0].field.name(language)) && said.ends_with('.'), "{said}");
            }
            (errors[0].field.code(), errors[0].mistake)
        }
        Err(SaveFailure::Refused(refusals)) => panic!("{refusals:?}"),
        Err(_) => panic!("it was not tried"),
        Ok(_) => panic!("it was saved"),
    }
}

impl Office {
    async fn registers(&self, form: &MeasureForm) -> Result<(), measures::MeasureFailure> {
        measures::register(&self.fyren.services, &self.asa, self.case, form).await.map(drop)
    }

    async fn contacts(&self, form: &ContactForm) -> Result<(), contacts::ContactFailure> {
        contacts::register(&self.fyren.services, &self.asa, self.case, form).await.map(drop)
    }

    async fn plans(&self, form: &PlanForm) -> Result<(), plans::PlanFailure> {
        plans::make(&self.fyren.services, &self.asa, self.case, form).await.map(drop)
    }

    async fn responsibility(
        &self,
    ) -> (Seen<domain::case::responsibility::ResponsibilityValues>, ResponsibilityForm) {
        let services = &self.fyren.services;
        let (found, _) = responsibility::responsibility(services, &self.asa, self.case).await.unwrap();
        let form = ResponsibilityForm::written(&found.values);
        (Seen::new(found.case.version, found.values), form)
    }

    async fn saves(&self, field: &str, text: &str) -> Result<(), responsibility::ResponsibilityFailure> {
        let (seen, form) = self.responsibility().await;
        let form = with(&form, field, text);
        responsibility::save(&self.fyren.services, &self.asa, self.case, &seen, &form).await.map(drop)
    }

    /// Nothing has been made of what was filled in.
    async fn holds_nothing(&self) {
        let view = self.view().await;
        assert!(view.measures.is_empty() && view.contacts.is_empty() && view.plans.is_empty());
        assert!(view.contact_details.is_empty() && view.notes.is_empty());
        assert_eq!((view.addresses.len(), self.version().await), (1, 1));
    }
}

async fn dates_that_are_none_or_lie_far_off_are_told_of_their_field(database: &TestDatabase) {
    let office = office(database).await;
    for (text, code) in [
        ("1900-01-01", "date_far_off"),
        ("2206-11-21", "date_far_off"),
        ("9999-12-31", "date_far_off"),
        ("2026-02-30", "not_a_date"),
        ("i morgon", "not_a_date"),
        ("+12026-11-21", "not_a_date"),
    ] {
        let told = |(field, mistake): (&'static str, Mistake)| (field, mistake.code());
        for field in ["start", "end"] {
            let form = with(&measure(), field, text);
            assert_eq!(told(wrong(office.registers(&form).await)), (field, code), "{text}");
        }
        for field in ["date", "follow_up"] {
            let form = with(&contact(), field, text);
            assert_eq!(told(wrong(office.contacts(&form).await)), (field, code), "{text}");
        }
        for field in ["start", "end", "evaluate_on"] {
            let form = with(&plan(), field, text);
            assert_eq!(told(wrong(office.plans(&form).await)), (field, code), "{text}");
        }
        for field in ["registered", "other_schooling_until"] {
            assert_eq!(told(wrong(office.saves(field, text).await)), (field, code), "{text}");
        }
    }
    office.holds_nothing().await;
}

async fn what_ends_before_it_starts_or_beyond_twenty_is_refused(database: &TestDatabase) {
    let office = office(database).await;
    let refused = async |start: &str, end: &str| {
        let form = MeasureForm { start: start.into(), end: end.into(), ..measure() };
        let Err(SaveFailure::Refused(refusals)) = office.registers(&form).await else {
            panic!("{start} {end}")
        };
        for language in Language::ALL {
            assert!(refusals.iter().all(|refusal| refusal.message(language).ends_with('.')));
        }
        refusals.iter().map(|refusal| (refusal.code(), refusal.field())).collect::<Vec<_>>()
    };
    let (start, end) = (Some(MeasureField::Start), Some(MeasureField::End));
    assert_eq!(refused("2026-12-24", "2026-12-01").await, [("measure_ends_before_start", end)]);
    // The person turns twenty on 17 August 2028.
    assert_eq!(refused("2028-08-18", "").await, [("measure_beyond_twenty", start)]);
    assert_eq!(refused("2026-12-01", "2028-08-18").await, [("measure_beyond_twenty", end)]);
    let ends_early = PlanForm { end: "2026-10-31".into(), ..plan() };
    let failure = office.plans(&ends_early).await.unwrap_err();
    assert_eq!(failure, SaveFailure::Refused(vec![PlanRefusal::EndsBeforeStart]));
    let follow_up = ContactForm { follow_up: "2026-11-19".into(), ..contact() };
    assert!(matches!(office.contacts(&follow_up).await, Err(SaveFailure::Refused(_))));
    assert!(matches!(
        office.saves("other_schooling_until", "2028-08-18").await,
        Err(SaveFailure::Refused(_))
    ));
    office.holds_nothing().await;
    // The last of the days is taken.
    office.registers(&MeasureForm { end: "2028-08-17".into(), ..measure() }).await.unwrap();
    let same = MeasureForm { start: "2028-08-17".into(), ..measure() };
    let refusal = office.registers(&same).await.unwrap_err();
    assert!(
        matches!(refusal, SaveFailure::Refused(why) if matches!(why[..], [MeasureRefusal::Overlaps { .. }]))
    );
}

async fn what_no_list_offers_is_not_taken(database: &TestDatabase) {
    let office = office(database).await;
    // What somebody did before a measure is known.
    for text in ["unknown", "national", "Okänd", "<b>", "new-measure"] {
        let told = wrong(office.registers(&with(&measure(), "occupation_before", text)).await);
        assert_eq!(told, ("occupation_before", Mistake::NotAChoice), "{text}");
    }
    for field in ["kind", "outcome", "occupation_after"] {
        let told = wrong(office.registers(&with(&measure(), field, "x")).await);
        assert_eq!(told, (field, Mistake::NotAChoice));
    }
    for (field, text) in [("way", "duva"), ("caseworker", "4711x")] {
        let told = wrong(office.contacts(&with(&contact(), field, text)).await);
        assert_eq!(told, (field, Mistake::NotAChoice));
    }
    for (field, text) in
        [("occupation", "x"), ("caseworker", "0x1"), ("living_outside", "x"), ("home_diploma", "x")]
    {
        assert_eq!(wrong(office.saves(field, text).await), (field, Mistake::NotAChoice));
    }
    office.holds_nothing().await;
}

async fn texts_that_are_too_long_are_told_of_their_field(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    // 100 kB, of which a letter that takes two.
    let long = "å".repeat(50_000);
    let notes = Mistake::TooLong { limit: 10_000 };
    let line = Mistake::TooLong { limit: 200 };
    assert_eq!(wrong(office.registers(&with(&measure(), "notes", &long)).await), ("notes", notes));
    assert_eq!(wrong(office.contacts(&with(&contact(), "notes", &long)).await), ("notes", notes));
    assert_eq!(wrong(office.contacts(&with(&contact(), "heading", &long)).await), ("heading", line));
    for field in ["goal", "person", "municipality", "others", "evaluation"] {
        assert_eq!(wrong(office.plans(&with(&plan(), field, &long)).await), (field, notes));
    }
    assert_eq!(wrong(office.saves("notes", &long).await), ("notes", notes));
    for field in ["care_of", "line1", "line2", "postal_code", "city", "country"] {
        let form = with(&address(), field, &long);
        let Err(SaveFailure::Refused(why)) = details::add_address(services, &office.asa, case, &form).await
        else {
            panic!("{field} was saved")
        };
        assert!(why.iter().any(|why| why.field().is_some_and(|told| told.code() == field)), "{why:?}");
        assert!(why.iter().any(|why| why.message(Language::Swedish).contains("högst 200 tecken")), "{why:?}");
    }
    for kind in ["email", "telephone", "mobile"] {
        let form = DetailForm { kind: kind.into(), value: long.clone(), ..DetailForm::default() };
        let refused = details::add(services, &office.asa, case, &form).await;
        assert!(matches!(refused, Err(SaveFailure::Refused(_))), "{kind}");
    }
    office.holds_nothing().await;
    // What just fits is kept whole.
    let most = "å".repeat(10_000);
    office.registers(&with(&measure(), "notes", &most)).await.unwrap();
    let kept = office.view().await.measures.remove(0).notes;
    assert_eq!((kept.chars().count(), kept == most), (10_000, true));
}

async fn markup_and_control_characters_are_kept_as_the_text_that_one_sees(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case): (_, CaseId) = (&office.fyren.services, office.case);
    office.registers(&with(&measure(), "notes", HOSTILE)).await.unwrap();
    office.contacts(&with(&with(&contact(), "notes", HOSTILE), "heading", HOSTILE)).await.unwrap();
    let mut all = plan();
    for field in ["goal", "person", "municipality", "others", "evaluation"] {
        all = with(&all, field, HOSTILE);
    }
    office.plans(&all).await.unwrap();
    office.saves("notes", HOSTILE).await.unwrap();
    let mut there = AddressForm { postal_code: "602 24".into(), ..AddressForm::default() };
    for field in ["care_of", "line1", "line2", "city"] {
        there = with(&there, field, HOSTILE);
    }
    details::add_address(services, &office.asa, case, &there).await.unwrap();
    for kind in ["email", "telephone"] {
        let form = DetailForm { kind: kind.into(), value: HOSTILE.into(), ..DetailForm::default() };
        let refused = details::add(services, &office.asa, case, &form).await;
        assert!(matches!(refused, Err(SaveFailure::Refused(_))), "{kind}");
    }
    let view = office.view().await;
    assert_eq!((view.measures[0].notes.as_str(), view.notes.as_str()), (KEPT_NOTES, KEPT_NOTES));
    let made = &view.contacts[0];
    assert_eq!((made.heading.as_str(), made.notes.as_str()), (KEPT_LINE, KEPT_NOTES));
    let plan = &view.plans[0].plan;
    let told = [&plan.goal, &plan.person, &plan.municipality, &plan.others, &plan.evaluation];
    assert_eq!(told, [KEPT_NOTES; 5]);
    let address = view.addresses.iter().find(|address| address.city == KEPT_LINE).unwrap();
    assert_eq!(
        (address.care_of.as_str(), &address.lines[..]),
        (KEPT_LINE, &[KEPT_LINE.to_owned(), KEPT_LINE.into()][..])
    );
    // The reason of a bulk closing, in the list as in the journal.
    let close = Asked::CloseFollowUps(ClosingForm { top: HOSTILE.into(), ..ClosingForm::default() });
    jobs::start(services, &office.asa, &[made.id.0], &close, Origin::default()).await.unwrap();
    let everything = ListQuery::<FollowUpColumn>::default().filtered(Filter::everything());
    let row = lists::page(services, &office.asa, &everything).await.unwrap().rows.remove(0);
    assert_eq!((row.heading.as_str(), row.closed_because.as_deref()), (KEPT_LINE, Some(KEPT_LINE)));
    office.fyren.journal().await;
}
