//! Files as people and attackers give them. Each is made here: no picture of anybody is needed.

use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let half = |x, _| if x < width / 2 { RED } else { BLUE };
    RgbImage::from_fn(width, height, half).into()
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn given(bytes: Vec<u8>, role: Role) -> Given {
    Given::read(Bytes::from(bytes), None, role).await.unwrap()
}

async fn refusal(bytes: Vec<u8>, said: Option<&str>) -> String {
    let refused = Given::read(Bytes::from(bytes), said, Role::Photo).await;
    match refused.unwrap_err() {
        Error::Invalid { field, reason } if field == "file" => reason.to_string(),
        other => panic!("{other}"),
    }
}

fn seen(given: &Given) -> DynamicImage {
    let seen = image::load_from_memory(&given.content).unwrap();
    assert_eq!(i64::from(seen.width()), given.picture.width);
    assert_eq!(i64::from(seen.height()), given.picture.height);
    seen
}

/// Whether a pixel looks like a colour, as far as a JPEG keeps it.
fn is_like(image: &DynamicImage, (x, y): (u32, u32), color: Rgb<u8>) -> bool {
    let Rgb(found) = *image.to_rgb8().get_pixel(x, y);
    let Rgb(wanted) = color;
    found
        .iter()
        .zip(wanted)
        .all(|(found, wanted)| found.abs_diff(wanted) < 40)
}

/// A JPEG as a telephone writes it that was held upright: the picture lies on its side, and
/// what is told beside it says so, with a place that is nobody's business.
fn taken_upright(image: &DynamicImage) -> Vec<u8> {
    let plain = file(image, ImageFormat::Jpeg);
    // One entry of TIFF: orientation (0x0112), a short, once, 6.
    let mut told =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    told.extend_from_slice(b"17.0614N 96.7256W at home");
    let mut bytes = plain[..2].to_vec();
    bytes.extend_from_slice(&[0xff, 0xe1]);
    bytes.extend_from_slice(&u16::try_from(told.len() + 2).unwrap().to_be_bytes());
    bytes.extend_from_slice(&told);
    bytes.extend_from_slice(&plain[2..]);
    bytes
}

#[tokio::test]
async fn a_photo_stands_upright_and_tells_nothing_but_what_is_seen() {
    let bytes = taken_upright(&halves(200, 100));
    assert!(bytes.windows(7).any(|part| part == b"at home"));
    let given = given(bytes, Role::Photo).await;
    let seen = seen(&given);
    assert_eq!((seen.width(), seen.height()), (100, 200));
    assert!(is_like(&seen, (50, 40), RED) && is_like(&seen, (50, 160), BLUE));
    for hidden in [&b"Exif"[..], b"at home", b"MM\0\x2a"] {
        let found = given
            .content
            .windows(hidden.len())
            .any(|part| part == hidden);
        assert!(!found, "{hidden:?} is kept");
    }
    assert_eq!(given.picture.media_type, "image/jpeg");
    assert_eq!(given.picture.blurhash.as_deref().map(str::len), Some(28));
}

#[tokio::test]
async fn pictures_have_the_sizes_in_which_they_are_shown_and_never_grow() {
    for (role, has, is) in [
        (Role::Photo, (2000, 1000), (1600, 800)),
        (Role::Photo, (500, 4000), (200, 1600)),
        (Role::Photo, (300, 200), (300, 200)),
        (Role::Icon, (1000, 600), (400, 400)),
        (Role::Icon, (100, 60), (60, 60)),
        (Role::Header, (3200, 3200), (1500, 500)),
        (Role::Header, (1600, 400), (1200, 400)),
    ] {
        let bytes = file(&halves(has.0, has.1), ImageFormat::Jpeg);
        let seen = seen(&given(bytes, role).await);
        assert_eq!((seen.width(), seen.height()), is, "{role:?} {has:?}");
        // The middle stays in the middle.
        let middle = seen.height() / 2;
        assert!(is_like(&seen, (seen.width() / 10, middle), RED), "{role:?}");
        let right = seen.width() - 1 - seen.width() / 10;
        assert!(is_like(&seen, (right, middle), BLUE), "{role:?}");
    }
}

#[tokio::test]
async fn every_format_is_read_and_the_same_picture_has_the_same_address() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let bytes = file(&halves(120, 90), format);
        let said = Some(format.to_mime_type());
        let first = Given::read(Bytes::from(bytes.clone()), said, Role::Photo).await;
        let first = first.unwrap();
        assert!(is_like(&seen(&first), (20, 45), RED), "{format:?}");
        assert_eq!(first.digest(), given(bytes, Role::Photo).await.digest());
        let other = file(&halves(120, 91), format);
        assert_ne!(first.digest(), given(other, Role::Photo).await.digest());
    }
}

#[tokio::test]
async fn what_is_behind_an_icon_is_seen_through_it_and_a_photo_stands_on_white() {
    let ring = |x: u32, _| {
        if x < 50 {
            Rgba([0, 0, 0, 0])
        } else {
            Rgba([20, 20, 220, 255])
        }
    };
    let open: DynamicImage = RgbaImage::from_fn(100, 100, ring).into();
    let bytes = file(&open, ImageFormat::WebP);
    let icon = given(bytes.clone(), Role::Icon).await;
    assert_eq!(icon.picture.media_type, "image/png");
    assert_eq!(seen(&icon).to_rgba8().get_pixel(10, 50).0[3], 0);
    let photo = given(bytes, Role::Photo).await;
    assert_eq!(photo.picture.media_type, "image/jpeg");
    assert!(is_like(&seen(&photo), (10, 50), Rgb([255, 255, 255])));
    // A logo keeps its edges.
    let logo = given(file(&halves(64, 64), ImageFormat::Png), Role::Icon).await;
    assert_eq!(logo.picture.media_type, "image/png");
    assert_eq!(*seen(&logo).to_rgb8().get_pixel(0, 0), RED);
}

#[tokio::test]
async fn what_is_no_picture_or_another_than_it_says_is_refused() {
    for bytes in [
        &b""[..],
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"%PDF-1.7",
        b"BM\0\0\0\0",
    ] {
        let reason = refusal(bytes.to_vec(), Some("image/png")).await;
        assert!(reason.contains("is no JPEG, PNG or WebP"), "{reason}");
    }
    let png = file(&halves(64, 64), ImageFormat::Png);
    for said in ["image/jpeg", "text/html", "application/activity+json"] {
        let reason = refusal(png.clone(), Some(said)).await;
        assert!(reason.contains("and is image/png"), "{reason}");
    }
    let unsaid = Some("application/octet-stream");
    let taken = Given::read(Bytes::from(png), unsaid, Role::Icon).await;
    assert!(taken.is_ok());
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_refused() {
    let noise = |x: u32, y: u32| Rgb([x, y, x * y].map(|one| u8::try_from(one % 251).unwrap()));
    let image: DynamicImage = RgbImage::from_fn(200, 200, noise).into();
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(&image, format);
        for kept in [whole.len() / 2, whole.len() * 9 / 10, 40] {
            let reason = refusal(whole[..kept].to_vec(), None).await;
            assert!(
                reason.contains("cannot be read to its end"),
                "{format:?} {kept}: {reason}"
            );
        }
    }
}

/// The same file, which says of itself that it unfolds to a huge picture.
fn swollen(format: ImageFormat) -> Vec<u8> {
    let mut bytes = file(&halves(64, 64), format);
    let huge = 60_000_u16;
    if format == ImageFormat::Jpeg {
        let frame = bytes
            .windows(2)
            .position(|pair| pair == [0xff, 0xc0])
            .unwrap();
        bytes[frame + 5..frame + 7].copy_from_slice(&huge.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&huge.to_be_bytes());
        return bytes;
    }
    bytes[16..20].copy_from_slice(&u32::from(huge).to_be_bytes());
    bytes[20..24].copy_from_slice(&u32::from(huge).to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    bytes
}

#[tokio::test]
async fn a_small_file_that_unfolds_to_a_huge_picture_is_refused_before_it_does() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let bytes = swollen(format);
        assert!(bytes.len() < 5_000, "{format:?}");
        let reason = refusal(bytes, None).await;
        assert!(
            reason.contains("60000 by 60000 pixels"),
            "{format:?}: {reason}"
        );
    }
    let reason = refusal(vec![0xff; MOST_BYTES + 1], None).await;
    assert!(reason.contains("larger than 10 MiB"), "{reason}");
    let tiny = file(&halves(64, 8), ImageFormat::Png);
    let reason = refusal(tiny, None).await;
    assert!(reason.contains("64 by 8 pixels"), "{reason}");
}
