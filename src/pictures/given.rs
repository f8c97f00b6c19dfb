//! What somebody gave, made new: only what can be seen of it is kept, in the size in which it
//! is shown. Nothing of the file itself stays, so neither the place where a photo was taken nor
//! anything that hides in it travels on.

#[cfg(test)]
mod tests;

use std::io::Cursor;

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Picture, Role};
use crate::error::{Error, Result};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 10 << 20;
/// The most pixels of a picture, counted before any is read: what a file of a few bytes may
/// unfold to is bounded by that.
const MOST_PIXELS: u64 = 25_000_000;
/// How much memory a decoder may take.
const MEMORY: u64 = 256 << 20;
/// Below that many pixels on a side there is nothing to be seen.
const SMALLEST: u32 = 32;
/// The longest side of a photo that is kept, in pixels.
const LONGEST: u32 = 1600;
/// Of 100; what is lost at that is not seen.
const QUALITY: u8 = 85;
/// How fine a blurhash is, across and down.
const BLUR: (u32, u32) = (4, 3);
/// From how many pixels on a side it is reckoned.
const BLURRED: u32 = 32;

/// Each takes its memory, so one is read after the other.
static DESK: Semaphore = Semaphore::const_new(1);

/// A picture that was given, as it is kept.
#[derive(Debug, Clone)]
pub struct Given {
    pub(super) picture: Picture,
    pub(super) content: Vec<u8>,
}

impl Given {
    /// Reads a JPEG, PNG or WebP and makes it new, for one role. `said` is what its sender
    /// calls it, a media type.
    ///
    /// # Errors
    /// [`Error::Invalid`] about `file` when it is too large, no such picture, another than it
    /// says, not whole, or too small to be seen.
    pub async fn read(bytes: Bytes, said: Option<&str>, role: Role) -> Result<Self> {
        if bytes.len() > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            let reason = format!("is larger than {most} MiB; make it smaller and give it again");
            return Err(Error::invalid("file", reason));
        }
        let format = format_of(&bytes, said)?;
        let alone = DESK.acquire().await.map_err(Error::internal)?;
        // Held by the work itself, which goes on when whoever asked for it has hung up.
        spawn_blocking(move || {
            let made = make(&bytes, format, role);
            drop(alone);
            made
        })
        .await
        .map_err(Error::internal)?
    }

    /// What it is known by.
    pub fn digest(&self) -> &str {
        &self.picture.digest
    }
}

/// What a file is, by its own first bytes, if that is what its sender calls it.
fn format_of(bytes: &[u8], said: Option<&str>) -> Result<ImageFormat> {
    let taken = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    let found = image::guess_format(bytes).ok();
    let Some(format) = found.filter(|format| taken.contains(format)) else {
        let reason = "is no JPEG, PNG or WebP picture; save it as one of these";
        return Err(Error::invalid("file", reason));
    };
    let said = said.map(|said| said.split(';').next().unwrap_or(said).trim());
    // Programs that do not know send this for everything.
    let said = said.filter(|said| !said.is_empty() && *said != "application/octet-stream");
    let named = |said: &str| match said {
        "image/jpg" | "image/pjpeg" => Some(ImageFormat::Jpeg),
        other => ImageFormat::from_mime_type(other),
    };
    if let Some(said) = said
        && named(said) != Some(format)
    {
        let is = format.to_mime_type();
        let reason =
            format!("is called {said} and is {is}; give it the ending that it should have");
        return Err(Error::invalid("file", reason));
    }
    Ok(format)
}

fn make(bytes: &[u8], format: ImageFormat, role: Role) -> Result<Given> {
    let image = decode(bytes, format)?;
    let image = match role {
        Role::Photo | Role::Card => fitted(image, LONGEST, LONGEST),
        Role::Icon => filling(&image, 400, 400),
        Role::Header => filling(&image, 1500, 500),
    };
    let is_drawn = format == ImageFormat::Png && role == Role::Icon;
    let is_open = role != Role::Photo && is_open(&image);
    let (content, media_type) = if is_drawn || is_open {
        (as_png(&image)?, "image/png")
    } else {
        (as_jpeg(&image)?, "image/jpeg")
    };
    let picture = Picture {
        digest: hex::encode(digest(&SHA256, &content)),
        media_type: media_type.to_owned(),
        width: image.width().into(),
        height: image.height().into(),
        blurhash: Some(blurhash(&image)?),
    };
    Ok(Given { picture, content })
}

/// The pixels of a file, upright.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage> {
    let broken = |error: image::ImageError| {
        tracing::debug!(%error, "a picture cannot be read");
        not_whole()
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let reason = format!(
            "has {width} by {height} pixels; at most {} million are taken, so make it smaller",
            MOST_PIXELS / 1_000_000
        );
        return Err(Error::invalid("file", reason));
    }
    if width.min(height) < SMALLEST {
        let reason =
            format!("has {width} by {height} pixels; at least {SMALLEST} on each side are needed");
        return Err(Error::invalid("file", reason));
    }
    if format == ImageFormat::Jpeg && !ends(bytes) {
        return Err(not_whole());
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn not_whole() -> Error {
    let reason = "cannot be read to its end; it is damaged or was cut off on its way, so save it \
        anew and give it again";
    Error::invalid("file", reason)
}

/// Whether a JPEG's last scan comes to its end: the decoder paints grey what is missing. In a
/// scan no other byte 0xFF stands before 0xD9 (ITU-T T.81 §B.1.1.5).
fn ends(bytes: &[u8]) -> bool {
    let mut pairs = bytes.windows(2).rev();
    let mut is_end = false;
    let scan = pairs.find(|pair| {
        is_end |= *pair == [0xff, 0xd9];
        *pair == [0xff, 0xda]
    });
    is_end && scan.is_some()
}

/// Scaled down so that it fits in a frame.
fn fitted(image: DynamicImage, width: u32, height: u32) -> DynamicImage {
    if image.width() <= width && image.height() <= height {
        return image;
    }
    // The fast way first: fine scaling needs many times the memory of a large picture.
    let image = if image.width() > 2 * width || image.height() > 2 * height {
        image.thumbnail(2 * width, 2 * height)
    } else {
        image
    };
    image.resize(width, height, FilterType::CatmullRom)
}

/// The middle of it in the shape of a frame, scaled down so that it fills it.
fn filling(image: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let (has_width, has_height) = (u64::from(image.width()), u64::from(image.height()));
    let (width_of, height_of) = (u64::from(width), u64::from(height));
    let cut = |whole: u64, one: u64, other: u64| {
        u32::try_from((whole * one / other).max(1)).unwrap_or(u32::MAX)
    };
    let (cut_width, cut_height) = if has_width * height_of > has_height * width_of {
        (cut(has_height, width_of, height_of), image.height())
    } else {
        (image.width(), cut(has_width, height_of, width_of))
    };
    let x = (image.width() - cut_width) / 2;
    let y = (image.height() - cut_height) / 2;
    let image = image.crop_imm(x, y, cut_width, cut_height);
    if image.width() <= width {
        return image;
    }
    let image = if image.width() > 2 * width {
        image.thumbnail_exact(2 * width, 2 * height)
    } else {
        image
    };
    image.resize_exact(width, height, FilterType::CatmullRom)
}

/// Whether something behind it can be seen through it.
fn is_open(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

fn as_png(image: &DynamicImage) -> Result<Vec<u8>> {
    let mut content = Cursor::new(Vec::new());
    // Deeper colours are shown nowhere.
    DynamicImage::from(image.to_rgba8())
        .write_to(&mut content, ImageFormat::Png)
        .map_err(Error::internal)?;
    Ok(content.into_inner())
}

fn as_jpeg(image: &DynamicImage) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    JpegEncoder::new_with_quality(&mut content, QUALITY)
        .encode_image(&on_white(image))
        .map_err(Error::internal)?;
    Ok(content)
}

/// What a reader sees of it on a white page.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let seen = image.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0.map(u32::from);
        let over = |color: u32| {
            let color = (color * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(color).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn blurhash(image: &DynamicImage) -> Result<String> {
    let small = DynamicImage::from(on_white(&image.thumbnail(BLURRED, BLURRED))).to_rgba8();
    let (across, down) = BLUR;
    blurhash::encode(across, down, small.width(), small.height(), &small)
        .map_err(|error| Error::internal(format!("{error:?}")))
}

/// Pictures for the tests of those who take them.
#[cfg(test)]
pub(crate) mod testing {
    use image::{ImageFormat, Rgb, RgbImage};

    /// A PNG of one colour.
    pub(crate) fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        RgbImage::from_pixel(width, height, Rgb([shade, 90, 90]))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }
}
