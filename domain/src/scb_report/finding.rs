//! What a check has found, with the place where it is mended.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::source::Source;
use crate::{
    id::MeasureId,
    language::{Language, Message, Named, named},
    measure::MeasureType,
};

named! {
    /// A check. A layout chooses those that are logical; the others always hold.
    pub enum Rule {
        MeasureEnding = "measure-ending", "En avslutad åtgärd är komplett", "A measure that has ended is complete";
        MeasureWithinCase = "measure-within-case", "Åtgärden ligger inom aktivitetsansvaret", "The measure lies within the case";
        MeasuresApart = "measures-apart", "En åtgärd åt gången", "One measure at a time";
        OccupationKnown = "occupation-known", "Sysselsättning vid registrering är känd", "Occupation at registration is known";
        DeregistrationWhole = "deregistration-whole", "Avregistrering har både datum och orsak", "A deregistration has both date and reason";
        RealNumber = "real-number", "Bara personnummer och samordningsnummer", "Only personal and coordination numbers";
        Protected = "protected", "Skyddade personuppgifter", "Protected personal data";
        Required = "required", "Uppgiften måste finnas", "Required";
        Coded = "coded", "Värdet har en kod", "The value has a code";
    }
}

impl Rule {
    /// Whether a layout chooses it. The others hold whatever a layout says.
    pub const fn is_chosen(self) -> bool {
        matches!(
            self,
            Self::MeasureEnding
                | Self::MeasureWithinCase
                | Self::MeasuresApart
                | Self::OccupationKnown
                | Self::DeregistrationWhole
        )
    }
}

named! {
    /// How much a finding matters.
    pub enum Severity {
        Error = "error", "Fel", "Error";
        Warning = "warning", "Varning", "Warning";
        ByHand = "by-hand", "Rapporteras på papper", "Reported on paper";
    }
}

/// Where something is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The tab of a case on which its own fields stand.
    Case,
    /// A measure of it.
    Measure(MeasureId),
}

/// What is wrong with what would be reported of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// By which check.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Which field.
    pub field: Source,
    /// Where it is mended.
    pub place: Place,
    /// Which measure it is about, by its type and first day.
    pub measure: Option<(MeasureType, NaiveDate)>,
}

impl Finding {
    /// Of the case itself.
    pub(super) const fn of_case(rule: Rule, severity: Severity, field: Source) -> Self {
        Self { rule, severity, field, place: Place::Case, measure: None }
    }

    fn rule_says(&self, language: Language) -> &'static str {
        match self.rule {
            Rule::MeasureEnding => language.pick(
                "saknas på en åtgärd som är avslutad. Fyll i fältet på åtgärden.",
                "is missing of a measure that has ended. Fill it in on the measure.",
            ),
            Rule::MeasureWithinCase => language.pick(
                "ligger utanför aktivitetsansvarets dagar. Rätta åtgärdens datum, eller datumet för registrering.",
                "lies outside the days of the case. Correct the date of the measure, or the registration date.",
            ),
            Rule::MeasuresApart => language.pick(
                "ligger inom en annan åtgärds dagar. Bara en åtgärd kan pågå åt gången: rätta datumen på den ena.",
                "lies within the days of another measure. One goes on at a time: correct the dates of one of them.",
            ),
            Rule::OccupationKnown => language.pick(
                "är fortfarande Okänd. Ange vad personen gjorde, om ni vet det.",
                "is still Unknown. Tell what the person did, if you know.",
            ),
            Rule::DeregistrationWhole => language.pick(
                "saknas, fast det andra av datum och orsak finns. Kör uppdateringen av aktivitetsansvar igen, eller kontakta driften.",
                "is missing, though the other of date and reason is there. Run the case update again, or tell the operator.",
            ),
            Rule::RealNumber => language.pick(
                "är tillfälligt eller påhittat, så personen är inte med i filen. Byt till det riktiga numret när det finns.",
                "is temporary or made up, so that the person is not in the file. Change it to the real one when there is one.",
            ),
            Rule::Protected => language.pick(
                "är skyddat, så personen är inte med i filen. Rapportera personen på papper.",
                "is protected, so that the person is not in the file. Report the person on paper.",
            ),
            Rule::Required => language.pick("måste finnas i filen. Fyll i fältet.", "is required in the file. Fill it in."),
            Rule::Coded => language.pick(
                "har ett värde som SCB inte tar emot för perioden. Välj ett annat värde.",
                "has a value that Statistics Sweden does not take for the period. Choose another.",
            ),
        }
    }
}

impl Message for Finding {
    fn message(&self, language: Language) -> String {
        let field = self.field.name(language);
        let says = self.rule_says(language);
        match self.measure {
            Some((kind, start)) => format!("{}, {start}: {field} {says}", kind.name(language)),
            None => format!("{field} {says}"),
        }
    }
}
