//! The whole web server on one screen.

#[cfg(test)]
mod tests;

use std::{net::IpAddr, path::Path, sync::LazyLock};

use app::{App, Pasted, shell};
use axum::{Router, middleware, routing::get};
use leptos::prelude::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use service::Services;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    services::{ServeDir, ServeFile},
};

use crate::{
    format::pasted,
    http::{
        calendar, client, export, forms, headers, letters,
        limits::{Limit, SIGN_INS, limit_bodies, limit_sign_ins},
        person_log, referer, refused, scb, whole,
    },
};

/// The pages, by their paths. While Leptos lists them it loads no data in the whole program, and a page that is then
/// asked for would never be answered; so they are listed once, before the first request.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// How hard pages are compressed, which are all made anew: Brotli makes 10.6 kB of a list of 62 kB, and with the effort that is
/// usual 9.3 kB in twice the time or more. Files are compressed once, when Fyren is built.
const PAGES_COMPRESSED: CompressionLevel = CompressionLevel::Precise(1);

/// The routes, with everything that stands before them.
///
/// # Errors
/// When an origin is none.
pub fn router(
    services: Services,
    options: LeptosOptions,
    site: &Path,
    origins: &[String],
    trusted_proxy: Option<IpAddr>,
) -> Result<Router, String> {
    let csrf = origins.iter().try_fold(CsrfLayer::new(), |layer, origin| {
        layer.add_trusted_origin(origin).map_err(|error| format!("{origin}: {error}"))
    })?;
    let (letters, pager) = letters::routes(services.clone());
    let exports = export::routes(services.clone()).merge(letters).merge(person_log::routes(services.clone()));
    let exports = exports.merge(scb::routes(services.clone()));
    let origin = origins.first().map(|origin| origin.trim_end_matches('/').to_owned());
    let calendars = calendar::routes(services.clone(), origin.clone());
    let context =
        move || app::provide(services.clone(), origin.clone(), pager.clone(), Pasted(pasted::cells));
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let routes = Router::new()
        .leptos_routes_with_context(&options, ROUTES.clone(), context.clone(), document)
        .nest_service("/pkg", ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip())
        .route_service("/favicon.svg", ServeFile::new(site.join("favicon.svg")))
        .route_service("/robots.txt", ServeFile::new(site.join("robots.txt")))
        .route("/healthz", get(async || "ok\n"))
        .fallback(leptos_axum::file_and_error_handler_with_context::<LeptosOptions, _>(context, shell))
        .layer(CompressionLayer::new().quality(PAGES_COMPRESSED))
        // A workbook is compressed already, and compressing a long text would take longer than sending it.
        .merge(exports)
        .merge(calendars)
        .layer(middleware::from_fn(referer::keep_path))
        .layer(middleware::from_fn(forms::only))
        .layer(middleware::from_fn(limit_bodies))
        .layer(csrf)
        .layer(middleware::from_fn_with_state(Limit::new(SIGN_INS), limit_sign_ins))
        .layer(middleware::from_fn(refused::tell))
        .layer(middleware::from_fn_with_state(trusted_proxy, client::behind_proxy))
        .with_state(options);
    Ok(outermost(routes))
}

/// What stands before everything else: the answer to a panic carries the headers of every other answer, and every answer
/// is made whole.
fn outermost(routes: Router) -> Router {
    routes
        .layer(middleware::from_fn(whole::make))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(headers::set))
}
