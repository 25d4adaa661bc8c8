//! Words of signing in through a provider, and of what to do when that did not work.

use crate::i18n::words;

words! {
    /// Words of signing in through a provider, and of what to do when that did not work.
    SignInProviderWords;
    failed_help: "Hjälp när kortet inte fungerar", "Help when the card does not work";
    failed_steps: "Loggade du in med kort?", "Did you sign in with a card?";
    failed_between: "Gör en sak i taget, och försök logga in igen mellan dem.", "Do one thing at a time, and try to sign in again between them.";
    failed_wait: "Vänta ett par minuter och försök igen.", "Wait a few minutes and try again.";
    failed_card: "Se efter vilket datum kortet gäller till, att det är rent och att det sitter rätt i läsaren.", "Look at the date until which the card is valid, that it is clean, and that it sits right in the reader.";
    failed_reader: "Har du en extern kortläsare: se efter att den är ansluten till datorn.", "If you have an external card reader: see that it is connected to the computer.";
    failed_browser: "Stäng webbläsaren med alla flikar och öppna den igen.", "Close the browser with all its tabs and open it again.";
    failed_read_again: "Läs in kortet på nytt: högerklicka på ikonen för kortprogrammet, till exempel Net iD, i aktivitetsfältet och välj Läs in kortet på nytt.", "Read the card again: right-click on the icon of the card program, such as Net iD, in the taskbar and choose to read the card again.";
    failed_ask: "Går det fortfarande inte? Vänd dig till den som administrerar behörigheter i din organisation. Har kortet gått ut, vänd dig till den som lämnar ut kort.", "Does it still not work? Turn to whoever administers permissions in your organisation. If the card has expired, turn to whoever issues cards.";
    failed_again: "Till inloggningen", "To the sign-in";
    or_with_password: "eller med användarnamn och lösenord", "or with a user name and password";
    {
        sign_in_with(name: &str): "Logga in med {name}", "Sign in with {name}";
    }
}
