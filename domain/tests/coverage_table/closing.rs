//! Closing, its reasons and the measures that go with it: seed 001, "Rapportera till SCB", "Aktivitetsansvaret",
//! "Aktivitetsansvaret avslutas på en individ", "Individ får examensbevis från gymnasieskolan".

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    diploma::DiplomaSource,
    organisation::ProgrammeKind as Kind,
};

use crate::{
    row::{Row, handbook},
    support::{
        expected::Expected::{Closes, ClosesWith, NotOpened, Opens, Stays},
        situation::{LINKOPING, Situation, born, somebody},
    },
};

const MEASURE_CLOSED: &str = "På en individ som flyttar från kommunen, får examensbevis eller börjar läsa på gymnasiet kommer åtgärden avslutas automatiskt.";
const NO_LONGER: &str = "Om en individ fyller 20 år, påbörjar en gymnasieutbildning, får ett examensbevis eller flyttar till en annan kommun ingår inte individen längre i aktivitetsansvaret.";
const END_LEFT_ALONE: &str = "Slutdatum på åtgärden ändras eller sätts inte med undantag om individen får en gymnasieplacering och saknar slutdatum på åtgärden.";
const DAY_BEFORE: &str = "Slutdatumet blir då dagen innan elevplaceringens första dag.";
const DIPLOMA_SOURCES: &str = "Uppgifter om vilka som har examensbevis kan hämtas från UHR, läsas in via en Excel-fil eller manuellt registreras på individen.";
const REGISTERS: &str = "Uppgifterna angående folkbokföring hämtas från Navet och elevplaceringar hämtas från hypernet Regional samverkan.";

pub fn rows() -> Vec<Row> {
    let mut rows = reasons();
    rows.extend(measures());
    rows.extend(diplomas());
    rows
}

fn open() -> Situation {
    somebody().case("2026-01-07")
}

fn reasons() -> Vec<Row> {
    vec![
        handbook("Fyllt 20 år - 20Ar", born("2006-11-20").case("2026-01-07"))
            .on("2026-11-21", Closes(Reason::Turned20)),
        handbook("Gymnasiestudier - StNat", open().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook("Ej längre folkbokförd i kommunen - EjFbf", open().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook("Fått Examensbevis - Fullf", open().diploma(DiplomaSource::Authority))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Avregistrerad datum - det datum då individen inte längre ingår i aktivitetsansvaret.",
            open().moved_to(LINKOPING, "2026-11-18"),
        )
        .on("2026-11-17", Stays(Status::NeedsAction))
        .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(
            "Orsak till avregistrering - Anledning till att individen inte längre ingår i aktivitetsansvaret.",
            open().placed(Kind::Adapted, "2026-11-21", ""),
        )
        .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook(
            "Aktivitetsansvaret avslutas alltid automatiskt, och kan inte göras manuellt.",
            open().completed_measure("2026-02-01", "2026-03-31"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(NO_LONGER, born("2006-11-20").case("2026-01-07")).on("2026-11-21", Closes(Reason::Turned20)),
        handbook(NO_LONGER, open().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook(NO_LONGER, open().diploma(DiplomaSource::HomeMunicipality))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(NO_LONGER, open().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(REGISTERS, open().moved_to(LINKOPING, "")).on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(REGISTERS, open().placed(Kind::National, "2026-11-22", ""))
            .on("2026-11-21", Stays(Status::NeedsAction))
            .on("2026-11-22", Closes(Reason::NationalProgramme)),
        handbook(
            "När en individ avslutas försvinner den från urvalet ur aktivitetslistan.",
            open().closed("2026-11-21").moved_to(LINKOPING, "2026-11-21"),
        )
        .on("2026-11-21", NotOpened)
        .in_default_selection("2026-11-21", false),
        handbook(
            "För att se den gör man urval på Status Aktivitetsansvar: Avslutad.",
            open().closed("2026-11-20"),
        )
        .on("2026-11-20", NotOpened)
        .on("2026-11-21", Opens)
        .in_default_selection("2026-11-21", false),
    ]
}

fn measures() -> Vec<Row> {
    let ongoing = || open().measure("2026-11-01", "");
    vec![
        handbook(MEASURE_CLOSED, ongoing().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-21", ClosesWith(Reason::MovedAway, &[(1, None)])),
        handbook(MEASURE_CLOSED, ongoing().diploma(DiplomaSource::Authority))
            .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(1, None)])),
        handbook(MEASURE_CLOSED, ongoing().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, Some("2026-11-20"))])),
        handbook(
            "Fälten Sysselsättning efter åtgärd samt Åtgärd slutdatum måste fyllas i manuellt för att åtgärden ska kunna tas emot av SCB.",
            born("2006-11-20").case("2026-01-07").measure("2026-11-01", ""),
        )
        .on("2026-11-21", ClosesWith(Reason::Turned20, &[(1, None)])),
        handbook(
            "Individen samt åtgärder registrerade på individen kommer att avslutas automatiskt av den schemalagda körningen av aktivitetsansvaret.",
            open()
                .completed_measure("2026-02-01", "2026-03-31")
                .measure("2026-11-01", "2026-11-30")
                .measure("2026-12-01", "")
                .diploma(DiplomaSource::Authority),
        )
        .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(2, None), (3, None)])),
        handbook(
            "Även registrerade pågående åtgärder på individen avslutas.",
            ongoing().moved_to(LINKOPING, "2026-11-21"),
        )
        .on("2026-11-21", ClosesWith(Reason::MovedAway, &[(1, None)])),
        handbook(
            END_LEFT_ALONE,
            open().measure("2026-11-01", "2026-12-23").placed(Kind::National, "2026-11-21", ""),
        )
        .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, None)])),
        handbook(END_LEFT_ALONE, ongoing().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, Some("2026-11-20"))])),
        handbook(
            END_LEFT_ALONE,
            ongoing().diploma(DiplomaSource::Authority).placed(Kind::National, "2026-11-21", ""),
        )
        .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(1, None)])),
        handbook(DAY_BEFORE, ongoing().placed(Kind::National, "2026-11-18", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, Some("2026-11-17"))])),
        handbook(
            "Däremot fylls inte fälten Sysselsättning efter åtgärd eller Orsak avslutad fylls inte i automatiskt.",
            ongoing().moved_to(LINKOPING, "2026-11-21"),
        )
        .on("2026-11-21", ClosesWith(Reason::MovedAway, &[(1, None)])),
    ]
}

fn diplomas() -> Vec<Row> {
    let by_authority = || open().diploma(DiplomaSource::Authority);
    let by_home_municipality = || open().diploma(DiplomaSource::HomeMunicipality);
    vec![
        handbook(
            "Gymnasieexamen enligt myndighetsimport - En bock sätts här automatiskt om uppgiften om att individen har fått gymnasieexamen har importeras från UHR via Extens.",
            by_authority(),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Gymnasieexamen enligt hemkommun - Kan bockas i manuellt eller importeras in via Excel.",
            by_home_municipality(),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "En individ som har fått markering om gymnasieexamen kommer att avslutas ur aktivitetsansvaret vid nästa schemalagda körning. Avslutningsorsak blir då Fullf",
            by_home_municipality(),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Markering om att individen har ett examensbevis från gymnasieskolan kan manuellt registreras eller läsas in av kommunen via en fil.",
            by_home_municipality(),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        // The handbook contradicts itself here; it says Fullf in two other places, and so does rules.md 2.2.
        handbook("Avslutningsorsak på individen kommer att bli Gymnasiestudier.", by_home_municipality())
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Individer med examensbevis från gymnasiet ingår inte i aktivitetsansvaret.",
            somebody().diploma(DiplomaSource::HomeMunicipality),
        )
        .on("2026-11-21", NotOpened),
        handbook(
            "En individ som finns i aktivitetsansvaret och får examensbevis ska avslutas, vilket görs av den schemalagda körningen av aktivitetsansvaret.",
            by_authority(),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(DIPLOMA_SOURCES, by_authority()).on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(DIPLOMA_SOURCES, by_home_municipality()).on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Vid nästa schemalagda körning av aktivitetsansvaret kommer individen och dess åtgärder att avslutas.",
            by_home_municipality().measure("2026-11-01", ""),
        )
        .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(1, None)])),
        handbook(
            "Vid nästa schemalagda körning av aktivitetsansvaret kommer personen samt dess åtgärder att avslutas i aktivitetsansvaret.",
            by_home_municipality().measure("2026-12-01", ""),
        )
        .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(1, None)])),
    ]
}
