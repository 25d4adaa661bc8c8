//! The lists that the demo draws from, as they stand in `data/`.

use std::sync::LazyLock;

use domain::{coverage::policy::RuleSet, language::Named, municipality::MunicipalityCode};

/// The lines of a list without comments.
pub(super) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The lines of a list split into a number of fields; a line with another number of fields is no line of the list.
pub(super) fn fields<const N: usize>(list: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(list).filter_map(|line| line.splitn(N, ';').collect::<Vec<_>>().try_into().ok())
}

/// A municipality that people of the demo live in, or move from or to.
pub(super) struct Town {
    pub(super) code: MunicipalityCode,
    /// Thousands of inhabitants; 0 outside the demo.
    pub(super) weight: u64,
    /// The rule set the municipality follows; none outside the demo.
    pub(super) rule_set: Option<RuleSet>,
    /// Post towns with their first and last postal code.
    pub(super) post_towns: Vec<(&'static str, i64, i64)>,
}

pub(super) static TOWNS: LazyLock<Vec<Town>> = LazyLock::new(|| {
    fields(include_str!("data/towns.txt"))
        .filter_map(|[code, weight, rule_set, post_towns]| {
            let post_town = |text: &'static str| {
                let (name, codes) = text.split_once(':')?;
                let (first, last) = codes.split_once('-')?;
                Some((name, first.parse().ok()?, last.parse().ok()?))
            };
            Some(Town {
                code: code.try_into().ok()?,
                weight: weight.parse().ok()?,
                rule_set: RuleSet::from_code(rule_set),
                post_towns: post_towns.split(',').filter_map(post_town).collect(),
            })
        })
        .collect()
});

/// Names that go together.
pub(super) struct Origin {
    pub(super) weight: u64,
    pub(super) girls: Vec<&'static str>,
    pub(super) boys: Vec<&'static str>,
    pub(super) surnames: Vec<&'static str>,
}

pub(super) static ORIGINS: LazyLock<Vec<Origin>> = LazyLock::new(|| {
    let words = |text: &'static str| text.split(' ').collect();
    fields(include_str!("data/names.txt"))
        .filter_map(|[_, weight, girls, boys, surnames]| {
            Some(Origin {
                weight: weight.parse().ok()?,
                girls: words(girls),
                boys: words(boys),
                surnames: words(surnames),
            })
        })
        .collect()
});

pub(super) static STREETS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("data/streets.txt")).collect());

/// Short texts by kind.
pub(super) struct Phrases {
    pub(super) follow_up_closed: Vec<&'static str>,
    pub(super) case_notes: Vec<&'static str>,
    pub(super) measure_notes: Vec<&'static str>,
    pub(super) plan_goals: Vec<&'static str>,
    /// What the young person, the municipality and others answer for in a plan.
    pub(super) plan_person: Vec<&'static str>,
    pub(super) plan_municipality: Vec<&'static str>,
    pub(super) plan_others: Vec<&'static str>,
    pub(super) plan_evaluations: Vec<&'static str>,
    /// What schools say of pupils who are much absent, and of those who leave or start.
    pub(super) absences: Vec<&'static str>,
    pub(super) changes_of_school: Vec<&'static str>,
    pub(super) care_of: Vec<&'static str>,
    /// Lines separated by `|`, then the country after `;`.
    pub(super) abroad: Vec<&'static str>,
}

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let of_kind = |wanted: &str| {
        fields(include_str!("data/phrases.txt"))
            .filter(|[kind, _]| *kind == wanted)
            .map(|[_, text]| text)
            .collect()
    };
    Phrases {
        follow_up_closed: of_kind("closed"),
        case_notes: of_kind("note"),
        measure_notes: of_kind("measure"),
        plan_goals: of_kind("plan-goal"),
        plan_person: of_kind("plan-person"),
        plan_municipality: of_kind("plan-municipality"),
        plan_others: of_kind("plan-others"),
        plan_evaluations: of_kind("plan-evaluation"),
        absences: of_kind("absence"),
        changes_of_school: of_kind("change-of-school"),
        care_of: of_kind("care-of"),
        abroad: of_kind("abroad"),
    }
});
