//! Which lines make which sums, where nothing but the amounts tells.

use rustc_hash::{FxHashMap, FxHashSet};

use invoice::Amount;

/// Sums that are looked at: beyond them there is most likely more than one way, and it takes long.
const MOST_SUMS: usize = 40_000;

/// For each amount the sum that it is a part of, where every amount is part of one and there is one way only.
pub(crate) fn only_way(amounts: &[Amount], sums: &[Amount]) -> Option<Vec<usize>> {
    let mut place = vec![None; amounts.len()];
    let (last, before) = sums.split_last()?;
    for (at, sum) in before.iter().enumerate() {
        let open: Vec<usize> = (0..amounts.len()).filter(|i| place[*i].is_none()).collect();
        for i in only_subset(amounts, &open, *sum)? {
            place[i] = Some(at);
        }
    }
    let rest = (0..amounts.len()).filter(|i| place[*i].is_none());
    let is_rest = rest.map(|i| amounts[i]).sum::<Amount>() == *last;
    is_rest.then(|| place.into_iter().map(|at| at.unwrap_or(sums.len() - 1)).collect())
}

/// The sum of some of the amounts that is as wanted, where there is one.
pub(crate) fn only_sum(amounts: &[Amount], is_wanted: impl Fn(Amount) -> bool) -> Option<Amount> {
    let mut sums: FxHashSet<Amount> = FxHashSet::from_iter([Amount::ZERO]);
    for amount in amounts {
        let more: Vec<Amount> = sums.iter().map(|sum| *sum + *amount).collect();
        sums.extend(more);
        if sums.len() > MOST_SUMS {
            return None;
        }
    }
    let mut wanted = sums.into_iter().filter(|sum| is_wanted(*sum));
    let only = wanted.next()?;
    wanted.next().is_none().then_some(only)
}

/// The places of the amounts that make a sum, where one set of them does.
fn only_subset(amounts: &[Amount], open: &[usize], sum: Amount) -> Option<Vec<usize>> {
    // each sum with how many sets make it, at most two, and the latest amount of the first of them with the sum before
    type Way = (u8, Option<(usize, Amount)>);
    let mut ways: FxHashMap<Amount, Way> = FxHashMap::default();
    let mut layers: Vec<FxHashMap<Amount, Way>> = Vec::with_capacity(open.len());
    ways.insert(Amount::ZERO, (1, None));
    for &i in open {
        let mut next = ways.clone();
        for (reached, (times, _)) in &ways {
            let way = next.entry(*reached + amounts[i]).or_insert((0, Some((i, *reached))));
            way.0 = (way.0 + times).min(2);
        }
        if next.len() > MOST_SUMS {
            return None;
        }
        layers.push(std::mem::replace(&mut ways, next));
    }
    if ways.get(&sum)?.0 != 1 {
        return None;
    }
    // back through the layers: an amount is in the set where the sum could not be made without it
    let mut found = Vec::new();
    let mut left = sum;
    for (&i, before) in open.iter().zip(&layers).rev() {
        if !before.contains_key(&left) {
            found.push(i);
            left = left - amounts[i];
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(cents: &[i64]) -> Vec<Amount> {
        cents.iter().map(|cents| Amount::from_cents(*cents)).collect()
    }

    #[test]
    fn lines_find_their_sums_where_there_is_one_way() {
        let lines = amounts(&[55_872, 24_270, 1_431, 5_845, -300]);
        let sums = amounts(&[55_872 + 1_431 - 300, 24_270 + 5_845]);
        assert_eq!(only_way(&lines, &sums), Some(vec![0, 1, 0, 1, 0]));
        assert_eq!(only_way(&lines, &amounts(&[1, 2])), None);
    }

    #[test]
    fn a_sum_is_found_by_what_it_must_be() {
        let lines = amounts(&[7_670, 21_192, 24_052]);
        let is_taxed = |sum: Amount| sum.percent(9.into()) == Amount::from_cents(4_072);
        assert_eq!(only_sum(&lines, is_taxed), Some(Amount::from_cents(45_244)));
        assert_eq!(only_sum(&lines, |sum| !sum.is_zero()), None);
    }

    #[test]
    fn two_ways_are_none() {
        assert_eq!(only_way(&amounts(&[100, 100, 300]), &amounts(&[100, 400])), None);
        assert_eq!(only_way(&amounts(&[500, 20, -20, 300]), &amounts(&[500, 300])), None);
        assert_eq!(only_way(&amounts(&[100, 200]), &amounts(&[100, 200])), Some(vec![0, 1]));
    }

    #[test]
    fn many_lines_take_no_time() {
        let lines: Vec<Amount> = (0..60).map(|i| Amount::from_cents(1_000 + i * i * 37)).collect();
        assert_eq!(only_way(&lines, &amounts(&[50_000, 1])), None);
    }
}
