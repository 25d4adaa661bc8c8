//! The file with the key of the installation: 64 hexadecimal digits, for nobody but whoever runs the program.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use service::{
    Services,
    sealing::{KEY_LENGTH, SealingKey},
    second_factor,
};

use crate::failure::Failure;

/// Where the key lies unless that is said: beside the file of SQLite, under its name. PostgreSQL has no such place, nor has a
/// database in memory.
fn beside(database: &str) -> Option<PathBuf> {
    let file = database.strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
    (!file.is_empty() && file != ":memory:").then(|| Path::new(file).with_extension("key"))
}

/// The key for what has been sealed, or for what will be, in the file that is named or else beside the database: one that is not
/// there is made, unless something has been sealed with one that was. Where nobody has named it and it cannot be made, there is
/// none.
///
/// # Errors
/// [`Failure::KeyFile`] when the file cannot be read or made, or holds no key; [`Failure::AnotherKey`] when it opens nothing of
/// what has been sealed.
pub async fn key_for(
    services: &Services,
    named: Option<&Path>,
    database: &str,
) -> Result<Option<Arc<SealingKey>>, Failure> {
    let is_needed = !second_factor::key_opens(services).await?;
    let Some(file) = named.map(Path::to_owned).or_else(|| beside(database)) else {
        return if is_needed { Err(Failure::NoKeyFile) } else { Ok(None) };
    };
    let key = match read(&file)? {
        Some(key) => key,
        None if is_needed => {
            let error = fs::metadata(&file).err().unwrap_or_else(|| ErrorKind::NotFound.into());
            return Err(Failure::KeyFile { path: file, error });
        }
        None => match make(&file) {
            Ok(key) => key,
            Err(error) if named.is_none() => {
                tracing::warn!(code = error.code(), %error, "no key was made, so that nobody can set up a second factor");
                return Ok(None);
            }
            Err(error) => return Err(error),
        },
    };
    let key = Arc::new(SealingKey::new(key));
    let with_key = Services { key: Some(Arc::clone(&key)), ..services.clone() };
    if !second_factor::key_opens(&with_key).await? {
        return Err(Failure::AnotherKey(file));
    }
    Ok(Some(key))
}

/// The key in a file, if there is one.
fn read(file: &Path) -> Result<Option<[u8; KEY_LENGTH]>, Failure> {
    let failed = |error| Failure::KeyFile { path: file.to_owned(), error };
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(Some).ok_or_else(|| Failure::NoKey(file.to_owned()))
}

/// Makes a file with a new key, which only its owner may read. Of two servers that start at once, the second reads what the
/// first has made.
fn make(file: &Path) -> Result<[u8; KEY_LENGTH], Failure> {
    let failed = |error| Failure::KeyFile { path: file.to_owned(), error };
    let key = SealingKey::generate()?;
    // Under another name until it is whole.
    let begun = file.with_extension(format!("key-{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = (|| {
        let mut made = options.open(&begun)?;
        writeln!(made, "{}", hex::encode(key))?;
        made.sync_all()?;
        // Unlike a renaming this overwrites nothing.
        fs::hard_link(&begun, file)
    })();
    _ = fs::remove_file(&begun);
    match written {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(file)?.ok_or_else(|| failed(ErrorKind::NotFound.into()))
        }
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_lies_beside_the_file_of_sqlite_and_nowhere_else_by_itself() {
        let beside = |database: &str| beside(database).map(|file| file.display().to_string());
        assert_eq!(beside("sqlite://data/fyren.db").as_deref(), Some("data/fyren.key"));
        assert_eq!(
            beside("sqlite:///var/lib/fyren/fyren.db?mode=rwc").as_deref(),
            Some("/var/lib/fyren/fyren.key")
        );
        assert_eq!(beside("sqlite:fyren.db").as_deref(), Some("fyren.key"));
        for nowhere in ["sqlite::memory:", "sqlite://:memory:", "postgres://fyren@localhost/fyren"] {
            assert_eq!(beside(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fyren.key");
        assert!(read(&file).unwrap().is_none());
        let made = make(&file).unwrap();
        assert_eq!(read(&file).unwrap(), Some(made));
        assert_eq!(make(&file).unwrap(), made);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        for nonsense in ["", "0a1b", &"g".repeat(64)] {
            fs::write(&file, nonsense).unwrap();
            assert!(matches!(read(&file), Err(Failure::NoKey(_))), "{nonsense}");
        }
    }
}
