//! Words of registering somebody by hand.

use crate::i18n::words;

words! {
    /// Words of registering somebody by hand.
    EntryWords;
    new_case: "Ny", "New";
    title: "Ny individ i aktivitetsansvaret", "New individual";
    intro: "För den som har fullgjort grundskolan tidigare än andra och därför inte hittas av körningen.", "For somebody who has finished compulsory school earlier than others, so that the run does not find them.";
    number_form: "Tolv siffror, med sekel: ÅÅÅÅMMDD-NNNN.", "Twelve digits, with the century: YYYYMMDD-NNNN.";
    look_up: "Slå upp", "Look up";
    notes_hint: "Bara det som behövs: inget om hälsa, brott eller andra personer.", "Only what is needed: nothing about health, crime or other people.";
    save_and_new: "Spara och ny", "Save and new";
    register_all_the_same: "Jag har läst det här, och personen ska registreras", "I have read this, and the person is to be registered";
    read_first: "Läs det som sägs om personen, och kryssa i att personen ska registreras.", "Read what is said of the person, and tick that the person is to be registered.";
    open_that_case: "Öppna det aktivitetsansvaret", "Open that case";
    saved: "Personen är registrerad", "The person is registered";
    saved_text: "Aktivitetsansvaret är sparat.", "The case is saved.";
    saved_waits_text: "Aktivitetsansvaret är sparat. Uppgifterna om personen hämtas från folkbokföringen.", "The case is saved. The details of the person are fetched from the population register.";
    open_case: "Öppna aktivitetsansvaret", "Open the case";
    enter_another: "Registrera en till", "Register another";
}
