//! What a young person does: at registration, before a measure, after a measure. Three code lists of Statistics Sweden
//! (`rules.md` section 5; seed 001, "Sysselsättning").

use crate::language::named;

named! {
    /// Occupation when the case was registered (*sysselsättning vid registrering*).
    pub enum OccupationAtRegistration {
        Unknown = "unknown", "Okänd", "Unknown";
        Other = "other", "Annan sysselsättning", "Other occupation";
        None = "none", "Ingen sysselsättning", "No occupation";
        Work = "work", "Arbete", "Work";
        OtherStudies = "other-studies", "Andra studier", "Other studies";
        AdultEducation = "adult-education", "Studier inom kommunal vuxenutbildning", "Studies in municipal adult education";
        IntroductoryProgramme = "introductory", "Studier på introduktionsprogram", "Studies on an introductory programme";
    }
}

named! {
    /// Occupation before a measure (*sysselsättning vid åtgärd*); never *Okänd*.
    pub enum OccupationBefore {
        Other = "other", "Annan sysselsättning", "Other occupation";
        None = "none", "Ingen sysselsättning", "No occupation";
        Work = "work", "Arbete", "Work";
        OtherStudies = "other-studies", "Andra studier", "Other studies";
        AdultEducation = "adult-education", "Studier inom kommunal vuxenutbildning", "Studies in municipal adult education";
        IntroductoryProgramme = "introductory", "Studier på introduktionsprogram", "Studies on an introductory programme";
        Measure = "measure", "Åtgärd (inom aktivitetsansvaret)", "Measure (within the activity responsibility)";
    }
}

named! {
    /// Occupation after a measure (*sysselsättning efter åtgärd*).
    pub enum OccupationAfter {
        Unknown = "unknown", "Okänd", "Unknown";
        Other = "other", "Annan sysselsättning", "Other occupation";
        None = "none", "Ingen sysselsättning", "No occupation";
        Work = "work", "Arbete", "Work";
        OtherStudies = "other-studies", "Andra studier", "Other studies";
        AdultEducation = "adult-education", "Studier inom kommunal vuxenutbildning", "Studies in municipal adult education";
        NationalProgramme = "national", "Studier på nationellt program", "Studies on a national programme";
        NewMeasure = "new-measure", "Ny åtgärd", "New measure";
    }
}
