//! Words of the register as of a date.

use crate::i18n::words;

words! {
    /// Words of the register as of a date.
    PastWords;
    date: "Datum", "Date";
    past_view: "Utgå från", "Going by";
    past_parts: "Status den dagen", "Status on that day";
    past_open: "Öppna", "Open";
    status: "Status", "Status";
    measure: "Åtgärd", "Measure";
    past_intro: "Vilka aktivitetsansvar som fanns en dag, med status, orsak och åtgärd. Skolplaceringar är de som är kända i dag, och raderade ärenden är inte med.", "Which cases there were on a day, with status, reason and measure. Placements in school are those known today, and deleted cases are left out.";
    past_nobody: "Inga aktivitetsansvar", "No cases";
    past_nobody_text: "Inget aktivitetsansvar hade den statusen den dagen. Välj en annan status eller en annan dag.", "No case had that status on that day. Choose another status or another day.";
    not_a_day: "Datumet går inte att läsa eller har inte varit än. Skriv en dag som har varit, som 2026-11-21. Här visas dagens register.", "The date cannot be read or has not come yet. Write a day that has been, such as 2026-11-21. The register of today is shown.";
}
