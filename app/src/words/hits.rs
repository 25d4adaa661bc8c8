//! Words of what the search finds, which only the server says.

use domain::language::Language;

use crate::i18n::words;

words! {
    /// Words of what the search finds.
    HitWords;
    people: "Personer", "People";
    others: "Inte i registret", "Not in the register";
    units: "Enheter", "Units";
    pages: "Sidor", "Pages";
    page_of_fyren: "Sida i Fyren", "A page of Fyren";
    unit_ended: "upphörd", "no longer in use";
    nothing_found:
        "Inget hittades. Kontrollera stavningen eller numret. Bara den som har eller har haft ett aktivitetsansvar inom det du når går att hitta på namn; andra hittas på hela personnumret.",
        "Nothing was found. Check the spelling or the number. Only those who have or have had a case within your reach can be found by name; others are found by their whole personal number.";
    more_hits: "Fler passar. Skriv mer för att komma närmare.", "There are more. Write more to come closer.";
    {
        why_not_here(number: &str, municipality: &str):
            "{number}, folkbokförd i {municipality}. Visa varför personen inte har något aktivitetsansvar.",
            "{number}, registered in {municipality}. Show why the person has no case.";
    }
}

/// How much is found: *3 träffar*.
pub fn hit_count(number: usize, language: Language) -> String {
    let unit =
        if number == 1 { language.pick("träff", "result") } else { language.pick("träffar", "results") };
    format!("{number} {unit}")
}
