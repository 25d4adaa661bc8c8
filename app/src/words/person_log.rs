//! Words of what the log tells of a person.

use crate::i18n::words;

words! {
    /// Words of what the log tells of a person.
    PersonLogWords;
    person_log: "Loggutdrag för en person", "Log of a person";
    person_log_text: "Vem som har sett personen och gjort något med personens uppgifter. Att utdraget läses står också i loggen.", "Who has seen the person and done something with what is kept of them. That this is read stands in the log too.";
    person_number: "Personnummer", "Civic number";
    person_number_hint: "Tio eller tolv siffror. Numret hamnar inte i adressen.", "Ten or twelve digits. The number does not stand in the address.";
    show_log: "Visa", "Show";
    person_number_missing: "Skriv ett personnummer.", "Write a civic number.";
    person_number_wrong: "Det är inget personnummer. Kontrollera siffrorna.", "That is no civic number. Check the digits.";
    nobody_found: "Ingen med det numret finns inom det du når. Kontrollera siffrorna, eller fråga den kommun där personen bor.", "Nobody with that number is within your reach. Check the digits, or ask the municipality where the person lives.";
    another_person: "En annan person", "Another person";
    get_csv: "Hämta som CSV", "Get as CSV";
    at: "Tid", "Time";
    who: "Vem", "Who";
    done: "Vad", "What";
    concerned: "Uppgifter", "Data";
    for_whom: "Roll och organisation", "Role and organisation";
    {
        person_log_of(number: &str): "Loggutdrag för {number}", "Log of {number}";
        entries(count: &str): "Antal händelser: {count}", "Entries: {count}";
    }
}
