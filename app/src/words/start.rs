//! Words of the start page.

use crate::i18n::words;

words! {
    /// Words of the start page.
    StartWords;
    open_cases: "Öppna aktivitetsansvar", "Open cases";
    by_hand_too: "Visa alla som registrerades den dagen, även för hand", "Show everybody registered on that day, also by hand";
    by_status: "Per status", "By status";
    follow_ups: "Uppföljning idag", "Follow-ups today";
    new_last_week: "Nya senaste veckan", "New in the last week";
    without_caseworker: "Saknar handläggare", "Without a caseworker";
    none_overdue: "inga försenade", "none overdue";
    all_have_one: "alla har någon", "everyone has one";
    to_assign: "att fördela", "to be assigned";
    since_a_week: "registrerade de senaste 7 dagarna", "registered in the last 7 days";
    no_run: "Ingen körning än", "No run yet";
    no_run_text: "När den första körningen är klar står utfallet här.", "The outcome stands here once the first run has finished.";
    latest_run: "Senaste körning", "Latest run";
    latest_runs: "Senaste körningar", "Latest runs";
    run_ok: "klar", "done";
    run_failed: "misslyckades", "failed";
    examined: "Granskade", "Examined";
    opened: "Nya", "New";
    closed: "Avslutade", "Closed";
    errors: "Fel", "Errors";
    municipality: "Kommun", "Municipality";
    finished: "Tidpunkt", "Time";
    business_date: "Dag", "Day";
    per_week: "Nya per vecka, 26 veckor", "New per week, 26 weeks";
    table_instead: "Visa som tabell", "Show as a table";
    week: "Vecka", "Week";
    monday: "Från måndag", "From Monday";
    alarms: "Att uppmärksamma", "To watch";
    closed_too: "Räknas även i avslutade aktivitetsansvar: SCB kan inte ta emot åtgärden.", "Counted in closed cases too: Statistics Sweden cannot receive the measure.";
    log_link: "Öppna loggen", "Open the log";
    log_card: "Din roll läser loggen: vem som har gjort vad, och när.", "Your role reads the log: who did what, and when.";
    {
        hello(name: &str): "Hej, {name}", "Hello, {name}";
        silent_for(days: u16): "Mer än {days} dagar sedan senaste kontakt, eller sedan registreringen.", "More than {days} days since the latest contact, or since the registration.";
        ends_within(days: u16): "Slutar inom {days} dagar.", "Ends within {days} days.";
        overdue(count: &str): "försenade: {count}", "overdue: {count}";
        chart_summary(total: u64, top: u64, week: u32): "{total} nya på 26 veckor. Flest vecka {week}: {top}.", "{total} new in 26 weeks. Most in week {week}: {top}.";
    }
}
