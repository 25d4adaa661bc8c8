//! Words of messages.

use crate::i18n::words;

words! {
    /// Words of messages.
    MessageWords;
    messages_intro: "Det kollegor skriver till dig och det Fyren vill att du ska veta.", "What colleagues write to you, and what Fyren wants you to know.";
    write_message: "Skriv meddelande", "Write a message";
    boxes: "Vilka meddelanden", "Which messages";
    none_received: "Inga meddelanden", "No messages";
    none_received_text: "Här står det kollegor skriver till dig, och besked från Fyren.", "What colleagues write to you stands here, and what Fyren tells.";
    none_sent: "Du har inte skickat något", "You have sent nothing";
    none_sent_text: "Det du skriver till andra i organisationen står här.", "What you write to others in the organisation stands here.";
    none_put_away: "Inget är undanlagt", "Nothing has been put away";
    none_put_away_text: "Det du är klar med kan du lägga undan, så att det nya syns.", "What you are done with can be put away, so that what is new is seen.";
    unread_mark: "Oläst", "Unread";
    message_from: "Från", "From";
    message_to: "Till", "To";
    message_at: "Skickat", "Sent";
    answers_to: "Svar på", "Answers";
    earlier_message: "det tidigare meddelandet", "the earlier message";
    all_messages: "Meddelanden", "Messages";
    answer_message: "Svara", "Answer";
    mark_unread: "Markera som oläst", "Mark as unread";
    put_message_away: "Lägg undan", "Put away";
    take_message_back: "Lägg tillbaka", "Take back";
    follow_notice: "Visa", "Show";
    new_message: "Nytt meddelande", "New message";
    new_message_text: "Till användare och roller i organisationen du arbetar i nu. Det är inte en del av registret: nämn ingen ung person vid namn eller personnummer.", "To users and roles of the organisation that you act in now. It is no part of the register: name no young person, and write no personal number.";
    everybody_here: "Alla i organisationen", "Everybody in the organisation";
    to_roles: "Roller", "Roles";
    to_users: "Användare", "Users";
    nobody_to_write_to: "Ingen annan arbetar i organisationen", "Nobody else acts in the organisation";
    nobody_to_write_to_text: "Byt roll överst på sidan om du vill skriva till någon i en annan organisation.", "Switch role at the top of the page to write to somebody in another organisation.";
    send_message: "Skicka", "Send";
    message_sent: "Meddelandet är skickat.", "The message has been sent.";
    message_sent_before: "Meddelandet skickades redan när du klickade första gången.", "The message was sent when you clicked the first time.";
    message_unread: "Meddelandet är markerat som oläst.", "The message is marked as unread.";
    message_put_away: "Meddelandet är undanlagt.", "The message has been put away.";
    message_taken_back: "Meddelandet ligger bland de inkomna igen.", "The message is among the received ones again.";
    mail_title: "E-post", "E-mail";
    mail_text: "Fyren kan skicka ett e-brev när du får ett meddelande. I brevet står bara att det finns något att läsa.", "Fyren can send a letter by e-mail when you receive a message. It says only that there is something to read.";
    mail_on: "Du får e-brev till", "You receive letters at";
    mail_off: "Du får inga e-brev.", "You receive no letters.";
    mail_no_address: "Du har ingen e-postadress i Fyren. Den som administrerar behörigheter kan lägga in den.", "You have no e-mail address in Fyren. Whoever administers permissions can enter it.";
    want_mail: "Skicka e-brev till mig", "Send me letters";
    want_no_mail: "Skicka inga e-brev", "Send me no letters";
    mail_turned_on: "Du får ett e-brev när du får ett meddelande.", "You receive a letter when you receive a message.";
    mail_turned_off: "Du får inga fler e-brev.", "You receive no more letters.";
    {
        holders(count: &str): "{count} användare", "{count} users";
        read_by(readers: &str, receivers: &str): "Läst av {readers} av {receivers}", "Read by {readers} of {receivers}";
        mail_failed(at: &str): "Brevet från {at} har inte kommit fram. Stämmer adressen? Den som administrerar behörigheter kan ändra den.", "The letter of {at} has not arrived. Is the address right? Whoever administers permissions can change it.";
    }
}
