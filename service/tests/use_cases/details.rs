//! How the person of a case is reached.

use domain::{
    contact::{
        detail::{Detail, DetailField, DetailForm, DetailRefusal},
        postal_address::{AddressField, AddressForm, AddressRefusal},
    },
    id::ContactDetailId,
    operation::{ChangeKind, EntityKind},
    person::Address,
    record::{ChangedMeanwhile, Side},
};
use service::{
    ServiceError, details,
    saving::{SaveFailure, Seen},
    session::Session,
};

use crate::support::{
    casework::{Office, office},
    database::{TestDatabase, stories},
};

stories! {
    the_easiest_number_stands_in_the_list,
    what_is_no_number_or_is_there_already_is_refused,
    a_way_is_changed_and_removed_and_none_is_lost_unseen,
    there_is_one_postal_address_which_two_may_change,
    whom_somebody_has_left_does_not_reach_them,
}

fn number(value: &str, primary_telephone: &str) -> DetailForm {
    let primary_telephone = primary_telephone.to_owned();
    DetailForm { kind: "mobile".into(), value: value.into(), primary_telephone, ..DetailForm::default() }
}

fn box_of(number: &str) -> AddressForm {
    AddressForm {
        line1: number.into(),
        postal_code: "602 24".into(),
        city: "Norrköping".into(),
        ..AddressForm::default()
    }
}

impl Office {
    async fn detail(&self, form: &DetailForm) -> ContactDetailId {
        details::add(&self.fyren.services, &self.asa, self.case, form).await.unwrap()
    }

    async fn seen_detail(&self, id: ContactDetailId) -> Seen<Detail> {
        let person = details::reached(&self.fyren.services, &self.asa, self.case).await.unwrap();
        let record = person.details.into_iter().find(|record| record.detail.id == id).unwrap();
        Seen::new(record.version, record.detail)
    }

    async fn seen_address(&self) -> Option<Seen<Address>> {
        let person = details::reached(&self.fyren.services, &self.asa, self.case).await.unwrap();
        person.postal_address.map(|(address, version)| Seen::new(version, address))
    }
}

async fn the_easiest_number_stands_in_the_list(database: &TestDatabase) {
    let office = office(database).await;
    let one = office.detail(&number("070-1740605", "1")).await;
    assert_eq!(office.row().await.phone.as_deref(), Some("070-174 06 05"));
    let entries = office.entries().await;
    let other = office.detail(&number("070-174 06 06", "1")).await;
    // The other is the easiest no longer, which is one entry with it.
    assert_eq!(office.fyren.journal().await, (entries + 1, 2));
    assert_eq!(office.row().await.phone.as_deref(), Some("070-174 06 06"));
    let told = office.told(2).await;
    assert!(told.iter().all(|told| told.entity == EntityKind::ContactDetail));
    let kinds: Vec<_> = told.iter().map(|told| (told.entity_id, told.kind)).collect();
    assert_eq!(kinds, [(one.0, ChangeKind::Changed), (other.0, ChangeKind::Created)]);
    assert_eq!(office.view().await.row, office.row().await);
    assert!(!office.seen_detail(one).await.values.primary_telephone);
}

async fn what_is_no_number_or_is_there_already_is_refused(database: &TestDatabase) {
    let office = office(database).await;
    office.detail(&number("070-1740605", "")).await;
    let entries = office.entries().await;
    let refused = async |form: DetailForm| {
        let failure =
            details::add(&office.fyren.services, &office.asa, office.case, &form).await.unwrap_err();
        let SaveFailure::Refused(refusals) = failure else { panic!("not refused") };
        refusals.iter().map(DetailRefusal::code).collect::<Vec<_>>()
    };
    assert_eq!(refused(number("+46 70 174 06 05", "")).await, ["detail_already_there"]);
    let mail = DetailForm { kind: "email".into(), ..number("javascript:alert(1)", "") };
    assert_eq!(refused(mail).await, ["email"]);
    assert_eq!(refused(DetailForm::default()).await.len(), 2);
    assert_eq!(office.entries().await, entries);
}

async fn a_way_is_changed_and_removed_and_none_is_lost_unseen(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    let id = office.detail(&number("070-1740605", "")).await;
    let first = office.seen_detail(id).await;
    let change = async |session: &Session, seen: &Seen<Detail>, form: DetailForm| {
        details::change(services, session, case, id, seen, &form).await
    };
    change(&office.bo, &first, number("070-1740607", "")).await.unwrap();
    let told = change(&office.asa, &first, number("070-1740605", "1")).await.unwrap().taken_over.unwrap();
    assert_eq!(told.fields, [DetailField::Value]);
    let both = office.seen_detail(id).await;
    assert_eq!((both.version, both.values.value.as_str()), (3, "070-174 06 07"));
    assert!(both.values.primary_telephone);
    let failure = change(&office.asa, &first, number("070-1740608", "")).await.unwrap_err();
    let SaveFailure::Conflict(clash) = failure else { panic!("no conflict") };
    assert_eq!((clash.version, clash.fields[0].field), (3, DetailField::Value));
    let removed = details::remove(services, &office.bo, case, id, 1).await.unwrap_err();
    assert_eq!(removed, SaveFailure::ChangedMeanwhile(ChangedMeanwhile));
    assert_eq!(office.seen_detail(id).await.values, both.values);
    let chosen = Seen { version: 3, sides: [("value".to_owned(), Side::Mine)].into(), ..first };
    change(&office.asa, &chosen, number("070-1740608", "")).await.unwrap();
    assert_eq!(office.seen_detail(id).await.values.value, "070-174 06 08");
    details::remove(services, &office.bo, case, id, 4).await.unwrap();
    assert_eq!(office.row().await.phone, None);
    let gone = details::remove(services, &office.bo, case, id, 4).await.unwrap_err();
    assert_eq!(gone, SaveFailure::Unavailable(ServiceError::NotFound));
}

async fn there_is_one_postal_address_which_two_may_change(database: &TestDatabase) {
    let office = office(database).await;
    let (services, case) = (&office.fyren.services, office.case);
    details::add_address(services, &office.asa, case, &box_of("Box 17")).await.unwrap();
    let told = office.told(1).await.remove(0);
    assert_eq!((told.entity, told.kind), (EntityKind::Address, ChangeKind::Created));
    let twice = details::add_address(services, &office.bo, case, &box_of("Box 18")).await.unwrap_err();
    assert_eq!(twice, SaveFailure::Refused(vec![AddressRefusal::AlreadyOne]));
    let first = office.seen_address().await.unwrap();
    let care_of = AddressForm { care_of: "Ek".into(), ..box_of("Box 17") };
    details::change_address(services, &office.bo, case, &first, &care_of).await.unwrap();
    let saved = details::change_address(services, &office.asa, case, &first, &box_of("Box 19")).await;
    assert_eq!(saved.unwrap().taken_over.unwrap().fields, [AddressField::CareOf]);
    let present = office.seen_address().await.unwrap();
    assert_eq!(present.values.care_of.as_str(), "Ek");
    assert_eq!(present.values.lines, ["Box 19"]);
    let clash = details::change_address(services, &office.bo, case, &first, &box_of("Box 20")).await;
    assert!(matches!(clash, Err(SaveFailure::Conflict(clash)) if clash.version == present.version));
    let removed = details::remove_address(services, &office.bo, case, 1).await.unwrap_err();
    assert_eq!(removed, SaveFailure::ChangedMeanwhile(ChangedMeanwhile));
    details::remove_address(services, &office.bo, case, present.version).await.unwrap();
    assert!(office.seen_address().await.is_none());
    // The one of the population register is as it was.
    assert_eq!(office.row().await.address.as_deref(), Some("Kungsgatan 1, 60224 Norrköping"));
}

async fn whom_somebody_has_left_does_not_reach_them(database: &TestDatabase) {
    let office = office(database).await;
    let services = &office.fyren.services;
    let id = office.detail(&number("070-1740605", "")).await;
    let seen = office.seen_detail(id).await;
    let tries = async |session: &Session| {
        let case = office.case;
        let entries = office.entries().await;
        let form = number("070-1740609", "");
        let not_found = || SaveFailure::Unavailable(ServiceError::NotFound);
        assert_eq!(details::reached(services, session, case).await.err(), Some(ServiceError::NotFound));
        assert_eq!(details::add(services, session, case, &form).await.unwrap_err(), not_found());
        let changed = details::change(services, session, case, id, &seen, &form).await;
        assert_eq!(changed.unwrap_err(), not_found());
        assert_eq!(details::remove(services, session, case, id, 1).await.unwrap_err(), not_found());
        let address = details::add_address(services, session, case, &box_of("Box 17")).await;
        assert_eq!(address.unwrap_err(), SaveFailure::Unavailable(ServiceError::NotFound));
        assert_eq!(office.entries().await, entries);
    };
    tries(&office.elsewhere).await;
    let there = office.moves().await;
    tries(&office.asa).await;
    // What is known of the person follows the person.
    let known = details::reached(services, &office.elsewhere, there).await.unwrap();
    assert_eq!(known.details[0].detail.value, "070-174 06 05");
    details::remove(services, &office.elsewhere, there, id, 1).await.unwrap();
}
