//! What is no text goes from the picture in black and white: rules made of dots or dashes and bar codes, which Tesseract
//! joins with the line of text below them, and specks.

use super::leptonica::Component;
use super::raster::Bits;

/// A picture with more components is noise or a drawing; it is left as it is.
pub(super) const MOST: usize = 60_000;
/// Height of a dot or dash at most, inches.
const DOT_IN: f64 = 0.016;
/// Width of a dash at most, inches.
const DASH_IN: f64 = 0.15;
/// Gap between two dots of a rule at most, inches.
const GAP_IN: f64 = 0.05;
/// Dots of a rule at least, and its length at least, inches.
const LEAST_DOTS: usize = 8;
const LEAST_IN: f64 = 0.2;
/// Dots that lie beside the end of a rule, in its line and not farther than this, belong to it, inches.
const BEYOND_IN: f64 = 0.6;
/// A speck's longer side at most, inches.
const SPECK_IN: f64 = 0.0105;
/// Anything with a side of this is a letter, inches.
const LETTER_IN: f64 = 0.03;
/// No letter of running text is higher, inches.
const MOST_LETTER_IN: f64 = 0.4;
/// A speck nearer to a letter may be its point or accent, inches.
const LONELY_IN: f64 = 0.035;
/// A dot nearer to a letter may be a decimal point, inches.
const TOUCH_IN: f64 = 0.02;

/// Height of a bar code's bars at least, inches.
const BAR_IN: f64 = 0.2;
/// Gap between two bars at most, inches.
const BAR_GAP_IN: f64 = 0.06;
/// Bars of a code at least: the shortest in use has 22, some of which run into each other.
const LEAST_BARS: usize = 12;

/// Takes dotted and dashed rules, bar codes and lonely specks away. `components` are the picture's, of resolution `dpi`;
/// those that may be letters come back.
pub(super) fn clean(bits: &mut Bits, mut components: Vec<Component>, dpi: f64) -> Vec<Component> {
    let px = |inches: f64| (inches * dpi).round().max(1.0) as i32;
    let high = components.iter().filter(|c| c.height > px(DOT_IN));
    let letters = Letters::new(high, px(LETTER_IN), px(LETTER_IN * 4.0));
    let dots: Vec<Component> =
        sorted(&components, |c| c.height <= px(DOT_IN) && c.width <= px(DASH_IN));
    let mut gone = rules(&dots, px(GAP_IN), px(LEAST_IN), px(BEYOND_IN));
    gone.retain(|dot| !letters.near(dot, px(TOUCH_IN), 0));
    let specks = components.iter().filter(|c| {
        c.width.max(c.height) <= px(SPECK_IN) && !letters.near(c, px(LONELY_IN), px(LONELY_IN))
    });
    let codes = bar_codes(&components, px(BAR_IN), px(BAR_GAP_IN));
    for c in gone.iter().chain(specks).chain(&codes) {
        bits.whiten(c);
    }
    components.retain(|c| {
        let in_code = |code: &Component| {
            (code.x..code.x + code.width).contains(&c.x) && (c.y - code.y).abs() <= px(BAR_IN)
        };
        (px(LETTER_IN)..px(MOST_LETTER_IN)).contains(&c.height) && !codes.iter().any(in_code)
    });
    components
}

/// The boxes of bar codes: many high bars beside each other. Where digits touch the bars from below, the box ends with
/// the bars.
fn bar_codes(components: &[Component], high: i32, gap: i32) -> Vec<Component> {
    let bars = sorted(components, |c| {
        c.height >= high && c.height >= 3 * c.width && c.height <= 12 * high
    });
    let mut codes: Vec<Vec<Component>> = Vec::new();
    for bar in bars {
        let beside = codes.iter_mut().rev().take(8).find(|code| {
            let last = code[code.len() - 1];
            bar.x - last.x - last.width <= gap && (bar.y - last.y).abs() <= high / 3
        });
        match beside {
            Some(code) => code.push(bar),
            None => codes.push(vec![bar]),
        }
    }
    codes.retain(|code| code.len() >= LEAST_BARS);
    codes
        .into_iter()
        .map(|code| {
            let middle = |of: fn(&Component) -> i32| {
                let mut values: Vec<i32> = code.iter().map(of).collect();
                values.sort_unstable();
                values[values.len() / 2]
            };
            let (top, bottom) = (middle(|c| c.y), middle(|c| c.y + c.height));
            let left = code.iter().map(|c| c.x).min().unwrap_or(0);
            let right = code.iter().map(|c| c.x + c.width).max().unwrap_or(left);
            Component {
                x: left,
                // The ends are ragged.
                y: top - 2,
                width: right - left,
                height: bottom - top + 4,
            }
        })
        .collect()
}

/// The components of a kind, by place across.
fn sorted(components: &[Component], wanted: impl Fn(&Component) -> bool) -> Vec<Component> {
    let mut found: Vec<Component> = components.iter().filter(|c| wanted(c)).copied().collect();
    found.sort_unstable_by_key(|c| (c.x, c.y, c.width));
    found
}

/// The dots that stand in rows of many.
fn rules(dots: &[Component], gap: i32, least: i32, beyond: i32) -> Vec<Component> {
    // A chain's last dot by the band of rows that it stands in: dots come from left to right.
    const BAND: i32 = 4;
    let middle = |c: &Component| c.y + c.height / 2;
    let mut chains: Vec<Vec<Component>> = Vec::new();
    let mut open: std::collections::BTreeMap<i32, Vec<usize>> = std::collections::BTreeMap::new();
    for dot in dots {
        let band = middle(dot) / BAND;
        let mut joined = None;
        for near in band - 1..=band + 1 {
            let Some(ends) = open.get_mut(&near) else {
                continue;
            };
            ends.retain(|&chain| {
                let last = &chains[chain][chains[chain].len() - 1];
                dot.x - last.x - last.width <= gap
            });
            joined = joined.or_else(|| {
                ends.iter().copied().find(|&chain| {
                    let last = &chains[chain][chains[chain].len() - 1];
                    (middle(dot) - middle(last)).abs() <= 2 && dot.x >= last.x + last.width - 1
                })
            });
        }
        let chain = joined.unwrap_or_else(|| {
            chains.push(Vec::new());
            chains.len() - 1
        });
        chains[chain].push(*dot);
        let ends = open.entry(band).or_default();
        if !ends.contains(&chain) {
            ends.push(chain);
        }
    }
    let length = |chain: &[Component]| match chain {
        [first, .., last] => last.x + last.width - first.x,
        _ => 0,
    };
    let (rules, rest): (Vec<_>, Vec<_>) =
        chains.into_iter().partition(|chain| chain.len() >= LEAST_DOTS && length(chain) >= least);
    // What noise cut off.
    let mut ends: Vec<(i32, i32, i32)> = rules
        .iter()
        .filter_map(|rule| rule.first().zip(rule.last()))
        .flat_map(|(first, last)| {
            [(middle(first), first.x - beyond, first.x), (middle(last), last.x, last.x + beyond)]
        })
        .collect();
    ends.sort_unstable();
    let stray = rest.into_iter().flatten().filter(|dot| {
        let from = ends.partition_point(|&(y, ..)| y < middle(dot) - 3);
        ends[from..]
            .iter()
            .take_while(|&&(y, ..)| y <= middle(dot) + 3)
            .any(|&(_, left, right)| (left..=right).contains(&dot.x))
    });
    let stray: Vec<Component> = stray.collect();
    rules.into_iter().flatten().chain(stray).collect()
}

/// The components that are large enough for letters, to look up what stands near.
struct Letters {
    cell: i32,
    /// (row, column) of each cell that a letter reaches into, and the letter.
    cells: Vec<(i32, i32, Component)>,
}

impl Letters {
    fn new<'c>(components: impl Iterator<Item = &'c Component>, least: i32, cell: i32) -> Self {
        let cell = cell.max(8);
        let mut cells = Vec::new();
        for c in components {
            let (long, short) = (c.width.max(c.height), c.width.min(c.height));
            // Rules and frames are no letters.
            if long < least || long > 40 * short.max(1) || long > 60 * cell {
                continue;
            }
            for row in c.y / cell..=(c.y + c.height - 1) / cell {
                for column in c.x / cell..=(c.x + c.width - 1) / cell {
                    cells.push((row, column, *c));
                }
            }
        }
        cells.sort_unstable_by_key(|&(row, column, c)| (row, column, c.x, c.y));
        Self { cell, cells }
    }

    /// Whether a letter is not farther than this, across and down.
    fn near(&self, dot: &Component, across: i32, down: i32) -> bool {
        let (left, right) = (dot.x - across, dot.x + dot.width + across);
        let (top, bottom) = (dot.y - down, dot.y + dot.height + down);
        (top.max(0) / self.cell..=bottom / self.cell).any(|row| {
            (left.max(0) / self.cell..=right / self.cell).any(|column| {
                let from = self.cells.partition_point(|&(r, c, _)| (r, c) < (row, column));
                self.cells[from..].iter().take_while(|&&(r, c, _)| (r, c) == (row, column)).any(
                    |(.., c)| {
                        c.x < right && left < c.x + c.width && c.y < bottom && top < c.y + c.height
                    },
                )
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 640;

    fn drawn(boxes: &[(i32, i32, i32, i32)]) -> (Bits, Vec<Component>) {
        let mut words = vec![0u32; SIDE / 32 * SIDE];
        let mut components = Vec::new();
        for &(x, y, width, height) in boxes {
            for row in y..y + height {
                for column in x..x + width {
                    words[row as usize * SIDE / 32 + column as usize / 32] |=
                        1 << (31 - column % 32);
                }
            }
            components.push(Component { x, y, width, height });
        }
        let bits = Bits { width: SIDE, height: SIDE, words };
        (bits, components)
    }

    fn left_after(boxes: &[(i32, i32, i32, i32)]) -> u64 {
        let (mut bits, components) = drawn(boxes);
        clean(&mut bits, components, 300.0);
        bits.count_black()
    }

    fn letter(at: i32) -> (i32, i32, i32, i32) {
        (20 + at * 20, 100, 14, 24)
    }

    #[test]
    fn dotted_and_dashed_rules_go() {
        let dots: Vec<_> = (0..60).map(|i| (10 + i * 8, 140 + i / 30, 4, 3)).collect();
        assert_eq!(left_after(&dots), 0);
        let dashes: Vec<_> = (0..12).map(|i| (10 + i * 40, 140, 28, 4)).collect();
        assert_eq!(left_after(&dashes), 0);
        // Cut by noise into parts.
        let cut: Vec<_> = dots.into_iter().filter(|d| d.0 % 96 > 16).collect();
        assert_eq!(left_after(&cut), 0);
    }

    #[test]
    fn the_dots_of_text_stay() {
        // Hyphens and points, as many as a line has.
        let mut text: Vec<_> = (0..20).map(letter).collect();
        text.extend((0..10).map(|i| (36 + i * 40, 120, 4, 4)));
        text.push((424, 112, 10, 3));
        let all: i32 = text.iter().map(|&(_, _, w, h)| w * h).sum();
        assert_eq!(left_after(&text), all as u64);
    }

    #[test]
    fn a_decimal_point_behind_leader_dots_stays() {
        let leader: Vec<_> = (0..20).map(|i| (10 + i * 12, 120, 4, 4)).collect();
        let mut row = leader.clone();
        row.extend([(250, 100, 14, 24), (267, 120, 4, 4), (274, 100, 14, 24)]);
        // Of the leader only what touches the digit may stay.
        let left = left_after(&row);
        assert!(left >= 14 * 24 * 2 + 16, "{left}");
        assert!(left <= 14 * 24 * 2 + 2 * 16, "{left}");
    }

    #[test]
    fn a_bar_code_goes_and_the_digits_below_it_stay() {
        let mut boxes: Vec<_> = (0..30).map(|i| (50 + i * 12, 200, 3 + i % 3 * 2, 120)).collect();
        // Two digits, one of which a bar runs into.
        boxes.extend([(60, 324, 14, 24), (100, 324, 14, 24)]);
        boxes[4].3 = 148;
        let left = left_after(&boxes);
        assert!((14 * 24 * 2..14 * 24 * 2 + 300).contains(&left), "{left}");
        // A grid's verticals stay.
        let grid: Vec<_> = (0..14).map(|i| (10 + i * 40, 100, 3, 200)).collect();
        assert_eq!(left_after(&grid), 14 * 3 * 200);
    }

    #[test]
    fn lonely_specks_go_and_points_stay() {
        let boxes = [letter(1), (56, 122, 3, 3), (40, 94, 3, 3), (400, 300, 3, 3)];
        assert_eq!(left_after(&boxes), 14 * 24 + 18);
    }
}
