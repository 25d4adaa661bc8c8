//! A whole site over a small register of two municipalities, and visitors to it.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    access::{Role, Scope, user::UserForm},
    civic_number::CivicNumber,
    clock::Clock,
    contact::{ContactDetailKind, ContactWay, NewContact, detail::Detail, form::ContactRequest},
    coverage::{Policy, policy::RuleSet},
    exchange::population::PopulationPost,
    id::{CaseId, ContactDetailId, PersonId},
    language::Language,
    municipality::MunicipalityCode,
    operation::{Actor, OperationKind},
    person::{Name, ProtectionMarks, Residence},
};
use futures_util::FutureExt;
use leptos::prelude::LeptosOptions;
use service::{
    Services, access_users, case_update,
    casework::{Casework, Worker},
    policies::{self, PolicyChange},
    population_import::PopulationImport,
    rows,
    sealing::{KEY_LENGTH, SealingKey},
    session,
    users::{self, GivenRole, NewRole, NewUser},
};
use store::{OpenMode, Store};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::router::router;

/// The password of everybody.
pub const PASSWORD: &str = "ett långt lösenord";
/// Somebody who acts as an auditor, and may act as a caseworker of Norrköping.
pub const TWO_ROLES: &str = "sara";
/// A caseworker of Norrköping whose password was made for them.
pub const NEWCOMER: &str = "nils";
/// What is written where people write: it must never run.
pub const MARKUP: &str = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>";
/// The host that browsers name.
pub const HOST: &str = "fyren.example";

/// The address of the proxy that is trusted.
pub const PROXY: &str = "192.0.2.1";

/// How long an answer may take; one that never comes is a failure and not a wait.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(20);

/// The people of the register.
const PEOPLE: [(&str, &str, bool); 3] =
    [("20080817-2381", "0581", false), ("20080818-2380", "0580", false), ("20080819-2389", "0581", true)];

fn place(code: &str) -> MunicipalityCode {
    MunicipalityCode::try_from(code).unwrap()
}

/// A clock that can be moved on.
#[derive(Default)]
pub struct Hands(AtomicI64);

impl Hands {
    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        let morning: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
        morning + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

/// Who visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody has signed in.
    Nobody,
    /// A caseworker of Norrköping.
    Caseworker,
    /// An administrator of both municipalities.
    Region,
    /// An auditor of both.
    Auditor,
    /// Who administers permissions of Norrköping.
    Administrator,
}

/// Everybody who can sign in.
pub const EVERYBODY: [Who; 4] = [Who::Caseworker, Who::Region, Who::Auditor, Who::Administrator];

impl Who {
    pub fn user_name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Caseworker => "asa",
            Self::Region => "birgitta",
            Self::Auditor => "gunnar",
            Self::Administrator => "anna",
        }
    }
}

/// The cases of the register.
#[derive(Clone, Copy)]
pub struct Cases {
    /// In Norrköping.
    pub own: CaseId,
    /// In Linköping.
    pub other: CaseId,
    /// Of a protected person in Norrköping.
    pub protected: CaseId,
}

/// The register as every test finds it: made once, and copied.
struct Template {
    _folder: TempDir,
    file: PathBuf,
    tokens: [String; 4],
    cases: Cases,
}

fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let made = std::thread::spawn(|| {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(make())
        });
        made.join().unwrap()
    })
}

async fn open(file: &std::path::Path, mode: OpenMode, clock: Arc<Hands>) -> Services {
    let store = Store::open(&format!("sqlite://{}", file.display()), mode).await.unwrap();
    let scb_layouts = crate::format::scb_layout::shipped().unwrap();
    Services { scb_layouts, ..Services::new(store, clock) }
}

async fn make() -> Template {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fyren.db");
    let services = open(&file, OpenMode::CreateAndMigrate, Arc::default()).await;
    rows::bring_to(&services, services.today()).await.unwrap();
    people(&services).await;
    for code in ["0580", "0581"] {
        cases_of(&services, place(code)).await;
    }
    let both = vec![place("0580"), place("0581")];
    for (who, role, organisation, municipalities) in [
        (Who::Administrator, GivenRole::Administrator, "Norrköping", vec![place("0581")]),
        (Who::Caseworker, Role::Caseworker.into(), "Norrköping", vec![place("0581")]),
        (Who::Region, Role::RegionAdministrator.into(), "Region Öst", both.clone()),
        (Who::Auditor, Role::Auditor.into(), "Region Öst", both),
    ] {
        let user = NewUser {
            user_name: who.user_name().to_owned(),
            name: who.user_name().to_owned(),
            password: PASSWORD.to_owned(),
            roles: vec![NewRole { role, organisation: organisation.to_owned(), municipalities }],
            demo: false,
            is_one_time: false,
            from: None,
        };
        users::add(&services, Actor::Operator, user).await.unwrap();
    }
    let roles = [Role::Auditor, Role::Caseworker].map(|role| NewRole {
        role: role.into(),
        organisation: "Norrköping".to_owned(),
        municipalities: vec![place("0581")],
    });
    let user = NewUser {
        user_name: TWO_ROLES.to_owned(),
        name: TWO_ROLES.to_owned(),
        password: PASSWORD.to_owned(),
        roles: roles.to_vec(),
        demo: false,
        is_one_time: false,
        from: None,
    };
    users::add(&services, Actor::Operator, NewUser { roles: roles[1..].to_vec(), ..newcomer() })
        .await
        .unwrap();
    users::add(&services, Actor::Operator, user).await.unwrap();
    let mut tokens = Vec::new();
    for who in EVERYBODY {
        tokens.push(
            session::sign_in(&services, who.user_name(), PASSWORD, &session::Client::default())
                .await
                .unwrap()
                .token,
        );
    }
    let mut connection = services.store.read(&Scope::of_the_system()).await.unwrap();
    let mut found = Vec::new();
    for (number, code, _) in PEOPLE {
        let all = Scope::of_the_system();
        let listings = connection.case_listings(&all, place(code), CaseId(0), 10).await.unwrap();
        let listing = listings.iter().find(|listing| listing.civic_number.to_string() == number).unwrap();
        found.push(listing.case.id);
    }
    drop(connection);
    services.store.close().await;
    let cases = Cases { own: found[0], other: found[1], protected: found[2] };
    Template { _folder: folder, file, tokens: tokens.try_into().unwrap(), cases }
}

async fn people(services: &Services) {
    let today = services.today();
    let mut import = PopulationImport::begin(services, Actor::Operator, "file", today).await.unwrap();
    for (number, (civic_number, code, protected)) in (1..).zip(PEOPLE) {
        let civic_number = CivicNumber::try_from(civic_number).unwrap();
        let name = Name {
            given: format!("Viggo {MARKUP}"),
            calling_mark: None,
            middle: String::new(),
            surname: format!("Dahl {MARKUP}"),
        };
        let post = PopulationPost {
            number,
            position: 0,
            changed_at: None,
            civic_number,
            reference: None,
            protection: ProtectionMarks { confidentiality: protected, protected_registration: false },
            deregistration: None,
            unknown_deregistration_code: None,
            name: Some(name),
            residence: Some(Residence { municipality: place(code), since: civic_number.birth_date() }),
            earlier_residences: Vec::new(),
            addresses: Vec::new(),
        };
        import.take(post).await.unwrap();
    }
    import.finish().await.unwrap();
}

async fn cases_of(services: &Services, municipality: MunicipalityCode) {
    let today = services.today();
    let from = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap();
    let change = PolicyChange { rule_set: RuleSet::Handbook, from, summer_break: None, komvux_counts: None };
    policies::set(services, Actor::Operator, municipality, &change).await.unwrap();
    let policy = Policy::proposed(from);
    case_update::run(services, Actor::Operator, municipality, &policy, today, false, Language::Swedish)
        .await
        .unwrap();
    let scope = Scope::of_the_system();
    let mut work = Casework::begin(services, Actor::Operator, OperationKind::Casework, scope).await.unwrap();
    let by = Worker::on(MARKUP, today);
    let mut cases = work.open_cases(municipality).await.unwrap();
    for case in &mut cases {
        let contact = NewContact {
            date: today,
            heading: MARKUP.to_owned(),
            way: ContactWay::Telephone,
            notes: MARKUP.to_owned(),
            follow_up: Some(today),
        };
        let request = ContactRequest { contact, caseworker: None };
        work.contact(case, &request, by).await.unwrap().unwrap();
    }
    work.finish().await.unwrap();
    // No rule lets this in, but what an older register holds is not to run either.
    let operation = services.operation(OperationKind::Casework, Actor::Operator, Some(municipality), "");
    let mut transaction = services.store.operate(operation).await.unwrap();
    for case in &cases {
        let detail = Detail {
            id: ContactDetailId(0),
            kind: ContactDetailKind::Email,
            value: "javascript:alert(1)".to_owned(),
            primary: true,
            primary_telephone: false,
        };
        transaction.add_contact_detail(case.person, &detail).await.unwrap();
    }
    let people: Vec<_> = cases.iter().map(|case| case.person).collect();
    transaction.refresh_case_rows(&people, today).await.unwrap();
    transaction.commit().await.unwrap();
}

/// The site.
pub struct Site {
    _folder: TempDir,
    router: Router,
    services: Services,
    pub hands: Arc<Hands>,
    pub cases: Cases,
}

/// What the site answered.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    /// A header's value, or nothing.
    pub fn header(&self, name: impl AsRef<str>) -> &str {
        self.headers.get(name.as_ref()).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where the answer leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// All cookies that are set.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

fn newcomer() -> NewUser {
    let (user_name, password) = (NEWCOMER.to_owned(), PASSWORD.to_owned());
    NewUser {
        name: user_name.clone(),
        user_name,
        password,
        roles: Vec::new(),
        demo: false,
        is_one_time: true,
        from: None,
    }
}

impl Site {
    /// A site of its own for a test.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// The same, where second factors can be set up, and may be asked for.
    pub async fn open_with_key(requires_second_factor: bool) -> Self {
        Self::open_with(|services| {
            services.key = Some(Arc::new(SealingKey::new([7; KEY_LENGTH])));
            services.requires_second_factor = requires_second_factor;
        })
        .await
    }

    /// The same, where something is otherwise.
    pub async fn open_with(change: impl FnOnce(&mut Services)) -> Self {
        let template = template();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fyren.db");
        std::fs::copy(&template.file, &file).unwrap();
        let hands = Arc::new(Hands::default());
        let mut services = open(&file, OpenMode::Existing, Arc::clone(&hands)).await;
        change(&mut services);
        let pkg = folder.path().join("pkg");
        std::fs::create_dir(&pkg).unwrap();
        std::fs::write(pkg.join("app.css"), "").unwrap();
        let options = LeptosOptions::builder()
            .output_name("app")
            .site_root(folder.path().to_string_lossy())
            .site_pkg_dir("pkg")
            .build();
        let router = router(services.clone(), options, folder.path(), &[], PROXY.parse().ok()).unwrap();
        Self { _folder: folder, router, services, hands, cases: template.cases }
    }

    /// Gives somebody a password that they are to exchange for their own; all their sessions end.
    pub async fn make_password_for(&self, who: Who, password: &str) {
        let (user_name, password) = (who.user_name(), password.to_owned());
        users::set_password(&self.services, Actor::Operator, user_name, password, true).await.unwrap();
    }

    /// Writes the HSA-id of a card on a user of Norrköping, as its administrator does.
    pub async fn write_card(&self, who: Who, hsa_id: &str) {
        let token = Site::token(Who::Administrator).unwrap();
        let administrator = session::session(&self.services, token).await.unwrap().unwrap();
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let users = connection.access_users(administrator.acting.organisation_id).await.unwrap();
        drop(connection);
        let user = users.into_iter().find(|user| user.user_name == who.user_name()).unwrap();
        let form = UserForm {
            first_name: "Åsa".to_owned(),
            last_name: "Ek".to_owned(),
            hsa_id: hsa_id.to_owned(),
            e_mail: "asa@norrkoping.example".to_owned(),
            civic_number: String::new(),
        };
        access_users::change(&self.services, &administrator, user.id, user.version, &form).await.unwrap();
    }

    /// Which user of Norrköping somebody is, as it stands in addresses.
    pub async fn user_of(&self, who: Who) -> String {
        let token = Site::token(Who::Administrator).unwrap();
        let administrator = session::session(&self.services, token).await.unwrap().unwrap();
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let users = connection.access_users(administrator.acting.organisation_id).await.unwrap();
        users.into_iter().find(|user| user.user_name == who.user_name()).unwrap().id.to_string()
    }

    /// The reasons of every operation of a kind, as the log tells them.
    pub async fn told(&self, kind: OperationKind) -> Vec<String> {
        let mut connection = self.services.store.read(&Scope::of_the_system()).await.unwrap();
        let told = connection.log(&Scope::of_the_system(), 1, 1000).await.unwrap().rows;
        told.into_iter().filter(|entry| entry.kind == kind).map(|entry| entry.reason).collect()
    }

    /// Whose a case is: people have their numbers in the order in which they were imported.
    pub fn person(&self, case: CaseId) -> PersonId {
        let Cases { own, other, protected } = self.cases;
        let place = [own, other, protected].iter().position(|of| *of == case).unwrap();
        PersonId(i64::try_from(place).unwrap() + 1)
    }

    /// The token of somebody's session.
    pub fn token(who: Who) -> Option<&'static str> {
        let place = EVERYBODY.iter().position(|other| *other == who)?;
        Some(&template().tokens[place])
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        self.send_from("192.0.2.7", request).await
    }

    /// Sends a request from an address.
    pub async fn send_from(&self, address: &str, mut request: Request<Body>) -> Reply {
        let address = SocketAddr::new(address.parse().unwrap(), 1234);
        request.extensions_mut().insert(ConnectInfo(address));
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        };
        let (parts, body) = tokio::time::timeout(LONGEST_WAIT, answer)
            .await
            .unwrap_or_else(|_| panic!("no answer to {asked}"));
        let body = String::from_utf8_lossy(&body).into_owned();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Asks for a page as a browser does.
    pub async fn page(&self, who: Who, path: &str) -> Reply {
        self.send(asked("GET", path, Site::token(who), true).body(Body::empty()).unwrap()).await
    }

    /// Asks for a page, and goes away after so many looks for an answer. Whether that was before it came.
    pub async fn leave(&self, who: Who, path: &str, looks: usize) -> bool {
        let mut request = asked("GET", path, Site::token(who), true).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new("192.0.2.7".parse().unwrap(), 1234)));
        let mut answer = Box::pin(self.router.clone().oneshot(request));
        for _ in 0..looks {
            if (&mut answer).now_or_never().is_some() {
                return false;
            }
            tokio::task::yield_now().await;
        }
        true
    }

    /// Calls a server function as a script does.
    pub async fn call(&self, who: Who, path: &str, form: &str) -> Reply {
        self.send(posted(path, Site::token(who), false, form)).await
    }

    /// Posts a plain form.
    pub async fn form(&self, who: Who, path: &str, form: &str) -> Reply {
        self.send(posted(path, Site::token(who), true, form)).await
    }
}

/// A request with the session of a token.
pub fn asked(method: &str, path: &str, token: Option<&str>, html: bool) -> axum::http::request::Builder {
    let accept = if html { "text/html,application/xhtml+xml" } else { "application/json" };
    let request = Request::builder().method(method).uri(path).header("host", HOST).header("accept", accept);
    match token {
        Some(token) => request.header("cookie", format!("{}={token}", session::COOKIE)),
        None => request,
    }
}

/// A form that the same site posts.
pub fn posted(path: &str, token: Option<&str>, html: bool, form: &str) -> Request<Body> {
    asked("POST", path, token, html)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

/// Text as a value in a form.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
