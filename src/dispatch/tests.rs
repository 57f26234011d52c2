//! The decisions, driven by a simulated run.

use std::collections::BTreeMap;

use super::*;

/// Runs `sizes` (OCR pages of each document, in the order of the walk) on `workers` simulated cores at 1,000 ms a page;
/// gives the time at which each document is done, ms.
fn simulate(sizes: &[u32], workers: usize) -> Vec<f64> {
    let mut dispatcher = Dispatcher::new(Estimates {
        text_page: Estimate::guess(2.0),
        ocr_page: Estimate::guess(1000.0),
    });
    dispatcher.files_found(sizes.len());
    dispatcher.walk_finished();
    let mut done = vec![f64::NAN; sizes.len()];
    let mut looked = 0;
    // when a worker is free → (worker, what it was doing)
    let mut clock: BTreeMap<(u64, usize), Option<(DocumentId, Unit)>> =
        (0..workers).map(|w| ((0, w), None)).collect();
    let mut waiting = Vec::new();
    while let Some(((now_us, worker), finished)) = clock.pop_first() {
        if let Some((id, unit)) = finished {
            let ms = 1000.0 * unit.pages.len() as f64;
            if dispatcher.unit_finished(id, &unit, ms) {
                done[id as usize] = now_us as f64 / 1000.0;
            }
        }
        waiting.push(worker);
        for worker in std::mem::take(&mut waiting) {
            match dispatcher.decide() {
                Decision::Look => {
                    let pages: Vec<u32> = (1..=sizes[looked]).collect();
                    dispatcher.add(looked as u64, UnitKind::Ocr, &pages);
                    dispatcher.look_finished();
                    looked += 1;
                    clock.insert((now_us + 5_000, worker), None);
                }
                Decision::Read(id, unit) => {
                    let took = 1_000_000 * unit.pages.len() as u64;
                    clock.insert((now_us + took, worker), Some((id, unit)));
                }
                Decision::Wait => waiting.push(worker),
                Decision::Finish => {}
            }
        }
    }
    done
}

fn percentile(mut times: Vec<f64>, share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}

#[test]
fn small_invoices_do_not_wait_behind_a_large_scan() {
    let small = vec![1; 300];
    let alone = percentile(simulate(&small, 2), 0.95);
    for at in [0, 150, 300] {
        let mut sizes = small.clone();
        sizes.insert(at, 300);
        let mut times = simulate(&sizes, 2);
        times.remove(at);
        let with = percentile(times, 0.95);
        assert!(with <= 1.05 * alone, "at {at}: {with} against {alone}");
    }
}

#[test]
fn a_large_scan_uses_all_cores() {
    let times = simulate(&[400], 8);
    assert!(times[0] < 400_000.0 / 8.0 * 1.05, "{times:?}");
}

#[test]
fn everything_is_done_once_and_nothing_is_left() {
    let sizes: Vec<u32> = (0..2_000).map(|n| 1 + (n * 7919) % 13).collect();
    let times = simulate(&sizes, 3);
    assert!(times.iter().all(|t| t.is_finite()));
}

#[test]
fn small_documents_deep_in_a_folder_of_scans_come_early() {
    let mut sizes = vec![40; 1_000];
    sizes.push(1);
    let times = simulate(&sizes, 2);
    let all = 40.0 * 1_000.0 * 1_000.0 / 2.0;
    assert!(times[1_000] < all * 0.05, "{} of {all}", times[1_000]);
}

#[test]
fn a_document_that_was_given_up_is_not_read_on() {
    let mut dispatcher = Dispatcher::new(Estimates::default());
    dispatcher.files_found(1);
    dispatcher.walk_finished();
    assert_eq!(dispatcher.decide(), Decision::Look);
    dispatcher.add(7, UnitKind::Ocr, &[1, 2, 3]);
    dispatcher.look_finished();
    let Decision::Read(7, unit) = dispatcher.decide() else {
        panic!("the document has pages to read");
    };
    dispatcher.give_up(7);
    assert!(!dispatcher.unit_finished(7, &unit, 1.0));
    assert_eq!(dispatcher.decide(), Decision::Finish);
}

#[test]
fn draining_begins_nothing_new() {
    let mut dispatcher = Dispatcher::new(Estimates::default());
    dispatcher.files_found(10);
    dispatcher.drain();
    assert_eq!(dispatcher.decide(), Decision::Finish);
}
