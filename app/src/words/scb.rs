//! Words of the report to Statistics Sweden.

use crate::i18n::words;

words! {
    /// Words of the report to Statistics Sweden.
    ScbWords;
    scb_intro: "Två gånger om året rapporterar kommunen till SCB vilka som ingår i aktivitetsansvaret och vilka åtgärder som har gjorts. Skapa filen, rätta det som loggen säger, skapa om den, och skicka den sedan till SCB. En ny fil ersätter allt som har skickats tidigare.", "Twice a year the municipality reports to Statistics Sweden who is covered and which measures have been taken. Make the file, mend what the log says, make it again, and then send it to Statistics Sweden. A new file replaces all that has been sent before.";
    make_export: "Skapa", "Make";
    new_export: "Ny export", "New export";
    exports: "Exporter", "Exports";
    no_exports: "Ingen export är skapad", "No export has been made";
    no_exports_text: "Välj period och tryck på Skapa. Filen, loggen och uppgifterna listas sedan här.", "Choose a period and press Make. The file, the log and the facts are then listed here.";
    protected_on_paper: "Personer med skyddade personuppgifter är inte med i filen. De rapporteras på papper av den som har behörighet att se dem.", "People with protected personal data are not in the file. They are reported on paper by who may see them.";
    export_facts: "Uppgifter om exporten", "Facts of the export";
    export_number: "Export", "Export";
    period: "Period", "Period";
    layout: "Fillayout", "Layout";
    made: "Skapad", "Made";
    cases_in_file: "Ärenden i filen", "Cases in the file";
    rows: "Rader", "Rows";
    errors: "Fel", "Errors";
    warnings: "Varningar", "Warnings";
    left_out: "Undantagna för andra studier", "Left out for other studies";
    checksum: "Kontrollsumma (SHA-256)", "Checksum (SHA-256)";
    files: "Filer", "Files";
    get_file: "Hämta filen", "Get the file";
    get_log: "Hämta loggen", "Get the log";
    not_whole: "Filen kan inte göras om som den var: någon i den är gallrad, eller får inte längre visas för din roll. Skapa en ny export.", "The file cannot be made again as it was: somebody in it has been erased, or may no longer be shown to your role. Make a new export.";
    closed_mark: "Stängd", "Closed";
    scb_export_log: "SCB-exportlogg", "Export log";
    nothing_found: "Inga fel i loggen", "No errors in the log";
    nothing_found_text: "Exporten är klar. Hämta filen och skicka den till SCB.", "The export is ready. Get the file and send it to Statistics Sweden.";
    difference: "Skillnad mot förra exporten av perioden", "Difference from the export before of the period";
    no_difference: "Filerna är lika.", "The files are the same.";
    close_period: "Stäng perioden", "Close the period";
    close_period_text: "Stäng när filen är skickad till SCB. Därefter frågar Fyren innan en ny fil skapas för perioden.", "Close it when the file has been sent to Statistics Sweden. After that Fyren asks before another file is made for the period.";
    period_closed: "Perioden är stängd.", "The period is closed.";
    obstacles_intro: "Det som behöver rättas innan rapporten till SCB kan skickas, som det är just nu. Rader försvinner när de är rättade.", "What has to be mended before the report to Statistics Sweden can be sent, as it is at the moment. Rows go when they are mended.";
    no_obstacles: "Inga hinder", "No obstacles";
    no_obstacles_text: "Ingenting behöver rättas för den valda perioden.", "Nothing has to be mended for the chosen period.";
    severity: "Typ", "Kind";
    field: "Uppgift", "Field";
    what_is_wrong: "Vad som är fel", "What is wrong";
    how_it_differs: "Skillnad", "Difference";
    mend: "Rätta", "Mend";
    not_these_days: "Datumen går inte att läsa, eller är ingen period på högst ett år. Skriv dem som 2026-07-01 och 2026-12-31. Här visas halvåret som pågår.", "The dates cannot be read, or are no period of a year at most. Write them as 2026-07-01 and 2026-12-31. The present half-year is shown.";
    {
        layout_proposed(name: &str): "Fillayout för den föreslagna perioden: {name}. Layouten följer Till datum.", "Layout of the proposed period: {name}. The layout follows the last day.";
        made_by(who: &str, when: &str): "{when} av {who}", "{when} by {who}";
        export_made(number: &str): "Export {number} är skapad. Gå igenom loggen innan du skickar filen.", "Export {number} has been made. Go through the log before you send the file.";
        export_title(number: &str): "SCB-export {number}", "Export {number} to Statistics Sweden";
        closed_with(number: &str, who: &str, when: &str): "Stängd {when} av {who}, med export {number}", "Closed {when} by {who}, with export {number}";
        mend_of(name: &str, field: &str): "Rätta {field} för {name}", "Mend {field} of {name}";
        get_file_of(number: &str): "Hämta filen till export {number}", "Get the file of export {number}";
        get_log_of(number: &str): "Hämta loggen till export {number}", "Get the log of export {number}";
        compared_with(number: &str): "Jämfört med export {number}", "Compared with export {number}";
        counted(new: &str, gone: &str, changed: &str): "Nya: {new}. Inte längre med: {gone}. Ändrade: {changed}.", "New: {new}. No longer in it: {gone}. Changed: {changed}.";
        would_be_in_file(cases: &str, layout: &str): "{cases} ärenden i filen enligt layouten {layout}.", "{cases} cases in the file by the layout {layout}.";
    }
}
