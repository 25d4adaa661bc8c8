//! A list as it is shown, put together from what was asked and what was read.

use chrono::NaiveDate;
use domain::{
    language::{Language, Message, Named as _},
    list::{
        Choice, Choices, ExportFormat, Filter, Layout, ListPage, ListQuery, ListRow, PageSize,
        profile::ShownProfiles,
    },
};
use service::{selection::Selection, session::Session};

use super::{
    Asked,
    change::{field_of, in_fields, shown_conditions},
    links::{Links, change_of},
    page::Page,
};
use crate::{
    component::{
        list::{
            posted::Field,
            shown::{
                Chip, Named, OrderKey, Remark, ShownColumn, ShownExport, ShownField, ShownFoot, ShownList,
                ShownRow, ShownSelection,
            },
        },
        number::grouped,
    },
    path,
    words::{AnswerWords, CountWords, DrawnWords},
};

/// What has been read to answer with a list.
pub struct Read<C: Page> {
    /// What was asked.
    pub asked: Asked<C>,
    /// What was typed in fields of the filter that could not be read.
    pub refused: Vec<(C, Field)>,
    /// The rows.
    pub page: ListPage<C::Row>,
    /// The values of columns whose values are known only at run time.
    pub choices: Vec<(C, Vec<Choice>)>,
    /// The profiles that the reader has.
    pub profiles: ShownProfiles,
    /// What has been chosen of it before, and the rows of that.
    pub selection: Option<(Selection, Vec<i64>)>,
    /// What else is said of the list as a whole.
    pub remark: Option<Remark>,
    /// The day of reading.
    pub today: NaiveDate,
}

/// Says it all in the reader's language.
pub fn shown<C: Page>(read: Read<C>, session: &Session, language: Language) -> ShownList {
    let Read { asked, refused, page, choices, profiles, selection, remark, today } = read;
    let Asked { query, notices, kept } = asked;
    let token = kept.map(|(token, _)| token);
    let (selected, chosen) = selection.unzip();
    let chosen = chosen.unwrap_or_default();
    let links = Links::new(C::PATH, &query, token, profiles.active.is_some())
        .keeping(selected.as_ref().map(|selected| selected.token.clone()));
    // What is not the reader's to change is changed for them alone, as they go.
    let locked = profiles.current().filter(|current| !current.may_change).map(|current| current.id);
    let links = links.changing(locked, &query);
    let teller = Teller { query: &query, links: &links, choices: &choices, refused: &refused, language };
    let search = links.to(&query);
    let search = search.split_once('?').map(|(_, search)| search.to_owned()).unwrap_or_default();
    let rows = teller.rows(&page.rows, &search, &chosen, session, today);
    let spec = C::spec();
    let cleared = query.clone().filtered(spec.filter.clone()).finding("");
    let is_narrowed = cleared.filter != query.filter || !query.find.is_empty();
    let sort = query.sort.sentence(language);
    let is_default = query.columns == spec.columns && query.layout == Layout::default();
    let stands = |named: C| Named { code: named.code().to_owned(), name: named.name(language).to_owned() };
    let is_hidden = |column: &C| !query.columns.contains(*column);
    let is_free = |column: &C| column.is_sortable() && query.sort.of(*column).is_none();
    let columns = C::ALL.iter().copied();
    ShownList {
        title: spec.title.in_language(language).to_owned(),
        intro: C::intro(page.total, language),
        printed: language.printed(&today.to_string(), &session.name),
        remark,
        ways: C::ways(session, language),
        create: C::create(session, &search, language),
        today,
        notices: notices.iter().chain(&page.notices).map(|notice| notice.message(language)).collect(),
        find: query.find.clone(),
        fields: teller.fields(),
        chips: teller.chips(),
        cleared: links.to(&cleared),
        is_narrowed,
        everything: links.to(&query.clone().filtered(Filter::everything()).finding("")),
        order: teller.order(),
        sort,
        sortable: columns.clone().filter(is_free).map(stands).collect(),
        default_sort: (query.sort != spec.sort).then(|| links.to(&query.clone().sorted(spec.sort.clone()))),
        columns: teller.columns(),
        hidden: columns.filter(is_hidden).map(stands).collect(),
        default_columns: (!is_default)
            .then(|| links.to(&query.clone().showing(spec.columns.clone()).laid_out(Layout::default()))),
        pinned: query.layout.pinned(),
        density: query.layout.density,
        rows,
        selection: ShownSelection {
            count: selected.as_ref().map_or(0, |selected| selected.count),
            token: selected.map(|selected| selected.token),
            actions: C::actions(session, language),
        },
        foot: teller.foot(&page),
        export: teller.export(page.total),
        profiles,
        address: links.view(&query),
        search: match locked {
            Some(profile) => format!("{search}&{}", change_of(profile)),
            None => search,
        },
    }
}

/// Says one part of a list after the other.
struct Teller<'a, C: Page> {
    query: &'a ListQuery<C>,
    links: &'a Links,
    choices: &'a [(C, Vec<Choice>)],
    refused: &'a [(C, Field)],
    language: Language,
}

impl<C: Page> Teller<'_, C> {
    fn named(&self, column: C) -> Named {
        Named { code: column.code().to_owned(), name: column.name(self.language).to_owned() }
    }

    /// The values that a column can have, for who asks.
    fn values(&self, column: C) -> Vec<Choice> {
        match column.choices() {
            Choices::Fixed(values) => values,
            Choices::AtRunTime(_) => {
                let found = self.choices.iter().find(|(listed, _)| *listed == column);
                found.map(|(_, values)| values.clone()).unwrap_or_default()
            }
            Choices::None => Vec::new(),
        }
    }

    /// The name of a value that is known only at run time.
    fn name_of(&self, column: C, code: &str) -> Option<String> {
        let (_, values) = self.choices.iter().find(|(listed, _)| *listed == column)?;
        let value = values.iter().find(|value| value.code == code)?;
        Some(value.name.in_language(self.language).to_owned())
    }

    fn field(&self, column: C, field: Field) -> ShownField {
        let values = self
            .values(column)
            .into_iter()
            .map(|value| Named { name: value.name.in_language(self.language).to_owned(), code: value.code });
        ShownField {
            column: self.named(column),
            holds: column.column_type(),
            field,
            values: values.collect(),
            is_refused: false,
        }
    }

    fn fields(&self) -> Vec<ShownField> {
        let shown = shown_conditions(&self.query.filter);
        let offered = C::ALL.iter().filter(|column| column.is_filter_offered());
        let field = |column: &C| {
            if let Some((_, typed)) = self.refused.iter().find(|(refused, _)| refused == column) {
                return ShownField { is_refused: true, ..self.field(*column, typed.clone()) };
            }
            let condition = shown.iter().find(|condition| condition.column() == *column);
            self.field(*column, condition.map(|condition| field_of(condition)).unwrap_or_default())
        };
        offered.map(field).collect()
    }

    fn chips(&self) -> Vec<Chip> {
        let finding = (!self.query.find.is_empty()).then(|| Chip {
            words: [self.language.finding().to_owned(), String::new(), format!("”{}”", self.query.find)],
            place: None,
            without: self.links.reachable(&self.query.clone().finding("")),
            fields: Vec::new(),
            is_negated: false,
        });
        let parts = self.query.filter.parts().iter().enumerate().map(|(place, part)| self.chip(place, part));
        finding.into_iter().chain(parts).collect()
    }

    fn chip(&self, place: usize, part: &Filter<C>) -> Chip {
        let name_of = |column: C, code: &str| self.name_of(column, code);
        let words = match part {
            Filter::Is(condition) => {
                let sentence = condition.sentence_by(self.language, &name_of);
                [sentence.column, sentence.operator, sentence.value]
            }
            group => [String::new(), String::new(), group.sentence_by(self.language, &name_of)],
        };
        let (conditions, is_negated) = in_fields(part).unwrap_or_default();
        let field =
            |condition: &&_| self.field(domain::list::Condition::column(condition), field_of(condition));
        Chip {
            words,
            place: Some(place),
            without: self.links.reachable(&self.query.clone().without_part(place)),
            fields: conditions.iter().map(field).collect(),
            is_negated,
        }
    }

    fn order(&self) -> Vec<OrderKey> {
        let sort = &self.query.sort;
        let to = |sort| self.links.to(&self.query.clone().sorted(sort));
        let key = |key: &domain::list::SortKey<C>| OrderKey {
            name: key.column.name(self.language).to_owned(),
            direction: key.direction,
            turned: to(sort.clone().added(key.column)),
            removed: to(sort.clone().without(key.column)),
        };
        sort.keys().iter().map(key).collect()
    }

    fn columns(&self) -> Vec<ShownColumn> {
        let ListQuery { columns, sort, layout, .. } = self.query;
        let on_card = C::spec().card;
        let opened_by = match columns.contains(C::OPENED_BY) {
            true => C::OPENED_BY,
            false => columns.as_slice().first().copied().unwrap_or(C::OPENED_BY),
        };
        let to = |sort| self.links.to(&self.query.clone().sorted(sort));
        let shown = |column: &C| ShownColumn {
            column: self.named(*column),
            holds: column.column_type(),
            on_card: on_card.contains(column),
            opens: *column == opened_by,
            width: layout.width(*column),
            sorted: sort.of(*column),
            sort: column.is_sortable().then(|| (to(sort.clicked(*column)), to(sort.added(*column)))),
        };
        columns.as_slice().iter().map(shown).collect()
    }

    fn rows(
        &self,
        rows: &[C::Row],
        search: &str,
        chosen: &[i64],
        session: &Session,
        today: NaiveDate,
    ) -> Vec<ShownRow> {
        let columns = self.query.columns.as_slice();
        let row = |row: &C::Row| {
            let cell = |column: &C| {
                let words = row.cell(*column, self.language).words(self.language).into_owned();
                // What opens a row is never empty: of somebody entered by hand there may be no name yet.
                let words = match words.is_empty() && *column == C::OPENED_BY {
                    true => self.language.no_name().to_owned(),
                    false => words,
                };
                (words, row.mark(*column, today))
            };
            ShownRow {
                id: row.id(),
                title: row.title(),
                target: C::target(row, search, session),
                is_chosen: chosen.binary_search(&row.id()).is_ok(),
                cells: columns.iter().map(cell).collect(),
            }
        };
        rows.iter().map(row).collect()
    }

    fn foot(&self, page: &ListPage<C::Row>) -> ShownFoot {
        let words = self.language;
        let (number, last) = (page.page.number(), page.page.last(page.total));
        let to = |number| self.links.to(&self.query.clone().on_page(number));
        let sizes = PageSize::ALL.map(|size| {
            let is_present = size == page.page.size;
            (size.rows(), self.links.to(&self.query.clone().sized(size)), is_present)
        });
        let span = match page.span() {
            Some((first, last)) => {
                words.rows_shown(&grouped(first, words), &grouped(last, words), &grouped(page.total, words))
            }
            None => words.no_rows().to_owned(),
        };
        ShownFoot {
            total: page.total,
            page: number,
            last,
            previous: (number > 1).then(|| to(number - 1)),
            next: (number < last).then(|| to(number + 1)),
            sizes: sizes.to_vec(),
            span,
        }
    }

    fn export(&self, total: u64) -> ShownExport {
        let words = self.language;
        let columns = self.query.columns.as_slice();
        let rows = words.rows(total, &grouped(total, words));
        let mut selection = Vec::new();
        if !self.query.filter.is_everything() {
            let name_of = |column: C, code: &str| self.name_of(column, code);
            selection.push(self.query.filter.sentence_by(words, &name_of));
        }
        if !self.query.find.is_empty() {
            selection.push(format!("{} ”{}”", words.finding(), self.query.find));
        }
        let file = |format: &ExportFormat| {
            let target = self.links.file(&path::export_file(C::spec().code, *format), self.query);
            (words.export_as(format.name(words), format.code()), target)
        };
        ShownExport {
            size: words.export_size(&rows, &words.column_count(columns.len())),
            selection: if selection.is_empty() {
                words.all_rows().to_owned()
            } else {
                selection.join(" · ")
            },
            files: ExportFormat::ALL.iter().map(file).collect(),
        }
    }
}
