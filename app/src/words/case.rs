//! Words of the page of a case.

use crate::i18n::words;

words! {
    /// Words of the page of a case.
    CaseWords;
    none: "–", "–";
    in_the_list: "Ärendet före och efter i listan", "The case before and after in the list";
    you_are_here: "Du är här", "You are here";
    case_parts: "Delar av ärendet", "Parts of the case";
    tab_contacts: "Kontakttillfällen", "Contacts";
    tab_measures: "Åtgärder", "Measures";
    tab_addresses: "Adresser", "Addresses";
    tab_pupil_history: "Elevhistorik", "Pupil history";
    tab_timeline: "Tidslinje", "Timeline";
    municipality: "Kommun", "Municipality";
    civic_number: "Personnummer", "Personal number";
    given_names: "Förnamn", "Given names";
    surname: "Efternamn", "Surname";
    age: "Ålder", "Age";
    registered: "Registrerad", "Registered";
    deregistered: "Avregistrerad", "Deregistered";
    deregistration_reason: "Avregistreringsorsak", "Reason for deregistration";
    occupation: "Sysselsättning vid registrering", "Occupation at registration";
    caseworker: "Handläggare", "Caseworker";
    living_outside: "Boende utanför hemkommunen", "Living outside the home municipality";
    origin: "Registrerad av", "Registered by";
    other_schooling: "Studier annan skolform till och med", "Other schooling until";
    notes: "Anteckningar", "Notes";
    diploma: "Examen", "Diploma";
    residence: "Folkbokföring", "Population registration";
    has_left: "Inte längre i kommunen", "No longer in the municipality";
    latest_contact: "Senaste kontakt", "Latest contact";
    next_follow_up: "Nästa uppföljning", "Next follow-up";
    nobody: "Ingen", "Nobody";
    the_case: "Ärendet", "The case";
    the_person: "Personen", "The person";
    other_cases: "Andra aktivitetsansvar för personen", "Other cases of the person";
    contact_details: "Kontaktuppgifter", "Contact details";
    primary: "Primär kontakt", "Primary contact";
    addresses_empty: "Ingen adress", "No address";
    addresses_empty_text: "Folkbokföringen har inte lämnat någon adress.", "The population register has given no address.";
    measures_empty: "Inga åtgärder", "No measures";
    measures_empty_text: "Ingen åtgärd är registrerad för personen.", "No measure is registered for the person.";
    placements_empty: "Ingen elevhistorik", "No pupil history";
    placements_empty_text: "Inget elevsystem har lämnat någon placering i gymnasieskolan.", "No pupil system has given any placement in upper secondary school.";
    timeline_empty: "Inget har hänt än", "Nothing has happened yet";
    timeline_empty_text: "Här samlas placeringar, åtgärder, kontakter och körningar i tidsordning.", "Placements, measures, contacts and runs are gathered here in order of time.";
    from: "Från", "From";
    until: "Till", "Until";
    until_further_notice: "tills vidare", "until further notice";
    occupation_before: "Sysselsättning vid åtgärd", "Occupation before";
    occupation_after: "Sysselsättning efter", "Occupation after";
    outcome: "Orsak avslutad", "Outcome";
    created: "Skapad", "Created";
    changed: "Ändrad", "Changed";
    ongoing: "Pågår", "Ongoing";
    care_of: "c/o", "c/o";
    unit: "Enhet", "School unit";
    study_path: "Studieväg", "Study path";
    grade: "Årskurs", "Grade";
    class: "Klass", "Class";
    holds: "Uppfyllt", "Holds";
    fails: "Inte uppfyllt", "Does not hold";
    law: "Lagrum", "Paragraph of the law";
    why_nameless: "Varför finns personen här?", "Why is the person here?";
    why_closed: "Varför är ärendet avslutat?", "Why is the case closed?";
    when_opened: "Så bedömdes det när ärendet öppnades", "As assessed when the case was opened";
    not_assessed: "Uppgifterna motsäger varandra, så personen kan inte bedömas idag. Rätta dem där de kommer från.", "The facts contradict each other, so the person cannot be assessed today. Correct them where they come from.";
    telephone: "Telefon", "Telephone";
    print: "Skriv ut", "Print";
    whole_case: "Hela ärendet", "The whole case";
    print_whole_case: "Skriv ut hela ärendet", "Print the whole case";
    whole_case_text: "Allt utom loggen, som skrivs ut från sin egen flik.", "Everything but the log, which is printed from its own tab.";
    whole_timeline: "Hela tidslinjen", "The whole timeline";
    {
        why(name: &str): "Varför finns {name} här?", "Why is {name} here?";
        place_in_list(place: &str, total: &str): "{place} av {total}", "{place} of {total}";
        years(age: u32): "{age} år", "{age} years";
        assessed_on(date: &str): "Bedömt {date}", "Assessed {date}";
        closed_with_case(date: &str): "Avslutad av körningen {date}, tillsammans med ärendet", "Ended by the run {date}, together with the case";
        since(date: &str): "sedan {date}", "since {date}";
        other_schooling_ended(date: &str):
            "Avslutat därför att studierna i annan skolform slutade {date}.",
            "Closed because the studies in another form of school ended {date}.";
    }
}
