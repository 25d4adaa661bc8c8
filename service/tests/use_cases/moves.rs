//! Moving (requirement K13), field by field: somebody has a case in Norrköping, moves to Linköping and has one there. What
//! each municipality reads of what the other, and it itself, has registered, wherever it could read it.

use std::fmt::Write;

use domain::{
    access::Role,
    case::{responsibility::ResponsibilityForm, view::CaseView},
    contact::{detail::DetailForm, form::ContactForm, postal_address::AddressForm},
    coverage::policy::RuleSet,
    diploma::{DiplomaKind, DiplomaMark, DiplomaSource},
    id::CaseId,
    individual_plan::PlanForm,
    language::{Language, Named},
    list::{
        CaseColumn, Cell, ExportFormat, Filter, FollowUpColumn, ListQuery, ListRow, PersonColumn, PupilColumn,
    },
    measure::form::MeasureForm,
    school_notice::NoticeForm,
    visibility::{SeenField, Standing},
};
use service::{
    case_log, cases, contacts, details, export, follow_ups, lists, measures,
    notices::{self, Notices},
    plans, responsibility,
    saving::Seen,
    search,
    session::Session,
};
use store::Listed;

use crate::support::{
    Installation, LINKOPING, NORRKOPING, TODAY,
    database::{TestDatabase, stories},
    day, installation, number,
    posts::{But, post, row},
    users::role,
};

stories! {
    of_what_the_other_municipality_has_registered_each_reads_what_the_table_says,
    what_is_not_read_is_not_reached_by_its_identity_either,
}

const BIRTH: &str = "2008-08-17";

/// A field, with what stands in it when Norrköping has filled it in and when Linköping has. Each stands nowhere else.
struct Mark {
    field: SeenField,
    here: &'static str,
    there: &'static str,
}

/// Every field; for one that is added it is to be said here what stands in it.
const fn mark(field: SeenField) -> Mark {
    use SeenField as F;
    let (here, there) = match field {
        F::MeasureKind => ("Fördjupad vägledning", "Anställning med stöd"),
        F::MeasureStart => ("2026-11-03", "2026-11-21 till 2027-01-15"),
        F::MeasureEnd => ("2026-11-14", "2027-01-15"),
        F::MeasureOccupationBefore => ("före: Ingen sysselsättning", "före: Annan sysselsättning"),
        F::MeasureOccupationAfter => ("efter: Andra studier", "efter: Arbete"),
        F::MeasureOutcome => ("Ej genomförd", "Genomförd"),
        F::MeasureClosedWithCase => ("avslutad av körningen 2026-11-20", "avslutad av körningen 2026-11-21"),
        F::MeasureMunicipality => ("åtgärd av Norrköping", "åtgärd av Linköping"),
        F::MeasureCreated => ("skapad av Sven Skapare", "skapad av Eva Skapare"),
        F::MeasureChanged => ("ändrad av Anna Andrare", "ändrad av Eskil Andrare"),
        F::MeasureNotes => ("Åtgärdens ord i Norrköping", "Åtgärdens ord i Linköping"),
        F::ContactDate => ("2026-11-05", "2026-11-19"),
        F::ContactHeading => ("Samtalet i Norrköping", "Samtalet i Linköping"),
        F::ContactWay => ("Personligt möte", "Brev"),
        F::ContactNotes => ("Samtalets ord i Norrköping", "Samtalets ord i Linköping"),
        F::ContactFollowUp => ("2026-12-09", "2026-12-11"),
        F::ContactClosed => ("Nådd på bussen", "Nådd på tåget"),
        F::ContactCreated => ("kontakt av Sven Skapare", "kontakt av Eva Skapare"),
        F::CaseNotes => ("Ärendets ord i Norrköping", "Ärendets ord i Linköping"),
        F::CaseCaseworker => ("Hanna Handlaggare", "Hugo Handlaggare"),
        F::CaseOccupation => ("vid registrering: Arbete", "vid registrering: Andra studier"),
        F::CaseLivingOutside => ("Norden", "Annan"),
        F::CaseOtherSchooling => ("2026-12-31", "2027-02-28"),
        F::CaseDays => ("2026-10-05", "registrerad 2026-11-21"),
        F::IndividualPlan => ("Planens mål i Norrköping", "Planens mål i Linköping"),
        F::SchoolNotice => ("Skolans ord till Norrköping", "Skolans ord till Linköping"),
        F::PersonName => ("Viggo", "Nyman"),
        F::PersonContactDetails => ("070-174 06 05", "070-174 06 06"),
        F::PersonAddresses => ("Box 4711", "Storgatan 12"),
        F::PersonPlacements => ("Gymnasiet i Norrköping", "Gymnasiet i Linköping"),
        F::PersonDiplomas => ("Gymnasiebevis från anpassad gymnasieskola", "Gymnasieexamen"),
    };
    Mark { field, here, there }
}

fn marks() -> impl Iterator<Item = Mark> {
    SeenField::ALL.iter().copied().map(mark)
}

/// Who works in a municipality.
struct Place {
    creates: Session,
    changes: Session,
    has: Session,
    case: CaseId,
}

struct Moved {
    fyren: Installation,
    norrkoping: Place,
    linkoping: Place,
}

fn words<'a>(field: SeenField, is_here: bool) -> &'a str {
    let mark = mark(field);
    if is_here { mark.here } else { mark.there }
}

impl Installation {
    async fn place(&self, code: &str, names: [&str; 3]) -> Place {
        let role = || role(Role::Caseworker, &[code]);
        let [creates, changes, has] = names;
        Place {
            creates: self.signed_in_as(creates, role()).await,
            changes: self.signed_in_as(changes, role()).await,
            has: self.signed_in_as(has, role()).await,
            case: CaseId(0),
        }
    }

    /// Fills in every field of a case and of its person, each with its mark.
    async fn fills_in(&self, place: &Place, is_here: bool) {
        let services = &self.services;
        let word = |field: SeenField| words(field, is_here).to_owned();
        let pick = |here: &str, there: &str| if is_here { here.to_owned() } else { there.to_owned() };
        let (case, user) = (place.case, &place.creates);
        let measure = MeasureForm {
            kind: pick("Vagl", "Anst"),
            start: pick("2026-11-03", "2026-11-21"),
            end: pick("2026-11-14", ""),
            occupation_before: pick("none", "other"),
            occupation_after: pick("other-studies", ""),
            outcome: pick("not-completed", ""),
            notes: word(SeenField::MeasureNotes),
        };
        let id = measures::register(
            services,
            user,
            case,
            &MeasureForm { notes: String::new(), ..measure.clone() },
        )
        .await
        .unwrap()
        .id;
        let seen = measures::measure(services, user, case, id).await.unwrap().measure;
        let seen = Seen::new(seen.version, seen.values);
        let changed = MeasureForm { end: pick("2026-11-14", "2027-01-15"), ..measure };
        measures::change(services, &place.changes, case, id, &seen, &changed).await.unwrap();
        if is_here {
            // One that is planned, which the run closes.
            let planned = MeasureForm {
                start: "2027-03-01".into(),
                end: String::new(),
                occupation_after: String::new(),
                outcome: String::new(),
                notes: String::new(),
                ..changed
            };
            measures::register(services, user, case, &planned).await.unwrap();
        }
        let contact = ContactForm {
            date: word(SeenField::ContactDate),
            heading: word(SeenField::ContactHeading),
            way: pick("meeting", "letter"),
            notes: word(SeenField::ContactNotes),
            follows_up: "1".into(),
            follow_up: word(SeenField::ContactFollowUp),
            ..ContactForm::default()
        };
        contacts::register(services, user, case, &contact).await.unwrap();
        let closed = contacts::register(services, user, case, &contact).await.unwrap();
        let record = contacts::contact(services, user, closed).await.unwrap().contact;
        let seen = Seen::new(record.version, record.values);
        let closing = ContactForm { closed: word(SeenField::ContactClosed), ..contact };
        contacts::change(services, user, (case, closed), &seen, &closing).await.unwrap();
        let plan = PlanForm {
            goal: word(SeenField::IndividualPlan),
            person: "Söker".into(),
            start: "2026-11-21".into(),
            evaluate_on: "2027-05-31".into(),
            ..PlanForm::default()
        };
        plans::make(services, user, case, &plan).await.unwrap();
        let notice = NoticeForm {
            civic_number: number(BIRTH).to_string(),
            kind: "much-absent".into(),
            school: "De Geergymnasiet".into(),
            date: "2026-11-10".into(),
            text: word(SeenField::SchoolNotice),
        };
        let municipality = pick(NORRKOPING, LINKOPING).parse().unwrap();
        notices::enter(services, user, municipality, &notice, &[]).await.unwrap();
        let detail = DetailForm {
            kind: "mobile".into(),
            value: word(SeenField::PersonContactDetails),
            ..DetailForm::default()
        };
        details::add(services, user, case, &detail).await.unwrap();
        if is_here {
            let address = AddressForm {
                line1: word(SeenField::PersonAddresses),
                postal_code: "602 24".into(),
                city: "Norrköping".into(),
                ..AddressForm::default()
            };
            details::add_address(services, user, case, &address).await.unwrap();
        }
        let (found, _) = responsibility::responsibility(services, user, case).await.unwrap();
        let form = ResponsibilityForm {
            registered: pick("2026-10-05", TODAY),
            occupation: pick("work", "other-studies"),
            other_schooling_until: word(SeenField::CaseOtherSchooling),
            caseworker: place.has.account.to_string(),
            living_outside: pick("nordic", "other"),
            home_diploma: pick("", "upper-secondary"),
            notes: word(SeenField::CaseNotes),
        };
        let seen = Seen::new(found.case.version, found.values);
        responsibility::save(services, user, case, &seen, &form).await.unwrap();
        if is_here {
            // One that the handbook does not close a case for.
            let kind = DiplomaKind::AdaptedCertificate;
            let marks = [(number(BIRTH), DiplomaMark { source: DiplomaSource::Authority, kind })];
            service::installation::mark_diplomas(services, day("2026-11-10"), marks).await.unwrap();
        }
    }

    /// The file of pupils says where the person goes to school.
    async fn goes_to(&self, schools: &[(&str, &str, &str)]) {
        let rows = schools.iter().map(|(unit, start, end)| {
            let mut placement = row(BIRTH, "IMV", start, end);
            placement.unit_code = (*unit).into();
            placement
        });
        self.pupils(TODAY, rows).await;
    }
}

/// Introductory programmes, which the handbook does not close a case for.
const SCHOOLS: [(&str, &str, &str); 2] =
    [("Gymnasiet i Norrköping", "2026-08-16", "2026-09-30"), ("Gymnasiet i Linköping", TODAY, "")];

/// Both municipalities have filled in everything of somebody who moved from the first to the second.
async fn moved(database: &TestDatabase) -> Moved {
    let fyren = installation(database);
    fyren.import([post(BIRTH)]).await;
    fyren.goes_to(&SCHOOLS[..1]).await;
    fyren.run(NORRKOPING, "2026-11-01").await;
    let mut norrkoping = fyren.place(NORRKOPING, ["Sven Skapare", "Anna Andrare", "Hanna Handlaggare"]).await;
    norrkoping.case = fyren.rows().await[0].id;
    fyren.fills_in(&norrkoping, true).await;
    let mut there = post(BIRTH).named("Nyman").living_in(LINKOPING, "2026-11-20");
    there.addresses[0].lines = vec![words(SeenField::PersonAddresses, false).into()];
    there.addresses[0].city = "Linköping".into();
    fyren.import([there]).await;
    fyren.run(NORRKOPING, "2026-11-20").await;
    let mut linkoping = fyren.place(LINKOPING, ["Eva Skapare", "Eskil Andrare", "Hugo Handlaggare"]).await;
    let opened = fyren.run_under(RuleSet::Handbook, LINKOPING, TODAY, false).await.opened;
    assert_eq!(opened.len(), 1);
    fyren.goes_to(&SCHOOLS).await;
    let rows = fyren.rows().await;
    linkoping.case = rows.iter().map(|row| row.id).find(|id| *id != norrkoping.case).unwrap();
    fyren.fills_in(&linkoping, false).await;
    Moved { fyren, norrkoping, linkoping }
}

fn name(named: Option<impl Named>) -> &'static str {
    named.map(|named| named.name(Language::Swedish)).unwrap_or_default()
}

/// All that stands on the page of a case.
fn page(view: &CaseView) -> String {
    let mut text = String::new();
    let row = &view.row;
    writeln!(
        text,
        "{} {} {} registrerad {} avslutad {:?} {} vid registrering: {} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {} {:?} {:?} {}",
        view.full_name,
        row.civic_number,
        name(Some(row.status)),
        row.registered,
        row.deregistered,
        name(row.reason),
        name(Some(row.occupation)),
        row.caseworker,
        row.latest_contact,
        row.next_follow_up,
        row.measure_start,
        name(row.measure),
        row.measure_end,
        row.phone,
        row.email,
        row.address,
        name(row.living_outside),
        view.other_schooling_until,
        view.residence,
        view.notes,
    )
    .unwrap();
    for diploma in &view.diplomas {
        writeln!(text, "{}", name(Some(diploma.kind))).unwrap();
    }
    for measure in &view.measures {
        let closed = measure.closed_with_case.map(|date| format!("avslutad av körningen {date}"));
        let end = measure.period.end.map(|end| end.to_string()).unwrap_or_default();
        writeln!(
            text,
            "{} {} till {end} före: {} efter: {} {} {} åtgärd av {} skapad av {} ändrad av {} {}",
            name(Some(measure.kind)),
            measure.period.start,
            name(Some(measure.occupation_before)),
            name(measure.occupation_after),
            name(measure.outcome),
            closed.unwrap_or_default(),
            measure.municipality.name(),
            measure.created,
            measure.changed,
            measure.notes,
        )
        .unwrap();
    }
    for contact in &view.contacts {
        writeln!(
            text,
            "{} {} {} {} {:?} {:?} kontakt av {} {}",
            contact.date,
            contact.heading,
            name(Some(contact.way)),
            contact.notes,
            contact.follow_up,
            contact.follow_up_closed,
            contact.created_by,
            contact.changed,
        )
        .unwrap();
    }
    for plan in &view.plans {
        writeln!(text, "{} {} {}", plan.plan.goal, plan.created, plan.changed).unwrap();
    }
    let addresses = view.addresses.iter().flat_map(|address| &address.lines);
    let details = view.contact_details.iter().map(|detail| &detail.value);
    for line in addresses.chain(details) {
        writeln!(text, "{line}").unwrap();
    }
    writeln!(text, "{:?} {:?} {:?}", view.placements, view.other_cases, view.timeline).unwrap();
    text
}

/// All that stands in the log of a case.
async fn log(moved: &Moved, user: &Session, view: &CaseView) -> String {
    let page = case_log::page(&moved.fyren.services, user, view, case_log::Asked::page(1)).await.unwrap();
    let things = page.entries.iter().flat_map(|entry| &entry.things).flat_map(|thing| &thing.fields);
    let values = things.flat_map(|field| [field.before.clone(), field.after.clone()]).flatten();
    values.collect::<Vec<_>>().join("\n")
}

fn cells<C: Listed>(rows: &[C::Row]) -> String {
    let mut text = String::new();
    for row in rows {
        for column in C::ALL {
            let cell = match row.cell(*column, Language::Swedish) {
                Cell::Text(text) => text.into_owned(),
                Cell::Day(date) => date.to_string(),
                Cell::Moment(at) => at.to_string(),
                Cell::Nothing | Cell::Number(_) | Cell::YesNo(_) => continue,
            };
            writeln!(text, "{} {cell}", column.code()).unwrap();
        }
        writeln!(text, "{}", row.title()).unwrap();
    }
    text
}

/// All that stands in a list, and in the file of it.
async fn list<C: Listed>(moved: &Moved, user: &Session) -> String {
    let query = ListQuery::<C>::default().filtered(Filter::everything());
    let shown = lists::page(&moved.fyren.services, user, &query).await.unwrap().rows;
    let shown = cells::<C>(&shown);
    let mut export = export::begin(&moved.fyren.services, user, &query, ExportFormat::Csv).await.unwrap();
    let mut file = String::new();
    while let Some(batch) = export.next().await.unwrap() {
        file += &cells::<C>(&batch.rows().unwrap());
    }
    assert_eq!(shown, file);
    file
}

/// What a user of a municipality reads, by where.
async fn read(moved: &Moved, place: &Place) -> Vec<(&'static str, String)> {
    let (services, user) = (&moved.fyren.services, &place.creates);
    let view = cases::view(services, user, place.case).await.unwrap();
    let mut found = String::new();
    for text in ["Viggo", "Dahl", "Nyman", &number(BIRTH).to_string()] {
        let hits = search::find(services, user, text).await.unwrap();
        for hit in hits.people {
            writeln!(found, "{} {} {}", hit.name(), hit.registered, hit.municipality.name()).unwrap();
        }
        for hit in hits.others {
            writeln!(found, "{} {}", hit.name, hit.municipality.name()).unwrap();
        }
    }
    let agenda = follow_ups::agenda(services, user, false).await.unwrap();
    let agenda: Vec<String> = agenda.iter().map(|section| cells::<FollowUpColumn>(&section.rows)).collect();
    let waiting = notices::inbox(services, user, Notices::Waiting, 1).await.unwrap();
    let waiting: Vec<String> = waiting.notices.into_iter().map(|record| record.notice.text).collect();
    vec![
        ("inbox", waiting.join("\n")),
        ("page", page(&view)),
        ("log", log(moved, user, &view).await),
        ("cases", list::<CaseColumn>(moved, user).await),
        ("follow-ups", list::<FollowUpColumn>(moved, user).await),
        ("people", list::<PersonColumn>(moved, user).await),
        ("pupils", list::<PupilColumn>(moved, user).await),
        ("agenda", agenda.concat()),
        ("search", found),
    ]
}

async fn of_what_the_other_municipality_has_registered_each_reads_what_the_table_says(
    database: &TestDatabase,
) {
    let moved = moved(database).await;
    let here = read(&moved, &moved.norrkoping).await;
    let there = read(&moved, &moved.linkoping).await;
    let mut wrong = Vec::new();
    for Mark { field, here: of_here, there: of_there } in marks() {
        // What Norrköping knew of the person before the move, it goes on knowing where the table says so; what has come
        // later is told to it of nothing but the name.
        let later_to_earlier = matches!(field, SeenField::PersonName);
        let is_persons = field.code().starts_with("person-");
        let own = if is_persons { Standing::Earlier } else { Standing::Own };
        let all = [
            ("Norrköping of its own", &here, of_here, field.is_seen_by(own)),
            ("Linköping of Norrköping's", &there, of_here, field.is_seen_by(Standing::Later)),
            ("Norrköping of Linköping's", &here, of_there, later_to_earlier),
            ("Linköping of its own", &there, of_there, true),
        ];
        for (who, read, word, is_seen) in all {
            // The second of these is never ended nor closed by a run.
            let is_there = !matches!(
                (word, field),
                (
                    "efter: Arbete" | "Genomförd" | "avslutad av körningen 2026-11-21",
                    SeenField::MeasureOccupationAfter
                        | SeenField::MeasureOutcome
                        | SeenField::MeasureClosedWithCase
                )
            );
            let found: Vec<&str> =
                read.iter().filter(|(_, text)| text.contains(word)).map(|(place, _)| *place).collect();
            let is_right = match is_seen && is_there {
                // What schools tell of stands in the inbox alone.
                true if field == SeenField::SchoolNotice => found == ["inbox"],
                true => found.contains(&"page"),
                false => found.is_empty(),
            };
            if !is_right {
                wrong.push(format!("{who}: {} “{word}” is read in {found:?}", field.code()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Each has its own case and no other, and the follow-ups that it made.
    for (read, case) in [(&here, &moved.norrkoping.case), (&there, &moved.linkoping.case)] {
        let of = |place: &str| &read.iter().find(|(name, _)| *name == place).unwrap().1;
        assert_eq!(of("cases").matches("civic-number ").count(), 1, "{case}");
        assert_eq!(of("follow-ups").matches("civic-number ").count(), 2, "{case}");
        assert!(!of("log").is_empty() && !of("search").is_empty());
    }
}

async fn what_is_not_read_is_not_reached_by_its_identity_either(database: &TestDatabase) {
    let moved = moved(database).await;
    let services = &moved.fyren.services;
    let not_found = service::ServiceError::NotFound;
    for (reader, other) in [(&moved.norrkoping, &moved.linkoping), (&moved.linkoping, &moved.norrkoping)] {
        let (user, foreign) = (&reader.creates, other.case);
        let theirs = cases::view(services, &other.creates, foreign).await.unwrap();
        assert_eq!(cases::view(services, user, foreign).await.err(), Some(not_found));
        let form = responsibility::responsibility(services, user, foreign).await;
        assert_eq!(form.err(), Some(not_found));
        for contact in &theirs.contacts {
            assert_eq!(contacts::contact(services, user, contact.id).await.err(), Some(not_found));
        }
        for plan in &theirs.plans {
            for case in [reader.case, foreign] {
                assert_eq!(plans::plan(services, user, case, plan.id).await.err(), Some(not_found));
            }
        }
        let is_later = reader.case == moved.linkoping.case;
        for measure in
            theirs.measures.iter().filter(|measure| measure.municipality == theirs.row.municipality)
        {
            let read = measures::measure(services, user, reader.case, measure.id).await;
            let notes = read.map(|seen| seen.measure.values.notes);
            assert_eq!(notes, if is_later { Ok(String::new()) } else { Err(not_found) });
            assert_eq!(measures::measure(services, user, foreign, measure.id).await.err(), Some(not_found));
        }
        let reached = details::reached(services, user, reader.case).await;
        assert_eq!(reached.is_ok(), is_later, "Norrköping reaches nobody who has left");
    }
}
