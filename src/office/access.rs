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
        let keep = match self {
            Self::Owner => 0o700,
            Self::Group => 0o770,
            Self::System => return,
        };
        rustix::process::umask(Mode::from_raw_mode(0o777 & !keep));
        // of another user's folder the mode cannot be set, and need not
        if let Ok(mode) = std::fs::metadata(state).map(|folder| folder.permissions().mode())
            && mode & 0o777 & !keep != 0
        {
            let _ = std::fs::set_permissions(state, Permissions::from_mode(mode & keep));
        }
    }
}
