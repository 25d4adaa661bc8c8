//! Words of the dry run, and of where somebody stands by the rules.

use crate::i18n::words;

words! {
    /// Words of the dry run, and of where somebody stands by the rules.
    DryRunWords;
    dry_run_changes_nothing: "Inget ändras.", "Nothing is changed.";
    dry_run_parts: "Delar av provkörningen", "Parts of the dry run";
    show: "Visa", "Show";
    summer_break_now: "Det är sommaruppehåll: ingen kommer in, och bara den som flyttat eller fyllt 20 avslutas. Övriga väntar.", "It is the summer break: nobody enters, and only who has moved or turned 20 leaves. All others wait.";
    compared_with_nothing: "Det finns ingen tidigare körning att jämföra med.", "There is no earlier run to compare with.";
    nobody_of_the_part: "Ingen", "Nobody";
    nobody_of_the_part_text: "Nästa körning berör ingen på det här sättet. Välj en annan del ovan.", "The next run concerns nobody in this way. Choose another part above.";
    what_happens: "Vad som händer", "What happens";
    before_it: "Tidigare", "Before";
    was_nothing: "Inget", "Nothing";
    nothing_any_longer: "Inget längre", "Nothing any longer";
    dry_run_why: "Varför", "Why";
    open_the_case: "Öppna aktivitetsansvaret", "Open the case";
    {
        dry_run_intro(place: &str, date: &str): "Vad körningen för {place} gör {date}, om uppgifterna är som nu.", "What the run for {place} does on {date}, if the data is as it is now.";
        dry_run_examined(count: &str, rules: &str): "Prövade: {count} personer. Regler: {rules}.", "Examined: {count} people. Rules: {rules}.";
        policy_is_proposed(place: &str): "{place} har ingen beslutad policy. Provkörningen använder den föreslagna, och den nattliga körningen hoppar över kommunen.", "{place} has decided no policy. The dry run uses the proposed one, and the nightly run skips the municipality.";
        compared_with_run(date: &str): "Under Skillnad står de som det går annorlunda för än vid körningen {date}.", "Difference shows those for whom it turns out otherwise than at the run of {date}.";
        compared_with_dry_run(date: &str): "Under Skillnad står de som det går annorlunda för än i provkörningen för {date}.", "Difference shows those for whom it turns out otherwise than in the dry run for {date}.";
        why_intro(name: &str, date: &str): "Så bedöms {name} av reglerna {date}, med de uppgifter som finns.", "How the rules judge {name} on {date}, by the data there is.";
        in_the_register_of(place: &str): "Aktivitetsansvaret i {place}", "The activity responsibility in {place}";
    }
}
