//! Words where somebody who has been invited chooses a password.

use crate::i18n::words;

words! {
    /// Words where somebody who has been invited chooses a password.
    InvitationWords;
    invitation_title: "Inbjudan", "Invitation";
    invitation_text: "Du har fått tillgång till Fyren. Välj ett lösenord som bara du känner till.", "You have been given access to Fyren. Choose a password that only you know.";
    invitation_user_name: "Ditt användarnamn", "Your user name";
    invitation_choose: "Välj lösenordet", "Choose the password";
    invitation_accepted: "Lösenordet är valt", "The password is chosen";
    invitation_accepted_text: "Logga in med ditt användarnamn och det nya lösenordet.", "Sign in with your user name and the new password.";
    invitation_ended: "Inbjudan gäller inte längre", "The invitation is no longer valid";
    invitation_ended_text: "Den har använts, är äldre än en vecka eller har ersatts av en ny. Har du valt ett lösenord loggar du in med det. Be annars den som administrerar behörigheter i din organisation om en ny inbjudan.", "It has been used, is older than a week or has been replaced by a new one. If you have chosen a password, sign in with it. Otherwise ask whoever administers permissions in your organisation for a new invitation.";
    {
        invitation_welcome(name: &str): "Välkommen, {name}", "Welcome, {name}";
    }
}
