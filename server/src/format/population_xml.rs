//! The population register's XML notification (Navet): `formats.md` section 3, schema `Navetavisering`.
//!
//! [`PopulationReader`] streams posts out of a file in constant memory; [`PopulationWriter`] writes such a file.
//!
//! A file that is not well-formed, or that breaks a limit, is a [`FileRefusal`](super::refusal::FileRefusal), which may
//! come after any number of posts: whoever reads must write nothing before the end has been reached without one. A post
//! that cannot be taken is a [`error::BadPost`], and the rest goes on.

mod dates;
mod element;
mod error;
mod limits;
mod post;
mod reader;
mod source;
#[cfg(test)]
mod tests;
mod walk;
mod writer;

pub use dates::RegisterDate;
pub use post::{calling_mark, postal_code};
pub use reader::PopulationReader;
pub use writer::{PopulationEncoding, PopulationWriter};
