//! The icon sprite, used as `<svg><use href="/pkg/icons.svg#user"/></svg>`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::compress::precompress;
use crate::error::{Error, Result};
use crate::stamp::Step;
use crate::workspace::{PKG, create_folder};

const SOURCE: &str = "node_modules/lucide-static/icons";

/// Lucide's names. An icon that a page shows must stand here.
const ICONS: &[&str] = &[
    "arrow-down",
    "arrow-up",
    "arrow-up-down",
    "bookmark",
    "briefcase",
    "calendar",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-check",
    "circle-user",
    "circle-x",
    "clock",
    "columns-3",
    "download",
    "external-link",
    "eye",
    "file-text",
    "filter",
    "graduation-cap",
    "history",
    "house",
    "inbox",
    "info",
    "key-round",
    "keyboard",
    "languages",
    "link",
    "list",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "message-square",
    "moon",
    "pencil",
    "phone",
    "plus",
    "printer",
    "rotate-ccw",
    "school",
    "search",
    "settings",
    "shield",
    "sun",
    "sun-moon",
    "trash-2",
    "triangle-alert",
    "user",
    "users",
    "x",
];

pub fn build() -> Result<()> {
    let output = "target/site/pkg/icons.svg";
    let step = Step { name: "icons", inputs: &["node_modules/lucide-static/package.json"], output };
    step.run(|| {
        create_folder(PKG)?;
        let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n<!-- Lucide, ISC licence -->\n");
        for name in ICONS {
            let file = Path::new(SOURCE).join(format!("{name}.svg"));
            let icon = fs::read_to_string(&file).map_err(Error::file(&file))?;
            let drawing = drawing(&icon).ok_or_else(|| Error::Content {
                path: file,
                message: "is not the svg element that icons are expected to be".to_owned(),
            })?;
            _ = writeln!(
                sprite,
                "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
                 stroke-linecap=\"round\" stroke-linejoin=\"round\">{drawing}</symbol>"
            );
        }
        sprite.push_str("</svg>\n");
        fs::write(output, sprite).map_err(Error::file(output))?;
        precompress(Path::new(output))
    })
}

/// What stands inside the svg element, on one line.
fn drawing(icon: &str) -> Option<String> {
    let (_, element) = icon.split_once("<svg")?;
    let (_, inside) = element.split_once('>')?;
    let (inside, _) = inside.rsplit_once("</svg>")?;
    Some(inside.lines().map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_drawing_out_of_an_icon() {
        let icon = "<!-- @license -->\n<svg\n  width=\"24\"\n>\n  <path d=\"M1 1\" />\n  <circle r=\"2\" />\n</svg>\n";
        assert_eq!(drawing(icon).as_deref(), Some("<path d=\"M1 1\" /><circle r=\"2\" />"));
        assert_eq!(drawing("not an icon"), None);
    }

    #[test]
    fn every_icon_is_listed_once_and_in_order() {
        assert!(ICONS.is_sorted_by(|before, after| before < after));
    }
}
