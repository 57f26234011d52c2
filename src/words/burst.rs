//! What goes wrong around a burst, and what to do about it.

use super::{Lang, Said};
use crate::error::BurstError;
use crate::fleet::FleetError;
use crate::store::StoreError;

/// Says what is wrong with a store.
pub fn store(_lang: Lang, error: &StoreError) -> Said {
    Said {
        what: error.to_string(),
        hint: String::new(),
    }
}

/// Says why machines cannot be had.
pub fn fleet(_lang: Lang, error: &FleetError) -> Said {
    Said {
        what: error.to_string(),
        hint: String::new(),
    }
}

/// Says why a burst cannot begin or go on.
pub fn burst(_lang: Lang, error: &BurstError) -> Said {
    Said {
        what: error.to_string(),
        hint: String::new(),
    }
}
