//! Checksums: what was altered or cut off is noticed, whichever store carried it.

use reading::source::Sha256;

use super::StoreError;

/// Puts the SHA-256 of `body` before it.
pub fn seal(body: &[u8]) -> Vec<u8> {
    let mut sealed = format!("{}\n", Sha256::of(body)).into_bytes();
    sealed.extend_from_slice(body);
    sealed
}

/// Gives back what [`seal`] was given.
///
/// # Errors
/// [`StoreError::Altered`], naming `key`, when the checksum does not fit.
pub(crate) fn unseal<'a>(key: &str, sealed: &'a [u8]) -> Result<&'a [u8], StoreError> {
    let altered =
        |detail: &str| StoreError::Altered { key: key.to_owned(), detail: detail.to_owned() };
    let (head, body) = sealed.split_at_checked(65).ok_or_else(|| altered("it is cut off"))?;
    let said = std::str::from_utf8(&head[..64]).ok().and_then(|hex| hex.parse().ok());
    if head[64] != b'\n' || said != Some(Sha256::of(body)) {
        return Err(altered("its checksum does not fit"));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_altered_or_cut_off_is_refused() {
        let sealed = seal(b"lease");
        assert_eq!(unseal("k", &sealed), Ok(&b"lease"[..]));
        for cut in 0..sealed.len() {
            assert!(unseal("k", &sealed[..cut]).is_err(), "{cut}");
        }
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(unseal("k", &altered).is_err(), "{at}");
        }
    }
}
