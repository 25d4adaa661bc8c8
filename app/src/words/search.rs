//! Words of the search.

use crate::i18n::words;

words! {
    /// Words of the search.
    SearchWords;
    search: "Sök", "Search";
    search_all: "Sök personer, enheter och sidor", "Search people, units and pages";
    search_field: "Namn, personnummer, enhet eller sida", "Name, personal number, unit or page";
    search_hint: "Vem du hittar skrivs i loggen, inte vad du skriver.", "Whom you find is written in the log, not what you write.";
    key_choose: "välj", "choose";
    key_go: "öppna", "open";
    hits: "Träffar", "Results";
}
