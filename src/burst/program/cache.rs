//! The system loader's list of libraries (`/etc/ld.so.cache`), which `ldconfig` writes.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// Begins the list; in front of it there may be one of an older format.
const MAGIC: &[u8] = b"glibc-ld.so.cache1.1";
/// Magic, number of entries, length of the names, flags, place of extensions, nothing.
const HEADER: usize = 48;
/// Kind, offset of the name, offset of the path, system version, hardware.
const ENTRY: usize = 24;

/// Where each library is: (name, path), in the order of the list. Variants for newer processors are left out: a worker
/// may have an older one. A list of another format counts as empty.
pub(super) fn libraries(cache: &[u8]) -> Vec<(String, PathBuf)> {
    let Some(start) = cache.windows(MAGIC.len()).position(|bytes| bytes == MAGIC) else {
        return Vec::new();
    };
    let cache = &cache[start..];
    let Some(count) = number(cache, MAGIC.len()) else {
        return Vec::new();
    };
    (0..count)
        .map_while(|index| cache.get(HEADER + index * ENTRY..)?.get(..ENTRY))
        .filter(|entry| entry[16..].iter().all(|&byte| byte == 0))
        .filter_map(|entry| {
            let name = text(cache, number(entry, 4)?)?;
            let path = text(cache, number(entry, 8)?)?;
            Some((str::from_utf8(name).ok()?.to_owned(), PathBuf::from(OsStr::from_bytes(path))))
        })
        .collect()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_ne_bytes(*bytes)).ok()
}

fn text(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let bytes = bytes.get(at..)?;
    let end = bytes.iter().position(|&byte| byte == 0)?;
    Some(&bytes[..end])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A list with entries (name, path, hardware), as `ldconfig` writes it.
    fn cache(entries: &[(&str, &str, u64)]) -> Vec<u8> {
        let mut table = Vec::new();
        let mut strings = Vec::new();
        for (name, path, hardware) in entries {
            let mut place = |text: &str| {
                let at = HEADER + entries.len() * ENTRY + strings.len();
                strings.extend_from_slice(text.as_bytes());
                strings.push(0);
                u32::try_from(at).unwrap().to_ne_bytes()
            };
            let (name, path) = (place(name), place(path));
            table.extend_from_slice(&0x0303_u32.to_ne_bytes());
            table.extend_from_slice(&name);
            table.extend_from_slice(&path);
            table.extend_from_slice(&0_u32.to_ne_bytes());
            table.extend_from_slice(&hardware.to_ne_bytes());
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&u32::try_from(entries.len()).unwrap().to_ne_bytes());
        bytes.resize(HEADER, 0);
        bytes.extend(table);
        bytes.extend(strings);
        bytes
    }

    #[test]
    fn variants_for_newer_processors_are_left_out() {
        let bytes = cache(&[
            ("libz.so.1", "/lib/glibc-hwcaps/x86-64-v3/libz.so.1", 1 << 62),
            ("libz.so.1", "/lib/libz.so.1", 0),
        ]);
        let expected = [("libz.so.1".to_owned(), PathBuf::from("/lib/libz.so.1"))];
        assert_eq!(libraries(&bytes), expected);
        // The older format in front.
        let both = [b"ld.so-1.7.0\0\0\0\0\0".as_slice(), &bytes].concat();
        assert_eq!(libraries(&both), expected);
    }

    #[test]
    fn a_damaged_list_gives_what_is_whole() {
        let bytes = cache(&[("liba.so", "/a", 0), ("libb.so", "/b", 0)]);
        for end in 0..bytes.len() {
            assert!(libraries(&bytes[..end]).len() < 2, "{end}");
        }
        assert!(libraries(b"something else").is_empty());
    }

    #[test]
    fn this_systems_list_has_libc() {
        // musl's loader has no list.
        let Ok(bytes) = std::fs::read("/etc/ld.so.cache") else {
            return;
        };
        let found = libraries(&bytes);
        let (_, libc) = found.iter().find(|(name, _)| name == "libc.so.6").unwrap();
        assert!(Path::new(libc).exists(), "{}", libc.display());
    }
}
