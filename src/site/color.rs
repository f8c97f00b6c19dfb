//! Colours, and whether letters of them can be read on the pages' grounds (WCAG 2.2, 1.4.3).
//! Buttons have letters of the ground on the colour, which is the same contrast.

use std::fmt;

use crate::error::{Error, Result};
use crate::words::{Filling, number_in_words, phrase};

/// The least contrast of letters (WCAG 2.2 AA).
pub const LEAST: f64 = 4.5;

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color([u8; 3]);

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Color {
    /// Reads `#0b5d4e`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = [0; 3];
        hex::decode_to_slice(text.trim().strip_prefix('#')?, &mut parts).ok()?;
        Some(Self(parts))
    }

    /// How bright it is, from 0 to 1 (WCAG 2.2, relative luminance).
    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        let [red, green, blue] = linear;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How far two stand apart, from 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// So many of 255 steps nearer to another.
    fn toward(self, end: Self, step: u16) -> Self {
        let mut parts = self.0;
        for (part, end) in parts.iter_mut().zip(end.0) {
            let sum = u16::from(*part) * (255 - step) + u16::from(end) * step;
            *part = u8::try_from(sum / 255).unwrap_or(u8::MAX);
        }
        Self(parts)
    }
}

/// What letters stand on: the page, and what lies on it.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// The page's own colour and that of cards, as the stylesheet has them.
    pub colors: [Color; 2],
    /// The end from which everything is read best.
    ink: Color,
}

/// By day.
pub const LIGHT: Ground = Ground {
    colors: [Color([0xfb, 0xfa, 0xf7]), Color([0xff, 0xff, 0xff])],
    ink: Color([0, 0, 0]),
};
/// By night.
pub const DARK: Ground = Ground {
    colors: [Color([0x14, 0x19, 0x1b]), Color([0x1c, 0x23, 0x25])],
    ink: Color([0xff, 0xff, 0xff]),
};

impl Ground {
    /// The contrast where it is least.
    pub fn contrast(&self, color: Color) -> f64 {
        let all = self.colors.map(|ground| color.contrast(ground));
        all.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The colour itself where it can be read, else the nearest towards the ink that can.
    pub fn nearest(&self, color: Color) -> Color {
        let mut steps = (0..=255).map(|step| color.toward(self.ink, step));
        let nearest = steps.find(|one| self.contrast(*one) >= LEAST);
        nearest.unwrap_or(self.ink)
    }

    fn read(&self, field: &str, text: &str) -> Result<Color> {
        let unread = || Error::invalid(field, phrase!("refusal-color"));
        let color = Color::parse(text).ok_or_else(unread)?;
        let contrast = self.contrast(color);
        if contrast >= LEAST {
            return Ok(color);
        }
        // Never rounded up to what it would have to be.
        let ratio = format!("{:.2}", (contrast * 100.0).floor() / 100.0);
        let reason = phrase!(
            "refusal-contrast",
            ratio = Filling::labels(|tag| number_in_words(&ratio, tag)),
            least = Filling::labels(|tag| number_in_words(&LEAST, tag)),
            nearest = self.nearest(color).to_string(),
        );
        Err(Error::invalid(field, reason))
    }
}

/// The colours of links and buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors {
    /// On a light ground.
    pub light: Color,
    /// On a dark one.
    pub dark: Color,
}

impl Colors {
    /// Both as they are kept, which were read once; what is no colour is none.
    pub(super) fn kept(light: &str, dark: &str) -> Option<Self> {
        let (light, dark) = (Color::parse(light)?, Color::parse(dark)?);
        Some(Self { light, dark })
    }

    /// Reads both; a dark one that is left out is made from the other, and without either
    /// there are none.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `color-light` or `color-dark`: what is no colour, or cannot be
    /// read on its ground, with the contrast that it has and the nearest that can.
    pub fn read(light: &str, dark: &str) -> Result<Option<Self>> {
        let (light, dark) = (light.trim(), dark.trim());
        if light.is_empty() && dark.is_empty() {
            return Ok(None);
        }
        let light = LIGHT.read("color-light", light)?;
        let dark = if dark.is_empty() {
            DARK.nearest(light)
        } else {
            DARK.read("color-dark", dark)?
        };
        Ok(Some(Self { light, dark }))
    }
}
