//! Which names objects may have.

use super::StoreError;

/// Checks the name of an object: parts of letters, digits, `-`, `_` and `.`, none of which begins or ends with a dot.
/// So no name leads out of a folder, and none hides in it.
pub(super) fn check_key(store: &str, key: &str) -> Result<(), StoreError> {
    let is_good = key.len() <= 512 && key.split('/').all(|part| is_part(part) && part.len() <= 200);
    bad_unless(is_good, store, key)
}

/// Checks what names are asked to begin with: as a name, but its last part may be incomplete or empty.
pub(super) fn check_prefix(store: &str, prefix: &str) -> Result<(), StoreError> {
    let (folder, rest) = prefix.rsplit_once('/').unwrap_or(("", prefix));
    let is_good = (folder.is_empty() != prefix.contains('/'))
        && (folder.is_empty() || folder.split('/').all(is_part))
        && !rest.starts_with('.')
        && rest.bytes().all(is_allowed);
    bad_unless(is_good, store, prefix)
}

/// Whether this can stand between two slashes.
pub(super) fn is_part(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with('.')
        && !part.ends_with('.')
        && part.bytes().all(is_allowed)
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn bad_unless(is_good: bool, store: &str, name: &str) -> Result<(), StoreError> {
    if is_good {
        return Ok(());
    }
    Err(StoreError::Other {
        store: store.to_owned(),
        detail: format!("{name:?} is not the name of an object"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_store() {
        for good in ["a", "runs/20260331-k7/leases/00012.k7m2", "A_b-c.d/e"] {
            assert!(check_key("s", good).is_ok(), "{good}");
        }
        for bad in [
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".a", "a/.b", "a.",
            "a b", "a\\b", "a\0", "é", "C:a",
        ] {
            assert!(check_key("s", bad).is_err(), "{bad:?}");
        }
        assert!(check_key("s", &"x".repeat(201)).is_err());
        assert!(check_key("s", &"x/".repeat(300)).is_err());
    }

    #[test]
    fn a_prefix_may_end_anywhere() {
        for good in ["", "a", "a/", "a/b", "runs/r/leases/", "a."] {
            assert!(check_prefix("s", good).is_ok(), "{good}");
        }
        for bad in ["/", "/a", "..", "../", "a/../", "a//", "a/.", ".store"] {
            assert!(check_prefix("s", bad).is_err(), "{bad:?}");
        }
    }
}
