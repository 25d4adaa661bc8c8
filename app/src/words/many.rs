//! Words of what is asked of many rows at once.

use crate::i18n::words;

words! {
    /// Words of what is asked of many rows at once.
    ManyWords;
    register_measures: "Registrera åtgärder", "Register measures";
    register_contacts: "Registrera kontakttillfälle", "Register a contact";
    close_follow_ups: "Avsluta valda poster", "Close follow-ups";
    hand_over: "Lämna över aktivitetsansvar", "Hand over cases";
    same_measure: "Samma åtgärd för alla", "The same measure for all";
    same_measure_text: "Åtgärden registreras för alla valda. Den som pågår utan slutdatum avslutas dagen före. Där den inte kan registreras sägs det efteråt, och de övriga registreras ändå.", "The measure is registered for all who are chosen. One under way without an end date ends the day before. Where it cannot be registered that is told afterwards, and the others are registered all the same.";
    own_measures: "Egen åtgärd för en del", "Measures of their own for some";
    own_measures_text: "Det du fyller i här gäller i stället för det ovanför, för den individen.", "What you fill in here holds instead of what stands above, for that person.";
    too_many_rows: "För högst 50 valda rader går det att fylla i något eget per rad.", "For at most 50 chosen rows something of their own can be filled in for each.";
    same_contact: "Samma kontakttillfälle för alla", "The same contact for all";
    same_contact_text: "En individ som är vald flera gånger får ett kontakttillfälle.", "Somebody who is chosen several times gets one contact.";
    same_reason: "Orsak för alla, eller en egen per rad", "A reason for all, or one for each row";
    same_reason_text: "En egen orsak gäller i stället för den för alla.", "A reason of its own holds instead of the one for all.";
    reason_for_all: "Orsak avslutad, för alla", "Reason for closing, for all";
    unless_own_reasons: "Behövs för de rader nedan som inte har en egen orsak.", "Needed for the rows below that have no reason of their own.";
    contact_followed_up: "Kontakttillfälle", "Contact";
    whom_it_concerns: "Det här gäller", "Whom it concerns";
    own_reason: "Egen orsak avslutad", "Reason for closing of its own";
    handed_from_and_to: "Från en handläggare till en annan", "From one caseworker to another";
    handed_from_and_to_text: "Alla öppna aktivitetsansvar som den ena har blir den andras. Avslutade behåller sin handläggare.", "All open cases that the one has become the other's. Closed ones keep their caseworker.";
    not_certain: "Kryssa i att du vill lämna över dem, eller ändra och försök igen.", "Tick that you want to hand them over, or change and try again.";
    go_on: "Fortsätt", "Go on";
    register_them: "Registrera", "Register";
    close_them: "Avsluta", "Close";
    take_as_file: "Ta med de valda som fil", "Take the chosen ones as a file";
    {
        follow_ups_chosen(count: &str): "{count} uppföljningar valda", "{count} follow-ups chosen";
        row_of(name: &str, day: &str): "{name}, uppföljning {day}", "{name}, follow-up {day}";
        open_of(name: &str, count: &str): "{name} ({count})", "{name} ({count})";
        really_hand_over(count: &str, from: &str, to: &str): "Ja, lämna över {count} öppna aktivitetsansvar från {from} till {to}", "Yes, hand {count} open cases over from {from} to {to}";
    }
}
