//! The real reader on real documents.

use super::*;

#[test]
fn readers_are_recycled() {
    let mut slot = real_slot(|settings| settings.reader.recycle_documents = 2);
    let mut readers = Vec::new();
    for number in 0..6 {
        let document = in_memory(MediaKind::Ubl, &ubl(number, 100));
        slot.inspect(&document).unwrap();
        readers.push(slot.pid().unwrap());
    }
    readers.dedup();
    assert_eq!(readers.len(), 3);
    assert!(slot.take_replacements().is_empty());
}

// ---------------------------------------------------------------------------------------------------------------------
// The real reader

#[test]
fn the_real_reader_takes_documents_large_and_small() {
    let mut slot = real_slot(|_| {});
    for bytes in [100, 65_000, 65_536, 65_537, 5_000_000] {
        let inspection = slot
            .inspect(&in_memory(MediaKind::Ubl, &ubl(7, bytes)))
            .unwrap_or_else(|cause| panic!("{bytes}: {cause}"));
        assert_eq!(inspection.pages, 0);
        assert!(inspection.einvoice.is_some());
    }
    assert!(slot.take_replacements().is_empty());
}

#[test]
fn documents_may_alternate() {
    let mut slot = bad_slot("", None);
    let other = in_memory(MediaKind::Tiff, b"II* another");
    for document in [&pdf(), &other, &pdf(), &pdf()] {
        let (came, end) = text(&mut slot, document);
        assert_eq!((came.len(), end), (5, Ok(())));
    }
}

#[test]
fn files_that_change_under_way_fail_for_what_happened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("factuur.xml");
    let mut slot = real_slot(|_| {});
    let at = |bytes: &[u8]| Document {
        at: BytesAt::File(path.clone()),
        ..in_memory(MediaKind::Ubl, bytes)
    };
    for size in [1_000, 1_000_000] {
        let bytes = ubl(1, size);
        let document = at(&bytes);
        let _ = fs::remove_file(&path);
        assert_eq!(slot.inspect(&document).unwrap_err(), Cause::Vanished);

        fs::write(&path, &bytes[..size * 2 / 3]).unwrap();
        assert_eq!(slot.inspect(&document).unwrap_err(), Cause::Truncated);

        let mut changed = bytes.clone();
        changed[size / 2] ^= 1;
        fs::write(&path, &changed).unwrap();
        let end = slot.inspect(&document).unwrap_err();
        assert!(matches!(end, Cause::Unreadable { .. }), "{end}");
        assert!(end.is_passing());

        fs::write(&path, &bytes).unwrap();
        assert!(slot.inspect(&document).is_ok());
    }
    let folder_as_file = Document { at: BytesAt::File(folder.path().into()), ..at(b"x") };
    assert!(matches!(slot.inspect(&folder_as_file), Err(Cause::Unreadable { .. })));
    assert!(slot.take_replacements().is_empty(), "no reader was at fault");
}

#[test]
fn a_document_over_the_limit_is_not_sent() {
    let mut slot = bad_slot("", None);
    let document = Document { len: 513 * 1024 * 1024, ..pdf() };
    assert!(matches!(slot.inspect(&document), Err(Cause::TooLarge { .. })));
}

#[test]
#[cfg(target_os = "linux")]
fn the_sandbox_holds() {
    let mut open = real_slot(|settings| settings.reader.sandbox = false);
    assert_eq!(open.unconfined().unwrap().len(), 1);
    let reach = open.reach().unwrap();
    assert!(
        reach.files && reach.network && reach.programs && reach.processes,
        "the check itself finds nothing: {reach:?}"
    );
    assert!(!reach.memory);

    let mut confined = real_slot(|_| {});
    let missing = confined.unconfined().unwrap();
    if !missing.is_empty() {
        let _ = writeln!(io::stderr(), "skipped: this system lacks {missing:?}");
        return;
    }
    let reach = confined.reach().unwrap();
    assert!(reach.is_nothing(), "{reach:?}");
    // And still it works.
    let document = in_memory(MediaKind::Ubl, &ubl(1, 100));
    assert!(confined.inspect(&document).is_ok());
}

/// Processor time of this process and of its children that have ended, ms.
#[cfg(target_os = "linux")]
fn cpu_ms() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let ticks: Vec<f64> = stat
        .rsplit_once(") ")
        .unwrap()
        .1
        .split(' ')
        .skip(11)
        .take(4)
        .map(|field| field.parse().unwrap())
        .collect();
    let ms = 1000.0 / rustix::param::clock_ticks_per_second() as f64;
    ((ticks[0] + ticks[1]) * ms, (ticks[2] + ticks[3]) * ms)
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "measures; run alone with --ignored --nocapture"]
fn round_trips_per_second() {
    const DOCUMENTS: u32 = 50_000;
    const STARTS: u32 = 200;
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<_> = (0..100)
        .map(|number| {
            let bytes = ubl(number, 5_000);
            let path = folder.path().join(format!("{number}.xml"));
            fs::write(&path, &bytes).unwrap();
            Document { at: BytesAt::File(path), ..in_memory(MediaKind::Ubl, &bytes) }
        })
        .collect();
    let mut slot = real_slot(|settings| settings.reader.recycle_documents = u32::MAX);
    slot.unconfined().unwrap();
    let (own, children) = cpu_ms();
    let start = Instant::now();
    for document in documents.iter().cycle().take(DOCUMENTS as usize) {
        slot.inspect(document).unwrap();
    }
    let took = start.elapsed();
    drop(slot);
    let (own_after, children_after) = cpu_ms();
    let _ = writeln!(
        io::stderr(),
        "{:.0} documents a second; processor time per document: parent {:.1} µs, reader {:.1} µs",
        f64::from(DOCUMENTS) / took.as_secs_f64(),
        (own_after - own) * 1000.0 / f64::from(DOCUMENTS),
        (children_after - children) * 1000.0 / f64::from(DOCUMENTS),
    );
    let (own, children) = cpu_ms();
    let start = Instant::now();
    for _ in 0..STARTS {
        real_slot(|_| {}).unconfined().unwrap();
    }
    let took = start.elapsed();
    let (own_after, children_after) = cpu_ms();
    let _ = writeln!(
        io::stderr(),
        "from start to ready to gone {:.2} ms; processor time: parent {:.2} ms, reader {:.2} ms",
        took.as_secs_f64() * 1000.0 / f64::from(STARTS),
        (own_after - own) / f64::from(STARTS),
        (children_after - children) / f64::from(STARTS),
    );
}
