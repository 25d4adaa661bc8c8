//! The only links whose address comes from what people have written. Anything but a plain e-mail address or telephone
//! number stays text, so that no address can run a script.

use domain::contact::ContactDetailKind;
use leptos::prelude::*;

/// A way to reach a person.
#[component]
pub fn ContactLink(kind: ContactDetailKind, value: String) -> impl IntoView {
    match address(kind, &value) {
        Some(address) => view! { <a href=address rel="external">{value}</a> }.into_any(),
        None => view! { <span>{value}</span> }.into_any(),
    }
}

fn address(kind: ContactDetailKind, value: &str) -> Option<String> {
    match kind {
        ContactDetailKind::Email => {
            let (name, host) = value.split_once('@')?;
            let plain = |part: &str| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|character| character.is_ascii_alphanumeric() || ".-_+".contains(character))
            };
            (plain(name) && plain(host)).then(|| format!("mailto:{value}"))
        }
        ContactDetailKind::Telephone | ContactDetailKind::Mobile => {
            let number: String = value.chars().filter(|character| !" -()".contains(*character)).collect();
            let digits = number.strip_prefix('+').unwrap_or(&number);
            let is_number = digits.len() >= 3 && digits.chars().all(|digit| digit.is_ascii_digit());
            is_number.then(|| format!("tel:{number}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_become_links() {
        let email = |value| address(ContactDetailKind::Email, value);
        let phone = |value| address(ContactDetailKind::Mobile, value);
        assert_eq!(email("nour.ahlgren@example.se").as_deref(), Some("mailto:nour.ahlgren@example.se"));
        assert_eq!(phone("070-174 06 31").as_deref(), Some("tel:0701740631"));
        assert_eq!(phone("+46 70 174 06 31").as_deref(), Some("tel:+46701740631"));
        for strange in ["javascript:alert(1)@x", "a@b?subject=c", "a b@c", "@"] {
            assert_eq!(email(strange), None, "{strange}");
        }
        assert_eq!(phone("javascript:alert(1)"), None);
    }
}
