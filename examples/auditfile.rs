//! Writes the auditfiles of an invented administration, to try `dizzy learn` on.
//!
//! ```sh
//! cargo run --example auditfile -- FOLDER [SEED] [MIB]
//! ```
//!
//! Six years, one file each, 300 suppliers, 24,000 purchases. With MIB, one file of about that size instead.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use testing::books::{Books, Plan};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| ".".to_owned());
    let seed = args.next().and_then(|arg| arg.parse().ok()).unwrap_or(1);
    let mib: Option<usize> = args.next().and_then(|arg| arg.parse().ok());
    let plan = match mib {
        // about 1.9 KB for a purchase and its payment
        Some(mib) => {
            Plan { seed, suppliers: 10_000, bookings: mib * 530, years: 1, ..Plan::default() }
        }
        None => Plan { seed, ..Plan::default() },
    };
    std::fs::create_dir_all(&folder)?;
    let books = Books::make(plan);
    for year in (plan.first_year..).take(plan.years as usize) {
        let path = Path::new(&folder).join(format!("auditfile-{year}.xaf"));
        let mut out = BufWriter::new(File::create(&path)?);
        books.write_xaf(year, seed.is_multiple_of(2), &mut out)?;
        out.flush()?;
    }
    Ok(())
}
