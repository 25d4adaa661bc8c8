//! Words of *Min sida*.

use crate::i18n::words;

words! {
    /// Words of *Min sida*.
    OwnWords;
    own_intro: "Ditt konto: roller, lösenord och var du är inloggad.", "Your account: roles, password and where you are signed in.";
    about_you: "Dina uppgifter", "Your details";
    name: "Namn", "Name";
    user_name: "Användarnamn", "User name";
    roles: "Roller", "Roles";
    acting_now: "används nu", "in use now";
    roles_hint: "Stämmer något inte, eller saknar du en roll?", "Is anything wrong, or do you lack a role?";
    password: "Lösenord", "Password";
    password_made: "Ditt lösenord gjordes åt dig. Välj ett eget.", "Your password was made for you. Choose your own.";
    choose_first: "Välj ett eget lösenord", "Choose a password of your own";
    choose_first_text: "Lösenordet du loggade in med gjordes åt dig och gäller bara en kort tid. När du har valt ett eget kommer du vidare.", "The password that you signed in with was made for you and lasts only a short time. When you have chosen your own you go on.";
    current_password: "Nuvarande lösenord", "Current password";
    one_time_password: "Lösenordet du loggade in med", "The password you signed in with";
    new_password: "Nytt lösenord", "New password";
    new_password_hint: "Minst 12 tecken. Några ord som inte hör ihop är lätta att minnas och svåra att gissa. Mellanslag går bra.", "At least 12 characters. A few words that do not belong together are easy to remember and hard to guess. Spaces are fine.";
    new_password_again: "Nytt lösenord en gång till", "The new password once more";
    change_password: "Byt lösenord", "Change the password";
    change_password_hint: "När du byter lösenord avslutas dina andra inloggningar.", "When you change the password your other sessions end.";
    password_changed: "Lösenordet är bytt. Dina andra inloggningar är avslutade.", "The password is changed. Your other sessions have ended.";
    password_problem: "Lösenordet är inte bytt", "The password is not changed";
    all_needed: "Alla tre fälten måste fyllas i.", "All three fields must be filled in.";
    sessions: "Här är du inloggad", "Where you are signed in";
    sessions_hint: "Känner du inte igen någon? Avsluta den och byt lösenord.", "Is there one you do not recognise? End it and change your password.";
    this_session: "Den här", "This one";
    unknown_browser: "Okänd webbläsare", "Unknown browser";
    unknown_address: "okänd adress", "unknown address";
    signed_in_since: "Inloggad", "Signed in";
    last_used: "Senast använd", "Last used";
    signed_in_from: "Från", "From";
    end_session: "Avsluta", "End";
    end_other_sessions: "Avsluta alla andra", "End all others";
    only_this: "Du är inte inloggad någon annanstans.", "You are not signed in anywhere else.";
    session_ended: "Inloggningen är avslutad.", "The session has ended.";
    sessions_ended: "Dina andra inloggningar är avslutade.", "Your other sessions have ended.";
    look: "Språk och utseende", "Language and appearance";
    look_hint: "Valet sparas i den här webbläsaren.", "The choice is kept in this browser.";
    {
        limits(idle: i64, absolute: i64): "En inloggning avslutas efter {idle} minuter utan att användas, och alltid efter {absolute} timmar.", "A session ends after {idle} minutes without use, and always after {absolute} hours.";
        role_until(day: &str): "till och med {day}", "until {day}";
        chosen_at(at: &str): "Du valde ditt lösenord {at}.", "You chose your password {at}.";
        end_session_of(which: &str): "Avsluta inloggningen {which}", "End the session {which}";
    }
}
