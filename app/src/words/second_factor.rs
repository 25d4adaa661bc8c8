//! Words of two-step sign-in on *Min sida*.

use crate::i18n::words;

words! {
    /// Words of two-step sign-in on *Min sida*.
    SecondFactorWords;
    two_step: "Tvåstegsinloggning", "Two-step sign-in";
    two_step_about: "När den är på räcker det inte med lösenordet: en app på din telefon visar också en kod, ny varje halvminut. Då hjälper det ingen annan att ha kommit över ditt lösenord.", "When it is on the password is not enough: an app on your telephone shows a code as well, a new one every half minute. Then it helps nobody else to have got hold of your password.";
    two_step_off: "Av", "Off";
    two_step_required: "Här krävs tvåstegsinloggning. När du har slagit på den kommer du vidare.", "Two-step sign-in is required here. When you have turned it on you go on.";
    two_step_cannot_be_off: "Här krävs tvåstegsinloggning, så att den inte kan stängas av.", "Two-step sign-in is required here, so that it cannot be turned off.";
    two_step_no_key: "Tvåstegsinloggning kan inte slås på, eftersom servern saknar sin nyckelfil. Säg till driften.", "Two-step sign-in cannot be turned on, because the server lacks its key file. Tell the operator.";
    your_password: "Ditt lösenord", "Your password";
    turn_on: "Slå på", "Turn on";
    turn_on_hint: "Du behöver en app som visar engångskoder, till exempel den som följer med telefonen, Aegis eller Microsoft Authenticator.", "You need an app that shows one-time codes, such as the one that comes with the telephone, Aegis or Microsoft Authenticator.";
    scan: "Läs av bilden med appen", "Scan the picture with the app";
    qr_title: "QR-kod som lägger till Fyren i appen", "QR code that adds Fyren to the app";
    cannot_scan: "Kan du inte läsa av den? Välj i appen att skriva in en nyckel, och skriv:", "Can you not scan it? Choose in the app to enter a key, and write:";
    key_is: "Nyckel", "Key";
    then_confirm: "Skriv sedan koden som appen visar", "Then write the code that the app shows";
    first_code: "Kod från appen", "Code from the app";
    first_code_hint: "Sex siffror.", "Six digits.";
    confirm: "Bekräfta", "Confirm";
    give_up: "Avbryt", "Cancel";
    code_or_recovery: "Kod från appen", "Code from the app";
    code_or_recovery_hint: "Sex siffror, eller en återställningskod.", "Six digits, or a recovery code.";
    change_two_step: "Ändra tvåstegsinloggningen", "Change the two-step sign-in";
    change_two_step_hint: "Skriv båda, och välj sedan vad som ska göras.", "Write both, and then choose what is to be done.";
    renew_codes: "Nya återställningskoder", "New recovery codes";
    replace_app: "Byt app eller telefon", "Replace app or telephone";
    turn_off: "Stäng av", "Turn off";
    recovery_codes: "Dina återställningskoder", "Your recovery codes";
    recovery_codes_about: "Med en av dem loggar du in om du inte har telefonen. Varje kod gäller en gång. De visas bara nu: skriv ut sidan, eller kopiera dem till ett ställe där bara du kommer åt dem.", "With one of them you sign in if you do not have the telephone. Each is good once. They are shown only now: print the page, or copy them to a place that only you can reach.";
    go_on: "Fortsätt dit du var på väg", "Go on to where you were going";
    two_step_problem: "Tvåstegsinloggningen är inte ändrad", "The two-step sign-in is not changed";
    turned_on: "Tvåstegsinloggningen är på. Dina andra inloggningar är avslutade.", "The two-step sign-in is on. Your other sessions have ended.";
    turned_off: "Tvåstegsinloggningen är av.", "The two-step sign-in is off.";
    codes_renewed: "Du har fått nya återställningskoder. De gamla gäller inte längre.", "You have new recovery codes. The old ones are no longer good.";
    {
        on_since(at: &str): "På sedan {at}.", "On since {at}.";
        codes_left(number: i64): "Återställningskoder kvar: {number}.", "Recovery codes left: {number}.";
    }
}
