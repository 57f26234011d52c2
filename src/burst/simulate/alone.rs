//! The coordinator's machine without any help: the real dispatcher in simulated time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use dispatch::{Decision, Dispatcher, DocumentId, Estimate, Estimates, Unit, UnitKind};

use super::documents::Documents;

/// What looking at a document costs, ms of one core.
const LOOK_MS: f64 = 5.0;

/// When each document is done, ms; one that was not would stay at NaN.
pub fn alone(documents: &Documents, page_ms: f64, cores: u32) -> Vec<f64> {
    let mut dispatcher =
        Dispatcher::new(Estimates { ocr_page: Estimate::guess(page_ms), ..Estimates::default() });
    dispatcher.files_found(documents.len());
    dispatcher.walk_finished();
    let mut done_ms = vec![f64::NAN; documents.len()];
    let mut looked = 0;
    let mut doing: Vec<Option<(DocumentId, Unit, f64)>> = vec![None; cores.max(1) as usize];
    // (when a core is free, µs; the core)
    let mut clock: BinaryHeap<Reverse<(u64, usize)>> =
        (0..doing.len()).map(|core| Reverse((0, core))).collect();
    let mut waiting = Vec::new();
    while let Some(Reverse((now_us, core))) = clock.pop() {
        if let Some((id, unit, ms)) = doing[core].take()
            && dispatcher.unit_finished(id, &unit, ms)
        {
            done_ms[id as usize] = now_us as f64 / 1000.0;
        }
        waiting.push(core);
        for core in std::mem::take(&mut waiting) {
            let ms = match dispatcher.decide() {
                Decision::Look => {
                    let pages: Vec<u32> = (1..=documents.pages(looked)).collect();
                    dispatcher.add(looked as u64, UnitKind::Ocr, &pages);
                    dispatcher.look_finished();
                    looked += 1;
                    LOOK_MS
                }
                Decision::Read(id, unit) => {
                    let ms = unit.pages.iter().map(|page| documents.ms(id as usize, *page)).sum();
                    doing[core] = Some((id, unit, ms));
                    ms
                }
                Decision::Wait => {
                    waiting.push(core);
                    continue;
                }
                Decision::Finish => continue,
            };
            clock.push(Reverse((now_us + (ms * 1000.0) as u64, core)));
        }
    }
    done_ms
}
