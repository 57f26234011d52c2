//! Who may read what is written.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::fs::Mode;
use serde::{Deserialize, Serialize};

/// Who may read what is written: invoices and bookings are nobody else's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// The user who runs dizzy alone: files 0600, folders 0700.
    Owner,
    /// Also his group, which may write too: files 0660, folders 0770.
    Group,
    /// What the system says (umask).
    System,
}

impl Access {
    /// Files and folders that this process and its children make from here on are so; a state folder that was made
    /// before is closed to those who may not read it.
    pub fn apply(self, state: &Path) {
        let Some(keep) = self.mode() else {
            return;
        };
        rustix::process::umask(Mode::from_raw_mode(0o777 & !keep));
        // of another user's folder the mode cannot be set, and need not
        if let Ok(mode) = std::fs::metadata(state).map(|folder| folder.permissions().mode())
            && mode & 0o777 & !keep != 0
        {
            let _ = std::fs::set_permissions(state, Permissions::from_mode(mode & keep));
        }
    }

    /// The mode of a folder; `None` when the system says it.
    fn mode(self) -> Option<u32> {
        match self {
            Self::Owner => Some(0o700),
            Self::Group => Some(0o770),
            Self::System => None,
        }
    }

    /// Brings what was made before, and all in it, to what it would be if it were made now. Never through a link.
    pub(crate) fn bring(self, path: &Path) {
        let (Some(keep), Ok(meta)) = (self.mode(), path.symlink_metadata()) else {
            return;
        };
        if meta.is_symlink() {
            return;
        }
        // what the user may do himself stays, and is all that the group may
        let mode = meta.permissions().mode();
        let own = mode & 0o700;
        let wanted = (own | own >> 3) & keep;
        if mode & 0o777 != wanted {
            // of another user's file the mode cannot be set, and need not
            let _ = std::fs::set_permissions(path, Permissions::from_mode(wanted));
        }
        let inside = meta.is_dir().then(|| std::fs::read_dir(path).ok()).flatten();
        inside.into_iter().flatten().flatten().for_each(|entry| self.bring(&entry.path()));
    }
}
