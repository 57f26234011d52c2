//! Tests of [`super`].

use clap::CommandFactory;

use super::*;
use crate::words::{Lang, cause};
use reading::Cause;

#[test]
fn the_flags_that_hints_name_exist() {
    let cli = Cli::command();
    let process = cli.find_subcommand("process").unwrap();
    let flags: Vec<String> = process
        .get_arguments()
        .filter_map(|arg| arg.get_long().map(|long| format!("--{long}")))
        .collect();
    let named = regex::Regex::new("--[a-z-]+").unwrap();
    for cause_ in [
        Cause::TooLarge { bytes: 1, limit: 1 },
        Cause::TooManyPages { pages: 1, limit: 1 },
        Cause::TooManyPixels { page: 1, width_px: 1, height_px: 1, limit_mpx: 1 },
        Cause::OverMemory { limit_mib: 1, page: None },
        Cause::TimedOut { seconds: 1, page: None },
    ] {
        for lang in [Lang::Nl, Lang::En] {
            let hint = cause(lang, &cause_).hint;
            let flag = named.find(&hint).expect("the hint names a flag").as_str();
            assert!(flags.iter().any(|known| known == flag), "{flag}");
        }
    }
}
