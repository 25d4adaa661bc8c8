//! Words where one answers with a code when the password was right.

use crate::i18n::words;

words! {
    /// Words where one answers with a code.
    SignInCodeWords;
    code_title: "Skriv din kod", "Write your code";
    code_intro: "Lösenordet stämmer. Öppna appen på din telefon och skriv koden som den visar.", "The password is right. Open the app on your telephone and write the code that it shows.";
    code_label: "Kod", "Code";
    code_hint: "Sex siffror. Har du inte telefonen? Skriv en av dina återställningskoder i stället.", "Six digits. Do you not have the telephone? Write one of your recovery codes instead.";
    code_lost: "Saknar du också återställningskoderna? Be en administratör återställa tvåstegsinloggningen.", "Do you lack the recovery codes as well? Ask an administrator to reset the two-step sign-in.";
    sign_in_as_another: "Börja om med användarnamn och lösenord", "Begin again with user name and password";
}
