//! Words of the profiles of lists.

use crate::i18n::words;

words! {
    /// Words of the profiles of lists.
    ProfileWords;
    profile: "Profil", "Profile";
    profile_changed: "ändrad", "changed";
    profiles: "Profiler", "Profiles";
    no_profile: "Standard", "Standard";
    reset: "Återställ", "Reset";
    reset_title: "Ladda original: tillbaka till profilen som den är sparad", "Load the original: back to the profile as it is saved";
    save_as_new: "Spara som ny", "Save as new";
    save: "Spara", "Save";
    save_as: "Spara som…", "Save as…";
    save_profile: "Spara profilen", "Save the profile";
    profile_name: "Namn (högst 80 tecken)", "Name (80 characters at most)";
    profile_name_hint: "Skriv inga uppgifter om personer i namnet.", "Write nothing about people in the name.";
    share_with_organisation: "Dela med organisationen", "Share with the organisation";
    sharing: "Delning", "Sharing";
    change_sharing: "Ändra delningen", "Change the sharing";
    rename: "Byt namn", "Rename";
    remove_profile: "Ta bort", "Remove";
    link_to_view: "Länk till den här vyn", "Link to this view";
    {
        shared_by(who: &str): "delad av {who}", "shared by {who}";
        locked_by(who: &str): "Profilen är delad av {who} och låst. Det du ändrar behålls för dig, ingen annan ser det.", "The profile is shared by {who} and locked. What you change is kept for you, and nobody else sees it.";
        really_remove(name: &str): "Ta bort profilen ”{name}”? Det går inte att ångra.", "Remove the profile “{name}”? This cannot be undone.";
        really_remove_shared(name: &str): "Ta bort profilen ”{name}” för alla som den är delad med? Det går inte att ångra.", "Remove the profile “{name}” for everybody it is shared with? This cannot be undone.";
        yes_remove(name: &str): "Ta bort ”{name}”", "Remove “{name}”";
    }
}
