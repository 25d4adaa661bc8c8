//! Who is covered, and opened: seed 001, "Det kommunala aktivitetsansvaret", "Systemöversikt av aktivitetsansvaret",
//! "Aktivitetsansvaret", "Funktioner i Aktivitetsansvar", "Skapa ny individ i aktivitetsansvaret".

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    coverage::plan::Waiting,
    diploma::DiplomaSource,
    organisation::ProgrammeKind as Kind,
};

use crate::{
    row::{Row, handbook},
    support::{
        expected::Expected::{Closes, NotOpened, Opens, Stays, Waits},
        situation::{LINKOPING, NORRKOPING, born, somebody},
    },
};

const ALL: &str = "Alla personer som slutfört sin skolplikt och ännu inte fyllt 20 år folkbokförda i kommunen som saknar aktuell elevplacering samt examensbevis från gymnasiet eller går på ett introduktionsprogram ingår i kommunens aktivitetsansvar.";
const SIXTEEN: &str = "Individer som fyller 16 år visas alltid efter den första september oberoende av när de är födda under året.";
const ALSO_CLOSED: &str = "Individer som får en gymnasieplacering, byter folkbokföringskommun eller får examensbevis från gymnasiet kommer också att automatiskt att avslutas från aktivitetsansvaret.";
const EVERY_MUNICIPALITY: &str = "För regionförbund fylls det i med en *, för att aktivitetsansvar ska skapas för alla kommuner i regionen.";

pub fn rows() -> Vec<Row> {
    vec![
        handbook(ALL, somebody()).on("2026-11-21", Opens),
        handbook(ALL, somebody().placed(Kind::National, "2024-08-16", "2026-11-20")).on("2026-11-20", NotOpened).on("2026-11-21", Opens),
        handbook(ALL, somebody().placed(Kind::Introductory, "2026-08-16", "")).differs_on("2026-11-21", Opens, NotOpened),
        handbook(ALL, somebody().placed(Kind::National, "2026-08-16", "")).on("2026-11-21", NotOpened),
        handbook(ALL, somebody().diploma(DiplomaSource::Authority)).on("2026-11-21", NotOpened),
        handbook(ALL, born("2006-11-21")).on("2026-11-21", Opens).on("2026-11-22", NotOpened),
        handbook(
            "Med detta system har man alltid en aktuell lista som visar vilka individer folkbokförda i den egna kommunen som omfattas av aktivitetsansvaret",
            somebody().moved_to(LINKOPING, "2026-11-21"),
        )
        .on("2026-11-20", Opens)
        .on("2026-11-21", NotOpened),
        handbook(
            "Individerna hämtas upp av en schemalagd körning som körs en gång per dygn.",
            somebody().case("2026-11-21"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(SIXTEEN, born("2010-01-01")).on("2026-08-31", NotOpened).on("2026-09-01", Opens),
        handbook(SIXTEEN, born("2010-12-31")).on("2026-08-31", NotOpened).on("2026-09-01", Opens),
        handbook(SIXTEEN, born("2011-01-01")).on("2026-09-01", NotOpened).on("2026-12-31", NotOpened),
        handbook(
            "De som fyller 20 år kommer automatiskt att avslutas från aktivitetsansvaret dagen efter de fyllt 20 år.",
            born("2006-11-21").case("2026-01-07"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction))
        .on("2026-11-22", Closes(Reason::Turned20)),
        handbook(ALSO_CLOSED, somebody().case("2026-01-07").placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-20", Stays(Status::NeedsAction))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook(ALSO_CLOSED, somebody().case("2026-01-07").moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-20", Stays(Status::NeedsAction))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(ALSO_CLOSED, somebody().case("2026-01-07").diploma(DiplomaSource::HomeMunicipality))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        handbook(
            "Personer som har fullgjort sin skolplikt d v s gått ut grundskolan och är yngre än 16 år ingår också i kommunens aktivitetsansvar.",
            born("2011-08-17").case_by_hand("2026-11-20"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Det finns ingen möjlighet att automatiskt fånga upp dessa individer, och därför finns det möjlighet att manuellt registrera nya individer i aktivitetsansvaret.",
            born("2011-08-17"),
        )
        .on("2026-11-21", NotOpened),
        // Covered all the same: a mark hides the case from users and is no fact of coverage; see properties.rs.
        handbook("Individer med skyddade personuppgifter visas inte i aktivitetsansvaret.", somebody())
            .on("2026-11-21", Opens),
        handbook(
            "I aktivitetsansvaret ingår alla elever folkbokförda i kommunen inom åldersintervallet 16-20 som saknar gymnasieplaceringar, och dessa uppgifter hämtas automatiskt från följande system:",
            born("2006-11-21"),
        )
        .on("2022-08-31", NotOpened)
        .on("2022-09-01", Opens)
        .on("2026-11-21", Opens)
        .on("2026-11-22", NotOpened),
        handbook(
            "Individer inom åldersintervallet som är folkbokförda i den kommunen som saknas i gymnasieplacering listas sedan under aktivitetsansvaret.",
            somebody().placed(Kind::National, "2027-01-07", ""),
        )
        .on("2026-11-21", Opens)
        .on("2027-01-07", NotOpened),
        handbook(
            "Folkbokföringsuppgifter samt ändringar av dessa - hämtas löpande från Navet för att folkbokförda i den egna kommunen inom åldersintervallet via en integration till webbsystemet.",
            somebody().run_in(LINKOPING).moved_to(LINKOPING, "2026-11-21"),
        )
        .on("2026-11-20", NotOpened)
        .on("2026-11-21", Opens),
        handbook(
            "Elevplaceringar - hämtas via integration från det egna elevsystemet där elevplaceringar för kommunens egna skolor, fristående skolor och andra kommuners skolor måste finnas registrerade.",
            somebody().placed(Kind::National, "2026-08-16", "2026-11-20"),
        )
        .on("2026-11-20", NotOpened)
        .on("2026-11-21", Opens),
        handbook(
            "För kommuner som använder systemet enskilt fylls kommunens län och kommunkod så körningen bara görs för den kommunen.",
            somebody().run_in(LINKOPING),
        )
        .on("2026-11-21", NotOpened),
        handbook(EVERY_MUNICIPALITY, somebody().case("2026-01-07").moved_to(LINKOPING, "2026-11-21").run_in(NORRKOPING))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(EVERY_MUNICIPALITY, somebody().moved_to(LINKOPING, "2026-11-21").run_in(LINKOPING))
            .on("2026-11-21", Opens),
        handbook(
            "Det blir alltid automatiskt den dagen som aktivitetsansvaret får träff på individen vid den schemalagda körningen av aktivitetsansvaret.",
            somebody().placed(Kind::National, "2024-08-16", "2026-11-18"),
        )
        .on("2026-11-21", Opens),
        handbook(
            "Datumet kan här ändras till ett annat datum.",
            somebody().case("2025-09-01"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Fältet är tänkt att vara en hjälp till administratörerna för att kunna markera upp elever som ingår i aktivitetsansvaret och är folkbokförda i den egna kommunen men vistas utomlands.",
            somebody().case("2026-01-07"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Om de är pågående kommer de att skapas upp igen vid nästa körning av aktivitetsansvaret.",
            somebody(),
        )
        .on("2026-11-21", Opens),
        handbook(
            "Personer som började grundskolan ett år tidigare eller har hoppat över ett år i grundskolan, ingår i aktivitetsansvaret eftersom de har fullföljt sin grundskoleutbildning.",
            born("2011-08-17").case_by_hand("2026-11-20"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Det finns ingen möjlighet att automatiskt fånga upp dessa individer eftersom vi inte vet vilka elever som går i grundskolan.",
            born("2011-08-17"),
        )
        .on("2026-11-21", NotOpened),
        handbook(
            "Därför finns det möjlighet att manuellt registrera nya individer i aktivitetsansvaret.",
            born("2011-08-17").case_by_hand("2026-11-21"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
        handbook(
            "Individen kan sparas i aktivitetsansvaret och personuppgifterna kommer att hämtas från Navet.",
            somebody().unanswered().case_by_hand("2026-11-20"),
        )
        .on("2026-11-21", Waits(Waiting::ForAnswer)),
        handbook(
            "Om individen finns i systemet men är folkbokförd i en annan kommun kan man registrera den men får en varning om personen inte är folkbokförd i den egna kommunen.",
            somebody().moved_to(LINKOPING, "").case_by_hand("2026-11-20"),
        )
        .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(
            "Observera att individ som inte är folkbokförda i den egna kommunen kommer att avslutas vid nästa schemalagda körning av aktivitetsansvaret.",
            somebody().moved_to(LINKOPING, "2020-01-01").case_by_hand("2026-11-20"),
        )
        .on("2026-11-21", Closes(Reason::MovedAway)),
    ]
}
