//! Words of letters.

use crate::i18n::words;

words! {
    /// Words of letters.
    LetterWords;
    write_letters: "Skriv brev", "Write letters";
    write_a_letter: "Skriv brev", "Write a letter";
    letters_form: "Mall och uppföljning", "Template and follow-up";
    not_written_yet: "Inga brev är skrivna än: mallen eller dagen är en annan än den du granskade. Granska breven nedanför och skriv dem sedan.", "No letters are written yet: the template or the day is another than the one you looked at. Look at the letters below and write them then.";
    letters_text: "Varje individ får ett eget brev. När breven skrivs registreras ett kontakttillfälle Brev i varje ärende, och du får breven som PDF. De undertecknas av ärendets handläggare, eller av dig där ingen finns. Först får du se hur de blir.", "Each person gets a letter of their own. When the letters are written, a contact Letter is registered with each case, and you get the letters as a PDF. They are signed by the caseworker of the case, or by you where there is none. First you are shown what they will be like.";
    look_at_letters: "Förhandsgranska", "Preview";
    write_it: "Skriv brevet", "Write the letter";
    write_them: "Skriv breven", "Write the letters";
    letters: "Brev", "Letters";
    without_letter: "Får inget brev", "Get no letter";
    nobody_gets_one: "Ingen av de valda kan få brevet. Se nedan varför, eller välj en annan mall.", "None of the chosen can get the letter. See below why, or choose another template.";
    each_letter: "Breven, ett i taget", "The letters, one by one";
    without_caseworker: "ärendet har ingen handläggare", "the case has no caseworker";
    earlier_letters: "Tidigare brev", "Earlier letters";
    later_letters: "Fler brev", "More letters";
    letter_sender: "Avsändare", "Sender";
    letter_sender_text: "Står överst i kommunens brev, så att den som får ett vet vem det är från och hur man svarar. Högst fyra rader adress.", "Stands at the top of the municipality's letters, so that whoever gets one knows whom it is from and how to answer. Four lines of address at most.";
    change_sender: "Ändra avsändare och kontaktvägar", "Change the sender and ways to answer";
    sender_name_hint: "Tomt är kommunens namn.", "Empty is the municipality's name.";
    caseworkers_reach: "Handläggarnas kontaktvägar", "How the caseworkers are reached";
    caseworkers_reach_text: "För mallar med fälten {telefon} och {e-post}. Den som inte har egna uppgifter får avsändarens.", "For templates with the fields {telefon} and {e-post}. Whoever has none of their own gets the sender's.";
    save_sender: "Spara avsändaren", "Save the sender";
    sender_saved: "Avsändaren är sparad.", "The sender is saved.";
    sender_changed_meanwhile: "Någon annan har ändrat avsändaren under tiden. Så som den är sparad nu står den under fälten; spara igen för att ersätta den.", "Somebody else has changed the sender meanwhile. As it is saved now it stands below the fields; save again to replace it.";
    sender_saved_now: "Så som avsändaren är sparad nu", "The sender as it is saved now";
    who_says_sender: "Den som är regionadministratör fyller i det under Brevmallar i menyn.", "A region administrator fills it in under Letter templates in the menu.";
    subject_hint: "Står som rubrik i brevet. Tomt ger ingen rubrik. Fält får vara med.", "Stands as a heading in the letter. Empty gives none. It may have fields.";
    first_as_pdf: "Visa det första brevet som PDF (ny flik)", "Show the first letter as a PDF (new tab)";
    letter_follow_up_hint: "Dagen då du följer upp om brevet har fått svar.", "The day on which you follow up whether the letter has been answered.";
    no_templates: "Det finns ingen mall", "There is no template";
    no_templates_text: "Brev skrivs från en mall. Den som är regionadministratör lägger in kommunens mallar under Brevmallar i menyn.", "Letters are written from a template. A region administrator enters the municipality's templates under Letter templates in the menu.";
    letters_on_paper: "Breven", "The letters";
    fetch_letter: "Hämta brevet (PDF)", "Fetch the letter (PDF)";
    fetch_letters: "Hämta breven (PDF)", "Fetch the letters (PDF)";
    fetch_hint: "De kan hämtas i sju dagar, och är gjorda för att skrivas ut på båda sidor: varje brev börjar på ett nytt ark, så varannan sida kan vara tom. Namn och adresser läses vid varje hämtning; den som då inte längre kan få brev är inte med.", "They can be fetched for seven days, and are made to be printed on both sides: each letter begins on a sheet of its own, so that every other page may be empty. Names and addresses are read each time; whoever can then no longer be written to is left out.";
    templates_intro: "Kommunernas mallar för brev till individer.", "The municipalities' templates of letters to people.";
    new_template: "Ny brevmall", "New letter template";
    change_template: "Ändra brevmallen", "Change the letter template";
    save_template: "Spara mallen", "Save the template";
    template_saved: "Mallen är sparad.", "The template is saved.";
    template_removed: "Mallen är borttagen.", "The template is removed.";
    remove_template: "Ta bort mallen", "Remove the template";
    really_remove_template: "Brev som redan är skrivna finns kvar som kontakttillfällen.", "Letters that have been written stay as contacts.";
    yes_remove_template: "Ja, ta bort mallen", "Yes, remove the template";
    template_changed_meanwhile: "Någon annan har ändrat mallen under tiden. Så som den är sparad nu står den under fälten; spara igen för att ersätta den.", "Somebody else has changed the template meanwhile. As it is saved now it stands below the fields; save again to replace it.";
    saved_now: "Så som mallen är sparad nu", "The template as it is saved now";
    template_name_hint: "Namnet blir kontakttillfällets rubrik.", "The name becomes the heading of the contact.";
    template_text_hint: "Fält skrivs inom klammer, till exempel {förnamn}. En tom rad börjar ett nytt stycke.", "Fields are written in braces, for instance {förnamn}. An empty line begins a new paragraph.";
    template_fields: "Fält", "Fields";
    on_one_page: "Brevet blir en sida på papper.", "The letter is one page on paper.";
    preview: "Förhandsgranskning", "Preview";
    preview_text: "Med påhittade uppgifter. Det som står inom hakparentes har kommunen inte fyllt i än.", "With made-up data. What stands in brackets the municipality has not filled in yet.";
    {
        open_case_of(name: &str): "Öppna aktivitetsansvaret för {name}", "Open the case of {name}";
        too_many_letters(most: &str): "Högst {most} brev kan skrivas åt gången. Välj färre.", "At most {most} letters can be written at a time. Choose fewer.";
        follow_up_needed(names: &str): "Krävs för {names}: dagen står i brevet.", "Required for {names}: the letter names the day.";
        signed_by(name: &str): "undertecknas av {name}", "signed by {name}";
        letters_of(first: &str, last: &str, all: &str): "Brev {first}–{last} av {all}", "Letters {first}–{last} of {all}";
        on_pages(pages: &str): "Brevet blir {pages} sidor på papper.", "The letter is {pages} pages on paper.";
        sender_lacks(fields: &str): "Avsändaren i brevet saknar {fields}. Den som får brevet kan ha svårt att svara.", "The sender in the letter has no {fields}. Whoever gets the letter may find it hard to answer.";
        sender_is_empty(fields: &str): "Saknas: {fields}.", "Missing: {fields}.";
        template_changed(when: &str, who: &str): "Ändrad {when} av {who}", "Changed {when} by {who}";
        fetch_some(first: &str, last: &str): "Hämta brev {first}–{last} (PDF)", "Fetch letters {first}–{last} (PDF)";
    }
}
