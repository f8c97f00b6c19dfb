//! The letters that pictures are drawn with: Noto Sans (SIL Open Font License 1.1) for Latin,
//! Greek and Cyrillic, DejaVu Sans (Bitstream Vera licence) for Armenian, Georgian, Hebrew,
//! Arabic and others. They are part of the program; nothing of the machine's is asked for.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// The families, the preferred first, as a drawing names them.
pub(super) const FAMILIES: &str = "Noto Sans, DejaVu Sans";

/// How wide a character is taken to be that no font has, in parts of the size.
const UNKNOWN_WIDTH: f32 = 0.6;

/// How strong letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The weight as a drawing names it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "400",
            Self::Bold => "700",
        }
    }

    fn fonts(self) -> [&'static [u8]; 2] {
        match self {
            Self::Regular => [notosans::REGULAR_TTF, dejavu::sans::regular()],
            Self::Bold => [notosans::BOLD_TTF, dejavu::sans::bold()],
        }
    }
}

/// All fonts, read once.
pub(super) fn database() -> Arc<Database> {
    static READ: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for weight in [Weight::Regular, Weight::Bold] {
            for font in weight.fonts() {
                database.load_font_source(Source::Binary(Arc::new(font)));
            }
        }
        Arc::new(database)
    });
    Arc::clone(&READ)
}

/// How wide a text is at `size` pixels, without what letters move nearer to each other.
pub(super) fn width(text: &str, weight: Weight, size: f32) -> f32 {
    let fonts = weight.fonts().map(|font| FontRef::new(font).ok());
    let known = fonts.iter().flatten();
    let readers: Vec<_> = known
        .map(|font| {
            let at = Size::new(size);
            let metrics = GlyphMetrics::new(font, at, LocationRef::default());
            (font.charmap(), metrics)
        })
        .collect();
    let of = |character: char| {
        readers
            .iter()
            .find_map(|(map, metrics)| metrics.advance_width(map.map(character)?))
            .unwrap_or(size * UNKNOWN_WIDTH)
    };
    text.chars().map(of).sum()
}

/// Whether there are letters for a text; a picture full of empty boxes says nothing.
pub fn can_draw(text: &str) -> bool {
    let fonts = Weight::Bold.fonts().map(|font| FontRef::new(font).ok());
    let maps: Vec<_> = fonts
        .iter()
        .flatten()
        .map(MetadataProvider::charmap)
        .collect();
    let is_known = |character: char| maps.iter().any(|map| map.map(character).is_some());
    let mut letters = text.chars().filter(|one| one.is_alphanumeric()).peekable();
    letters.peek().is_some() && letters.all(is_known)
}
