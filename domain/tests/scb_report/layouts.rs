//! What is wrong with a layout is told plainly.

use domain::{
    language::{Language, Message},
    scb_report::{Layout, LayoutRefusal, LayoutText, ReportPeriod, layout_of},
};

use crate::{
    register::{LAYOUT_2016, LAYOUT_2018, layout, text_of},
    support::day,
};

/// What is made wrong with a layout.
type Change = fn(&mut LayoutText);

fn refused(change: impl FnOnce(&mut LayoutText)) -> (&'static str, String) {
    let mut text = text_of(LAYOUT_2018);
    change(&mut text);
    let refusal = Layout::try_from(text).unwrap_err();
    (refusal.code(), refusal.message(Language::English))
}

#[test]
fn an_unknown_source_or_check_is_named_with_those_there_are() {
    let (code, told) = refused(|text| text.columns[3].source = "case.shoe-size".to_owned());
    assert_eq!(code, "layout_value");
    assert!(told.contains("case.shoe-size") && told.contains("case.registration-reason"), "{told}");
    let (code, told) = refused(|text| drop(text.checks.insert("all-is-well".to_owned(), "error".to_owned())));
    assert_eq!(code, "layout_value");
    assert!(told.contains("all-is-well") && told.contains("measures-apart"), "{told}");
    // What always holds is no check of a layout's choice.
    let (_, told) = refused(|text| drop(text.checks.insert("protected".to_owned(), "warning".to_owned())));
    assert!(told.contains("protected"), "{told}");
}

#[test]
fn what_cannot_stand_in_the_file_is_refused() {
    let changes: [(Change, &str); 11] = [
        (|text| text.separator = ";;".to_owned(), "layout_unwritable"),
        (|text| text.separator = "a".to_owned(), "layout_unwritable"),
        (|text| text.columns[0].name = "Person;nr".to_owned(), "layout_unwritable"),
        (|text| text.columns[0].name = "Łódź".to_owned(), "layout_unwritable"),
        (|text| text.columns[0].name = "\"".to_owned(), "layout_unwritable"),
        (|text| text.columns[1].name = text.columns[0].name.clone(), "layout_twice"),
        (|text| text.columns.clear(), "layout_no_columns"),
        (|text| text.rows.truncate(1), "layout_no_rows"),
        (|text| drop(text.codes.remove("outcome")), "layout_no_table"),
        (|text| text.encoding = "ebcdic".to_owned(), "layout_value"),
        (|text| text.from = "2018H2".to_owned(), "layout_value"),
    ];
    for (place, (change, code)) in changes.into_iter().enumerate() {
        assert_eq!(refused(change).0, code, "{place}");
    }
    let unknown = |text: &mut LayoutText| {
        drop(text.codes.get_mut("outcome").unwrap().insert("lost".to_owned(), "X".to_owned()));
    };
    assert!(refused(unknown).1.contains("outcome.lost"));
}

#[test]
fn a_layout_that_is_kept_is_read_again_as_it_was() {
    let shipped = layout(LAYOUT_2018);
    let kept = serde_json::to_string(&shipped).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&kept).unwrap(), shipped);
    let broken = kept.replace("\"measure.end\"", "\"measure.fin\"");
    assert!(serde_json::from_str::<Layout>(&broken).is_err());
    assert_eq!(LayoutRefusal::NoColumns.code(), "layout_no_columns");
}

#[test]
fn a_period_has_the_latest_layout_that_is_for_it() {
    let layouts = [layout(LAYOUT_2018), layout(LAYOUT_2016)];
    let name = |from, to| {
        let period = ReportPeriod::new(day(from), day(to)).unwrap();
        layout_of(&layouts, period).map(Layout::name)
    };
    assert_eq!(name("2016-01-01", "2016-06-30"), None);
    assert_eq!(name("2016-07-01", "2016-12-31"), Some("2016H2"));
    assert_eq!(name("2018-01-01", "2018-06-30"), Some("2016H2"));
    assert_eq!(name("2018-07-01", "2018-12-31"), Some("2018H2"));
    assert_eq!(name("2026-01-01", "2026-06-30"), Some("2018H2"));
}
