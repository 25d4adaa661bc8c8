//! The one query type of every list.
