//! Words of individual plans.

use crate::i18n::words;

words! {
    /// Words of individual plans.
    PlanWords;
    add_plan: "Skriv en plan", "Write a plan";
    new_plan: "Ny individuell plan", "New individual plan";
    plan_text: "Skriv planen tillsammans med individen. Den lämnar aldrig kommunen.", "Write the plan together with the young person. It never leaves the municipality.";
    save_plan: "Spara planen", "Save the plan";
    change_plan: "Ändra eller utvärdera planen", "Change or evaluate the plan";
    change_or_evaluate: "Ändra eller utvärdera", "Change or evaluate";
    somebody_answers_hint: "Minst en av individen, kommunen och andra ansvarar för något.", "At least one of the young person, the municipality and others answers for something.";
    evaluation_hint: "Skriv hur det gick, så är planen utvärderad.", "Write how it went, and the plan is evaluated.";
    plan_made: "Planen är sparad.", "The plan is saved.";
    plan_saved: "Planen är ändrad.", "The plan is changed.";
    plan_removed: "Planen är borttagen.", "The plan is removed.";
    remove_plan: "Ta bort planen", "Remove the plan";
    really_remove_plan: "Planen tas bort ur registret. Att den fanns och vem som tog bort den står kvar i loggen.", "The plan is removed from the register. That it was there and who removed it stays in the log.";
    yes_remove_plan: "Ja, ta bort planen", "Yes, remove the plan";
    plans_empty: "Ingen plan", "No plan";
    plans_empty_text: "En plan säger vart individen är på väg, vem som gör vad och när ni tittar på den igen.", "A plan says where the young person is heading, who does what, and when you look at it again.";
    until_further_notice: "tills vidare", "until further notice";
    place_and_date: "Ort och datum", "Place and date";
    signature: "Underskrift", "Signature";
    name_in_print: "Namnförtydligande", "Name in print";
    signatures: "Underskrifter", "Signatures";
    signed_by_person: "Individen", "The young person";
    signed_by_municipality: "För kommunen", "For the municipality";
    {
        plan_of(name: &str): "Individuell plan för {name}", "Individual plan of {name}";
        made_by(who: &str): "Skriven av {who}", "Written by {who}";
        plan_changed_by(who: &str): "Senast ändrad av {who}", "Last changed by {who}";
    }
}
