//! The layouts of the files to Statistics Sweden: what their texts say, in TOML. They are part of the program; how one is written
//! stands in `docs/scb.md`.

use std::sync::Arc;

use domain::scb_report::{Layout, LayoutRefusal, LayoutText};

/// The layouts that ship, by the name of their files.
const SHIPPED: [(&str, &str); 2] = [
    ("2016H2", include_str!("../../layouts/scb/2016H2.toml")),
    ("2018H2", include_str!("../../layouts/scb/2018H2.toml")),
];

/// Reads a layout.
///
/// # Errors
/// What is wrong with it, with its line where it is no TOML or a key is unknown.
pub fn read(text: &str) -> Result<Layout, LayoutRefusal> {
    let text: LayoutText = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        let place = line.map(|line| format!("{line}: ")).unwrap_or_default();
        LayoutRefusal::Form(format!("{place}{}", error.message()))
    })?;
    Layout::try_from(text)
}

/// The layouts that ship.
///
/// # Errors
/// What is wrong with one of them.
pub fn shipped() -> Result<Arc<[Layout]>, LayoutRefusal> {
    SHIPPED.iter().map(|(_, text)| read(text)).collect()
}

#[cfg(test)]
mod tests {
    use domain::language::{Language, Message};

    use super::*;

    #[test]
    fn each_layout_that_ships_is_read_and_called_as_its_file() {
        for ((name, _), layout) in SHIPPED.iter().zip(shipped().unwrap().iter()) {
            assert_eq!(layout.name(), *name);
        }
    }

    #[test]
    fn every_layout_in_the_folder_ships() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/layouts/scb");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap().replace(".toml", ""))
            .collect();
        names.sort();
        assert_eq!(names, SHIPPED.map(|(name, _)| name.to_owned()));
    }

    #[test]
    fn what_is_no_layout_is_told_with_its_line() {
        let (_, text) = SHIPPED[1];
        let misspelt = text.replace("header = true", "heading = true");
        let line = 1 + text.lines().position(|line| line == "header = true").unwrap();
        let told = read(&misspelt).unwrap_err().message(Language::Swedish);
        assert!(told.contains("heading") && told.contains(&format!("{line}:")), "{told}");
        assert!(read("[columns").is_err() && read("").is_err());
        let unknown = text.replace("\"contact.date\"", "\"contact.hour\"");
        assert_eq!(read(&unknown).unwrap_err().code(), "layout_value");
    }
}
