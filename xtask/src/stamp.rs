//! Skips a build step when nothing it reads has changed since it last succeeded.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::time::Instant;

use crate::error::{Error, Result};
use crate::workspace::{SITE, create_folder};

/// One step of the client's build.
pub struct Step<'a> {
    pub name: &'a str,
    /// Files and folders whose paths, sizes and times decide whether the step runs. This program is
    /// one more of them: how a step is done stands in it.
    pub inputs: &'a [&'a str],
    /// A file that the step leaves behind; without it the step runs in any case.
    pub output: &'a str,
}

impl Step<'_> {
    pub fn run(&self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let stamps = Path::new(SITE).join(".stamp");
        let stamp = stamps.join(self.name);
        let now = self.fingerprint()?;
        if Path::new(self.output).exists() && fs::read_to_string(&stamp).is_ok_and(|before| before == now) {
            return Ok(());
        }
        let started = Instant::now();
        work()?;
        create_folder(&stamps)?;
        fs::write(&stamp, now).map_err(Error::file(&stamp))?;
        eprintln!("xtask: {} built in {:.1} s", self.name, started.elapsed().as_secs_f32());
        Ok(())
    }

    fn fingerprint(&self) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        let this_program = std::env::current_exe().map_err(Error::file("xtask"))?;
        hash_tree(&this_program, &mut hasher)?;
        for input in self.inputs {
            hash_tree(Path::new(input), &mut hasher)?;
        }
        Ok(format!("{:016x}", hasher.finish()))
    }
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    let metadata = fs::metadata(path).map_err(Error::file(path))?;
    if metadata.is_dir() {
        let entries = fs::read_dir(path).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut entries = entries.map_err(Error::file(path))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            hash_tree(&entry.path(), hasher)?;
        }
    } else {
        metadata.len().hash(hasher);
        metadata.modified().map_err(Error::file(path))?.hash(hasher);
    }
    Ok(())
}
