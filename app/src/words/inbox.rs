//! Words of the inbox.

use crate::i18n::words;

words! {
    /// Words of the inbox.
    InboxWords;
    inbox_intro: "Skolor anmäler elever som börjar, slutar eller är borta mycket (skollagen 15 kap. 15 §).", "Schools tell of pupils who start, leave or are much absent (School Act 15:15).";
    enter_notice: "Lägg in en anmälan", "Enter a notice";
    waiting: "Väntar", "Waiting";
    handled: "Hanterade", "Handled";
    shown_notices: "Vilka anmälningar", "Which notices";
    inbox_empty: "Inget väntar", "Nothing is waiting";
    inbox_empty_text: "Anmälningar från skolor står här tills någon har gjort något av dem.", "Notices from schools stand here until somebody has made something of them.";
    none_handled: "Inget är hanterat än", "Nothing has been handled yet";
    none_handled_text: "Anmälningar som blivit kontakttillfällen eller lagts åt sidan står här.", "Notices that became contacts or were put aside stand here.";
    new_notice: "Ny anmälan från skola", "New notice from a school";
    new_notice_text: "För anmälningar som kommit på papper, per telefon eller e-post.", "For notices that came on paper, by telephone or by mail.";
    choose_municipality: "Välj i vilken kommuns inkorg anmälan ska ligga.", "Choose in which municipality's inbox the notice is to lie.";
    save_notice: "Lägg i inkorgen", "Put it in the inbox";
    number_hint: "Tolv siffror.", "Twelve digits.";
    notice_text_hint: "Skriv inget om hälsa, brott eller andra personer.", "Write nothing about health, crime or other people.";
    notice_entered: "Anmälan ligger i inkorgen.", "The notice lies in the inbox.";
    unknown_pupil: "Inte känd i kommunen", "Not known in the municipality";
    open_case: "Öppna aktivitetsansvaret", "Open the case";
    enter_person: "Registrera personen", "Register the person";
    make_contact: "Gör till kontakttillfälle", "Make it a contact";
    put_aside_title: "Lägg åt sidan", "Put aside";
    put_aside_text: "Om det inte ska bli något av anmälan.", "If nothing is to be made of the notice.";
    put_aside: "Lägg anmälan åt sidan", "Put the notice aside";
    became_contact: "Anmälan är nu ett kontakttillfälle.", "The notice is a contact now.";
    was_put_aside: "Anmälan är lagd åt sidan.", "The notice is put aside.";
    told_is_contact: "Kontakttillfälle", "Contact";
    told_is_put_aside: "Lagd åt sidan", "Put aside";
    told_from_day: "Gäller från", "From";
    received: "Kom in", "Received";
    handled_by: "Hanterad", "Handled";
    all_notices: "Inkorgen", "The inbox";
    notices_wait: "Anmälningar från skolor", "Notices from schools";
    in_the_inbox: "väntar i inkorgen", "waiting in the inbox";
}
