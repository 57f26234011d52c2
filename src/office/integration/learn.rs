//! An invented administration of five years, learned, and asked about the sixth.

use std::collections::HashSet;

use crate::batch::{Learnt, Lessons, learn_file};
use crate::ledger::Ledger;
use crate::settings::Settings;
use booking::Question;
use invoice::Amount;
use testing::books::{Books, Plan};

/// What was said and what was right, for the calibration.
#[derive(Default)]
struct Score {
    asked: u32,
    right: u32,
    right_in_three: u32,
    said: f64,
    sure: u32,
    sure_right: u32,
}

impl Score {
    fn count(&mut self, is_right: bool, in_three: bool, said: f32) {
        self.asked += 1;
        self.right += u32::from(is_right);
        self.right_in_three += u32::from(in_three);
        self.said += f64::from(said);
        if said >= 0.9 {
            self.sure += 1;
            self.sure_right += u32::from(is_right);
        }
    }

    fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.asked.max(1))
    }
}

#[test]
fn the_year_after_five_years_is_booked_right() {
    for seed in [1, 2, 3] {
        let books = Books::make(Plan { seed, ..Plan::default() });
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(dir.path()).unwrap();
        let last = books.plan.first_year + 5;
        let settings = Settings::default();
        let lessons =
            Lessons { settings: &settings, administration: "", mapping: &[], same_company: false };
        let mut learned = 0;
        for year in books.plan.first_year..last {
            let path = books.write_year(year, dir.path());
            let Learnt::File { count, .. } = learn_file(&mut ledger, &lessons, &path).unwrap()
            else {
                panic!("not learned")
            };
            learned += count.new;
        }
        assert!(learned > 19_000, "{learned}");
        let learned = ledger.learned("").unwrap();
        let (by_supplier, by_words) = (learned.by_supplier.unwrap(), learned.classifier.unwrap());
        let (mut known, mut new) = (Score::default(), Score::default());
        let mut new_suppliers = HashSet::new();
        for booking in books.bookings.iter().filter(|b| b.year == last) {
            let supplier = &books.suppliers[booking.supplier];
            for line in &booking.lines {
                let question = Question {
                    supplier: Some(&supplier.number),
                    supplier_name: Some(&supplier.name),
                    texts: &[&line.text],
                    amount: Amount::from_cents(line.net_cents),
                };
                let mut ranked = by_supplier.rank(&question);
                let score = if ranked.is_empty() {
                    ranked = by_words.rank(&question);
                    new_suppliers.insert(booking.supplier);
                    &mut new
                } else {
                    &mut known
                };
                score.count(
                    ranked[0].account == line.right,
                    ranked.iter().take(3).any(|r| r.account == line.right),
                    ranked[0].probability,
                );
            }
        }
        for (name, score) in [("known", &known), ("new", &new)] {
            eprintln!(
                "seed {seed}, {name}: {} lines, top 1 {:.3}, top 3 {:.3}, said {:.3}; sure of {} and right in {:.3}",
                score.asked,
                score.share(),
                f64::from(score.right_in_three) / f64::from(score.asked),
                score.said / f64::from(score.asked),
                score.sure,
                f64::from(score.sure_right) / f64::from(score.sure.max(1)),
            );
        }
        assert!(known.share() >= 0.95, "seed {seed}: {}", known.share());
        assert!(new.share() >= 0.65, "seed {seed}: {}", new.share());
        let said = known.said / f64::from(known.asked);
        assert!((said - known.share()).abs() < 0.02, "calibrated: {said}");
        let sure = f64::from(known.sure_right) / f64::from(known.sure);
        assert!(sure >= 0.96, "what it is sure of: {sure}");
    }
}
