//! What a supplier always does: how it numbers its invoices.

use super::learn::Usage;

/// Numbers that make a pattern, at least.
const LEAST: usize = 3;
/// Share of the numbers that have the shape of the pattern, in tenths, at least.
const MOST_TENTHS: usize = 8;
/// Suppliers that are numbered alike are numbered by the bookkeeper: from so many on, and such a share of them in tenths.
const SUPPLIERS: usize = 3;
const OWN_TENTHS: usize = 6;

/// Letters and the digits that they are taken for.
const ALIKE: [(char, char); 9] = [
    ('O', '0'),
    ('Q', '0'),
    ('D', '0'),
    ('I', '1'),
    ('L', '1'),
    ('Z', '2'),
    ('S', '5'),
    ('G', '6'),
    ('B', '8'),
];

/// A number of an invoice without its digits: "#" stands for a run of them.
fn skeleton(number: &str) -> (String, Vec<usize>) {
    let mut bones = String::new();
    let mut runs: Vec<usize> = Vec::new();
    for c in number.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            bones.extend(c.to_uppercase());
        } else if bones.ends_with('#')
            && let Some(run) = runs.last_mut()
        {
            *run += 1;
        } else {
            bones.push('#');
            runs.push(1);
        }
    }
    (bones, runs)
}

/// The shape that the numbers of a supplier have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    bones: String,
    /// Fewest and most digits of each run.
    runs: Vec<(usize, usize)>,
    /// The latest number of this shape.
    pub example: String,
    /// How the numbers grow, where they do.
    growth: Option<Growth>,
}

/// Numbers that are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Growth {
    /// What stands before the counted digits: a year changes.
    before: String,
    /// The latest.
    latest: u64,
    /// From one to the next, the middle one.
    step: u64,
}

/// Bookings that show how numbers grow, at least.
const GROWING: usize = 4;
/// So many bookings may be missing between the latest that is known and this one, and so many may come late.
const AHEAD: u64 = 60;
const LATE: u64 = 6;

/// So many digits are no count of something else, and no date in them.
const MANY_DIGITS: usize = 7;
/// Years that numbers begin with, and how many digits these have.
const YEARS: [(u64, std::ops::RangeInclusive<u64>); 2] = [(100, 15..=50), (10_000, 2015..=2050)];

/// Whether digits that begin with a year are followed by ones that begin with the next.
fn is_of_next_year(latest: u64, number: u64) -> bool {
    YEARS.iter().any(|(width, years)| {
        let year = |mut of: u64| {
            while of >= *width {
                of /= 10;
            }
            of
        };
        latest.max(1).ilog10() == number.max(1).ilog10()
            && years.contains(&year(latest))
            && year(number) == year(latest) + 1
    })
}

/// A number up to its last run of digits, and that run.
fn counted(number: &str) -> Option<(&str, u64)> {
    let number = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    let at = number.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let at = number.char_indices().map(|(i, _)| i).find(|i| *i >= at)?;
    Some((&number[..at], number[at..].parse().ok()?))
}

impl Growth {
    /// Of numbers with the oldest first.
    fn of(numbers: &[&String]) -> Option<Self> {
        let counts: Vec<(&str, u64)> = numbers.iter().filter_map(|n| counted(n)).collect();
        let (before, latest) = *counts.last()?;
        let mut steps: Vec<u64> = counts
            .windows(2)
            .filter(|pair| pair[0].0 == pair[1].0)
            .filter_map(|pair| pair[1].1.checked_sub(pair[0].1).filter(|step| *step > 0))
            .collect();
        let of_series = counts.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
        let grows = steps.len() >= GROWING && steps.len() * 10 >= of_series * 8;
        steps.sort_unstable();
        grows.then(|| Self { before: before.to_owned(), latest, step: steps[steps.len() / 2] })
    }
}

impl Pattern {
    /// The pattern of a supplier's numbers as the auditfiles have them, where there is one.
    pub fn of(usage: &Usage, supplier: &str) -> Option<Self> {
        let pattern = Self::of_numbers(usage.numbers(supplier))?;
        (!is_own_numbering(usage, &pattern.bones)).then_some(pattern)
    }

    fn of_numbers(numbers: &[String]) -> Option<Self> {
        // of equals the last is taken, which is the latest
        let shapes: Vec<_> = numbers.iter().map(|number| (number, skeleton(number))).collect();
        let times = |bones: &str| shapes.iter().filter(|(_, (known, _))| known == bones).count();
        let (example, (bones, runs)) = shapes.iter().max_by_key(|(_, (bones, _))| times(bones))?;
        let alike = times(bones);
        if alike < LEAST || alike * 10 < numbers.len() * MOST_TENTHS {
            return None;
        }
        let mut ranges: Vec<(usize, usize)> = runs.iter().map(|run| (*run, *run)).collect();
        for (_, (_, runs)) in shapes.iter().filter(|(_, (known, _))| known == bones) {
            for (range, run) in ranges.iter_mut().zip(runs) {
                *range = (range.0.min(*run), range.1.max(*run));
            }
        }
        let of_shape = shapes.iter().filter(|(_, (known, _))| known == bones);
        let of_shape: Vec<&String> = of_shape.map(|(number, _)| *number).collect();
        let growth = Growth::of(&of_shape);
        Some(Self { bones: bones.clone(), runs: ranges, example: (*example).clone(), growth })
    }

    /// Whether a number comes where the next ones are to be expected; `None` where they are not counted, or anew.
    pub fn expects(&self, number: &str) -> Option<bool> {
        let Growth { before, latest, step } = self.growth.as_ref()?;
        let (own, count) = counted(number).filter(|_| self.fits(number))?;
        let least = latest.saturating_sub(step.saturating_mul(LATE));
        let most = latest.saturating_add(step.saturating_mul(AHEAD));
        let is_next = (least..=most).contains(&count);
        (own == before && (is_next || !is_of_next_year(*latest, count))).then_some(is_next)
    }

    /// Whether a number without its label cannot well be another: where it is counted, with many digits.
    pub fn is_counted(&self, number: &str) -> bool {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        digits >= MANY_DIGITS && self.expects(number) == Some(true)
    }

    /// Whether a number has this shape. Numbers that are counted grow by a digit.
    pub fn fits(&self, number: &str) -> bool {
        let (bones, runs) = skeleton(number);
        let is_in =
            |((least, most), run): (&(usize, usize), &usize)| (*least..=*most + 1).contains(run);
        bones == self.bones && self.runs.iter().zip(&runs).all(is_in)
    }

    /// Whether hardly anything else has this shape: letters or marks beside digits, and many of them.
    pub fn is_telling(&self) -> bool {
        let digits: usize = self.runs.iter().map(|(least, _)| least).sum();
        let letters = self.bones.chars().filter(|c| c.is_alphabetic()).count();
        let is_date = self.runs.len() == 3 && digits == 8 && letters == 0;
        self.bones != "#" && digits >= 4 && digits + letters >= 6 && !is_date
    }

    /// The number that was meant, where letters and digits that look alike were taken for each other and nothing else keeps
    /// it from having this shape.
    pub fn mended(&self, number: &str) -> Option<String> {
        if self.runs.iter().any(|(least, most)| least != most) || self.fits(number) {
            return None;
        }
        let mut wanted: Vec<Option<char>> = Vec::new();
        let mut runs = self.runs.iter();
        for bone in self.bones.chars() {
            match bone {
                '#' => wanted.extend(std::iter::repeat_n(None, runs.next()?.0)),
                other => wanted.push(Some(other)),
            }
        }
        let read: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
        let meant = |(read, wanted): (&char, &Option<char>)| match wanted {
            None if read.is_ascii_digit() => Some(*read),
            None => {
                let letter = read.to_ascii_uppercase();
                ALIKE.iter().find(|(known, _)| *known == letter).map(|(_, digit)| *digit)
            }
            Some(wanted) if read.to_ascii_uppercase() == *wanted => Some(*read),
            Some(wanted) => ALIKE.contains(&(*wanted, *read)).then_some(*wanted),
        };
        (read.len() == wanted.len()).then(|| read.iter().zip(&wanted).map(meant).collect())?
    }
}

/// Whether many suppliers have numbers of this shape: then they are the bookkeeper's own.
fn is_own_numbering(usage: &Usage, bones: &str) -> bool {
    let (mut alike, mut all) = (0, 0);
    for numbers in usage.all_numbers().filter(|numbers| numbers.len() >= LEAST) {
        all += 1;
        alike +=
            usize::from(Pattern::of_numbers(numbers).is_some_and(|known| known.bones == bones));
    }
    all >= SUPPLIERS && alike * 10 >= all * OWN_TENTHS
}

/// Whether a letter that looks like a digit stands before a digit, so that pixels do not tell which it is.
pub(crate) fn is_ambiguous(number: &str) -> bool {
    let chars: Vec<char> = number.chars().collect();
    chars
        .windows(2)
        .any(|pair| matches!(pair[0], 'O' | 'o' | 'I' | 'l' | 'Q') && pair[1].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(numbers: &[&str]) -> Option<Pattern> {
        let numbers: Vec<String> = numbers.iter().map(|n| (*n).to_owned()).collect();
        Pattern::of_numbers(&numbers)
    }

    #[test]
    fn numbers_have_a_shape() {
        let known = pattern(&["VF100234", "VF100377", "VF100401"]).unwrap();
        assert!(known.fits("VF 209999"));
        assert!(!known.fits("VFO96863"));
        assert!(!known.fits("2026-118"));
        assert_eq!(known.mended("VFO96863").as_deref(), Some("VF096863"));
        assert_eq!(known.mended("VF09686"), None);
        assert_eq!(known.mended("XF096863"), None);
        let counted = pattern(&["F98", "F99", "F97"]).unwrap();
        assert!(counted.fits("F100"));
        assert!(pattern(&["1", "2"]).is_none());
        assert!(pattern(&["A1", "B-2", "C/3", "A4"]).is_none());
        let odd = pattern(&["26-1", "26-2", "26-3", "26-4", "herinnering 5"]).unwrap();
        assert_eq!(odd.example, "26-4");
    }

    #[test]
    fn numbers_that_begin_with_the_year_begin_anew() {
        for numbers in [
            ["20252601", "20252610", "20252618", "20252629", "20252635", "20252640"],
            ["2502601", "2502610", "2502618", "2502629", "2502635", "2502640"],
        ] {
            let known = pattern(&numbers).unwrap();
            let next = numbers[5].replacen("25", "26", 1);
            assert_eq!(known.expects(&next), None, "{next}");
            let later = format!("{}61", &numbers[5][..numbers[5].len() - 2]);
            assert!(known.is_counted(&later), "{later}");
            assert_eq!(known.expects(&numbers[5].replacen("2640", "9640", 1)), Some(false));
        }
    }

    #[test]
    fn letters_before_digits_are_doubtful_in_pixels() {
        assert!(is_ambiguous("VFO96863"));
        assert!(!is_ambiguous("VF096863"));
        assert!(!is_ambiguous("FACTUUR-12"));
    }
}
