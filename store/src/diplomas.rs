//! Diplomas that the authority tells of, many at a time.

use chrono::NaiveDate;
use domain::{civic_number::CivicNumber, diploma::DiplomaMark, id::PersonId, language::Named};
use sqlx::AssertSqlSafe;

use crate::{OperationTransaction, StoreError, db::on, dialect::JsonType, policies::named, register::Whose};

#[derive(sqlx::FromRow)]
struct MarkedRow {
    person_id: i64,
    source: String,
    kind: String,
}

impl OperationTransaction {
    /// Marks the diplomas of people by their present or a former number, and returns who they are. Unknown numbers are
    /// left out; of several diplomas of one source the upper secondary one stands.
    ///
    /// # Errors
    /// When the database refuses or holds nonsense.
    pub async fn mark_diplomas(
        &mut self,
        on: NaiveDate,
        diplomas: &[(CivicNumber, DiplomaMark)],
    ) -> Result<Vec<(PersonId, DiplomaMark)>, StoreError> {
        let told = self.database().rows(&[
            ("civic_number", JsonType::Text),
            ("source", JsonType::Text),
            ("kind", JsonType::Text),
        ]);
        let sql = format!(
            "INSERT INTO diploma (person_id, source, kind, marked) SELECT person_id, source, max(kind), $2 FROM (\
               SELECT p.id AS person_id, r.source, r.kind FROM {told} JOIN person p ON p.civic_number = r.civic_number \
               UNION ALL SELECT f.person_id, r.source, r.kind FROM {told} \
                 JOIN former_number f ON f.civic_number = r.civic_number) found \
             WHERE true GROUP BY person_id, source \
             ON CONFLICT (person_id, source) DO UPDATE SET kind = excluded.kind RETURNING person_id, source, kind"
        );
        let rows = diplomas.iter().map(|(number, mark)| {
            serde_json::json!({
                "civic_number": number.to_string(), "source": mark.source.code(), "kind": mark.kind.code()
            })
        });
        let rows = serde_json::Value::from_iter(rows).to_string();
        let marked: Vec<MarkedRow> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).bind(rows).bind(on).fetch_all(c).await?);
        self.judge_again(Whose::People, marked.iter().map(|row| row.person_id)).await?;
        marked
            .into_iter()
            .map(|row| {
                let mark = DiplomaMark {
                    source: named("diploma source", &row.source)?,
                    kind: named("diploma kind", &row.kind)?,
                };
                Ok((PersonId(row.person_id), mark))
            })
            .collect()
    }
}
