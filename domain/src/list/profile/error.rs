//! Why a profile is not kept as asked.

use crate::language::{Language, Message, Named, named};

named! {
    /// Why a profile could not be saved, named, shared or removed.
    pub enum ProfileError {
        NameMissing = "name-missing", "Profilen behöver ett namn.", "The profile needs a name.";
        NameTooLong = "name-too-long", "Namnet är för långt. Skriv högst 80 tecken.", "The name is too long. Write 80 characters at most.";
        NameTaken = "name-taken", "Du har redan en profil med det namnet. Välj ett annat, eller spara över den som finns.", "You already have a profile of that name. Choose another, or save over the one there is.";
        TooMany = "too-many", "Du har redan 100 profiler för listan. Ta bort någon som inte används.", "You already have 100 profiles for this list. Remove one that is not used.";
        Locked = "locked", "Profilen är delad av någon annan och går inte att ändra. Spara den som din egen.", "The profile is shared by somebody else and cannot be changed. Save it as your own.";
        PersonalShared = "personal-shared", "Filtret innehåller uppgifter om personer, till exempel namn, nummer eller handläggare, och sådana delas inte. Ta bort de villkoren, eller spara profilen bara för dig själv.", "The filter holds data about people, such as names, numbers or caseworkers, and those are not shared. Remove those conditions, or save the profile for yourself alone.";
        RoleNotAdministered = "role-not-administered", "Din roll får inte välja vad en roll börjar med. Dela profilen med organisationen i stället.", "Your role may not choose what a role starts with. Share the profile with the organisation instead.";
        Gone = "gone", "Profilen finns inte längre, eller så är den inte delad med dig.", "The profile no longer exists, or it is not shared with you.";
    }
}

impl std::fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::error::Error for ProfileError {}

impl Message for ProfileError {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}
