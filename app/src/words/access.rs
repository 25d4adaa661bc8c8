//! Words of the administration of permissions.

use crate::i18n::words;

words! {
    /// Words of the administration of permissions.
    AccessWords;
    add_user: "Lägg till användare", "Add user";
    add_user_text: "Alla uppgifter behövs. Behörigheter lägger du till när användaren är sparad.", "Every field is needed. Permissions are added once the user has been saved.";
    hsa_id_hint: "Som det står på kortet, till exempel SE2321000016-1003.", "As it stands on the card, such as SE2321000016-1003.";
    save: "Spara", "Save";
    cancel: "Avbryt", "Cancel";
    back_to_users: "Tillbaka till användare", "Back to the users";
    back_to_user: "Tillbaka till användaruppgifter", "Back to the user";
    user_details: "Användaruppgifter", "User details";
    change_details: "Ändra användaruppgifter", "Change user details";
    change_user: "Ändra användare", "Change user";
    name: "Namn", "Name";
    user_name: "Användarnamn", "User name";
    last_sign_in: "Senast inloggad", "Last sign-in";
    never: "Aldrig", "Never";
    disabled: "Kontot får inte användas. Vänd dig till driftansvarig.", "The account may not be used. Turn to the operator.";
    not_known: "Inte ifyllt", "Not filled in";
    current_permissions: "Aktuella behörigheter", "Current permissions";
    no_permissions: "Inga behörigheter", "No permissions";
    no_permissions_text: "Användaren kan inte göra något än. Ge en roll eller enskilda behörigheter.", "The user cannot do anything yet. Give a role or single permissions.";
    change_permissions: "Ändra och lägg till behörigheter", "Change and add permissions";
    give_role: "Ge en roll", "Give a role";
    remove_user: "Ta bort användare", "Remove user";
    why_may: "Varför får användaren, eller inte?", "Why may the user, or not?";
    by_itself: "Given för sig", "Given by itself";
    decisions: "Beslut", "Decisions";
    decisions_text: "Allt som har getts i organisationen, det senaste först.", "Everything that has been given in the organisation, the latest first.";
    the_operator: "Driftansvarig", "The operator";
    never_held: "Togs tillbaka innan den gällde", "Taken back before it held";
    end_it: "Avsluta", "End";
    choose_service: "Välj e-tjänst", "Choose a service";
    choose_service_text: "De e-tjänster som organisationen har avtal för och som du administrerar.", "The services that the organisation has an agreement for and that you administer.";
    no_services: "Ingen e-tjänst går att administrera i dag. Avtalen sköts av driftansvarig.", "No service can be administered today. The operator keeps the agreements.";
    choose_permissions: "Välj behörighet för användaren", "Choose permissions for the user";
    nothing_offered: "E-tjänsten har inga behörigheter att ge i den här organisationen i dag.", "The service has no permissions to give in this organisation today.";
    done: "Klar", "Done";
    until_hint: "Sista dagen, som räknas med. Tomt betyder tills vidare.", "The last day, which is included. Empty means until further notice.";
    reason_hint: "Till exempel en ny tjänst eller ett vikariat. Motiveringen står i loggen.", "Such as a new post or a stand-in. The reason stands in the log.";
    new_alone: "Datum och motivering gäller det som är nytt. Det du bockar av upphör genast.", "Dates and reason are of what is new. What you untick ends at once.";
    role_gives: "Rollen ger", "The role gives";
    details_saved: "Uppgifterna är sparade.", "The details have been saved.";
    user_added: "Användaren är sparad. Lägg till behörigheter, eller skapa ett engångslösenord.", "The user has been saved. Add permissions, or make a one-time password.";
    irregular: "HSA-id:t följer inte den nationella formen SE + tio siffror + bindestreck. Kontrollera det mot kortet.", "The HSA-id does not have the national form SE + ten digits + hyphen. Check it against the card.";
    permissions_saved: "Behörigheterna är ändrade.", "The permissions have been changed.";
    nothing_changed: "Inget ändrades: allt var redan så.", "Nothing was changed: all of it was so already.";
    role_given: "Rollen är given.", "The role has been given.";
    grant_ended: "Behörigheten är avslutad.", "The permission has been ended.";
    removal_text: "Alla behörigheter i organisationen upphör genast. Loggen och besluten finns kvar.", "All permissions in the organisation end at once. The log and the decisions stay.";
    sign_in_title: "Inloggning", "Sign-in";
    sign_in_text: "Användaren loggar in med användarnamn och ett lösenord. Ett engångslösenord visas en gång, gäller i en vecka och byts vid första inloggningen.", "The user signs in with the user name and a password. A one-time password is shown once, lasts a week and is exchanged at the first sign-in.";
    make_password: "Skapa engångslösenord", "Make a one-time password";
    make_password_ends: "Det gamla lösenordet slutar gälla och pågående inloggningar avslutas.", "The old password is worth nothing from then on, and sessions end.";
    password_made: "Engångslösenordet, som visas bara nu", "The one-time password, shown only now";
    password_made_text: "Lämna det till användaren på ett säkert sätt, aldrig tillsammans med användarnamnet.", "Hand it to the user in a safe way, never together with the user name.";
    why_title: "Varför får användaren, eller inte?", "Why may the user, or not?";
    permission: "Behörighet", "Permission";
    on_day: "Den dag", "On the day";
    ask: "Fråga", "Ask";
    {
        remove_question(name: &str): "Ta bort {name}?", "Remove {name}?";
        through_role(role: &str): "Genom rollen {role}", "Through the role {role}";
        until(day: &str): "till och med {day}", "until {day}";
        period(from: &str, until: &str): "{from} till och med {until}", "{from} until {until}";
        since(from: &str): "från och med {from}", "from {from}";
    }
}
