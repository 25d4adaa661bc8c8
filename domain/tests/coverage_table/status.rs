//! The status of a case: seed 001, "Aktivitetsansvar", "Ändra och avsluta en befintlig åtgärd".

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    diploma::DiplomaSource,
    organisation::ProgrammeKind as Kind,
};

use crate::{
    row::{Row, handbook},
    support::{
        expected::Expected::{Closes, NotOpened, Opens, Stays},
        situation::{LINKOPING, Situation, born, somebody},
    },
};

const DEFAULT_SELECTION: &str = "I urvalsfiltret för aktivitetsansvaret görs alltid i fältet Status aktivitetsansvar ett urval på individer som saknar åtgärd, som har en planerad eller pågående åtgärd eller som går på ett Introduktionsprogram.";
const NEEDS_ACTION: &str =
    "Individen är nytillkommen och ännu inte behandlat eller har haft en åtgärd som har avslutas.";
const CLOSED: &str = "Avslutad – Individen faller inte längre inom aktivitetsansvarets åtagande, p g a individen fyllt 20 år, flyttat till en annan kommun, börjat studera på gymnasiet igen eller tagit gymnasieexamen.";

pub fn rows() -> Vec<Row> {
    vec![
        handbook(DEFAULT_SELECTION, open())
            .on("2026-11-21", Stays(Status::NeedsAction))
            .in_default_selection("2026-11-21", true),
        handbook(DEFAULT_SELECTION, open().measure("2026-11-22", ""))
            .on("2026-11-21", Stays(Status::MeasurePlanned))
            .in_default_selection("2026-11-21", true),
        handbook(DEFAULT_SELECTION, open().measure("2026-11-21", ""))
            .on("2026-11-21", Stays(Status::MeasureOngoing))
            .in_default_selection("2026-11-21", true),
        handbook(DEFAULT_SELECTION, introductory())
            .differs_on(
                "2026-11-21",
                Stays(Status::IntroductoryProgramme),
                Closes(Reason::IntroductoryProgramme),
            )
            .in_default_selection("2026-11-21", true),
        handbook(
            "Fältet Status Aktivitetsansvar visar status på den senaste registrerade åtgärden på individen, och sätts automatiskt av systemet.",
            open().completed_measure("2026-02-01", "2026-03-31").measure("2026-11-01", "2026-11-21"),
        )
        .on("2026-10-31", Stays(Status::MeasurePlanned))
        .on("2026-11-21", Stays(Status::MeasureOngoing))
        .on("2026-11-22", Stays(Status::NeedsAction)),
        handbook("Åtgärdas - Ingen åtgärd finns registrerad på individen.", open())
            .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(NEEDS_ACTION, somebody().case("2026-11-21")).on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(NEEDS_ACTION, open().completed_measure("2026-02-01", "2026-03-31"))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Pågående åtgärd – Pågående åtgärd finns registrerad på individen.",
            open().measure("2026-11-01", "2026-12-23"),
        )
        .on("2026-11-01", Stays(Status::MeasureOngoing))
        .on("2026-12-23", Stays(Status::MeasureOngoing))
        .on("2026-12-24", Stays(Status::NeedsAction)),
        handbook(
            "Planerad åtgärd – Åtgärd är planerad med startdatum framåt i tiden.",
            open().measure("2026-12-01", ""),
        )
        .on("2026-11-30", Stays(Status::MeasurePlanned))
        .on("2026-12-01", Stays(Status::MeasureOngoing)),
        handbook("Introduktionsprogram – Elev läser på introduktionsprogrammet.", introductory())
            .differs_on(
                "2026-11-21",
                Stays(Status::IntroductoryProgramme),
                Closes(Reason::IntroductoryProgramme),
            ),
        handbook(
            "Dessa individer hämtas upp automatiskt av den schemalagda körningen.",
            somebody().placed(Kind::Introductory, "2026-08-16", ""),
        )
        .differs_on("2026-11-21", Opens, NotOpened),
        handbook(CLOSED, born("2006-11-20").case("2026-01-07")).on("2026-11-21", Closes(Reason::Turned20)),
        handbook(CLOSED, open().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(CLOSED, open().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook(CLOSED, open().diploma(DiplomaSource::Authority))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Aktivitetsansvaret avslutas alltid automatiskt, och kan inte avslutas manuellt.",
            open().measure("2026-02-01", "2026-03-31"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Dessa individer ingår inte i standardurvalet, utan visas bara om man gör ett specifikt urval på status aktivitetsansvar.",
            open().closed("2026-11-20").diploma(DiplomaSource::Authority),
        )
        .on("2026-11-21", NotOpened)
        .in_default_selection("2026-11-21", false),
        handbook(
            "Om åtgärden avslutas kommer Status aktivitetsansvaret ändras till Åtgärdas om individen fortfarande ingår i aktivitetsansvaret.",
            open().completed_measure("2026-11-01", "2026-11-21"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Om åtgärden avslutas kommer Status aktivitetsansvaret ändras till Åtgärdas om individen fortfarande ingår i aktivitetsansvaret.",
            open().completed_measure("2026-11-01", "2026-11-21").diploma(DiplomaSource::Authority),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
    ]
}

fn open() -> Situation {
    somebody().case("2026-01-07")
}

fn introductory() -> Situation {
    open().placed(Kind::Introductory, "2026-08-16", "")
}
