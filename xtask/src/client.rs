//! The browser's half of the app: WASM, its bindings, made small and compressed.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::compress::precompress;
use crate::error::{Error, Result};
use crate::process;
use crate::stamp::Step;
use crate::tools::{WASM, npm_program};
use crate::workspace::{PKG, create_folder};

const COMPILED: &str = "target/wasm32-unknown-unknown/wasm-release/frontend.wasm";

/// What rustc emits for this target; wasm-opt refuses what it is not told of.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Small before fast, again until nothing more is won; functions of a name side by side, since they are much alike and
/// compress better so; without names and notes on who made it.
const SMALLEST: [&str; 6] = [
    "-Oz",
    "--converge",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

pub fn build() -> Result<()> {
    let arguments = ["build", "--package", "frontend", "--target", WASM, "--profile", "wasm-release"];
    process::run(process::cargo().args(arguments))?;
    let step = Step {
        name: "client",
        inputs: &[COMPILED, "node_modules/binaryen/package.json"],
        output: "target/site/pkg/app_bg.wasm.gz",
    };
    step.run(|| {
        create_folder(PKG)?;
        bind().map_err(|error| Error::Bindgen(format!("{error:#}")))?;
        let (script, wasm) = (Path::new(PKG).join("app.js"), Path::new(PKG).join("app_bg.wasm"));
        process::run(
            npm_program("wasm-opt").args(WASM_FEATURES).args(SMALLEST).arg(&wasm).arg("-o").arg(&wasm),
        )?;
        precompress(&script)?;
        precompress(&wasm)
    })
}

/// Done in this process, so that no second program has to have the version of the `wasm-bindgen` crate.
fn bind() -> Result<(), impl std::fmt::Display + std::fmt::Debug> {
    Bindgen::new()
        .input_path(COMPILED)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .debug(false)
        .generate(PKG)
}
