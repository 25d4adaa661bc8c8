//! What PostgreSQL itself holds back: the row-level security of the migration reads two settings of the connection, which
//! stand here and nowhere else (decision 044).

use domain::access::Scope;

/// The setting of the municipalities whose rows are shown: their codes with commas between, or [`EVERY_MUNICIPALITY`].
/// Where it is not set, no row is.
const MUNICIPALITIES: &str = "fyren.municipalities";
/// The setting that shows the rows of protected people, too, where it is [`SHOWN`].
const PROTECTED: &str = "fyren.protected";
const EVERY_MUNICIPALITY: &str = "*";
const SHOWN: &str = "on";
const HELD_BACK: &str = "off";

/// The settings that a connection of the pool begins with: those of the system, which writes, runs and imports.
pub(crate) const OF_THE_SYSTEM: [(&str, &str); 2] =
    [(MUNICIPALITIES, EVERY_MUNICIPALITY), (PROTECTED, SHOWN)];

/// What narrows the rest of a transaction to a scope; nothing for one that holds nothing back.
pub(crate) fn settings(scope: &Scope) -> Option<String> {
    let protected = if scope.includes_protected() { SHOWN } else { HELD_BACK };
    let municipalities = match scope.municipalities() {
        None if scope.includes_protected() => return None,
        None => EVERY_MUNICIPALITY.to_owned(),
        Some(reached) => reached.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    };
    Some(format!("SET LOCAL {MUNICIPALITIES} = '{municipalities}'; SET LOCAL {PROTECTED} = '{protected}'"))
}

#[cfg(test)]
mod tests {
    use domain::municipality::MunicipalityCode;

    use super::*;

    #[test]
    fn a_scope_is_written_as_settings_and_the_system_needs_none() {
        let code = |code: &str| code.parse::<MunicipalityCode>().unwrap();
        let written = |scope: Scope| settings(&scope).unwrap();
        assert_eq!(
            written(Scope::of([code("0581"), code("0580")])),
            "SET LOCAL fyren.municipalities = '0580,0581'; SET LOCAL fyren.protected = 'off'"
        );
        assert_eq!(
            written(Scope::of([])),
            "SET LOCAL fyren.municipalities = ''; SET LOCAL fyren.protected = 'off'"
        );
        assert_eq!(
            written(Scope::of_look_ups()),
            "SET LOCAL fyren.municipalities = '*'; SET LOCAL fyren.protected = 'off'"
        );
        assert_eq!(settings(&Scope::of_the_system()), None);
    }
}
