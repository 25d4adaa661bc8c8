//! Words of applications for roles.

use crate::i18n::words;

words! {
    /// Words of applications for roles.
    ApplicationWords;
    apply: "Ansök om behörighet", "Apply for a role";
    apply_text: "Ansök om en roll i organisationen du arbetar i nu, eller om att en av dina ska avslutas. Den som administrerar behörigheter beslutar.", "Apply for a role in the organisation that you act in now, or for one of yours to end. Whoever administers permissions decides.";
    send_application: "Skicka ansökan", "Send the application";
    first_day_of_application_hint: "Första dagen med rollen, eller den första dagen utan den när den ska avslutas.", "The first day with the role, or the first day without it when it is to end.";
    until_of_application_hint: "Sista dagen, som räknas med. Tomt betyder tills vidare.", "The last day, which is included. Empty means until further notice.";
    why_hint: "Vad du behöver göra, till exempel i en ny tjänst. Skriv inget om enskilda personer.", "What you need to do, such as in a new post. Write nothing about individuals.";
    has_role: "har du", "you have";
    own_applications: "Dina ansökningar", "Your applications";
    application_sent: "Ansökan är skickad. Beslutet står här.", "The application has been sent. The decision will stand here.";
    withdraw_application: "Återta ansökan", "Withdraw the application";
    application_withdrawn: "Ansökan är återtagen.", "The application has been withdrawn.";
    applications: "Ansökningar", "Applications";
    applications_text: "Ansökningar om roller i organisationen. De som väntar på beslut står först.", "Applications for roles in the organisation. Those that await a decision come first.";
    no_applications: "Inga ansökningar", "No applications";
    no_applications_text: "Användare ansöker under Min sida.", "Users apply under My page.";
    application: "Ansökan", "Application";
    applicant: "Sökande", "Applicant";
    applied_at: "Skickad", "Sent";
    wished_days: "Önskade dagar", "Wished days";
    their_reason: "Den sökandes motivering", "The applicant's reason";
    state: "Läge", "State";
    answer: "Svar", "Answer";
    decide_application: "Beslut", "Decision";
    decide_application_text: "Ändra roll eller dagar om något annat ska ges. Motiveringen är den sökandes svar.", "Change role or days where something else is to be given. The reason is the applicant's answer.";
    approve: "Bevilja", "Approve";
    refuse: "Avslå", "Refuse";
    application_approved: "Ansökan är beviljad.", "The application has been approved.";
    application_refused: "Ansökan är avslagen.", "The application has been refused.";
    own_application_text: "Ansökan är din egen. En annan administratör beslutar om den.", "The application is your own. Another administrator decides it.";
    back_to_applications: "Tillbaka till ansökningarna", "Back to the applications";
    {
        wants(kind: &str, role: &str): "{kind}: {role}", "{kind}: {role}";
        days(from: &str, until: &str): "från {from} till och med {until}", "from {from} until {until}";
        days_from(from: &str): "från och med {from}", "from {from}";
        settled(state: &str, at: &str): "{state} {at}", "{state} {at}";
        settled_by(state: &str, at: &str, by: &str): "{state} {at} av {by}", "{state} {at} by {by}";
        applications_waiting(count: &str): "Ansökningar som väntar på beslut: {count}.", "Applications that await a decision: {count}.";
    }
}
