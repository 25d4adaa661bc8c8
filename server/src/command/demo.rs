//! `fyren demo`: builds a demo as a register would have come to be, file by file and run by run.

use std::{collections::HashMap, fs::File, io::BufWriter, path::Path, sync::Arc};

use chrono::NaiveDate;
use domain::{
    access::{Scope, assignment::WithoutRole, code::ServiceCode},
    clock::Clock,
    contact::{
        detail::{NewDetail, Reach},
        form::ContactRequest,
    },
    id::AccountId,
    language::{Language, Named},
    letter::sender::{self, Sender},
    municipality::MunicipalityCode,
    operation::{Actor, OperationKind},
    period::Period,
};
use service::{
    Services,
    case_update::{self, Which},
    casework::{Casework, Worker},
    installation::{self, OrganiserWithUnits},
    letters, organisations,
    policies::{self, PolicyChange},
    pupil_import::PupilSet,
    rows,
    users::{self, GivenRole, NewRole, NewUser, UserError},
};
use store::{NewStudyPath, OpenMode, Store, WorkedCase};

use super::{
    Context,
    import::{import_population, import_pupils},
    print, tell,
};
use crate::{
    arguments::Demo,
    clock::{StandingClock, SystemClock},
    demo::{Activity, DemoAccount, DemoPlan, PASSWORD, REGION, Snapshot, Work},
    failure::Failure,
    format::{
        population_xml::{PopulationEncoding, PopulationWriter},
        pupils::PupilWriter,
    },
};

pub async fn demo(context: &Context, arguments: &Demo) -> Result<(), Failure> {
    let today = arguments.date.unwrap_or_else(|| SystemClock::new().today());
    let plan = DemoPlan::new(arguments.persons, arguments.seed, today)?;
    if arguments.sign_ins {
        return tell_sign_ins(context, &plan);
    }
    let store = Store::open(&context.database, OpenMode::CreateAndMigrate).await?;
    let builder = Builder { store, plan, context };
    builder.build(today).await?;
    builder.store.close().await;
    tell_sign_ins(context, &builder.plan)
}

fn tell_sign_ins(context: &Context, plan: &DemoPlan) -> Result<(), Failure> {
    print(context.say("Logga in i demon som:", "Sign in to the demo as:"))?;
    for account in plan.accounts() {
        let roles: Vec<String> = account
            .roles
            .iter()
            .map(|(role, place)| {
                let name = match role {
                    GivenRole::Shipped(role) => role.name(context.language),
                    GivenRole::Administrator => WithoutRole::Administrator.name(context.language),
                };
                format!("{name} {}", place.map_or(REGION, |code| code.name()))
            })
            .collect();
        print(format_args!("  {:20} {:20} {}", account.user_name, account.name, roles.join(", ")))?;
    }
    print(format_args!("{}: {PASSWORD}", context.say("Lösenord för alla", "Password of all")))
}

/// The services that organisations of the demo have besides Fyren.
const AGREEMENTS: [(&str, &str); 3] =
    [("Norrköping", "state-compensation"), ("Norrköping", "unaccompanied-minors"), (REGION, "regions")];

/// Who in the demo has a role that nobody has acted in.
const UNUSED: &str = "ingrid.falk";

/// The templates of letters that every municipality of the demo has.
const LETTERS: [(&str, &str, &str); 2] = [
    (
        "Första brevet",
        "Vi vill veta hur du har det",
        "Hej {förnamn}!\n\nKommunen har ansvar för att veta vad du som inte har fyllt 20 gör när du inte går i gymnasieskolan. \
         Vi vill gärna veta hur du har det, och berätta vad vi kan hjälpa till med.\n\nRing mig på {telefon} eller \
         skriv till {e-post}, så bestämmer vi när vi ses. Hör du inte av dig ringer jag dig.\n\nVänliga hälsningar\n{handläggare}\n\
         Kommunala aktivitetsansvaret, {kommun}",
    ),
    (
        "Påminnelse",
        "Hör av dig senast {uppföljning}",
        "Hej {förnamn}!\n\nVi skrev till dig för en tid sedan och har inte hört av dig. Hör av dig senast den \
         {uppföljning}: ring {telefon} eller skriv till {e-post}.\n\nVänliga hälsningar\n{handläggare}\n\
         Kommunala aktivitetsansvaret, {kommun}",
    ),
];

/// Who sends the letters of a municipality of the demo. The number is one of those that nobody has (PTS, "Telefonnummer till
/// böcker och filmer etcetera").
fn sender_of(municipality: MunicipalityCode) -> Sender {
    let name = municipality.name().to_lowercase();
    let host: String = name
        .chars()
        .filter_map(|character| match character {
            'å' | 'ä' => Some('a'),
            'ö' => Some('o'),
            other => other.is_ascii_alphabetic().then_some(other),
        })
        .collect();
    Sender {
        name: "Kommunala aktivitetsansvaret".to_owned(),
        address: vec!["Stadshuset".to_owned(), municipality.name().to_owned()],
        reach: sender::Reach { telephone: "08-465 004 00".to_owned(), email: format!("kaa@{host}.example") },
        ..Sender::default()
    }
}

struct Builder<'a> {
    store: Store,
    plan: DemoPlan,
    context: &'a Context,
}

impl Builder<'_> {
    /// The services as they were on a day.
    fn services(&self, date: NaiveDate) -> Services {
        Services::new(self.store.clone(), Arc::new(StandingClock(date)))
    }

    async fn build(&self, today: NaiveDate) -> Result<(), Failure> {
        let first = self.plan.snapshots().first().map_or(today, |snapshot| snapshot.date);
        let services = self.services(first);
        if !installation::is_empty(&services).await? {
            return Err(Failure::NotEmpty);
        }
        installation::begin_demo(&services, today, &self.organisers(), &self.study_paths()).await?;
        for (municipality, dated) in self.plan.policies() {
            let change = PolicyChange {
                rule_set: dated.policy.rule_set,
                from: dated.from,
                summer_break: Some(dated.policy.summer_break),
                komvux_counts: Some(dated.policy.komvux_counts),
            };
            policies::set(&services, Actor::Operator, municipality, &change).await?;
        }
        for municipality in self.plan.municipalities() {
            for template in LETTERS {
                letters::add_template(&services, Actor::Operator, municipality, template).await?;
            }
            letters::set_sender(&services, Actor::Operator, municipality, sender_of(municipality)).await?;
        }
        let accounts = self.accounts(&services).await?;
        let folder = tempfile::tempdir()?;
        let snapshots = self.plan.snapshots();
        for (place, snapshot) in snapshots.iter().enumerate() {
            tell(format_args!(
                "{} {}/{}: {}",
                self.context.say("Steg", "Step"),
                place + 1,
                snapshots.len(),
                snapshot.date
            ));
            // The last run is left to be made, so that whoever tries the demo sees one open and close cases.
            let is_run = place + 1 < snapshots.len();
            self.step(snapshot, folder.path(), &accounts, is_run).await?;
        }
        self.note_uses(&accounts, today).await
    }

    /// All but one have lately acted in what they have: hers is flagged.
    async fn note_uses(
        &self,
        accounts: &HashMap<&'static str, AccountId>,
        today: NaiveDate,
    ) -> Result<(), Failure> {
        for account in accounts.iter().filter(|(name, _)| **name != UNUSED).map(|(_, account)| *account) {
            let roles = self.store.read(&Scope::of_the_system()).await?.roles(account, today).await?;
            for role in roles {
                self.store.note_use(role.id, today).await?;
            }
        }
        Ok(())
    }

    fn organisers(&self) -> Vec<OrganiserWithUnits> {
        let units = |place: usize| {
            let own = self.plan.units().iter().filter(move |unit| unit.organiser == place);
            own.map(|unit| (unit.code.to_string(), unit.name.to_string(), unit.validity)).collect()
        };
        self.plan
            .organisers()
            .iter()
            .enumerate()
            .map(|(place, organiser)| OrganiserWithUnits {
                number: organiser.number.clone(),
                name: organiser.name.to_string(),
                units: units(place),
            })
            .collect()
    }

    fn study_paths(&self) -> Vec<NewStudyPath> {
        let path = |path: &crate::demo::DemoStudyPath| NewStudyPath {
            code: path.code.to_string(),
            national_code: path.code.to_string(),
            name: path.name.to_string(),
            kind: path.kind,
            validity: path.validity,
        };
        self.plan.study_paths().iter().map(path).collect()
    }

    async fn accounts(&self, services: &Services) -> Result<HashMap<&'static str, AccountId>, Failure> {
        let everywhere = self.plan.municipalities();
        let mut made = HashMap::new();
        for account in self.plan.accounts() {
            let DemoAccount { user_name, name, roles } = account;
            let roles = roles
                .iter()
                .map(|(role, place): &(GivenRole, Option<MunicipalityCode>)| {
                    let municipalities = place.map_or_else(|| everywhere.clone(), |code| vec![code]);
                    let organisation = users::organisation_name(*role, &municipalities, Some(REGION));
                    NewRole { role: *role, organisation, municipalities }
                })
                .collect();
            let user = NewUser {
                user_name: (*user_name).to_owned(),
                name: (*name).to_owned(),
                password: PASSWORD.to_owned(),
                roles,
                demo: true,
                is_one_time: false,
                from: None,
            };
            made.insert(*user_name, users::add(services, Actor::Operator, user).await?);
            users::describe(services, Actor::Operator, user_name, &account.details()).await?;
        }
        let today = services.today();
        for (organisation, service) in AGREEMENTS {
            let service = ServiceCode::try_from(service).map_err(|_| UserError::NoService)?;
            let period = Period::new(today, None);
            organisations::agree(services, Actor::Operator, organisation, service, period).await?;
        }
        Ok(made)
    }

    /// What happens at a stop: the files come, the run is made unless it is left, caseworkers work until the next stop.
    async fn step(
        &self,
        snapshot: &Snapshot,
        folder: &Path,
        accounts: &HashMap<&'static str, AccountId>,
        is_run: bool,
    ) -> Result<(), Failure> {
        let services = self.services(snapshot.date);
        let population = folder.join("folkbokforing.xml");
        let mut writer =
            PopulationWriter::new(BufWriter::new(File::create(&population)?), PopulationEncoding::Utf8)?;
        for post in self.plan.posts(snapshot) {
            writer.write(&post)?;
        }
        writer.finish()?;
        import_population(&services, &population, snapshot.date).await?;
        self.import_pupils(&services, snapshot, folder).await?;
        installation::mark_diplomas(&services, snapshot.date, self.plan.diplomas(snapshot)).await?;
        rows::bring_to(&services, snapshot.date).await?;
        for (municipality, policy, _) in
            case_update::municipalities(&services, &Which::All, snapshot.date).await?
        {
            if is_run {
                let actor = Actor::System;
                let language = self.context.language;
                case_update::run(&services, actor, municipality, &policy, snapshot.date, false, language)
                    .await?;
            }
            self.work(&services, municipality, snapshot, accounts).await?;
        }
        Ok(())
    }

    async fn import_pupils(
        &self,
        services: &Services,
        snapshot: &Snapshot,
        folder: &Path,
    ) -> Result<(), Failure> {
        let path = |place: usize| folder.join(format!("elever-{place}.csv"));
        let mut writers = Vec::with_capacity(snapshot.files.len());
        for place in 0..snapshot.files.len() {
            writers.push((PupilWriter::new(BufWriter::new(File::create(path(place))?))?, 0_u64));
        }
        for (place, row) in self.plan.pupil_rows(snapshot) {
            if let Some((writer, rows)) = writers.get_mut(place) {
                writer.write(&row)?;
                *rows += 1;
            }
        }
        for (place, ((writer, rows), file)) in writers.into_iter().zip(&snapshot.files).enumerate() {
            writer.finish()?;
            let Some(organiser) = self.plan.organisers().get(file.organiser).filter(|_| rows > 0) else {
                continue;
            };
            let set = PupilSet {
                organiser: organiser.number.clone(),
                year: file.academic_year,
                date: snapshot.date,
                create_missing: false,
            };
            import_pupils(services, &path(place), set).await?;
        }
        Ok(())
    }

    /// What the caseworkers of a municipality do with its open cases until the next stop.
    async fn work(
        &self,
        services: &Services,
        municipality: MunicipalityCode,
        snapshot: &Snapshot,
        accounts: &HashMap<&'static str, AccountId>,
    ) -> Result<(), Failure> {
        let workers = self.plan.caseworkers(municipality);
        let scope = Scope::of_the_system();
        let mut casework = Casework::begin(services, Actor::Operator, OperationKind::Demo, scope).await?;
        for mut case in casework.open_cases(municipality).await? {
            let (number, registered) = (case.civic_number, case.case.registered);
            for activity in
                self.plan.casework(&number, municipality, registered, snapshot.date, snapshot.until)
            {
                carry_out(&mut casework, &mut case, &activity, &workers, accounts).await?;
            }
        }
        casework.finish().await?;
        Ok(())
    }
}

/// Does what a caseworker does. What the rules refuse is not done, as it would not be by a caseworker.
async fn carry_out(
    casework: &mut Casework,
    case: &mut WorkedCase,
    activity: &Activity,
    workers: &[&'static DemoAccount],
    accounts: &HashMap<&'static str, AccountId>,
) -> Result<(), Failure> {
    let name = workers.get(activity.by).map_or("", |account| account.name);
    let by = Worker::on(name, activity.date);
    match &activity.what {
        Work::Contact(contact) => {
            let request = ContactRequest { contact: contact.clone(), caseworker: None };
            casework.contact(case, &request, by).await?.ok();
        }
        Work::CloseFollowUp { contact, reason } => {
            casework.close_follow_ups_of(case, *contact, reason, by).await?;
        }
        Work::Measure(measure) => {
            casework.measure(case, measure, by).await?.ok();
        }
        Work::EndMeasure { start, end, occupation_after, outcome } => {
            casework.end_measure(case, *start, (*end, *occupation_after, *outcome), by).await?.ok();
        }
        Work::Occupation(occupation) => {
            casework.set(case, |values| values.case.occupation = *occupation, by).await?.ok();
        }
        Work::Caseworker(place) => {
            let caseworker = workers.get(*place).and_then(|account| accounts.get(account.user_name)).copied();
            casework.set(case, |values| values.case.caseworker = caseworker, by).await?.ok();
        }
        Work::OtherSchooling(until) => {
            casework.set(case, |values| values.case.other_schooling_until = Some(*until), by).await?.ok();
        }
        Work::LivingOutside(place) => {
            casework.set(case, |values| values.case.living_outside = Some(*place), by).await?.ok();
        }
        Work::ContactDetail { kind, value, primary } => {
            let new = Reach::read(*kind, value).map(|reach| NewDetail {
                kind: *kind,
                reach,
                primary: *primary,
                primary_telephone: false,
            });
            if let (Some(person), Ok(new)) = (casework.reached(case.case.id).await?, new) {
                casework.detail(&person, None, new).await?.ok();
            }
        }
        Work::PostalAddress(address) => {
            if let Some(person) = casework.reached(case.case.id).await? {
                casework.postal_address(&person, Some(address)).await?;
            }
        }
        Work::Notes(notes) => {
            casework.set(case, |values| values.notes.clone_from(notes), by).await?.ok();
        }
        Work::Diploma(kind) => {
            casework.set(case, |values| values.home_diploma = Some(*kind), by).await?.ok();
        }
        Work::Plan(plan) => {
            casework.plan(case, plan, by).await?.ok();
        }
        Work::EvaluatePlan { start, evaluation } => {
            casework.evaluate_plan_of(case, *start, evaluation, by).await?;
        }
        Work::Notice { notice, becomes_contact } => {
            let id = casework.notice(case, notice, by).await?;
            if *becomes_contact {
                // What schools and caseworkers of the demo write is in Swedish.
                casework.make_contact_of(case, id, Language::Swedish, by).await?;
            }
        }
    }
    Ok(())
}
