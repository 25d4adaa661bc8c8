//! What `rules.md` sections 0, 1, 2 and 4 say where the handbook is silent.

use domain::{
    case::{CaseStatus as Status, DeregistrationReason as Reason},
    civic_number::{CivicNumber, check_digit},
    coverage::plan::Waiting,
    diploma::DiplomaSource,
    organisation::ProgrammeKind as Kind,
    person::DeregistrationCode as Code,
};

use crate::{
    row::{Row, rules},
    support::{
        expected::Expected::{Closes, ClosesWith, Listed, NotOpened, Opens, Stays, Waits},
        situation::{LINKOPING, Situation, born, somebody},
    },
};

const STAYS_COVERED: &str = "`handbook`: a placement on an introductory programme keeps the person covered, with the status *Introduktionsprogram*.";
const ACT: &str = "`act-2018-07`: such a placement fails R4 and closes the case with `StIM`; the adapted school's certificate counts as diploma.";
const DEREGISTERED: &str = "Not registered from `Avregistreringsdatum`, that day included (incomplete or absent: at once), for every code but `GN`/`GS`, which move the person to the new number";
const FINISHED: &str = "D is on or after 1 September of the calendar year in which the person turns 16; or the person was entered by hand (finished early)";
const TWENTY: &str = "D is not later than the 20th birthday (the case closes on the day after the birthday). Born 29 February: the birthday is 28 February in a common year";
const NATIONAL: &str = "no placement current on D on a national programme of upper secondary school or adapted upper secondary school";
const DIPLOMA: &str = "neither the authority import nor the home municipality has marked a diploma";
const INTRODUCTORY: &str = "Under `handbook`, a placement on an **introductory programme** does not end coverage: the case has status *Introduktionsprogram*.";
const OPEN: &str = "**Open** a case when covered, none is open in M, none in M was closed on D, and D is outside the summer break.";
const REASON: &str = "Reason, by the first rule that fails in this order:";
const MEASURES: &str = "Its end date is left alone, except where the reason is `StNat` by a placement and the measure has no end date: end date = the day before the placement's first day. The same for `StIM`; if that date would precede the measure's start, it stays empty.";
const OTHER_SCHOOL_FORM: &str = "when its date D' has passed (D > D'), the case closes with `StNat`; the run of the next day opens a new one if the person is still covered.";
const WHILE_STUDYING: &str = "While D ≤ D', closing by R1, R3, R4, R5 works as for any other case.";
const SUMMER: &str = "whoever fails R1 closes with `EjFbf`, else whoever fails R3 with `20Ar`, even if R4 or R5 fails too; other failures wait.";
const WAITING_LIST: &str = "Who would have been opened or closed is shown as a waiting list.";
const MOVED: &str = "A person who moved from A to B: A's case closes `EjFbf`, B's run opens a new one.";
const CONTRADICTORY: &str = "A person whose facts are contradictory (no birth date derivable, placement ending before it starts) is skipped and listed, and never stops the run.";
const KOMVUX: &str = "whether komvux counts as equal education.";

pub fn rows() -> Vec<Row> {
    [covered(), programmes(), opened_and_closed(), summer(), run(), status()].into_iter().flatten().collect()
}

fn open() -> Situation {
    somebody().case("2026-01-07")
}

fn studying() -> Situation {
    open().other_schooling_until("2026-12-18")
}

fn covered() -> Vec<Row> {
    vec![
        rules("registered in M by the population register on D.", somebody()).on("2026-11-21", Opens),
        rules("registered in M by the population register on D.", somebody().registered_nowhere())
            .on("2026-11-21", NotOpened),
        rules(DEREGISTERED, open().deregistered(Code::Dead, "2026-11-21"))
            .on("2026-11-20", Stays(Status::NeedsAction))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(DEREGISTERED, open().deregistered(Code::Emigrated, ""))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(DEREGISTERED, open().deregistered(Code::OldPersonalNumber, "2026-11-01"))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(DEREGISTERED, open().deregistered(Code::OldCoordinationNumber, ""))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(FINISHED, born("2010-02-28")).on("2026-08-31", NotOpened).on("2026-09-01", Opens),
        rules(FINISHED, born("2011-02-28").case_by_hand("2026-11-20"))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(TWENTY, born("2004-02-29").case("2023-09-01"))
            .on("2024-02-28", Stays(Status::NeedsAction))
            .on("2024-02-29", Stays(Status::NeedsAction))
            .on("2024-03-01", Closes(Reason::Turned20)),
        rules(TWENTY, born("2080-02-29").case("2099-09-01"))
            .on("2100-02-28", Stays(Status::NeedsAction))
            .on("2100-03-01", Closes(Reason::Turned20)),
        rules(DIPLOMA, open().diploma(DiplomaSource::Authority).diploma(DiplomaSource::HomeMunicipality))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        rules(ACT, open().certificate(DiplomaSource::Authority)).differs_on(
            "2026-11-21",
            Stays(Status::NeedsAction),
            Closes(Reason::DiplomaObtained),
        ),
        rules(ACT, somebody().certificate(DiplomaSource::HomeMunicipality)).differs_on(
            "2026-11-21",
            Opens,
            NotOpened,
        ),
        rules(
            "The other-school-form date is no part of coverage; it changes status only (2.3, 4).",
            studying().diploma(DiplomaSource::Authority),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        // The facts of coverage have no place for a mark of protection; see properties.rs.
        rules(
            "Protected identity does not change coverage; it changes who can see the case (`access.md`).",
            somebody(),
        )
        .on("2026-11-21", Opens),
    ]
}

fn programmes() -> Vec<Row> {
    vec![
        rules(STAYS_COVERED, open().placed(Kind::Introductory, "2026-08-16", "")).differs_on(
            "2026-11-21",
            Stays(Status::IntroductoryProgramme),
            Closes(Reason::IntroductoryProgramme),
        ),
        rules(ACT, open().placed(Kind::Introductory, "2026-11-21", "2026-11-30"))
            .on("2026-11-20", Stays(Status::NeedsAction))
            .differs_on(
                "2026-11-21",
                Stays(Status::IntroductoryProgramme),
                Closes(Reason::IntroductoryProgramme),
            )
            .on("2026-12-01", Stays(Status::NeedsAction)),
        rules(INTRODUCTORY, somebody().placed(Kind::Introductory, "2026-08-16", "")).differs_on(
            "2026-11-21",
            Opens,
            NotOpened,
        ),
        rules(NATIONAL, open().placed(Kind::National, "2026-08-16", "2026-11-21"))
            .on("2026-11-21", Closes(Reason::NationalProgramme))
            .on("2026-11-22", Stays(Status::NeedsAction)),
        rules(NATIONAL, open().placed(Kind::Adapted, "2026-08-16", ""))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        rules(NATIONAL, open().placed(Kind::Other, "2026-08-16", ""))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(KOMVUX, open().placed(Kind::Komvux, "2026-08-16", ""))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(KOMVUX, open().placed(Kind::Komvux, "2026-08-16", "").komvux_counts())
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        // Only komvux has a switch: no policy makes other education count.
        rules(KOMVUX, open().placed(Kind::Other, "2026-08-16", "").komvux_counts())
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules("A future placement is not current.", open().placed(Kind::National, "2026-11-22", ""))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(
            "A person with several current placements is in a national programme if one of them is.",
            open().placed(Kind::Other, "2026-01-07", "").placed(Kind::Introductory, "2026-02-01", "").placed(
                Kind::National,
                "2026-11-21",
                "",
            ),
        )
        .on("2026-11-21", Closes(Reason::NationalProgramme)),
    ]
}

fn opened_and_closed() -> Vec<Row> {
    vec![
        rules(OPEN, somebody()).on("2026-11-21", Opens).on("2026-07-15", Waits(Waiting::ToOpen)),
        rules(OPEN, open()).on("2026-11-21", Stays(Status::NeedsAction)),
        rules(OPEN, open().closed("2026-11-21")).on("2026-11-21", NotOpened).on("2026-11-22", Opens),
        rules("Deregistration date = D.", open().moved_to(LINKOPING, "2026-11-01"))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(
            REASON,
            born("2006-11-20")
                .case("2026-01-07")
                .moved_to(LINKOPING, "2026-11-21")
                .diploma(DiplomaSource::Authority)
                .placed(Kind::National, "2026-08-16", ""),
        )
        .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(
            REASON,
            born("2006-11-20")
                .case("2026-01-07")
                .diploma(DiplomaSource::Authority)
                .placed(Kind::National, "2026-08-16", ""),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        rules(
            "national programme (R4) `StNat` (introductory under `act-2018-07`: `StIM`); turned twenty (R3) `20Ar`.",
            born("2006-11-20").case("2026-01-07").placed(Kind::National, "2026-08-16", ""),
        )
        .on("2026-11-21", Closes(Reason::NationalProgramme)),
        rules(
            "national programme (R4) `StNat` (introductory under `act-2018-07`: `StIM`); turned twenty (R3) `20Ar`.",
            born("2006-11-20").case("2026-01-07").placed(Kind::Introductory, "2026-08-16", ""),
        )
        .differs_on("2026-11-21", Closes(Reason::Turned20), Closes(Reason::IntroductoryProgramme)),
        rules(
            "(The handbook says in one place that a diploma closes with *Gymnasiestudier*; it says `Fullf` in two, and SCB's list does too: `Fullf`.)",
            open().diploma(DiplomaSource::HomeMunicipality),
        )
        .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        rules(OTHER_SCHOOL_FORM, studying())
            .on("2026-12-18", Stays(Status::OtherSchooling))
            .on("2026-12-19", Closes(Reason::NationalProgramme)),
        rules(OTHER_SCHOOL_FORM, studying().closed("2026-12-19"))
            .on("2026-12-19", NotOpened)
            .on("2026-12-20", Opens),
        // Outside the break the reasons of 2.2 come before the end of other schooling.
        rules(OTHER_SCHOOL_FORM, studying().moved_to(LINKOPING, "2026-12-19"))
            .on("2026-12-19", Closes(Reason::MovedAway)),
        rules(OTHER_SCHOOL_FORM, studying().diploma(DiplomaSource::Authority))
            .on("2026-12-19", Closes(Reason::DiplomaObtained)),
        rules(OTHER_SCHOOL_FORM, born("2006-12-18").case("2026-01-07").other_schooling_until("2026-12-18"))
            .on("2026-12-19", Closes(Reason::Turned20)),
        rules(WHILE_STUDYING, studying().moved_to(LINKOPING, "2026-11-21"))
            .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(WHILE_STUDYING, studying().diploma(DiplomaSource::HomeMunicipality))
            .on("2026-11-21", Closes(Reason::DiplomaObtained)),
        rules(WHILE_STUDYING, studying().placed(Kind::Adapted, "2026-11-21", ""))
            .on("2026-11-21", Closes(Reason::NationalProgramme)),
        rules(WHILE_STUDYING, born("2006-11-20").case("2026-01-07").other_schooling_until("2026-12-18"))
            .on("2026-11-21", Closes(Reason::Turned20)),
        rules("every ongoing or planned one becomes closed.", open().measure("2026-11-01", "2026-11-21").measure("2026-12-01", "2026-12-23").diploma(DiplomaSource::Authority))
            .on("2026-11-21", ClosesWith(Reason::DiplomaObtained, &[(1, None), (2, None)]))
            .on("2026-11-22", ClosesWith(Reason::DiplomaObtained, &[(2, None)])),
        // Other schooling closes with StNat too, but not by a placement.
        rules(MEASURES, studying().measure("2026-11-01", ""))
            .on("2026-12-19", ClosesWith(Reason::NationalProgramme, &[(1, None)])),
        rules(MEASURES, open().measure("2026-11-18", "").placed(Kind::National, "2026-11-18", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, None)])),
        rules(MEASURES, open().measure("2026-11-17", "").placed(Kind::National, "2026-11-18", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, Some("2026-11-17"))])),
        rules(MEASURES, open().measure("2026-12-01", "").placed(Kind::National, "2026-11-18", ""))
            .on("2026-11-21", ClosesWith(Reason::NationalProgramme, &[(1, None)])),
        rules(MEASURES, open().measure("2026-11-01", "").placed(Kind::Introductory, "2026-11-21", ""))
            .differs_on(
                "2026-11-21",
                Stays(Status::IntroductoryProgramme),
                ClosesWith(Reason::IntroductoryProgramme, &[(1, Some("2026-11-20"))]),
            ),
    ]
}

fn summer() -> Vec<Row> {
    vec![
        rules(
            SUMMER,
            born("2006-07-15")
                .case("2026-01-07")
                .moved_to(LINKOPING, "2026-07-16")
                .diploma(DiplomaSource::Authority)
                .placed(Kind::National, "2026-06-15", ""),
        )
        .on("2026-07-16", Closes(Reason::MovedAway)),
        rules(
            SUMMER,
            born("2006-07-15").case("2026-01-07").diploma(DiplomaSource::Authority).placed(
                Kind::National,
                "2026-06-15",
                "",
            ),
        )
        .on("2026-07-15", Waits(Waiting::ToClose(Reason::DiplomaObtained)))
        .on("2026-07-16", Closes(Reason::Turned20)),
        rules(SUMMER, open().placed(Kind::National, "2026-06-15", ""))
            .on("2026-07-16", Waits(Waiting::ToClose(Reason::NationalProgramme))),
        rules(
            SUMMER,
            born("2006-07-15").case("2026-01-07").measure("2026-05-01", "").placed(
                Kind::National,
                "2026-06-15",
                "",
            ),
        )
        .on("2026-07-16", ClosesWith(Reason::Turned20, &[(1, None)])),
        rules(WAITING_LIST, somebody()).on("2026-06-01", Waits(Waiting::ToOpen)),
        rules(WAITING_LIST, open().diploma(DiplomaSource::Authority))
            .on("2026-08-31", Waits(Waiting::ToClose(Reason::DiplomaObtained))),
        rules(WAITING_LIST, open().other_schooling_until("2026-06-12"))
            .on("2026-06-12", Stays(Status::OtherSchooling))
            .on("2026-06-13", Waits(Waiting::ToClose(Reason::NationalProgramme)))
            .on("2026-09-01", Closes(Reason::NationalProgramme)),
        rules(
            "(per municipality, default 1 June–31 August, both inclusive; may cross a year's end)",
            somebody().summer_break("12-20..01-07"),
        )
        .on("2026-07-15", Opens)
        .on("2026-12-20", Waits(Waiting::ToOpen))
        .on("2027-01-07", Waits(Waiting::ToOpen))
        .on("2027-01-08", Opens),
    ]
}

fn run() -> Vec<Row> {
    let without_birth_date =
        CivicNumber::try_from(format!("20080060-238{}", check_digit(b"080060238")).as_str())
            .expect("a coordination number with unknown month and day");
    vec![
        rules("Running twice on the same D changes nothing the second time.", somebody().case("2026-11-21"))
            .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(
            "A day that was missed is not simulated afterwards: the next run uses its own D.",
            open().placed(Kind::National, "2026-11-02", "2026-11-20"),
        )
        .on("2026-11-20", Closes(Reason::NationalProgramme))
        .on("2026-11-21", Stays(Status::NeedsAction)),
        rules(MOVED, open().moved_to(LINKOPING, "2026-11-21")).on("2026-11-21", Closes(Reason::MovedAway)),
        rules(MOVED, somebody().moved_to(LINKOPING, "2026-11-21").run_in(LINKOPING)).on("2026-11-21", Opens),
        rules(
            "a hand-entered person not registered in M closes at the next run.",
            somebody().moved_to(LINKOPING, "2020-01-01").case_by_hand("2026-11-21"),
        )
        .on("2026-11-21", Closes(Reason::MovedAway)),
        rules(
            "One whom the population register has not answered for yet is left open and listed, at most 14 days.",
            somebody().unanswered().case_by_hand("2026-11-07"),
        )
        .on("2026-11-07", Waits(Waiting::ForAnswer))
        .on("2026-11-21", Waits(Waiting::ForAnswer))
        .on("2026-11-22", Closes(Reason::MovedAway)),
        rules(CONTRADICTORY, open().with_number(without_birth_date)).on("2026-11-21", Listed("birth_date_unknown")),
        rules(CONTRADICTORY, open().placed(Kind::National, "2026-11-02", "2026-11-01"))
            .on("2026-11-21", Listed("placement_ends_before_start")),
        // The code list has no reason for a case opened before the end of compulsory school.
        rules(CONTRADICTORY, born("2011-08-17").case("2026-11-20")).on("2026-11-21", Listed("no_reason_for_closing")),
    ]
}

fn status() -> Vec<Row> {
    vec![
        rules(
            "*Avslutad*: it has a deregistration date.",
            studying().measure("2026-11-01", "").closed("2026-11-21"),
        )
        .on("2026-11-21", NotOpened)
        .in_default_selection("2026-11-21", false),
        rules(
            "*Studier annan skolform*: other-school-form date D' with D ≤ D'.",
            studying().measure("2026-11-01", "").placed(Kind::Introductory, "2026-12-18", ""),
        )
        .on("2026-11-21", Stays(Status::OtherSchooling))
        .differs_on(
            "2026-12-18",
            Stays(Status::OtherSchooling),
            ClosesWith(Reason::IntroductoryProgramme, &[(1, Some("2026-12-17"))]),
        ),
        rules("Not reported to SCB, not in the default selection.", studying())
            .on("2026-12-18", Stays(Status::OtherSchooling))
            .in_default_selection("2026-12-18", false),
        rules(
            "*Introduktionsprogram*: a current placement on an introductory programme.",
            open().measure("2026-11-01", "").placed(Kind::Introductory, "2026-11-21", "2026-11-30"),
        )
        .on("2026-11-20", Stays(Status::MeasureOngoing))
        .differs_on(
            "2026-11-21",
            Stays(Status::IntroductoryProgramme),
            ClosesWith(Reason::IntroductoryProgramme, &[(1, Some("2026-11-20"))]),
        )
        .on("2026-12-01", Stays(Status::MeasureOngoing)),
        rules(
            "*Pågående åtgärd*: a measure with start ≤ D, no outcome, and (no end or D ≤ end).",
            open().measure("2026-11-01", "2026-11-21").measure("2026-12-01", ""),
        )
        .on("2026-10-31", Stays(Status::MeasurePlanned))
        .on("2026-11-01", Stays(Status::MeasureOngoing))
        .on("2026-11-21", Stays(Status::MeasureOngoing))
        .on("2026-11-22", Stays(Status::MeasurePlanned))
        .on("2026-12-01", Stays(Status::MeasureOngoing)),
        rules("*Planerad åtgärd*: a measure with start > D.", open().measure("2026-11-22", "2026-12-23"))
            .on("2026-11-21", Stays(Status::MeasurePlanned))
            .on("2026-11-22", Stays(Status::MeasureOngoing)),
        rules(
            "*Åtgärdas*: otherwise (new, or all measures ended).",
            open().measure("2026-02-01", "2026-03-31").completed_measure("2026-11-01", "2026-11-30"),
        )
        .on("2026-11-21", Stays(Status::NeedsAction)),
    ]
}
