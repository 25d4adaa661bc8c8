//! *Studier annan skolform*: seed 001, "Utesluta individer ur aktivitetsansvaret", "Uppdatera aktivitetsansvar".

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    organisation::ProgrammeKind as Kind,
};

use crate::{
    row::{Row, handbook},
    support::{
        expected::Expected::{Closes, NotOpened, Opens, Stays},
        situation::{LINKOPING, Situation, born, somebody},
    },
};

const CLOSED_LIKE_OTHERS: &str = "D v s det avslutas om individen flyttar till en annan kommun, påbörjar studier på nationellt program inom gymnasieskolan eller fyller 20 år.";
const OPENED_AGAIN: &str = "Ett nytt aktivitetsansvar skapas av körningen dagen efter om individen fortfarande ingår i aktivitetsansvaret.";

pub fn rows() -> Vec<Row> {
    vec![
        handbook(
            "Studier annan skolform - Används för att kunna utesluta individer som finns kvar på grundskolan eller som läser en utbildning som motsvarar gymnasieskolan.",
            studying(),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling)),
        handbook(
            "Individer med denna status visas inte i i standardurvalet, och de exporteras inte till SCB.",
            studying(),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling))
        .in_default_selection("2026-11-21", false),
        handbook("Den sätts genom att ett datum sätts i fältet Studier annan skolform .", studying())
            .on("2026-11-21", Stays(Status::OtherSchooling)),
        handbook("Innan datumet är passerat har individen statusen Studier annan skolform.", studying())
            .on("2026-12-18", Stays(Status::OtherSchooling)),
        handbook(
            "Fram till det datumet har passerats ska individen inte ingå i aktivitetsansvaret utan ha status Studier annan skolform.",
            studying().measure("2026-11-01", ""),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling)),
        handbook(
            "För att utesluta dessa ur aktivitetsansvaret läggs Status: Studier annan skolform på dem.",
            studying().placed(Kind::Other, "2026-08-16", ""),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling)),
        handbook(
            "Individer med den statusen i aktivitetsansvaret syns inte i standardurvalet i listan för aktivitetsansvaret och exporteras inte till SCB.",
            studying(),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling))
        .in_default_selection("2026-11-21", false),
        handbook(
            "Statusen styrs av av användaren genom att ett datum matas in i fältet Studier annan skolform i fliken Aktivitetsansvar på individen eller via funktionen Uppdatera aktivitetsansvar.",
            somebody().case("2026-01-07"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction))
        .in_default_selection("2026-11-21", true),
        handbook("Innan datumet har passerats har individen status Studier annan skolform.", studying())
            .on("2026-12-17", Stays(Status::OtherSchooling))
            .on("2026-12-18", Stays(Status::OtherSchooling))
            .on("2026-12-19", Closes(Reason::NationalProgramme)),
        handbook(
            "Det avslutas enligt samma regler som övriga aktivitetsansva.",
            studying().placed(Kind::Introductory, "2026-11-21", ""),
        )
        .differs_on(
            "2026-11-21",
            Stays(Status::OtherSchooling),
            Closes(Reason::IntroductoryProgramme),
        ),
        handbook(CLOSED_LIKE_OTHERS, studying().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-20", Stays(Status::OtherSchooling))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        handbook(CLOSED_LIKE_OTHERS, studying().placed(Kind::National, "2026-11-21", ""))
            .on("2026-11-20", Stays(Status::OtherSchooling))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        handbook(CLOSED_LIKE_OTHERS, born("2006-11-21").case("2026-01-07").other_schooling_until("2026-12-18"))
            .on("2026-11-21", Stays(Status::OtherSchooling))
            .on("2026-11-22", Closes(Reason::Turned20)),
        handbook(
            "För att skilja dem från övriga finns datumet kvar i fältet Studier annan skolform.",
            studying().closed("2026-12-19"),
        )
        .on("2026-12-19", NotOpened),
        handbook(
            "När datumet som angets har passerat kommer aktivitetsansvaret att avslutas med orsak studier nationellt program.",
            studying(),
        )
        .on("2026-12-18", Stays(Status::OtherSchooling))
        .on("2026-12-19", Closes(Reason::NationalProgramme)),
        handbook(OPENED_AGAIN, studying().closed("2026-12-19"))
            .on("2026-12-19", NotOpened)
            .on("2026-12-20", Opens),
        handbook(OPENED_AGAIN, studying().closed("2026-12-19").placed(Kind::National, "2026-12-20", ""))
            .on("2026-12-20", NotOpened),
    ]
}

fn studying() -> Situation {
    somebody().case("2026-01-07").other_schooling_until("2026-12-18")
}
