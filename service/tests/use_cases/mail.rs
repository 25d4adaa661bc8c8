//! Letters by e-mail that say that there is a message.

use std::sync::Mutex;

use chrono::TimeDelta;
use domain::{
    access::Role,
    contact::email::Email,
    user_message::{
        Receiver, UserMessageForm,
        mail::{MailFailure, again_after},
    },
};
use service::{
    ServiceError, Services,
    mail::{self, MailServer},
    session::Session,
    user_messages,
};

use crate::{
    access_users::{Office, now},
    support::{
        NORRKOPING,
        database::{TestDatabase, stories},
        raw,
        users::role,
    },
};

stories! {
    whoever_wants_letters_gets_one_for_each_message,
    where_no_letters_are_sent_none_is_kept,
    a_server_that_is_away_is_tried_again_until_it_is_given_up,
    what_is_refused_is_given_up_at_once_and_told,
    two_servers_send_a_letter_once,
    what_was_settled_long_ago_is_forgotten,
}

/// A server for e-mail that notes whom it was given letters for, and answers as it is told.
#[derive(Default)]
struct Noting {
    sent: Mutex<Vec<String>>,
    failure: Mutex<Option<MailFailure>>,
}

impl Noting {
    fn that_fails(failure: MailFailure) -> Self {
        Self { failure: Mutex::new(Some(failure)), ..Self::default() }
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

impl MailServer for Noting {
    async fn send(&self, to: &Email) -> Result<(), MailFailure> {
        if let Some(failure) = *self.failure.lock().unwrap() {
            return Err(failure);
        }
        self.sent.lock().unwrap().push(to.to_string());
        Ok(())
    }
}

/// Norrköping with Eva, who has an address and wants letters, and Åsa, who writes to her.
struct Writing {
    office: Office,
    services: Services,
    asa: Session,
    eva: Session,
}

impl Writing {
    async fn of(database: &TestDatabase, sends_mail: bool) -> Self {
        let office = Office::of(database).await;
        let services = Services { sends_mail, ..office.fyren.services.clone() };
        let asa = office.fyren.signed_in_as("Asa Lind", role(Role::Caseworker, &[NORRKOPING])).await;
        let eva = office.added("Eva", "SE2321000016-1003").await;
        office.give(eva, Role::Caseworker, &now()).await.unwrap();
        let token = service::invitations::invite(&services, &office.anna, eva).await.unwrap();
        let chosen = "tre gula paraplyer";
        service::invitations::accept(&services, &token, chosen.to_owned(), chosen).await.unwrap();
        let eva = office.fyren.sign_in("eva.ek", chosen).await.unwrap();
        let eva = office.fyren.session(&eva).await.unwrap();
        Self { office, services, asa, eva }
    }

    async fn wanted(database: &TestDatabase) -> Self {
        let writing = Self::of(database, true).await;
        mail::choose(&writing.services, &writing.eva, true).await.unwrap();
        writing
    }

    async fn write(&self) {
        let form = UserMessageForm {
            receivers: [Receiver::User(self.eva.account)].into(),
            subject: "Möte".to_owned(),
            text: "Vi ses.".to_owned(),
        };
        user_messages::send(&self.services, &self.asa, &form, None, &[]).await.unwrap();
    }

    async fn send_all(&self, server: &Noting) -> usize {
        let mut count = 0;
        while mail::send_next(&self.services, server).await.unwrap() {
            count += 1;
        }
        count
    }

    async fn failure(&self) -> Option<MailFailure> {
        mail::choice(&self.services, &self.eva).await.unwrap().unwrap().last.unwrap().failure
    }
}

async fn whoever_wants_letters_gets_one_for_each_message(database: &TestDatabase) {
    let writing = Writing::of(database, true).await;
    let (services, server) = (&writing.services, Noting::default());
    writing.write().await;
    assert_eq!(writing.send_all(&server).await, 0, "nobody has asked for letters");
    let choice = mail::choice(services, &writing.eva).await.unwrap().unwrap();
    assert_eq!((choice.is_wanted, choice.addresses.len()), (false, 1));
    let (entries, _) = writing.office.fyren.journal().await;
    for _ in 0..2 {
        mail::choose(services, &writing.eva, true).await.unwrap();
    }
    assert_eq!(writing.office.fyren.journal().await.0, entries + 1, "what is chosen already changes nothing");
    writing.write().await;
    assert_eq!(writing.send_all(&server).await, 1);
    assert_eq!(server.sent(), ["namn@kommun.example"]);
    assert_eq!(writing.send_all(&server).await, 0);
    mail::choose(services, &writing.eva, false).await.unwrap();
    writing.write().await;
    assert_eq!(writing.send_all(&server).await, 0);
    // Without an address there is nothing to choose.
    assert_eq!(mail::choose(services, &writing.asa, true).await, Err(ServiceError::NotFound));
}

async fn where_no_letters_are_sent_none_is_kept(database: &TestDatabase) {
    let writing = Writing::of(database, false).await;
    assert!(mail::choice(&writing.services, &writing.eva).await.unwrap().is_none());
    assert_eq!(mail::choose(&writing.services, &writing.eva, true).await, Err(ServiceError::NotFound));
    writing.write().await;
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM mail").await, 0);
}

async fn a_server_that_is_away_is_tried_again_until_it_is_given_up(database: &TestDatabase) {
    let writing = Writing::wanted(database).await;
    let (away, back) = (Noting::that_fails(MailFailure::Unavailable), Noting::default());
    writing.write().await;
    assert_eq!(writing.send_all(&away).await, 1);
    assert_eq!(writing.failure().await, Some(MailFailure::Unavailable));
    // It is not tried before its time, and sent when the server is back.
    assert_eq!(writing.send_all(&back).await, 0);
    writing.office.fyren.clock.pass(again_after(1).unwrap());
    assert_eq!((writing.send_all(&back).await, back.sent().len()), (1, 1));
    assert_eq!((writing.failure().await, mail::unsent(&writing.services).await.unwrap().len()), (None, 0));
    // One that is never back is given up in the end.
    writing.write().await;
    let mut attempts = 0;
    while mail::unsent(&writing.services).await.unwrap().first().is_none_or(|mail| mail.due.is_some()) {
        attempts += writing.send_all(&away).await;
        writing.office.fyren.clock.pass(TimeDelta::days(1));
    }
    assert_eq!(attempts, 9);
    let unsent = mail::unsent(&writing.services).await.unwrap();
    assert_eq!((unsent.len(), unsent[0].attempts, unsent[0].user_name.as_str()), (1, 9, "eva.ek"));
    assert_eq!(writing.send_all(&back).await, 0);
}

async fn what_is_refused_is_given_up_at_once_and_told(database: &TestDatabase) {
    let writing = Writing::wanted(database).await;
    let refusing = Noting::that_fails(MailFailure::Refused);
    writing.write().await;
    assert_eq!(writing.send_all(&refusing).await, 1);
    let unsent = mail::unsent(&writing.services).await.unwrap();
    assert_eq!((unsent[0].due, unsent[0].failure), (None, MailFailure::Refused));
    assert_eq!(writing.failure().await, Some(MailFailure::Refused));
    // The message itself lies where it is read.
    assert_eq!(user_messages::unread(&writing.services, &writing.eva, None).await.unwrap(), 1);
}

async fn two_servers_send_a_letter_once(database: &TestDatabase) {
    let writing = Writing::wanted(database).await;
    let server = Noting::default();
    writing.write().await;
    let send = || async { mail::send_next(&writing.services, &server).await };
    let (first, second) = tokio::join!(send(), send());
    assert!(first.unwrap() || second.unwrap());
    assert_eq!(writing.send_all(&server).await, 0);
    assert_eq!(server.sent().len(), 1);
    // Whoever breaks down with a letter in hand leaves it to another, later.
    writing.write().await;
    let now = writing.services.now();
    let taken = writing.services.store.take_mail(now, now + TimeDelta::minutes(10)).await.unwrap();
    assert!(taken.is_some());
    assert_eq!(writing.send_all(&server).await, 0);
    writing.office.fyren.clock.pass(TimeDelta::minutes(10));
    assert_eq!(writing.send_all(&server).await, 1);
}

async fn what_was_settled_long_ago_is_forgotten(database: &TestDatabase) {
    let writing = Writing::wanted(database).await;
    writing.write().await;
    writing.send_all(&Noting::default()).await;
    writing.write().await;
    writing.office.fyren.clock.pass(TimeDelta::days(31));
    mail::forget(&writing.services).await.unwrap();
    // What waits still is kept, however long.
    let count = raw::count(&database.address, "SELECT count(*) FROM mail").await;
    assert_eq!((count, writing.send_all(&Noting::default()).await), (1, 1));
}
