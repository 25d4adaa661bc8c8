//! Words of recertifications.

use crate::i18n::words;

words! {
    /// Words of recertifications.
    RecertificationWords;
    recertification: "Behörighetsgenomgång", "Recertification";
    recertification_text: "Allt som gäller i organisationen gås igenom. Det som ingen har bekräftat senast den dag som väljs upphör dagen efter.", "Everything that works in the organisation is looked through. What nobody has confirmed by the day that is chosen ends the day after.";
    begin_recertification: "Påbörja en genomgång", "Begin a recertification";
    due_hint: "Sista dagen att bekräfta, som räknas med.", "The last day to confirm, which is included.";
    recertification_begun: "Genomgången är påbörjad. Bekräfta det som behövs och avsluta resten.", "The recertification has begun. Confirm what is needed and end the rest.";
    how_far: "Läget", "Progress";
    due: "Ska vara klar", "Due";
    begun: "Påbörjad", "Begun";
    left_to_decide: "Kvar att avgöra", "Left to decide";
    decide_text: "Kryssa för en eller flera och välj vad som ska hända.", "Tick one or several and choose what is to happen.";
    confirm_chosen: "Bekräfta valda", "Confirm those ticked";
    end_chosen: "Avsluta valda", "End those ticked";
    really_end: "Ska det här avslutas?", "Is this to end?";
    really_end_text: "Det upphör genast. Den som behöver det igen ansöker på nytt.", "It ends at once. Whoever needs it again applies anew.";
    end_certainly: "Ja, avsluta", "Yes, end it";
    nothing_ticked: "Inget är förkryssat. Kryssa för minst en behörighet.", "Nothing is ticked. Tick at least one permission.";
    own_text: "Din egen. En annan administratör avgör den, eller driften om du är ensam.", "Your own. Another administrator decides it, or the operator if you are alone.";
    all_decided: "Allt är avgjort", "All is decided";
    all_decided_text: "Genomgången stängs dagen efter att den ska vara klar.", "The recertification closes the day after it is due.";
    decided_so_far: "Avgjort", "Decided";
    past_recertifications: "Tidigare genomgångar", "Earlier recertifications";
    {
        begun_by(by: &str, at: &str): "{by}, {at}", "{by}, {at}";
        progress_told(confirmed: &str, ended: &str, left: &str): "Bekräftade: {confirmed}, avslutade: {ended}, kvar: {left}", "Confirmed: {confirmed}, ended: {ended}, left: {left}";
        outcome_told(due: &str, confirmed: &str, ended: &str, kept: &str): "Klar {due}. Bekräftade: {confirmed}, avslutade: {ended}, kvar som sista administratör: {kept}", "Due {due}. Confirmed: {confirmed}, ended: {ended}, kept as the last administrator: {kept}";
        decided_by(outcome: &str, by: &str): "{outcome} av {by}", "{outcome} by {by}";
        the_first_shown(count: &str): "De första {count} visas. De andra följer när de är avgjorda.", "The first {count} are shown. The others follow once these are decided.";
        confirmed_of(done: &str, total: &str): "Bekräftade: {done} av {total}.", "Confirmed: {done} of {total}.";
        ended_of(done: &str, total: &str): "Avslutade: {done} av {total}.", "Ended: {done} of {total}.";
        recertification_under_way(due: &str, left: &str): "En behörighetsgenomgång pågår till och med {due}: {left} kvar att avgöra.", "A recertification is under way until {due}: {left} left to decide.";
    }
}
