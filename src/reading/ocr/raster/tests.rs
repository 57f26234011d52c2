use std::borrow::Cow;

use super::placement::steps_within;
use super::threshold::packed;
use super::*;

fn gray(width: usize, luma: &[u8]) -> Gray<'_> {
    Gray { width, height: luma.len() / width, luma: Cow::Borrowed(luma) }
}

#[test]
fn quarter_turns_are_clockwise() {
    let picture = gray(3, &[1, 2, 3, 4, 5, 6]);
    let turned = |turn_deg| {
        Placement { turn_deg, skew_deg: 0.0, fan_deg: 0.0, scale: 1.0 }
            .draw(&picture)
            .luma
            .into_owned()
    };
    assert_eq!(turned(0), [1, 2, 3, 4, 5, 6]);
    assert_eq!(turned(90), [4, 1, 5, 2, 6, 3]);
    assert_eq!(turned(180), [6, 5, 4, 3, 2, 1]);
    assert_eq!(turned(270), [3, 6, 2, 5, 1, 4]);
}

#[test]
fn interpolated_turns_agree_with_exact_ones() {
    let luma: Vec<u8> = (0..40 * 30).map(|i| (i * 7 % 251) as u8).collect();
    let picture = gray(40, &luma);
    for turn_deg in [0, 90, 180, 270] {
        let placement = Placement { turn_deg, skew_deg: 0.0, fan_deg: 0.0, scale: 1.0 };
        let exact = placement.draw(&picture);
        let (width, height) = placement.size(&picture);
        let interpolated = placement.interpolate(&picture, [0, 0, width, height]);
        assert_eq!(exact.luma, interpolated.luma, "{turn_deg}");
    }
}

#[test]
fn scaling_by_sides_agrees_with_interpolation() {
    let luma: Vec<u8> = (0..40 * 30).map(|i| (i * 7 % 251) as u8).collect();
    let picture = gray(40, &luma);
    for scale in [1.5, 2.0, 0.8, 1.37] {
        let placement = Placement { turn_deg: 0, skew_deg: 0.0, fan_deg: 0.0, scale };
        let (width, height) = placement.size(&picture);
        let at_once = placement.interpolate(&picture, [0, 0, width, height]);
        let by_sides = picture.scaled(scale);
        assert_eq!((by_sides.width, by_sides.height), (at_once.width, at_once.height));
        // At the edges the one takes the nearest pixel, the other mixes along the edge.
        for y in 3..by_sides.height - 3 {
            for x in 3..by_sides.width - 3 {
                let at = y * by_sides.width + x;
                let (a, b) = (by_sides.luma[at], at_once.luma[at]);
                assert!(a.abs_diff(b) <= 2, "{scale}: {x} {y}: {a} {b}");
            }
        }
    }
}

#[test]
fn a_part_is_the_same_as_in_the_whole() {
    let luma: Vec<u8> = (0..60 * 50).map(|i| (i * 7 % 251) as u8).collect();
    let picture = gray(60, &luma);
    for (turn_deg, skew_deg, fan_deg, scale) in
        [(0, 0.0, 0.0, 1.0), (90, 2.0, 0.0, 1.5), (180, 1.0, 4.0, 1.0)]
    {
        let placement = Placement { turn_deg, skew_deg, fan_deg, scale };
        let whole = placement.draw(&picture);
        let part = placement.draw_part(&picture, [10, 20, 40, 31], 1.0);
        assert_eq!((part.width, part.height), (30, 11));
        for y in 0..11 {
            let at = (y + 20) * whole.width + 10;
            assert_eq!(part.luma[y * 30..][..30], whole.luma[at..at + 30]);
        }
        let large = placement.draw_part(&picture, [10, 20, 40, 31], 2.0);
        assert_eq!((large.width, large.height), (60, 22));
        // Reaching out of the page is no trouble.
        placement.draw_part(&picture, [0, 0, 9000, 9000], 2.0);
        placement.draw_part(&picture, [8000, 8000, 9000, 9000], 2.0);
    }
}

#[test]
fn a_fan_is_folded() {
    // A line that falls at the bottom of the page and is level at the top.
    let (w, h) = (200, 200);
    let placement = Placement { turn_deg: 0, skew_deg: 2.0, fan_deg: 4.0, scale: 1.0 };
    let luma: Vec<u8> = (0..w * h)
        .map(|i| {
            let (x, y) = ((i % w) as f64, (i / w) as f64);
            let slope = 4f64.to_radians().tan() * (x - 100.0);
            if (y - 180.0 - slope).abs() < 1.5 { 0 } else { WHITE }
        })
        .collect();
    let picture = gray(w, &luma);
    let drawn = placement.draw(&picture);
    let row = |x: usize| (0..h).filter(|y| drawn.luma[y * w + x] < 128).max();
    let rows: Vec<usize> = [20, 100, 180].into_iter().filter_map(row).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().max().unwrap() - rows.iter().min().unwrap() <= 1);
}

#[test]
fn lone_pixels_go_from_a_fax() {
    let mut clean = [WHITE; 48];
    for at in [20, 21, 28] {
        clean[at] = 0;
    }
    let mut luma = clean;
    luma[9] = 0;
    let fax = gray(8, &luma);
    assert!(fax.is_two_level() && !gray(2, &[0, 7]).is_two_level());
    assert_eq!(fax.without_lone_pixels().luma.as_ref(), clean);
}

#[test]
fn steps_are_those_inside() {
    for (from, step) in [(-7, 3), (12, -4), (5, 0), (-1, 0), (100, -7), (0, 1), (9, 1), (-50, 2)] {
        let inside: Vec<usize> =
            (0..20).filter(|&n: &usize| (0..10).contains(&(from + step * n as i64))).collect();
        let found: Vec<usize> = steps_within(from, step, 10, 20).collect();
        assert_eq!(found, inside, "{from} {step}");
    }
}

#[test]
fn pixels_are_packed_in_order() {
    let mut pixels = [0u8; 32];
    for at in 0..32 {
        pixels[at] = 1;
        assert_eq!(packed(&pixels), !0u32 << (31 - at));
    }
}

#[test]
fn shrinking_takes_means() {
    let picture = gray(4, &[0, 100, 10, 10, 100, 200, 10, 10]);
    assert_eq!(picture.shrink(2).luma.as_ref(), [100, 10]);
    assert_eq!(gray(1, &[7]).shrink(8).luma.as_ref(), [7]);
}

#[test]
fn the_median_takes_a_speckle_away() {
    let mut luma = [200u8; 25];
    luma[12] = 0;
    assert_eq!(gray(5, &luma).median().luma.as_ref(), [200; 25]);
}

#[test]
fn sauvola_finds_the_stroke_on_any_ground() {
    // A dark stroke on a ground that falls from white to grey.
    let (w, h) = (100, 60);
    let luma: Vec<u8> = (0..w * h)
        .map(|i| {
            let (x, y) = (i % w, i / w);
            let ground = 250 - x;
            let stroke = (28..31).contains(&y) && (10..90).contains(&x);
            (if stroke { ground / 3 } else { ground }) as u8
        })
        .collect();
    let bits = gray(w, &luma).binarise(15, 0.3, 0);
    assert_eq!(bits.count_black(), 3 * 80);
}

#[test]
fn flat_pictures_of_any_tone_are_blank() {
    for tone in [0, 1, 90, 255] {
        assert_eq!(gray(70, &vec![tone; 70 * 50]).binarise(15, 0.3, 0).count_black(), 0);
    }
    assert_eq!(gray(1, &[0]).binarise(15, 0.3, 0).count_black(), 0);
}

#[test]
fn boxes_are_fitted_to_the_black_in_them() {
    let mut words = vec![0; 2 * 5];
    words[2 * 2] = 1; // x 31, y 2
    words[2 * 3 + 1] = 1 << 31; // x 32, y 3
    let bits = Bits { width: 64, height: 5, words };
    assert_eq!(bits.fitted([3, 0, 60, 5]), [31, 2, 33, 4]);
    assert_eq!(bits.fitted([32, 0, 900, 900]), [32, 3, 33, 4]);
    assert_eq!(bits.fitted([0, 0, 5, 5]), [0, 0, 5, 5]);
    assert_eq!(bits.fitted([70, 9, 80, 20]), [70, 9, 80, 20]);
}

#[test]
fn lone_pixels_are_found_across_words() {
    let mut bits = Bits { width: 64, height: 3, words: vec![0, 0, 1, 1 << 31, 0, 0] };
    assert_eq!(bits.lone_pixels(false), 0);
    bits.words = vec![0, 0, 1, 0, 0, 1 << 20];
    assert_eq!(bits.lone_pixels(true), 2);
    assert_eq!(bits.count_black(), 0);
}
