//! Words of passkeys, on *Min sida* and where one signs in.

use crate::i18n::words;

words! {
    /// Words of passkeys, on *Min sida* and where one signs in.
    PasskeyWords;
    passkeys: "Passkeys", "Passkeys";
    passkeys_about: "En passkey är en nyckel i din telefon, din dator eller en säkerhetsnyckel, som du låser upp med fingeravtryck, ansikte eller pinkod. Med den loggar du in utan lösenord, eller svarar med den i stället för en kod. Webbläsaren kan kalla den nyckel eller lösennyckel.", "A passkey is a key in your telephone, your computer or a security key, which you unlock with a fingerprint, your face or a PIN. With it you sign in without a password, or answer with it instead of a code.";
    passkeys_none: "Du har ingen passkey.", "You have no passkey.";
    passkeys_lost: "Lägg gärna till två, på olika apparater: har du bara en och förlorar den får en administratör återställa din inloggning.", "Add two, on different devices: if you have one alone and lose it, an administrator has to reset your sign-in.";
    passkeys_need_script: "Passkeys behöver skript och en webbläsare som har dem. Här fungerar kod från appen i stället.", "Passkeys need script and a browser that has them. Here a code from the app works instead.";
    passkey_new_name: "Namn på en ny passkey", "Name of a new passkey";
    passkey_new_name_hint: "Till exempel vad telefonen heter. Behövs bara när du lägger till en.", "Such as what the telephone is called. Needed only when you add one.";
    passkey_add: "Lägg till passkey", "Add a passkey";
    passkey_change_hint: "Skriv ditt lösenord, och välj sedan vad som ska göras. När du lägger till eller tar bort en passkey avslutas dina andra inloggningar.", "Write your password, and then choose what is to be done. When you add or remove a passkey your other sessions end.";
    passkey_then_make: "Skapa din passkey", "Make your passkey";
    passkey_then_make_hint: "Webbläsaren frågar var den ska ligga och ber dig låsa upp. Du har fem minuter på dig.", "The browser asks where it is to lie and has you unlock it. You have five minutes.";
    passkey_make: "Skapa passkey", "Make the passkey";
    passkey_give_up: "Avbryt", "Cancel";
    passkey_made: "Lades till", "Added";
    passkey_used: "Senast använd", "Last used";
    passkey_never_used: "aldrig", "never";
    passkey_problem: "Dina passkeys är inte ändrade", "Your passkeys are not changed";
    passkey_added: "Passkeyn är tillagd. Dina andra inloggningar är avslutade.", "The passkey is added. Your other sessions have ended.";
    passkey_removed: "Passkeyn är borttagen. Dina andra inloggningar är avslutade.", "The passkey is removed. Your other sessions have ended.";
    passkey_not_answered: "Ingen passkey svarade. Försök igen, eller gör på annat sätt.", "No passkey answered. Try again, or do it another way.";
    passkey_sign_in: "Logga in med passkey", "Sign in with a passkey";
    passkey_title: "Använd din passkey", "Use your passkey";
    passkey_intro: "Lösenordet stämmer. Lås upp din passkey för att logga in.", "The password is right. Unlock your passkey to sign in.";
    passkey_sign_in_needs_script: "Din passkey behöver skript och en webbläsare som har passkeys. Öppna Fyren i en sådan, eller be en administratör återställa inloggningen.", "Your passkey needs script and a browser that has passkeys. Open Fyren in one, or ask an administrator to reset the sign-in.";
    passkey_or_code: "eller med kod", "or with a code";
    passkey_lost: "Har du inte din passkey? Be en administratör återställa tvåstegsinloggningen.", "Do you not have your passkey? Ask an administrator to reset the two-step sign-in.";
    {
        passkey_remove(name: &str): "Ta bort {name}", "Remove {name}";
    }
}
