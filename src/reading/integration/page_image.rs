//! The pixels of pages: scans as they are stored, other pages drawn, picture files.

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};
use reading::Cause;
use reading::document::{MediaKind, NoText, OpenDocument, PageImage, TextPass};
use reading::settings::Limits;
use testing::pdf::{INVOICE, PdfBuilder, write_lines};
use testing::{corpus, files};

use crate::{kind_of_pages, open_pdf};

/// 20 by 30 pixels, no two rows or columns alike.
fn pattern() -> GrayImage {
    GrayImage::from_fn(20, 30, |x, y| Luma([(x * 8 + y * 3) as u8]))
}

/// A page of 20 by 30 points times `scale` with the pattern as its only picture, placed by `matrix`.
fn scan(matrix: &str, page: &str, size: (i32, i32), more: &str) -> PageImage {
    let mut builder = PdfBuilder::default();
    let picture = builder.stream(
        "/Type /XObject /Subtype /Image /Width 20 /Height 30 /ColorSpace /DeviceGray /BitsPerComponent 8",
        pattern().as_raw(),
    );
    builder.resources = format!("/XObject << /Im {picture} 0 R >>");
    builder.page = page.into();
    builder.media_box = [0, 0, size.0, size.1];
    let mut document = open_pdf(builder.build(format!("q {matrix} cm /Im Do Q {more}")));
    document.page_image(1, 144).expect("pixels")
}

fn pixels(image: &PageImage) -> GrayImage {
    GrayImage::from_raw(image.width_px, image.height_px, image.luma.clone()).expect("sizes fit")
}

#[test]
fn a_scan_gives_its_own_pixels() {
    let image = scan("40 0 0 60 0 0", "", (40, 60), "");
    assert_eq!(pixels(&image), pattern());
    assert!((image.dpi.expect("placed") - 36.0).abs() < 0.01);
}

#[test]
fn a_scan_is_turned_as_it_is_shown() {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    let turned = |matrix, page, size| pixels(&scan(matrix, page, size, ""));
    assert_eq!(turned("40 0 0 60 0 0", "/Rotate 90", (40, 60)), rotate90(&pattern()));
    assert_eq!(turned("40 0 0 60 0 0", "/Rotate 180", (40, 60)), rotate180(&pattern()));
    assert_eq!(turned("40 0 0 60 0 0", "/Rotate 270", (40, 60)), rotate270(&pattern()));
    assert_eq!(turned("-40 0 0 -60 40 60", "", (40, 60)), rotate180(&pattern()));
    assert_eq!(turned("-40 0 0 60 40 0", "", (40, 60)), flip_horizontal(&pattern()));
    assert_eq!(turned("40 0 0 -60 0 60", "", (40, 60)), flip_vertical(&pattern()));
    // Lying on its side in the file, set upright by the matrix.
    assert_eq!(turned("0 40 -60 0 60 0", "", (60, 40)), rotate270(&pattern()));
    assert_eq!(turned("0 -40 60 0 0 40", "", (60, 40)), rotate90(&pattern()));
}

#[test]
fn a_picture_can_be_turned_upright() {
    use image::imageops::{rotate90, rotate180, rotate270};
    let image = scan("40 0 0 60 0 0", "", (40, 60), "");
    let turned = |degrees| pixels(&image.clone().turned(degrees));
    assert_eq!(turned(0), pattern());
    assert_eq!(turned(90), rotate90(&pattern()));
    assert_eq!(turned(180), rotate180(&pattern()));
    assert_eq!(turned(270), rotate270(&pattern()));
}

#[test]
fn margins_are_white_and_overhang_is_cut_off() {
    let image = scan("20 0 0 30 5 10", "", (40, 60), "");
    assert_eq!((image.width_px, image.height_px), (40, 60));
    let paper = pixels(&image);
    assert_eq!(paper.get_pixel(0, 0).0, [255]);
    assert_eq!(paper.get_pixel(5, 20), pattern().get_pixel(0, 0));
    assert_eq!(paper.get_pixel(24, 49), pattern().get_pixel(19, 29));
}

#[test]
fn a_fax_with_fewer_lines_than_columns_is_made_square() {
    let image = scan("20 0 0 60 0 0", "", (20, 60), "");
    assert_eq!((image.width_px, image.height_px), (20, 60));
    assert!((image.dpi.expect("placed") - 72.0).abs() < 0.01);
}

#[test]
fn a_page_with_more_than_the_scan_is_drawn() {
    for more in
        ["BT /F1 9 Tf 3 30 Td (Bijlage) Tj ET", "0 g 5 5 20 20 re f", "q 10 0 0 10 0 0 cm /Im Do Q"]
    {
        let image = scan("40 0 0 60 0 0", "", (40, 60), more);
        assert_eq!((image.width_px, image.height_px), (80, 120), "{more}");
        assert!((image.dpi.expect("drawn") - 144.0).abs() < 0.01);
    }
    // What lies under the scan is not seen, and text without ink is not either.
    for hidden in ["3 Tr BT /F1 9 Tf 3 30 Td (Bijlage) Tj ET", ""] {
        assert_eq!(pixels(&scan("40 0 0 60 0 0", "", (40, 60), hidden)), pattern());
    }
    assert_eq!(
        pixels(&scan("1 0 0 1 0 0 cm 0 g 5 5 20 20 re f 40 0 0 60 0 0", "", (40, 60), "")),
        pattern()
    );
}

#[test]
fn a_text_page_is_drawn_with_black_letters_on_white() {
    let mut document = open_pdf(PdfBuilder::default().build(write_lines(INVOICE)));
    let image = document.page_image(1, 150).expect("pixels");
    assert_eq!((image.width_px, image.height_px), (1239, 1754));
    let dark = image.luma.iter().filter(|p| **p < 100).count();
    assert!(dark > 2_000, "{dark}");
    assert_eq!(image.luma[0], 255);
}

#[test]
fn a_large_page_is_drawn_as_finely_as_the_limit_allows() {
    let builder = PdfBuilder { media_box: [0, 0, 1440, 1440], ..PdfBuilder::default() };
    let bytes = builder.build(write_lines(INVOICE));
    let mut small = Limits { page_mpx: 16, ..Limits::default() };
    let (mut document, _) =
        OpenDocument::open(MediaKind::Pdf, bytes.clone(), &small).expect("opens");
    let image = document.page_image(1, 300).expect("pixels");
    assert!((image.dpi.expect("drawn") - 200.0).abs() < 1.0, "{:?}", image.dpi);
    small.page_mpx = 8;
    let (mut document, _) = OpenDocument::open(MediaKind::Pdf, bytes, &small).expect("opens");
    assert!(matches!(document.page_image(1, 300), Err(Cause::TooManyPixels { .. })));
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, format).expect("encodes");
    out.into_inner()
}

fn read(kind: MediaKind, bytes: &[u8]) -> Result<PageImage, Cause> {
    let (mut document, inspection) = OpenDocument::open(kind, bytes.to_vec(), &Limits::default())?;
    assert_eq!(inspection.pages, 1);
    assert_eq!(document.text(1), Ok(TextPass::NeedsOcr { page: 1, why: NoText::None }));
    document.page_image(1, 300)
}

#[test]
fn every_kind_of_picture_file() {
    let grey = DynamicImage::ImageLuma8(pattern());
    for (kind, format) in [
        (MediaKind::Png, ImageFormat::Png),
        (MediaKind::Bmp, ImageFormat::Bmp),
        (MediaKind::Tiff, ImageFormat::Tiff),
    ] {
        assert_eq!(
            pixels(&read(kind, &encoded(&grey, format)).expect("reads")),
            pattern(),
            "{kind:?}"
        );
    }
    let color = DynamicImage::ImageRgb8(grey.to_rgb8());
    for (kind, format) in [
        (MediaKind::Gif, ImageFormat::Gif),
        (MediaKind::Webp, ImageFormat::WebP),
        (MediaKind::Jpeg, ImageFormat::Jpeg),
        (MediaKind::Tiff, ImageFormat::Tiff),
    ] {
        let image = read(kind, &encoded(&color, format)).expect("reads");
        let off = |(a, b): (&u8, &u8)| u32::from(a.abs_diff(*b));
        let worst = image.luma.iter().zip(pattern().iter()).map(off).max();
        assert!(worst <= Some(24), "{kind:?}: {worst:?}");
    }
    let deep = DynamicImage::ImageLuma16(grey.to_luma16());
    for (kind, format) in [(MediaKind::Png, ImageFormat::Png), (MediaKind::Tiff, ImageFormat::Tiff)]
    {
        assert_eq!(
            pixels(&read(kind, &encoded(&deep, format)).expect("reads")),
            pattern(),
            "{kind:?}"
        );
    }
}

#[test]
fn transparency_shows_white_paper() {
    let clear = RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0]));
    let image = read(MediaKind::Png, &encoded(&DynamicImage::ImageRgba8(clear), ImageFormat::Png));
    assert!(image.expect("reads").luma.iter().all(|p| *p == 255));
}

/// A PNG chunk.
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(data);
    let mut out = u32::try_from(data.len()).expect("small").to_be_bytes().to_vec();
    out.extend(kind);
    out.extend_from_slice(data);
    out.extend(crc.sum().to_be_bytes());
    out
}

#[test]
fn a_png_tells_its_resolution() {
    let page = GrayImage::from_pixel(300, 400, Luma([255]));
    let mut png = encoded(&DynamicImage::ImageLuma8(page), ImageFormat::Png);
    let mut phys = 11_811u32.to_be_bytes().to_vec();
    phys.extend(11_811u32.to_be_bytes());
    phys.push(1);
    png.splice(33..33, chunk(*b"pHYs", &phys));
    let dpi = read(MediaKind::Png, &png).expect("reads").dpi.expect("claimed");
    assert!((dpi - 300.0).abs() < 0.1);
}

#[test]
fn a_photo_is_turned_as_its_camera_was_held() {
    let jpeg = encoded(&DynamicImage::ImageLuma8(pattern()), ImageFormat::Jpeg);
    // An EXIF segment with orientation 6: turn a quarter clockwise to see it upright.
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(exif.len() + 2).expect("small").to_be_bytes());
    segment.append(&mut exif);
    let mut turned = jpeg[..2].to_vec();
    turned.append(&mut segment);
    turned.extend_from_slice(&jpeg[2..]);
    let plain = read(MediaKind::Jpeg, &jpeg).expect("reads");
    let image = read(MediaKind::Jpeg, &turned).expect("reads");
    assert_eq!(pixels(&image), image::imageops::rotate90(&pixels(&plain)));
}

#[test]
fn cut_off_pictures_fail() {
    let big = GrayImage::from_fn(300, 300, |x, y| Luma([(x * y % 251) as u8]));
    let big = DynamicImage::ImageRgb8(DynamicImage::ImageLuma8(big).to_rgb8());
    for (kind, format) in [
        (MediaKind::Png, ImageFormat::Png),
        (MediaKind::Jpeg, ImageFormat::Jpeg),
        (MediaKind::Gif, ImageFormat::Gif),
        (MediaKind::Bmp, ImageFormat::Bmp),
        (MediaKind::Webp, ImageFormat::WebP),
        (MediaKind::Tiff, ImageFormat::Tiff),
    ] {
        let whole = encoded(&big, format);
        for part in [0, 10, 40, 100, whole.len() / 2, whole.len() * 9 / 10] {
            let result = read(kind, &whole[..part]);
            assert!(
                matches!(&result, Err(Cause::Empty | Cause::Truncated | Cause::Damaged { .. })),
                "{kind:?} {part}: {:?}",
                result.map(|i| i.width_px)
            );
        }
    }
}

#[test]
fn a_claimed_size_is_checked_before_decoding() {
    let mut header = 60_000u32.to_be_bytes().to_vec();
    header.extend(60_000u32.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(*b"IHDR", &header));
    png.extend(chunk(*b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]));
    png.extend(chunk(*b"IEND", &[]));
    assert_eq!(
        read(MediaKind::Png, &png).err(),
        Some(Cause::TooManyPixels {
            page: 1,
            width_px: 60_000,
            height_px: 60_000,
            limit_mpx: Limits::default().page_mpx
        })
    );
}

/// Tag, type (3 short, 4 long), value.
type Entry = (u16, u16, u32);

/// A TIFF of these directories, each with entries and the bytes of its one strip.
fn tiff(directories: &[(&[Entry], &[u8])]) -> Vec<u8> {
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for (entries, strip) in directories {
        let at = u32::try_from(out.len()).expect("small");
        out.extend_from_slice(strip);
        let place = u32::try_from(out.len()).expect("small");
        out[link..link + 4].copy_from_slice(&place.to_le_bytes());
        let len = u32::try_from(strip.len()).expect("small");
        let mut all = entries.to_vec();
        all.extend([(273, 4, at), (279, 4, len)]);
        all.sort_unstable();
        out.extend(u16::try_from(all.len()).expect("small").to_le_bytes());
        for (tag, kind, value) in all {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(1u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        link = out.len();
        out.extend([0; 4]);
    }
    out
}

const SMALL: [(u16, u16, u32); 6] =
    [(256, 3, 8), (257, 3, 2), (258, 3, 1), (277, 3, 1), (278, 3, 2), (262, 3, 0)];

fn with(more: &[(u16, u16, u32)]) -> Vec<(u16, u16, u32)> {
    [&SMALL[..], more].concat()
}

#[test]
fn fax_in_all_its_forms() {
    let expected = [255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0];
    // Four white (1011), four black (011) by T.4; the second row of Group 4 repeats the first: V0 V0.
    let huffman = [0b1011_0110, 0b1011_0110];
    // Group 4: horizontal mode (001), 1011, 011, then V0 (1) to the end of the line and twice V0 for the next.
    let group4 = [0b0011_0110, 0b1111_1000];
    let cases: [(Vec<Entry>, Vec<u8>); 3] = [
        (with(&[(259, 3, 2)]), huffman.to_vec()),
        (with(&[(259, 3, 4)]), group4.to_vec()),
        (with(&[(259, 3, 2), (266, 3, 2)]), huffman.iter().map(|b| b.reverse_bits()).collect()),
    ];
    for (entries, strip) in &cases {
        let image = read(MediaKind::Tiff, &tiff(&[(entries, strip)])).expect("reads");
        assert_eq!(image.luma, expected, "{entries:?}");
    }
}

#[test]
fn pages_of_a_tiff_without_its_thumbnails() {
    let page = with(&[(259, 3, 1)]);
    let thumbnail = with(&[(254, 4, 1), (259, 3, 1)]);
    let bytes = tiff(&[(&page, &[0x0f, 0xf0]), (&thumbnail, &[0, 0]), (&page, &[0xff, 0])]);
    let (mut document, inspection) =
        OpenDocument::open(MediaKind::Tiff, bytes.clone(), &Limits::default()).expect("opens");
    assert_eq!(inspection.pages, 2);
    let second = document.page_image(2, 300).expect("reads");
    assert_eq!((second.number, &second.luma[..]), (2, &[[0u8; 8], [255; 8]].concat()[..]));
    let few = Limits { pages: 1, ..Limits::default() };
    assert_eq!(
        OpenDocument::open(MediaKind::Tiff, bytes, &few).err(),
        Some(Cause::TooManyPages { pages: 2, limit: 1 })
    );
}

#[test]
fn scans_of_the_corpus_are_taken_as_they_are() {
    let Some(corpus) = corpus() else { return };
    let (mut scans, mut stored) = (0, 0);
    for set in ["dutch-dev", "print-scan", "kassenbon"] {
        for path in files(&corpus.join(set)) {
            let bytes = std::fs::read(&path).expect("readable");
            let Some(kind) = kind_of_pages(&bytes) else {
                continue;
            };
            let (mut document, inspection) = OpenDocument::open(kind, bytes, &Limits::default())
                .unwrap_or_else(|c| panic!("{}: {c}", path.display()));
            if !matches!(document.text(1), Ok(TextPass::NeedsOcr { .. })) || inspection.pages > 3 {
                continue;
            }
            // A resolution that no scan has: a page that comes out so was drawn.
            let image =
                document.page_image(1, 77).unwrap_or_else(|c| panic!("{}: {c}", path.display()));
            assert_eq!(image.luma.len(), image.width_px as usize * image.height_px as usize);
            let mean =
                image.luma.iter().map(|p| u64::from(*p)).sum::<u64>() / image.luma.len() as u64;
            assert!(mean > 20, "{}: black, mean {mean}", path.display());
            scans += 1;
            stored += usize::from(image.dpi.is_none_or(|dpi| (dpi - 77.0).abs() > 0.5));
        }
    }
    assert!(scans >= 60, "{scans}");
    assert_eq!(stored, scans);
}
