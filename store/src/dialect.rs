//! The few words in which the two databases differ.

/// Which database is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The type of a column of rows that come as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) enum JsonType {
    Integer,
    Text,
    Date,
    Boolean,
    Bytes,
}

impl Database {
    /// The rows of a JSON array of objects bound as `$1`, as a FROM item named `r` with the given columns. Bytes are
    /// written in the JSON as `\x` and hexadecimal digits.
    pub(crate) fn rows(self, columns: &[(&str, JsonType)]) -> String {
        let list = |column: &dyn Fn(&str, JsonType) -> String| {
            columns.iter().map(|(name, kind)| column(name, *kind)).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Sqlite => {
                // As binary JSON an object is not written out and read again for each of its columns.
                let columns = list(&|name, kind| match kind {
                    JsonType::Bytes => format!("unhex(substr(value ->> '{name}', 3)) AS {name}"),
                    _ => format!("value ->> '{name}' AS {name}"),
                });
                format!("(SELECT {columns} FROM jsonb_each($1)) AS r")
            }
            Self::Postgres => {
                let columns = list(&|name, kind| {
                    let kind = match kind {
                        JsonType::Integer => "bigint",
                        JsonType::Text => "text",
                        JsonType::Date => "date",
                        JsonType::Boolean => "boolean",
                        JsonType::Bytes => "bytea",
                    };
                    format!("{name} {kind}")
                });
                format!("json_to_recordset($1::json) AS r({columns})")
            }
        }
    }

    /// The texts of a JSON array bound as a parameter, as a subquery for `IN`.
    pub(crate) fn texts(self, parameter: &str) -> String {
        match self {
            Self::Sqlite => format!("(SELECT value FROM json_each({parameter}))"),
            Self::Postgres => format!("(SELECT json_array_elements_text({parameter}::json))"),
        }
    }

    /// The whole numbers of a JSON array bound as a parameter, as a subquery for `IN`.
    pub(crate) fn integers(self, parameter: &str) -> String {
        match self {
            Self::Sqlite => format!("(SELECT value FROM json_each({parameter}))"),
            Self::Postgres => format!("(SELECT json_array_elements_text({parameter}::json)::bigint)"),
        }
    }
}

/// Bytes as they stand in the JSON of [`Database::rows`].
pub(crate) fn json_bytes(bytes: &[u8]) -> String {
    format!("\\x{}", hex::encode(bytes))
}

/// A JSON array of identities.
pub(crate) fn json_integers(values: impl IntoIterator<Item = i64>) -> String {
    let texts: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    format!("[{}]", texts.join(","))
}

/// A JSON array of texts.
pub(crate) fn json_texts(values: impl IntoIterator<Item = String>) -> String {
    serde_json::Value::from_iter(values).to_string()
}
