//! Words where one signs in.

use crate::i18n::words;

words! {
    /// Words where one signs in.
    SignInWords;
    sign_in: "Logga in", "Sign in";
    user_name: "Användarnamn", "User name";
    password: "Lösenord", "Password";
    all_required: "Båda fälten måste fyllas i.", "Both fields must be filled in.";
    problem_heading: "Inloggningen gick inte igenom", "The sign-in did not go through";
    write_user_name: "Skriv ditt användarnamn", "Write your user name";
    write_password: "Skriv ditt lösenord", "Write your password";
    to_go_on: "Logga in för att fortsätta där du var.", "Sign in to go on where you were.";
    about:
        "Registret över unga som kommunen har ansvar för, från avslutad grundskola till 20 år.",
        "The register of the young people that the municipality is responsible for, from compulsory school to twenty.";
}
