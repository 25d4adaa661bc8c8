//! Letters: a template, the people of a selection, what they would be like, and the file.

use axum::http::StatusCode;

use super::site::{Site, Who, encoded};

async fn template(site: &Site, what: &str, text: &str) -> String {
    let form =
        format!("what={what}&fields[municipality]=0581&fields[name]=Brev&fields[text]={}", encoded(text));
    let saved = site.form(Who::Region, "/api/save-template", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    saved.location().to_owned()
}

/// The page where letters to the caseworker's case are written.
async fn page(site: &Site) -> String {
    let form = format!("list=cases&action=letters&rows[]={}", site.cases.own);
    site.form(Who::Caseworker, "/api/select-rows", &form).await.location().to_owned()
}

/// Posts the form of letters, with what has been looked at, and returns where it leads.
async fn post(site: &Site, page: &str, seen: &str, fields: &str) -> String {
    let form = format!("address={}&what=save&seen={}&{fields}", encoded(page), encoded(seen));
    let posted = site.form(Who::Caseworker, "/api/save-record", &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.body);
    posted.location().to_owned()
}

async fn body(site: &Site, page: &str) -> String {
    site.page(Who::Caseworker, page).await.body
}

/// The value behind the first place of a text.
fn behind<'a>(page: &'a str, before: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {page}")).split('"').next().unwrap()
}

fn seen(page: &str) -> String {
    behind(page, "name=\"seen\" value=\"").replace("&quot;", "\"")
}

async fn has_address(site: &Site, street: &str) {
    let address = encoded(&format!("/aktivitetsansvar/{}/adresser/post", site.cases.own));
    let street = encoded(street);
    let fields = format!("fields[line1]={street}&fields[postal_code]=60224&fields[city]=Norrk%C3%B6ping");
    let form = format!("address={address}&what=save&{fields}");
    let saved = site.form(Who::Caseworker, "/api/save-record", &form).await;
    assert!(saved.location().contains("sparat="), "{}", saved.location());
}

#[tokio::test]
async fn a_template_that_is_none_is_told_with_its_line_and_a_letter_is_shown() {
    let site = Site::open().await;
    let refused = template(&site, "save", "Hej\n{personnummer}").await;
    assert!(refused.starts_with("/brevmallar/ny?utkast="), "{refused}");
    let form = site.page(Who::Region, &refused).await.body;
    assert!(form.contains("Rad 2: fältet {personnummer} finns inte"), "{form}");
    let shown = template(&site, "preview", "Hej {förnamn}! <b>#panic()</b>").await;
    let form = site.page(Who::Region, &shown).await.body;
    assert!(form.contains("Hej Kim! &lt;b&gt;#panic()&lt;/b&gt;"), "{form}");
    assert!(site.page(Who::Region, "/brevmallar").await.body.contains("Det finns ingen mall"));
    assert!(template(&site, "save", "Hej {förnamn}!").await.starts_with("/brevmallar?sparat="));
    let list = site.page(Who::Region, "/brevmallar").await.body;
    let form = site.page(Who::Region, behind(&list, "class=\"letter-templates\"><li><a href=\"")).await.body;
    assert!(form.contains("Hej Kim!"), "{form}");
    // What nobody may read who administers none.
    let address = behind(&list, "class=\"letter-templates\"><li><a href=\"");
    assert_eq!(site.page(Who::Caseworker, address).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_a_template_it_is_said_who_can_write_one() {
    let site = Site::open().await;
    let page = page(&site).await;
    assert!(page.starts_with("/aktivitetsansvar/brev?urval="), "{page}");
    let said = body(&site, &page).await;
    assert!(said.contains("Det finns ingen mall") && !said.contains("Förhandsgranska"), "{said}");
    let posted = post(&site, &page, "", "").await;
    assert!(body(&site, &posted).await.contains("Det finns ingen mall"));
}

#[tokio::test]
async fn who_has_no_address_is_named_before_anything_is_written() {
    let site = Site::open().await;
    template(&site, "save", "Hej {förnamn}!").await;
    let page = page(&site).await;
    let form = body(&site, &page).await;
    let template = behind(&form, "<option value=\"\">Välj</option><option value=\"").to_owned();
    // Nobody of this register has an address.
    let looked = body(&site, &post(&site, &page, "", &format!("fields[template]={template}")).await).await;
    assert!(looked.contains("ingen adress att skicka till"), "{looked}");
    assert_eq!(seen(&looked), "");
    assert!(!looked.contains("Skriv brevet"), "{looked}");
}

#[tokio::test]
async fn letters_are_looked_at_written_and_fetched() {
    let site = Site::open().await;
    template(&site, "save", "Hej {förnamn}!\n\n{adress} $x$ #read(\"/etc/passwd\") *b*").await;
    has_address(&site, "Kungsgatan 1 <i>#panic()").await;
    let page = page(&site).await;
    let form = body(&site, &page).await;
    let template = behind(&form, "<option value=\"\">Välj</option><option value=\"").to_owned();
    let fields = format!("fields[template]={template}");
    let looked = body(&site, &post(&site, &page, "", &fields).await).await;
    assert!(looked.contains("Kungsgatan 1 &lt;i&gt;#panic(), 602 24"), "{looked}");
    assert!(!looked.contains("class=\"pill\">Brev"), "{looked}");
    let file = behind(&looked, "href=\"/export/brev/").replace("&amp;", "&");
    let shown = site.page(Who::Caseworker, &format!("/export/brev/{file}")).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "application/pdf"));
    // Another template, or another day, is looked at first.
    let other = post(&site, &page, &seen(&looked), &format!("{fields}&fields[follow_up]=2027-01-01")).await;
    assert!(other.contains("utkast="), "{other}");
    let other = body(&site, &other).await;
    assert!(other.contains("Inga brev är skrivna än") && other.contains("Skriv brevet"), "{other}");
    let job = post(&site, &page, &seen(&looked), &fields).await;
    assert!(job.starts_with("/jobb/"), "{job}");
    let done = body(&site, &job).await;
    let file = format!("/export/brev/{}", behind(&done, "href=\"/export/brev/"));
    assert_eq!(site.page(Who::Auditor, &file).await.status, StatusCode::FORBIDDEN);
    for odd in
        ["/export/brev/4711-1.pdf", "/export/brev/x.pdf", "/export/brev/1-1", "/export/brev/prov.pdf?urval=x"]
    {
        assert_eq!(site.page(Who::Caseworker, odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let nobody = site.page(Who::Nobody, &file).await;
    assert!(nobody.location().starts_with("/logga-in?till=%2Fjobb%2F"), "{}", nobody.location());
    let fetched = site.page(Who::Caseworker, &file).await;
    assert_eq!((fetched.status, fetched.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(fetched.body.starts_with("%PDF-"));
    let case = body(&site, &format!("/aktivitetsansvar/{}", site.cases.own)).await;
    assert!(case.contains("<span class=\"pill\">Brev</span>"), "{case}");
}

#[tokio::test]
async fn who_sends_the_letters_is_said_once_and_stands_in_each() {
    let site = Site::open().await;
    template(&site, "save", "Ring {telefon}.\n\n{handläggare}").await;
    has_address(&site, "Kungsgatan 1").await;
    let list = site.page(Who::Region, "/brevmallar").await.body;
    assert!(list.contains("Saknas: adress, telefon och e-post.") && list.contains("Ändrad "), "{list}");
    let way = "/brevmallar/avsandare-0581";
    assert!(list.contains(way), "{list}");
    // Whom letters go to is seen at once, and nobody gets one with a hole in it.
    let page = page(&site).await;
    let form = body(&site, &page).await;
    assert!(form.contains("class=\"plain-names\"") && form.contains("Dahl"), "{form}");
    let fields =
        format!("fields[template]={}", behind(&form, "<option value=\"\">Välj</option><option value=\""));
    let looked = body(&site, &post(&site, &page, "", &fields).await).await;
    assert!(looked.contains("Uppgift saknas: Handläggarens telefon"), "{looked}");
    assert!(looked.contains("Avsändaren i brevet saknar adress, telefon och e-post."), "{looked}");
    // What is wrong stands at its field.
    let said = |telephone: &str| {
        let hostile = encoded("Kommunen <i>#panic()");
        format!("municipality=0581&version=0&fields[name]={hostile}&fields[telephone]={telephone}")
    };
    let refused = site.form(Who::Region, "/api/save-sender", &said("ring")).await;
    assert!(refused.location().starts_with(&format!("{way}?utkast=")), "{}", refused.location());
    let refused = site.page(Who::Region, refused.location()).await.body;
    assert!(refused.contains("Telefonnumret innehåller annat än siffror"), "{refused}");
    let saved = site.form(Who::Region, "/api/save-sender", &said("011-150000")).await;
    assert!(saved.location().starts_with("/brevmallar?sparat="), "{}", saved.location());
    let looked = body(&site, &post(&site, &page, "", &fields).await).await;
    assert!(looked.contains("Ring 011-15\u{a0}00\u{a0}00."), "{looked}");
    assert!(looked.contains("Kommunen &lt;i&gt;#panic()"), "{looked}");
    assert!(looked.contains("undertecknas av ") && looked.contains("Brevet blir en sida på papper."));
    // Whoever saves over what another has said sees it first.
    let late = site.form(Who::Region, "/api/save-sender", &said("011-150001")).await;
    let late = site.page(Who::Region, late.location()).await.body;
    assert!(late.contains("Så som avsändaren är sparad nu") && late.contains("011-15 00 00"), "{late}");
}

#[tokio::test]
async fn a_letter_is_at_hand_wherever_in_the_case_one_is_and_says_what_it_needs() {
    let site = Site::open().await;
    for tab in ["", "/atgarder", "/kontakttillfallen", "/tidslinje"] {
        let case = body(&site, &format!("/aktivitetsansvar/{}{tab}", site.cases.own)).await;
        assert!(case.contains("Skriv brev"), "{tab}");
    }
    template(&site, "save", "Vi hörs {uppföljning}.").await;
    let form = body(&site, &page(&site).await).await;
    assert!(form.contains("Krävs för ”Brev”: dagen står i brevet."), "{form}");
    let day = form.split("id=\"falt-follow_up\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(day.contains("aria-required=\"true\""), "{day}");
    assert!(!form.contains("{uppföljning}"), "{form}");
}

#[tokio::test]
async fn the_form_of_a_template_says_how_many_pages_it_becomes() {
    let site = Site::open().await;
    for (text, said) in [("Hej!", "Brevet blir en sida"), (&"Hej! ".repeat(1900), "Brevet blir 3 sidor")] {
        let shown = template(&site, "preview", text).await;
        let form = site.page(Who::Region, &shown).await.body;
        assert!(form.contains(said), "{form}");
    }
}
