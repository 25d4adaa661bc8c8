//! The summer break: seed 001, "Det kommunala aktivitetsansvaret" and "Schemalägg uppdatering av aktivitetsansvar".

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    coverage::plan::Waiting,
    diploma::DiplomaSource,
    organisation::ProgrammeKind as Kind,
};

use crate::{
    row::{Row, handbook},
    support::{
        expected::Expected::{Closes, Opens, Stays, Waits},
        situation::{LINKOPING, born, somebody},
    },
};

const DURING_THE_BREAK: &str = "Under den perioden skapas inga nya aktivitetsansvar däremot avslutas aktivitetsansvar för individer som folkbokförs i en annan kommun eller fyller 20 år.";

pub fn rows() -> Vec<Row> {
    vec![
        handbook(
            "I ursprungsläge görs inte körningen från 1 juni till 31 augusti p g a att det då är stora mängder elevförflyttningar.",
            somebody(),
        )
        .on("2026-05-31", Opens)
        .on("2026-06-01", Waits(Waiting::ToOpen))
        .on("2026-08-31", Waits(Waiting::ToOpen))
        .on("2026-09-01", Opens),
        handbook(
            "Under sommarmånaderna sker stora elevförflyttningar, vilket gör att inga tillförlitliga körningar kan göras under den perioden.",
            somebody().case("2026-01-07").placed(Kind::National, "2026-06-15", ""),
        )
        .on("2026-06-14", Stays(Status::NeedsAction))
        .on("2026-06-15", Waits(Waiting::ToClose(Reason::NationalProgramme)))
        .on("2026-09-01", Closes(Reason::NationalProgramme)),
        handbook(
            "Därför ställer man in ett avbrott av körningen för aktivitetsansvaret i schemaläggningen.",
            somebody().summer_break("12-20..01-07"),
        )
        .on("2026-12-19", Opens)
        .on("2026-12-31", Waits(Waiting::ToOpen))
        .on("2027-01-01", Waits(Waiting::ToOpen))
        .on("2027-01-08", Opens)
        .on("2027-07-01", Opens),
        handbook(DURING_THE_BREAK, somebody()).on("2026-07-15", Waits(Waiting::ToOpen)),
        handbook(DURING_THE_BREAK, somebody().case("2026-01-07").moved_to(LINKOPING, "2026-07-15"))
            .on("2026-07-14", Stays(Status::NeedsAction))
            .on("2026-07-15", Closes(Reason::MovedAway)),
        handbook(DURING_THE_BREAK, born("2006-07-15").case("2026-01-07"))
            .on("2026-07-15", Stays(Status::NeedsAction))
            .on("2026-07-16", Closes(Reason::Turned20)),
        handbook(
            DURING_THE_BREAK,
            somebody().case("2026-01-07").diploma(DiplomaSource::HomeMunicipality),
        )
        .on("2026-07-15", Waits(Waiting::ToClose(Reason::DiplomaObtained))),
        handbook(
            DURING_THE_BREAK,
            somebody().case("2026-01-07").placed(Kind::Introductory, "2026-07-01", ""),
        )
        .differs_on(
            "2026-07-15",
            Stays(Status::IntroductoryProgramme),
            Waits(Waiting::ToClose(Reason::IntroductoryProgramme)),
        ),
    ]
}
