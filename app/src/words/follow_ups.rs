//! Words of the agenda and of the calendar of follow-ups.

use crate::i18n::words;

words! {
    /// Words of the agenda and of the calendar of follow-ups.
    FollowUpWords;
    agenda: "Agenda", "Agenda";
    list_way: "Lista", "List";
    calendar: "Kalender", "Calendar";
    calendar_title: "Kalenderprenumeration", "Calendar subscription";
    ways: "Uppföljningar på olika sätt", "Follow-ups in different ways";
    agenda_parts: "Agendans delar", "Parts of the agenda";
    whose: "Vilkas uppföljningar", "Whose follow-ups";
    of_all: "Alla", "All";
    of_mine: "Mina", "Mine";
    agenda_of_all: "Alla uppföljningar, också i avslutade aktivitetsansvar", "All follow-ups, those of closed cases too";
    agenda_of_mine: "Uppföljningar i de aktivitetsansvar du är handläggare för", "Follow-ups of the cases that you are the caseworker of";
    nothing: "Inget att följa upp", "Nothing to follow up";
    nothing_text: "Ett kontakttillfälle som ska följas upp står här tills någon avslutar det.", "A contact that is to be followed up stands here until somebody closes it.";
    nothing_mine_text: "Inget väntar i de aktivitetsansvar du är handläggare för.", "Nothing waits in the cases that you are the caseworker of.";
    see_all: "Visa allas", "Show everybody's";
    to_list: "Öppna listan", "Open the list";
    without_heading: "Utan orsak", "Without a heading";
    calendar_intro: "Se uppföljningarna i din vanliga kalender. Kalendern visar initialer, kontaktsätt och dag, aldrig namn, personnummer, orsak eller anteckningar.", "See the follow-ups in the calendar that you use. It shows initials, the way of contact and the day, never names, personal numbers, headings or notes.";
    new_subscription: "Ny prenumeration", "New subscription";
    which_cases: "Vilka uppföljningar ska vara med?", "Which follow-ups should be in it?";
    mine_only: "De aktivitetsansvar jag är handläggare för", "The cases that I am the caseworker of";
    make: "Skapa adress", "Make an address";
    most_subscriptions: "Du har så många prenumerationer som går. Ta bort en för att skapa en ny.", "You have as many subscriptions as one may have. Remove one to make another.";
    made: "Prenumerationen är skapad. Adressen visas bara nu: kopiera den innan du lämnar sidan.", "The subscription is made. Its address is shown only now: copy it before you leave the page.";
    address: "Adress", "Address";
    keep_secret: "Den som har adressen kan läsa kalendern utan att logga in. Ge den inte till någon, och ta bort prenumerationen om den har kommit bort.", "Whoever has the address can read the calendar without signing in. Give it to nobody, and remove the subscription if it has got lost.";
    how_to: "I Outlook: Lägg till kalender, Prenumerera från webben. I Kalender på iPhone och Mac: Lägg till kalenderprenumeration. I Google Kalender: Andra kalendrar, Från webbadress.", "In Outlook: Add calendar, Subscribe from web. In Calendar on iPhone and Mac: Add subscription calendar. In Google Calendar: Other calendars, From URL.";
    open_in_calendar: "Öppna i kalenderprogrammet", "Open in the calendar programme";
    subscriptions: "Dina prenumerationer", "Your subscriptions";
    no_subscriptions: "Du har ingen prenumeration än.", "You have no subscription yet.";
    covers: "Omfattar", "Covers";
    created: "Skapad", "Made";
    last_read: "Senast hämtad", "Last fetched";
    never_read: "aldrig", "never";
    role_ended: "Rollen har upphört; kalendern är tom", "The role has ended; nothing is answered";
    revoke: "Ta bort", "Remove";
    revoked: "Prenumerationen är borttagen. Adressen svarar inte längre.", "The subscription is removed. Its address no longer answers.";
    {
        to_follow_up(count: &str): "att följa upp: {count}", "to follow up: {count}";
        show_more(count: &str, part: &str): "Visa {count} till: {part}", "Show {count} more: {part}";
        whole_part(count: &str): "Visa alla {count} i listan", "Show all {count} in the list";
        everything_of(organisation: &str): "Alla aktivitetsansvar i {organisation}", "All cases in {organisation}";
        how_far(days: u64): "Det som skulle ha följts upp ligger kvar i {days} dagar.", "What should have been followed up stays for {days} days.";
        revoke_of(created: &str): "Ta bort prenumerationen från {created}", "Remove the subscription from {created}";
    }
}
