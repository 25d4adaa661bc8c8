//! The browser's half of the app: WASM, its bindings, made small and compressed.

use std::path::Path;

use wasm_bindgen_cli_support::{Bindgen, Output};

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
    let mut bindgen = Bindgen::new();
    bindgen.input_path(COMPILED).out_name("app").web(true)?.typescript(false).debug(false);
    let mut client = bindgen.generate_output()?;
    leave_out_what_is_never_called(&mut client);
    client.emit(PKG)
}

/// Parts of libraries that the client never calls, by what their functions' names contain. No compiler sees that they
/// are dead, because they stand in tables of pointers or among the exports.
const NEVER_CALLED: [&str; 4] = [
    // How a view comes alive in an application whose routes are loaded one by one; `frontend` calls `hydrate_body`.
    "hydrate_async",
    // How an attribute comes alive in Leptos' `template!`, which is not used.
    "hydrate_from_template",
    // The list of the routes, which the server makes.
    "generate_routes",
    // Streamed answers of server functions, of which there are none.
    "wasm_streams",
];

/// Empties them, so that wasm-opt removes them together with all that only they need. Were one called after all, it
/// would trap; the browser tests are the proof that none is.
fn leave_out_what_is_never_called(client: &mut Output) {
    let functions = &mut client.wasm_mut().funcs;
    let is_dead = |name: &str| NEVER_CALLED.iter().any(|part| name.contains(part));
    let dead: Vec<_> = functions
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| functions.get(*id).name.as_deref().is_some_and(is_dead))
        .collect();
    for function in dead {
        let mut body = functions.get_mut(function).kind.unwrap_local_mut().builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
}
