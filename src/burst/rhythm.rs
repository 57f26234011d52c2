//! How often the coordinator looks for results.

use std::time::Duration;

/// Between two looks at first, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// So many results at once are worth a look.
const WORTH: u64 = 4;

/// The pause between two looks is no more than this part of the time since the begin: a short run does not end late.
const PART: u32 = 20;

/// A request to the store for a thousand names may be made this often.
const LISTING: Duration = Duration::from_secs(1);

/// The pauses between looks: as long as results take to come, for a long list of results longer, because looking costs
/// a request for every thousand of them. The real coordinator and the simulated one keep the same rhythm.
#[derive(Debug, Clone)]
pub(crate) struct Rhythm {
    pause: Duration,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { pause: PAUSE.0 }
    }
}

impl Rhythm {
    /// The pause after a look in which `came` results came and `requests` were made, `since` the run began.
    pub fn next(&mut self, came: u64, requests: u64, since: Duration) -> Duration {
        self.pause = match came {
            0 => self.pause * 3 / 2,
            few if few < WORTH => self.pause,
            _ => self.pause / 2,
        };
        let most = (since / PART).clamp(PAUSE.0, PAUSE.1);
        self.pause = self.pause.clamp(PAUSE.0, most);
        if requests > 1 {
            let requests = u32::try_from(requests).unwrap_or(u32::MAX);
            return self.pause.max(LISTING.saturating_mul(requests));
        }
        self.pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn pauses_grow_while_nothing_comes_and_shrink_when_much_does() {
        let mut rhythm = Rhythm::default();
        for _ in 0..20 {
            rhythm.next(0, 1, HOUR);
        }
        assert_eq!(rhythm.next(1, 1, HOUR), PAUSE.1);
        for _ in 0..20 {
            rhythm.next(10, 1, HOUR);
        }
        assert_eq!(rhythm.next(1, 1, HOUR), PAUSE.0);
    }

    #[test]
    fn a_short_run_does_not_end_late() {
        let mut rhythm = Rhythm::default();
        let mut since = Duration::ZERO;
        while since < Duration::from_mins(1) {
            let pause = rhythm.next(0, 1, since);
            assert!(pause <= PAUSE.0.max(since / 20));
            since += pause;
        }
    }

    #[test]
    fn long_lists_are_asked_for_seldom() {
        let mut rhythm = Rhythm::default();
        assert_eq!(rhythm.next(1000, 33, HOUR), Duration::from_secs(33));
    }
}
