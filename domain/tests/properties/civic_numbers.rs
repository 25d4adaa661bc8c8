//! Personal numbers: `rules.md` section 8.

use domain::civic_number::CivicNumber;
use proptest::prelude::*;

use crate::{
    arbitrary::{birth, date, day_between},
    support::civic_number,
};

/// Text that looks like a number, so that more of the reading is reached than by arbitrary text.
const NEARLY_A_NUMBER: &str = "[0-9åé]{2,8}[-+]?[0-9A-Za-zåé]{0,4}";

fn displays_to_one_form(text: &str, today: chrono::NaiveDate) -> Result<(), TestCaseError> {
    let Ok(number) = CivicNumber::parse(text, today) else { return Ok(()) };
    let form = number.to_string();
    prop_assert_eq!(form.len(), 13);
    prop_assert_eq!(CivicNumber::parse(&form, today), Ok(number));
    prop_assert_eq!(form.parse(), Ok(number));
    prop_assert_eq!(CivicNumber::try_from(number.compact()), Ok(number));
    Ok(())
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics_and_what_is_accepted_has_one_form(text in any::<String>(), today in date()) {
        displays_to_one_form(&text, today)?;
    }

    #[test]
    fn text_that_is_nearly_a_number_never_panics(text in NEARLY_A_NUMBER, today in date()) {
        displays_to_one_form(&text, today)?;
    }

    #[test]
    fn eleven_bytes_with_a_sign_never_panic(
        date in "[0-9]{6}|[0-9å]{3}|å[0-9]{4}|[0-9]å[0-9]{3}", sign in "[-+]", last in "[0-9]{4}", today in date(),
    ) {
        displays_to_one_form(&format!("{date}{sign}{last}"), today)?;
    }

    #[test]
    fn every_written_form_of_a_number_is_read_as_the_same(
        birth in birth(), today in day_between("2013-01-01", "2029-01-01"),
    ) {
        let number = civic_number(birth);
        let form = number.to_string();
        let compact = number.compact().to_owned();
        let ten = form[2..].to_owned();
        for text in [form.clone(), compact, ten, format!(" {form} ")] {
            prop_assert_eq!(CivicNumber::parse(&text, today), Ok(number), "{}", text);
        }
        prop_assert_eq!(number.birth_date(), Some(birth));
    }

    #[test]
    fn one_changed_digit_never_passes_the_check(birth in birth(), position in 2_usize..12, add in 1_u8..10) {
        let mut characters = civic_number(birth).compact().as_bytes().to_vec();
        characters[position] = b'0' + (characters[position] - b'0' + add) % 10;
        prop_assert!(CivicNumber::try_from(std::str::from_utf8(&characters).unwrap()).is_err());
    }
}
