//! The only links whose address comes from what people have written. Anything but a plain e-mail address or telephone
//! number stays text, so that no address can run a script.

use domain::contact::{ContactDetailKind, detail::Reach};
use leptos::prelude::*;

/// A way to reach a person.
#[component]
pub fn ContactLink(kind: ContactDetailKind, value: String) -> impl IntoView {
    match Reach::read(kind, &value) {
        Ok(reach) => view! { <a href=reach.link() rel="external">{value}</a> }.into_any(),
        Err(_) => view! { <span>{value}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_become_links() {
        let link = |kind, value| Reach::read(kind, value).ok().map(|reach| reach.link());
        let email = |value| link(ContactDetailKind::Email, value);
        let phone = |value| link(ContactDetailKind::Mobile, value);
        assert_eq!(email("nour.ahlgren@example.se").as_deref(), Some("mailto:nour.ahlgren@example.se"));
        assert_eq!(phone("070-174 06 31").as_deref(), Some("tel:+46701740631"));
        assert_eq!(phone("+46 70 174 06 31").as_deref(), Some("tel:+46701740631"));
        for strange in ["javascript:alert(1)@x", "a@b?subject=c", "a b@c", "@"] {
            assert_eq!(email(strange), None, "{strange}");
        }
        assert_eq!(phone("javascript:alert(1)"), None);
    }
}
