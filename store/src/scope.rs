//! A scope as a condition in SQL.

use domain::access::Scope;

use crate::{Database, dialect::json_texts};

/// Whether the person `p` is protected.
pub(crate) const PROTECTED: &str = "(p.confidentiality OR p.protected_registration)";

/// The condition that the person `p` is within a scope by where they are registered.
pub(crate) fn of_people(database: Database, scope: &Scope, parameter: &str) -> String {
    condition(database, scope, "p.municipality", PROTECTED, parameter)
}

/// The condition that the case `a` of the person `p` is within a scope by whose case it is.
pub(crate) fn of_cases(database: Database, scope: &Scope, parameter: &str) -> String {
    condition(database, scope, "a.municipality", PROTECTED, parameter)
}

/// The condition that rows with a municipality and a mark of protection are within a scope. The value of `parameter`
/// is to be bound to what [`bind`] gives.
pub(crate) fn condition(
    database: Database,
    scope: &Scope,
    municipality: &str,
    protected: &str,
    parameter: &str,
) -> String {
    let place = match scope.municipalities() {
        Some(_) => format!("{municipality} IN {}", database.texts(parameter)),
        // The parameter is there either way, so that the following ones keep their numbers.
        None => format!("CAST({parameter} AS TEXT) IS NOT NULL"),
    };
    if scope.includes_protected() { place } else { format!("{place} AND NOT {protected}") }
}

/// The value of the condition's parameter: a JSON array of municipality codes.
pub(crate) fn bind(scope: &Scope) -> String {
    json_texts(scope.municipalities().into_iter().flatten().map(|code| code.to_string()))
}
