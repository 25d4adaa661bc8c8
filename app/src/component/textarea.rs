//! A field of several lines. The one place where there is any: what stands in such a field is drawn as it is given, so that
//! what people have written must be made harmless here.

use leptos::prelude::*;

/// How a field of several lines is drawn.
pub struct TextArea<'a> {
    /// Its identity in the page.
    pub id: &'a str,
    /// Its name in the form.
    pub name: &'a str,
    /// How many lines are seen.
    pub rows: u8,
    /// What stands in it.
    pub text: &'a str,
    /// The identity of what describes it, if anything.
    pub described_by: Option<String>,
    /// Whether something is wrong with it.
    pub is_invalid: bool,
}

impl TextArea<'_> {
    /// The field.
    pub fn view(&self) -> AnyView {
        // The first line break of the content is none of it, so that one of the text's own would be lost.
        let content = format!("\n{}", harmless(self.text));
        view! {
            <textarea
                class="ds-input"
                id=self.id.to_owned()
                name=self.name.to_owned()
                rows=self.rows.to_string()
                aria-describedby=self.described_by.clone()
                aria-invalid=self.is_invalid.then_some("true")
                inner_html=content
            ></textarea>
        }
        .into_any()
    }
}

/// Text that ends no element and begins none.
fn harmless(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_stays_in_the_field() {
        let text = "\n</textarea><script>alert(1)</script> &lt; Åsa";
        let field =
            TextArea { id: "notes", name: "notes", rows: 5, text, described_by: None, is_invalid: false };
        let html = field.view().to_html();
        assert!(
            html.contains(
                ">\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; Åsa</textarea>"
            ),
            "{html}"
        );
    }
}
