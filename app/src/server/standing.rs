//! Where somebody stands by the rules. How it is drawn stands in [`crate::page::standing`].

use domain::id::PersonId;
use service::standing;

use crate::{
    error::AppError,
    page,
    server::drawn::{Reader, html},
    serverfn::drawn::Drawn,
};

/// Draws where somebody stands.
///
/// # Errors
/// [`AppError::NotFound`] for somebody out of the reader's reach, [`AppError::Forbidden`] for a role that reads no cases.
pub async fn draw(reader: &Reader, person: PersonId) -> Result<Drawn, AppError> {
    let standing = standing::view(&reader.services, &reader.session, person).await?;
    let title = standing.name.clone();
    Ok(Drawn { title, body: html(page::standing::view(standing, reader.language)), ..Drawn::default() })
}
