//! What users write to each other in an organisation (`access.md` section 7).

use domain::{
    access::Role,
    id::UserMessageId,
    language::Language,
    note_guard::RiskKind,
    operation::{Actor, OperationKind},
    user_message::{MessageBox, Receiver, UserMessageForm, UserMessageRefusal},
};
use service::{
    ServiceError, access_users,
    session::Session,
    user_messages::{self, Content, Mark, PAGE, UserMessageFailure, UserMessageRecord},
    users,
};

use crate::{
    access_users::Office,
    support::{
        Installation, LINKOPING, NORRKOPING,
        database::{TestDatabase, stories},
        raw,
        users::role,
    },
};

stories! {
    a_message_is_sent_read_and_put_away,
    a_role_is_whoever_has_it_when_the_message_is_sent,
    nobody_reads_or_marks_what_others_have_sent_and_received,
    nobody_writes_out_of_the_organisation,
    an_answer_goes_to_whoever_wrote,
    what_the_register_may_not_hold_is_warned_of_and_may_be_sent_all_the_same,
    the_same_form_posted_twice_sends_once,
    the_journal_tells_to_whom_and_not_what,
    there_are_pages_of_messages,
}

const NEWS: &str = "Möte på tisdag";

fn written(receivers: impl IntoIterator<Item = Receiver>) -> UserMessageForm {
    UserMessageForm {
        receivers: receivers.into_iter().collect(),
        subject: NEWS.to_owned(),
        text: "Vi ses klockan nio.\nTa med listan.".to_owned(),
    }
}

fn to(session: &Session) -> Receiver {
    Receiver::User(session.account)
}

impl Installation {
    async fn send(&self, by: &Session, form: &UserMessageForm) -> Result<UserMessageId, UserMessageFailure> {
        user_messages::send(&self.services, by, form, None, &[]).await
    }

    async fn lying_in(&self, whose: &Session, of: MessageBox) -> Vec<UserMessageRecord> {
        user_messages::read_box(&self.services, whose, of, 1).await.unwrap().messages
    }

    async fn unread(&self, whose: &Session) -> i64 {
        user_messages::unread(&self.services, whose, None).await.unwrap()
    }

    async fn open(&self, whose: &Session, id: UserMessageId) -> Result<UserMessageRecord, ServiceError> {
        user_messages::open(&self.services, whose, id).await
    }
}

impl Office {
    /// Two caseworkers of Norrköping.
    async fn caseworkers(&self) -> (Session, Session) {
        let caseworker = || role(Role::Caseworker, &[NORRKOPING]);
        (
            self.fyren.signed_in_as("Asa Lind", caseworker()).await,
            self.fyren.signed_in_as("Johan Ek", caseworker()).await,
        )
    }

    async fn caseworker_role(&self) -> Receiver {
        Receiver::Role(self.role(Role::Caseworker).await)
    }
}

fn refused(refusal: UserMessageRefusal) -> Result<UserMessageId, UserMessageFailure> {
    Err(UserMessageFailure::Refused(vec![refusal]))
}

async fn a_message_is_sent_read_and_put_away(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let (asa, johan) = office.caseworkers().await;
    let id = fyren.send(&asa, &written([to(&johan)])).await.unwrap();
    assert_eq!((fyren.unread(&johan).await, fyren.unread(&asa).await), (1, 0));
    let received = fyren.lying_in(&johan, MessageBox::Received).await;
    assert_eq!((received.len(), received[0].id, received[0].read_at), (1, id, None));
    assert_eq!(received[0].sender.as_ref().unwrap().1, "Asa Lind");
    assert_eq!(received[0].organisation.as_deref(), Some("Norrköping"));
    // What is being opened is counted no more.
    assert_eq!(user_messages::unread(services, &johan, Some(id)).await.unwrap(), 0);
    let open = fyren.open(&johan, id).await.unwrap();
    let Content::Written { subject, text } = &open.content else { panic!("not written") };
    assert_eq!((subject.as_str(), text.as_str()), (NEWS, "Vi ses klockan nio.\nTa med listan."));
    assert_eq!(fyren.unread(&johan).await, 0);
    let sent = &fyren.lying_in(&asa, MessageBox::Sent).await[0];
    assert_eq!((sent.receivers, sent.readers, sent.is_received), (1, 1, false));
    assert_eq!(sent.addressed[0].name(Language::Swedish), "Johan Ek");
    // Read later, put away, taken back.
    let mark = async |mark| user_messages::mark(services, &johan, id, mark).await.unwrap();
    mark(Mark::Unread).await;
    assert_eq!(fyren.unread(&johan).await, 1);
    mark(Mark::PutAway(services.now())).await;
    assert_eq!(fyren.unread(&johan).await, 0, "what is out of the way calls for nobody");
    assert!(fyren.lying_in(&johan, MessageBox::Received).await.is_empty());
    assert_eq!(fyren.lying_in(&johan, MessageBox::PutAway).await.len(), 1);
    mark(Mark::TakenBack).await;
    assert_eq!(fyren.lying_in(&johan, MessageBox::Received).await.len(), 1);
}

async fn a_role_is_whoever_has_it_when_the_message_is_sent(database: &TestDatabase) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let (asa, johan) = office.caseworkers().await;
    let receivers = user_messages::receivers(&fyren.services, &asa).await.unwrap();
    let names: Vec<&str> = receivers.users.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["Johan Ek", "Åsa Lindqvist"], "everybody but who writes");
    let caseworkers = office.caseworker_role().await;
    let holders = receivers.roles.iter().map(|role| (role.receiver, role.holders)).collect::<Vec<_>>();
    assert_eq!(holders, [(Receiver::Administrators, 1), (caseworkers, 1)]);
    fyren.send(&asa, &written([caseworkers, Receiver::Administrators])).await.unwrap();
    assert_eq!((fyren.unread(&johan).await, fyren.unread(&office.anna).await), (1, 1));
    // Whoever gets the role later has not been written to; of whoever is meant twice there is one.
    let later = fyren.signed_in_as("Per Ny", role(Role::Caseworker, &[NORRKOPING])).await;
    assert_eq!(fyren.unread(&later).await, 0);
    fyren.send(&asa, &written([Receiver::Everybody, caseworkers, to(&johan)])).await.unwrap();
    let unread = [fyren.unread(&johan).await, fyren.unread(&later).await, fyren.unread(&office.anna).await];
    assert_eq!(unread, [2, 1, 2]);
    let sent = &fyren.lying_in(&asa, MessageBox::Sent).await[0];
    let told: Vec<&str> = sent.addressed.iter().map(|addressed| addressed.name(Language::Swedish)).collect();
    assert_eq!(told, ["Alla i organisationen", "Handläggare", "Johan Ek"]);
    assert_eq!(sent.receivers, 3);
}

async fn nobody_reads_or_marks_what_others_have_sent_and_received(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let (asa, johan) = office.caseworkers().await;
    let id = fyren.send(&asa, &written([to(&johan)])).await.unwrap();
    for other in [&office.anna, &fyren.signed_in_as("Ida Al", role(Role::Caseworker, &[LINKOPING])).await] {
        assert_eq!(fyren.open(other, id).await.err(), Some(ServiceError::NotFound));
        let marked = user_messages::mark(services, other, id, Mark::PutAway(services.now())).await;
        assert_eq!(marked, Err(ServiceError::NotFound));
        let answered = user_messages::to_answer(services, other, id).await;
        assert_eq!(answered.err(), Some(ServiceError::NotFound));
        assert!(fyren.lying_in(other, MessageBox::Received).await.is_empty());
    }
    // Who has sent it reads it, and has nothing to mark or to answer.
    assert!(fyren.open(&asa, id).await.is_ok());
    assert_eq!(user_messages::mark(services, &asa, id, Mark::Unread).await, Err(ServiceError::NotFound));
    assert_eq!(user_messages::to_answer(services, &asa, id).await.err(), Some(ServiceError::NotFound));
    assert_eq!(fyren.unread(&johan).await, 1, "nobody has opened it but whoever wrote it");
}

async fn nobody_writes_out_of_the_organisation(database: &TestDatabase) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let (asa, johan) = office.caseworkers().await;
    let ida = fyren.signed_in_as("Ida Al", role(Role::Caseworker, &[LINKOPING])).await;
    let nobody = Receiver::User(domain::id::AccountId(4711));
    for receiver in [to(&ida), to(&asa), nobody] {
        assert_eq!(fyren.send(&asa, &written([receiver])).await, refused(UserMessageRefusal::ReceiverGone));
        // What cannot go to one goes to nobody.
        assert!(fyren.send(&asa, &written([to(&johan), receiver])).await.is_err());
    }
    let auditors = Receiver::Role(office.role(Role::Auditor).await);
    assert_eq!(fyren.send(&asa, &written([auditors])).await, refused(UserMessageRefusal::NobodyThere));
    assert_eq!(fyren.send(&asa, &written([])).await, refused(UserMessageRefusal::NobodyChosen));
    // Whoever may no longer sign in or is no user any more is not there.
    users::set_active(&fyren.services, Actor::Operator, "johan.ek", false).await.unwrap();
    assert_eq!(fyren.send(&asa, &written([to(&johan)])).await, refused(UserMessageRefusal::ReceiverGone));
    users::set_active(&fyren.services, Actor::Operator, "johan.ek", true).await.unwrap();
    let id = office.id_of(&johan).await;
    access_users::remove(&fyren.services, &office.anna, id).await.unwrap();
    assert_eq!(fyren.send(&asa, &written([to(&johan)])).await, refused(UserMessageRefusal::ReceiverGone));
    assert_eq!(raw::count(&database.address, "SELECT count(*) FROM user_message").await, 0);
}

async fn an_answer_goes_to_whoever_wrote(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let (asa, johan) = office.caseworkers().await;
    let id = fyren.send(&asa, &written([to(&johan)])).await.unwrap();
    assert_eq!(user_messages::to_answer(services, &johan, id).await.unwrap(), (to(&asa), NEWS.to_owned()));
    let answer = user_messages::send(services, &johan, &written([to(&asa)]), Some(id), &[]).await.unwrap();
    assert_eq!(fyren.open(&asa, answer).await.unwrap().answers, Some(id));
    // What one has never had is not answered.
    let stolen = user_messages::send(services, &office.anna, &written([to(&asa)]), Some(id), &[]).await;
    assert_eq!(stolen, Err(UserMessageFailure::Unavailable(ServiceError::NotFound)));
}

async fn what_the_register_may_not_hold_is_warned_of_and_may_be_sent_all_the_same(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let (asa, johan) = office.caseworkers().await;
    let form = UserMessageForm { text: "Gäller 20080817-2381.".to_owned(), ..written([to(&johan)]) };
    let risks = vec![RiskKind::OtherNumber];
    assert_eq!(fyren.send(&asa, &form).await, Err(UserMessageFailure::Risky(risks.clone())));
    assert_eq!(fyren.unread(&johan).await, 0);
    assert!(user_messages::send(services, &asa, &form, None, &risks).await.is_ok());
    assert_eq!(fyren.unread(&johan).await, 1);
}

async fn the_same_form_posted_twice_sends_once(database: &TestDatabase) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let (asa, johan) = office.caseworkers().await;
    let posting = || asa.clone().posting("token", "the same");
    assert!(fyren.send(&posting(), &written([to(&johan)])).await.is_ok());
    let again = fyren.send(&posting(), &written([to(&johan)])).await;
    assert_eq!(again, Err(UserMessageFailure::Unavailable(ServiceError::DoneBefore)));
    assert_eq!(fyren.unread(&johan).await, 1);
}

async fn the_journal_tells_to_whom_and_not_what(database: &TestDatabase) {
    let office = Office::of(database).await;
    let fyren = &office.fyren;
    let (asa, johan) = office.caseworkers().await;
    let (entries, _) = fyren.journal().await;
    let id = fyren.send(&asa, &written([to(&johan)])).await.unwrap();
    assert_eq!(fyren.journal().await, (entries + 1, 1));
    let told = fyren.log(&fyren.signed_in("gunnar", role(Role::Auditor, &[NORRKOPING])).await).await;
    assert!(told.iter().any(|entry| entry.kind == OperationKind::MessageSent));
    let kept = "SELECT content FROM operation_change WHERE entity = 'user-message'";
    let kept = String::from_utf8(raw::bytes(&database.address, kept).await.concat()).unwrap();
    assert!(kept.contains(&format!("receivers\\\":[{}]", johan.account)), "{kept}");
    assert!(!kept.contains(NEWS) && !kept.contains("klockan nio"));
    // Reading is nobody else's business.
    let (entries, _) = fyren.journal().await;
    fyren.open(&johan, id).await.unwrap();
    assert_eq!(fyren.journal().await.0, entries);
}

async fn there_are_pages_of_messages(database: &TestDatabase) {
    let office = Office::of(database).await;
    let (fyren, services) = (&office.fyren, &office.fyren.services);
    let (asa, johan) = office.caseworkers().await;
    let empty = user_messages::read_box(services, &johan, MessageBox::Received, 7).await.unwrap();
    assert_eq!((empty.total, empty.page, empty.messages.len()), (0, 1, 0));
    let mut sent = Vec::new();
    for _ in 0..=PAGE {
        sent.push(fyren.send(&asa, &written([to(&johan)])).await.unwrap());
    }
    let page = async |page| {
        let found = user_messages::read_box(services, &johan, MessageBox::Received, page).await.unwrap();
        (found.page, found.total, found.messages.iter().map(|message| message.id).collect::<Vec<_>>())
    };
    sent.reverse();
    let all = PAGE + 1;
    let size = usize::try_from(PAGE).unwrap();
    for first in [i64::MIN, 0, 1] {
        assert_eq!(page(first).await, (1, all, sent[..size].to_vec()));
    }
    for last in [2, 3, i64::MAX] {
        assert_eq!(page(last).await, (2, all, sent[size..].to_vec()));
    }
}
