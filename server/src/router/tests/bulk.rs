//! Choosing rows, changing them, following the work and taking it back, as a browser without script does it.

use axum::{body::Body, http::StatusCode};
use service::session::COOKIE;

use super::site::{MARKUP, PASSWORD, Reply, Site, Who, asked, encoded, posted};

/// Chooses rows and returns where it leads.
async fn select(site: &Site, who: Who, form: &str) -> String {
    let reply = site.form(who, "/api/select-rows", &format!("list=cases&{form}")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location().to_owned()
}

/// The page where the caseworker's case is changed, and the token of the selection.
async fn update_page(site: &Site, who: Who) -> (String, String) {
    let form =
        format!("action=update&search={}&rows[]={}", encoded("sort=-age&_selection=x"), site.cases.own);
    let address = select(site, who, &form).await;
    let (before, list) = address.split_once("&lista=").unwrap();
    assert_eq!(list, "sort%3D-age");
    let token = before.strip_prefix("/aktivitetsansvar/uppdatera?urval=").unwrap();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    (address.clone(), token.to_owned())
}

async fn post(site: &Site, who: Who, token: &str, what: &str, rest: &str) -> Reply {
    site.form(who, "/api/update-cases", &format!("selection={token}&page=1&what={what}&{rest}")).await
}

/// The value of the field of a name.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
    let rest = &page[at..];
    let tag = &rest[..rest.find('>').unwrap()];
    tag.split_once(" value=\"").map(|(_, value)| value.split('"').next().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn a_selection_is_filled_in_saved_reported_and_taken_back() {
    let site = Site::open().await;
    let (address, token) = update_page(&site, Who::Caseworker).await;
    let own = site.cases.own;
    let page = site.page(Who::Caseworker, &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(field(&page.body, &format!("rows[{own}][registered]")), "2026-11-20");
    assert_eq!(field(&page.body, &format!("rows[{own}][version]")), "1");
    assert!(page.body.contains("<option value=\"unknown\" selected"), "{}", page.body);
    assert!(page.body.contains("href=\"/aktivitetsansvar?sort=-age\""));

    // Apply fills the rows and saves nothing; what has been filled in stands in no address.
    let row =
        format!("rows[{own}][version]=1&rows[{own}][registered]=2026-11-20&rows[{own}][occupation]=unknown");
    let top = "top[registered]=2026-10-15&top[occupation]=work";
    let filled = post(&site, Who::Caseworker, &token, "fill", &format!("{top}&{row}")).await;
    assert!(!filled.location().contains("2026-10-15"), "{}", filled.location());
    let page = site.page(Who::Caseworker, filled.location()).await;
    assert_eq!(field(&page.body, &format!("rows[{own}][registered]")), "2026-10-15");
    assert!(page.body.contains("Nu: 2026-11-20") && page.body.contains("Nu: Okänd"), "{}", page.body);

    let row = row.replace("2026-11-20", "2026-10-15").replace("unknown", "work");
    let saved = post(&site, Who::Caseworker, &token, "save", &row).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let job = saved.location().to_owned();
    assert!(job.starts_with("/jobb/"), "{job}");
    let report = site.page(Who::Caseworker, &job).await;
    assert_eq!(report.status, StatusCode::OK);
    assert!(
        report.body.contains("Klart") && report.body.contains("<dt>Ändrade aktivitetsansvar</dt>"),
        "{}",
        report.body
    );
    assert!(!report.body.contains("http-equiv"));
    let list = site.call(Who::Caseworker, "/api/read-list", "list=cases&search=columns%3Dregistered").await;
    assert!(list.body.contains("2026-10-15"), "{}", list.body);

    let id = job.strip_prefix("/jobb/").unwrap();
    let undo = format!("/andring/{id}/angra");
    assert!(report.body.contains(&format!("href=\"{undo}\"")));
    let question = site.page(Who::Caseworker, &undo).await;
    assert!(
        question.body.contains("Datum för registrering, Sysselsättning vid registrering"),
        "{}",
        question.body
    );
    let undone = site.form(Who::Caseworker, "/api/undo-change", &format!("id={id}")).await;
    assert!(undone.location().starts_with("/jobb/") && undone.location() != job, "{}", undone.location());
    let list = site.call(Who::Caseworker, "/api/read-list", "list=cases&search=columns%3Dregistered").await;
    assert!(!list.body.contains("2026-10-15"), "{}", list.body);
    // A second time leads to the page that says that it is done.
    let again = site.form(Who::Caseworker, "/api/undo-change", &format!("id={id}")).await;
    assert_eq!(again.location(), undo);
    assert!(site.page(Who::Caseworker, &undo).await.body.contains("redan ångrad"));
}

#[tokio::test]
async fn a_row_that_cannot_be_saved_comes_back_as_it_was_typed_with_why() {
    let site = Site::open().await;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let own = site.cases.own;
    let row = |version: i64, registered: &str| {
        format!(
            "rows[{own}][version]={version}&rows[{own}][registered]={registered}&rows[{own}][occupation]=unknown"
        )
    };
    let refused = post(&site, Who::Caseworker, &token, "save", &row(1, "2026-12-24")).await;
    let page = site.page(Who::Caseworker, refused.location()).await.body;
    assert_eq!(field(&page, &format!("rows[{own}][registered]")), "2026-12-24");
    assert!(page.contains("Inget sparades") && !page.contains("Sparade:"), "{page}");
    let field_of = format!("falt-{own}-registered");
    assert!(page.contains(&format!("href=\"#{field_of}\"")) && page.contains(&format!("id=\"{field_of}\"")));
    assert!(page.contains(&format!("aria-describedby=\"fel-{own}-registered\"")));
    assert!(page.contains(&format!("id=\"fel-{own}-registered\"")));
    assert!(page.contains("aria-invalid=\"true\"") && page.contains("ligger framåt i tiden"));

    let missing = post(&site, Who::Caseworker, &token, "save", &row(1, "")).await;
    let page = site.page(Who::Caseworker, missing.location()).await.body;
    assert!(page.contains("Fyll i fältet."), "{page}");

    // Somebody else was first: nothing is overwritten, and the next form knows the newer version.
    let first = post(&site, Who::Region, &token, "save", &row(1, "2026-10-01")).await;
    assert!(first.location().starts_with("/jobb/"), "{}", first.location());
    let second = post(&site, Who::Caseworker, &token, "save", &row(1, "2026-10-02")).await;
    let page = site.page(Who::Caseworker, second.location()).await.body;
    assert!(page.contains("Någon annan har ändrat raden") && page.contains("Nu: 2026-10-01"), "{page}");
    assert_eq!(field(&page, &format!("rows[{own}][registered]")), "2026-10-02");
    assert_eq!(field(&page, &format!("rows[{own}][version]")), "2");
    let nothing = post(&site, Who::Caseworker, &token, "save-all", "").await;
    let page = site.page(Who::Caseworker, nothing.location()).await.body;
    assert!(page.contains("Inget sparades") && page.contains("Fyll i minst ett värde"), "{page}");
    assert!(page.contains("href=\"#falt-alla-registered\""), "{page}");
    let all = post(&site, Who::Caseworker, &token, "save-all", "top[occupation]=work").await;
    assert!(all.location().starts_with("/jobb/"), "{}", all.location());
}

#[tokio::test]
async fn what_stands_in_the_row_for_all_is_not_forgotten_when_the_rows_are_saved() {
    let site = Site::open().await;
    let (address, token) = update_page(&site, Who::Caseworker).await;
    let own = site.cases.own;
    let row = |occupation: &str| {
        format!(
            "rows[{own}][version]=1&rows[{own}][registered]=2026-11-20&rows[{own}][occupation]={occupation}"
        )
    };
    // Whether a row has been changed or not, nothing is saved, and what was typed stands there.
    for occupation in ["unknown", "work"] {
        let form = format!("top[registered]=2026-10-15&{}", row(occupation));
        let back = post(&site, Who::Caseworker, &token, "save", &form).await;
        let page = site.page(Who::Caseworker, back.location()).await.body;
        assert!(page.contains("Inget sparades") && page.contains("Tryck på Verkställ"), "{page}");
        assert_eq!(field(&page, "top[registered]"), "2026-10-15");
        assert_eq!(field(&page, &format!("rows[{own}][registered]")), "2026-11-20");
        let target = page.split("href=\"#falt-").nth(1).unwrap().split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"falt-{target}\"")), "{target}");
        let stands = site.page(Who::Caseworker, &address).await.body;
        assert!(stands.contains("<option value=\"unknown\" selected"), "{stands}");
    }
    // Once it is filled into the rows it stands there no more, and they are saved.
    let form = format!("top[registered]=2026-10-15&{}", row("work"));
    let filled = post(&site, Who::Caseworker, &token, "fill", &form).await;
    let page = site.page(Who::Caseworker, filled.location()).await.body;
    assert_eq!(field(&page, "top[registered]"), "");
    let saved = post(&site, Who::Caseworker, &token, "save", &row_of(&page, own, &[])).await;
    assert!(saved.location().starts_with("/jobb/"), "{}", saved.location());
}

#[tokio::test]
async fn what_is_chosen_is_ones_own_and_within_reach() {
    let site = Site::open().await;
    let (address, token) = update_page(&site, Who::Caseworker).await;
    // Another's token names nothing.
    let gone = site.page(Who::Region, &address).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.body.contains("Urvalet finns inte längre kvar"), "{}", gone.body);
    assert!(gone.body.contains("href=\"/aktivitetsansvar?sort=-age\""), "{}", gone.body);
    let without = site.page(Who::Region, "/aktivitetsansvar/uppdatera").await;
    assert!(without.body.contains("markera aktivitetsansvaren på nytt"), "{}", without.body);
    assert_eq!(site.page(Who::Auditor, &address).await.status, StatusCode::FORBIDDEN);
    let all = post(&site, Who::Region, &token, "save-all", "top[occupation]=work").await;
    assert_eq!(all.location(), format!("/aktivitetsansvar/uppdatera?urval={token}"));
    let unknown = site.form(Who::Caseworker, "/api/select-rows", "list=cases&all=1&action=shoot").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let refused = site.form(Who::Auditor, "/api/select-rows", "list=cases&all=1").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let unknown = site.form(Who::Caseworker, "/api/select-rows", "list=secrets&all=1").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);

    let (own, other, protected) = (site.cases.own, site.cases.other, site.cases.protected);
    let rows = format!("action=update&rows[]={other}&rows[]={protected}");
    let page = site.page(Who::Caseworker, &select(&site, Who::Caseworker, &rows).await).await;
    assert!(
        page.body.contains("Inga aktivitetsansvar är valda") && !page.body.contains("Dahl"),
        "{}",
        page.body
    );
    // Nor is a row that was never chosen changed by naming it.
    let row = format!(
        "rows[{other}][version]=1&rows[{other}][registered]=2026-10-01&rows[{other}][occupation]=work"
    );
    let report = post(&site, Who::Caseworker, &token, "save", &row).await;
    let report = site.page(Who::Caseworker, report.location()).await.body;
    assert!(report.contains("Finns inte längre"), "{report}");
    let case = site.page(Who::Region, &format!("/aktivitetsansvar/{other}")).await;
    assert!(case.body.contains("2026-11-20") && !case.body.contains("2026-10-01"), "{}", case.body);

    // Another's job is followed by its municipality's administrator alone.
    let job = post(&site, Who::Caseworker, &token, "save-all", "top[occupation]=work").await;
    let job = job.location().to_owned();
    for (who, status) in [(Who::Region, StatusCode::OK), (Who::Auditor, StatusCode::FORBIDDEN)] {
        assert_eq!(site.page(who, &job).await.status, status, "{who:?}");
    }
    let others =
        format!("rows[{own}][version]=2&rows[{own}][registered]=2026-10-01&rows[{own}][occupation]=none");
    let regions = post(&site, Who::Region, "", "save", &others).await.location().to_owned();
    assert_eq!(site.page(Who::Caseworker, &regions).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn markup_in_names_is_text_where_rows_are_changed() {
    let site = Site::open().await;
    let (address, token) = update_page(&site, Who::Caseworker).await;
    let row = format!("rows[{}][version]=1&rows[{}][registered]=2027-01-01", site.cases.own, site.cases.own);
    let refused = post(&site, Who::Caseworker, &token, "save", &row).await.location().to_owned();
    for page in [address, refused] {
        let page = site.page(Who::Caseworker, &page).await.body;
        assert!(page.contains("Dahl") && !page.contains(MARKUP), "{page}");
        assert!(!page.contains("<img src=x"), "{page}");
    }
}

#[tokio::test]
async fn rows_are_chosen_page_by_page_and_go_into_a_file() {
    let site = Site::open().await;
    let (own, other) = (site.cases.own, site.cases.other);
    let first = select(&site, Who::Region, &format!("rows[]={own}&shown[]={own}")).await;
    let (_, search) = first.split_once('?').unwrap();
    assert!(first.starts_with("/aktivitetsansvar?_selection="), "{first}");
    // On another page another one; the first stays chosen.
    let form = format!("search={}&rows[]={other}&shown[]={other}", encoded(search));
    let both = select(&site, Who::Region, &form).await;
    let lines = async |address: &str| -> Vec<String> {
        let (_, search) = address.split_once('?').unwrap();
        let file = site.page(Who::Region, &format!("/export/cases.csv?{search}&columns=municipality")).await;
        assert_eq!(file.status, StatusCode::OK);
        file.body.trim_start_matches('\u{feff}').lines().skip(1).map(str::to_owned).collect()
    };
    assert_eq!(lines(&both).await.len(), 2);
    // Taken away where it is shown.
    let (_, search) = both.split_once('?').unwrap();
    let form = format!("search={}&shown[]={own}", encoded(search));
    let one = select(&site, Who::Region, &form).await;
    assert_eq!(lines(&one).await, ["Linköping"]);
    let (_, search) = one.split_once('?').unwrap();
    let file = select(&site, Who::Region, &format!("search={}&action=export", encoded(search))).await;
    assert!(file.starts_with("/export/cases.xlsx?_selection="), "{file}");
    let cleared = select(&site, Who::Region, &format!("search={}&action=clear", encoded(search))).await;
    assert_eq!(cleared, "/aktivitetsansvar");
    let everything = select(&site, Who::Region, "search=filter%3Dnone&all=1").await;
    assert_eq!(lines(&everything).await.len(), 2);
    // A token that is gone gives no file, but the list, which says so.
    let gone = site.page(Who::Region, "/export/cases.csv?_selection=0a1b").await;
    assert_eq!(gone.location(), "/aktivitetsansvar?_selection=0a1b");
    let list = site.page(Who::Region, gone.location()).await.body;
    assert!(list.contains("De markerade raderna finns inte längre kvar"), "{list}");
    let list = site.page(Who::Region, &one).await.body;
    assert!(!list.contains("finns inte längre kvar"), "{list}");
}

/// The fields of a row as its form holds them, ready to be posted.
fn row_of(page: &str, case: impl std::fmt::Display, filled: &[(&str, &str)]) -> String {
    let chosen = |name: &str| {
        let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
        let options = &page[at..at + page[at..].find("</select>").unwrap()];
        let option = options.split("<option ").find(|option| option.contains(" selected"));
        option.and_then(|option| option.split('"').nth(1)).unwrap_or_default().to_owned()
    };
    let names = [
        "version",
        "seen",
        "registered",
        "occupation",
        "other_schooling_until",
        "caseworker",
        "living_outside",
    ];
    let fields = names.map(|of| {
        let name = format!("rows[{case}][{of}]");
        let stands = match of {
            "occupation" | "caseworker" | "living_outside" => chosen(&name),
            _ => field(page, &name).replace("&quot;", "\""),
        };
        let value =
            filled.iter().find(|(name, _)| *name == of).map_or(stands, |(_, value)| (*value).to_owned());
        format!("{name}={}", encoded(&value))
    });
    fields.join("&")
}

#[tokio::test]
async fn what_nobody_filled_in_is_left_to_whoever_changes_it_meanwhile() {
    let site = Site::open().await;
    let (own, other) = (site.cases.own, site.cases.other);
    let rows = format!("action=update&rows[]={own}&rows[]={other}");
    let address = select(&site, Who::Region, &rows).await;
    let chosen = address.split_once("?urval=").unwrap().1.split('&').next().unwrap();
    let opened = site.page(Who::Region, &address).await.body;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let meanwhile = async |value: &str| {
        let saved =
            post(&site, Who::Caseworker, &token, "save-all", &format!("top[occupation]={value}")).await;
        assert!(saved.location().starts_with("/jobb/"), "{}", saved.location());
    };
    let stands = async || {
        let page = site.page(Who::Region, &address).await.body;
        let filled = row_of(&page, own, &[]);
        [("registered", "2026-10-02"), ("occupation", "work")]
            .map(|(of, value)| filled.contains(&format!("rows[{own}][{of}]={}", encoded(value))))
    };
    let save = async |page: &str, row_own: &[(&str, &str)], row_other: &[(&str, &str)]| {
        let form = format!("{}&{}", row_of(page, own, row_own), row_of(page, other, row_other));
        post(&site, Who::Region, chosen, "save", &form).await.location().to_owned()
    };

    // Of two rows one is filled in; the other one, which somebody changes meanwhile, is nobody's conflict.
    meanwhile("work").await;
    let job = save(&opened, &[], &[("registered", "2026-10-01")]).await;
    assert!(job.starts_with("/jobb/"), "{job}");
    assert_eq!(stands().await, [false, true]);

    // Of a row one field is filled in, and somebody changes another: it is told, and stands there when it is saved again.
    let conflict = save(&opened, &[("registered", "2026-10-02")], &[]).await;
    let page = site.page(Who::Region, &conflict).await.body;
    assert!(page.contains("Någon annan har ändrat raden"), "{page}");
    assert_eq!(field(&page, &format!("rows[{own}][registered]")), "2026-10-02");
    let job = save(&page, &[], &[]).await;
    assert!(job.starts_with("/jobb/"), "{job}");
    assert_eq!(stands().await, [true, true]);
    let question = format!("/andring/{}/angra", job.split(['/', '?']).nth(2).unwrap());
    let question = site.page(Who::Region, &question).await.body;
    assert!(
        question.contains("Datum för registrering") && !question.contains("Sysselsättning vid registrering"),
        "{question}"
    );

    // Nothing filled in is nothing to save.
    let opened = site.page(Who::Region, &address).await.body;
    let nothing = save(&opened, &[], &[]).await;
    assert!(site.page(Who::Region, &nothing).await.body.contains("Fyll i minst ett värde"), "{nothing}");
}

#[tokio::test]
async fn a_change_that_cannot_be_taken_back_tells_whose_cases_have_been_changed_since() {
    let site = Site::open().await;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let first = post(&site, Who::Caseworker, &token, "save-all", "top[occupation]=work").await;
    post(&site, Who::Caseworker, &token, "save-all", "top[occupation]=none").await;
    let id = first.location().strip_prefix("/jobb/").unwrap();
    let page = site.page(Who::Caseworker, &format!("/andring/{id}/angra")).await.body;
    assert!(page.contains("Ändringen är inte ångrad") && page.contains("Visa ändringen</a>"), "{page}");
    assert!(!page.contains("Visa ändringen som ångrades"), "{page}");
    let link = page.split(&format!("href=\"/aktivitetsansvar/{}\"", site.cases.own)).nth(1).unwrap();
    assert!(link.starts_with(">Dahl"), "{link}");
    assert!(page.contains("href=\"/aktivitetsansvar\"") && page.contains("href=\"/jobb\""), "{page}");
}

#[tokio::test]
async fn a_change_that_cannot_be_taken_back_tells_whose_cases_may_not_be_what_they_were() {
    let site = Site::open().await;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let until = "top[other_schooling_until]=2026-11-21";
    post(&site, Who::Caseworker, &token, "save-all", until).await;
    let second = post(&site, Who::Caseworker, &token, "save-all", "top[clear]=1").await;
    let id = second.location().strip_prefix("/jobb/").unwrap().to_owned();
    // The day passes.
    site.hands.pass(chrono::TimeDelta::days(2));
    let target = format!("/logga-in?till={}", encoded(&format!("/andring/{id}/angra")));
    let (page, _) = signed_in_again(&site, Who::Caseworker, &[], &target).await;
    assert!(page.contains("Rader som inte får bli som de var"), "{page}");
    let link = page.split(&format!("href=\"/aktivitetsansvar/{}\"", site.cases.own)).nth(1).unwrap();
    assert!(link.starts_with(">Dahl"), "{link}");
}

/// Posts the form of the caseworker's case once the session is over, and returns where it leads and the cookies.
async fn too_late(site: &Site, token: &str, rest: &str) -> (String, Vec<String>) {
    site.hands.pass(chrono::TimeDelta::minutes(61));
    let reply = post(site, Who::Caseworker, token, "save", rest).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let cookies = reply.cookies().into_iter().map(|cookie| cookie.split(';').next().unwrap().to_owned());
    (reply.location().to_owned(), cookies.collect())
}

/// Signs in with cookies, and returns the page that it leads to, and its address.
async fn signed_in_again(site: &Site, who: Who, cookies: &[String], target: &str) -> (String, String) {
    let till = target.strip_prefix("/logga-in?till=").unwrap();
    let form = format!("user_name={}&password={}&till={till}", who.user_name(), encoded(PASSWORD));
    let mut request = posted("/api/sign-in", None, true, &form);
    request.headers_mut().insert("cookie", cookies.join("; ").parse().unwrap());
    let reply = site.send(request).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let session = reply.cookies().into_iter().find_map(|cookie| {
        cookie.strip_prefix(&format!("{COOKIE}=")[..])?.split(';').next().map(str::to_owned)
    });
    let page = asked("GET", reply.location(), Some(&session.unwrap()), true).body(Body::empty()).unwrap();
    (site.send(page).await.body, reply.location().to_owned())
}

#[tokio::test]
async fn what_was_filled_in_when_a_session_had_expired_is_there_after_signing_in_again() {
    let own = |site: &Site, registered: &str| {
        let own = site.cases.own;
        format!("rows[{own}][version]=1&rows[{own}][registered]={registered}&rows[{own}][occupation]=work")
    };
    // Rows of a whole page are more than a cookie holds; they are kept on the server.
    let many: String = (5000..5050)
        .map(|case| format!("&rows[{case}][version]=1&rows[{case}][registered]=2026-10-03"))
        .collect();
    for more in [String::new(), many] {
        let site = Site::open().await;
        let (_, token) = update_page(&site, Who::Caseworker).await;
        let (target, cookies) = too_late(&site, &token, &(own(&site, "2026-10-03") + &more)).await;
        assert!(!target.contains("2026-10-03") && !cookies.concat().contains("2026-10-03"));
        let (page, address) = signed_in_again(&site, Who::Caseworker, &cookies, &target).await;
        assert_eq!(field(&page, &format!("rows[{}][registered]", site.cases.own)), "2026-10-03");
        assert!(page.contains("Inget av det här är sparat än") && page.contains("Nu: 2026-11-20"), "{page}");
        assert!(!address.contains("2026-10-03"), "{address}");

        // To somebody else it is worth nothing.
        let (page, address) = signed_in_again(&site, Who::Region, &cookies, &target).await;
        assert!(!page.contains("2026-10-03"), "{page}");
        assert!(!address.contains("utkast"), "{address}");
    }
}

#[tokio::test]
async fn what_could_not_be_kept_is_told_to_be_lost() {
    let site = Site::open().await;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let form = format!("selection={token}&page=1&what=save&rows[1][registered]=2026-10-03");
    // Nobody knows any more whose session it was.
    let reply = site.form(Who::Nobody, "/api/update-cases", &form).await;
    let (page, _) = signed_in_again(&site, Who::Caseworker, &[], reply.location()).await;
    assert!(page.contains("Det du hade fyllt i är inte sparat"), "{page}");
}

#[tokio::test]
async fn a_cancel_that_comes_too_late_is_told_in_the_report() {
    let site = Site::open().await;
    let (_, token) = update_page(&site, Who::Caseworker).await;
    let job = post(&site, Who::Caseworker, &token, "save-all", "top[occupation]=work").await;
    let job = job.location().to_owned();
    assert!(!site.page(Who::Caseworker, &job).await.body.contains("Det gick inte att avbryta"));
    let id = job.strip_prefix("/jobb/").unwrap();
    let cancelled = site.form(Who::Caseworker, "/api/cancel-job", &format!("id={id}")).await;
    assert_eq!(cancelled.location(), job);
    let page = site.page(Who::Caseworker, &job).await.body;
    assert!(
        page.contains("Klart") && page.contains("Det gick inte att avbryta: allt var redan gjort."),
        "{page}"
    );
    assert!(page.contains("Tryck på Ångra"), "{page}");
    // It is found again in the list of jobs, by whoever asked for it and who administers.
    for who in [Who::Caseworker, Who::Region] {
        let list = site.page(who, "/jobb").await.body;
        assert!(list.contains(&format!("href=\"{job}\"")), "{who:?} {list}");
    }
}

#[tokio::test]
async fn what_is_selected_is_kept_when_other_rows_are_asked_for() {
    let site = Site::open().await;
    let own = site.cases.own;
    let first = select(&site, Who::Caseworker, &format!("rows[]={own}")).await;
    let (_, search) = first.split_once('?').unwrap();
    let change = async |function: &str, rest: &str| {
        let form = format!("list=cases&search={}&{rest}", encoded(search));
        site.form(Who::Caseworker, function, &form).await.location().to_owned()
    };
    let found = change("/api/change-list", "what=find&value=Finnsingenstans").await;
    assert!(found.ends_with(search), "{found}");
    let empty = site.page(Who::Caseworker, &found).await.body;
    assert!(empty.contains("Inget passar urvalet") && empty.contains("Avmarkera alla"), "{empty}");
    assert!(empty.contains("1 markerad, 1 syns inte här"), "{empty}");
    let saved = change("/api/change-profiles", "what=add-profile&value=Min").await;
    assert!(saved.contains(search), "{saved}");
    // The link to the view is for others too, who have selected nothing.
    let (_, there) = found.split_once('?').unwrap();
    let list = format!("list=cases&search={}", encoded(there));
    let list = site.call(Who::Caseworker, "/api/read-list", &list).await.body;
    let link = list.split("\"address\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(link.starts_with("/aktivitetsansvar?f=") && !link.contains("_selection"), "{link}");

    // What is done is done with all that is ticked, and says how many of them the list does not show.
    let update = format!("action=update&search={}", encoded(there));
    let form = site.page(Who::Caseworker, &select(&site, Who::Caseworker, &update).await).await.body;
    assert!(form.contains("1 aktivitetsansvar valt, varav 1 inte är med i listan du kom från"), "{form}");
    let cleared = format!("action=clear&search={}", encoded(there));
    let cleared = select(&site, Who::Caseworker, &cleared).await;
    assert!(!cleared.contains("_selection"), "{cleared}");
}
