//! The picture that stands with a text: what it is, its title, where and until when, whose.

use super::Drawing;
use super::braid::Braid;
use super::colors::{Colors, INK, SOFT_INK};
use super::draw::{document, letters};
use super::font::Weight;
use super::wrap::Type;

/// The size that servers show beside links and posts, in pixels.
const WIDTH: u16 = 1200;
const HEIGHT: u16 = 630;
/// Where text begins, and how wide it may be.
const LEFT: f32 = 76.0;
const ROOM: f32 = 880.0;
/// The lowest line of what stands below the title.
const LAST_FACT: f32 = 478.0;

/// What a card says. Whatever is too long ends with an ellipsis.
#[derive(Debug, Clone, Copy)]
pub struct Card<'c> {
    /// What it is, in a word or two.
    pub label: &'c str,
    /// Its title.
    pub title: &'c str,
    /// At most two lines below the title.
    pub facts: &'c [String],
    /// Whose it is.
    pub name: &'c str,
    /// The directory.
    pub directory: &'c str,
    /// The colours.
    pub colors: Colors,
}

impl Card<'_> {
    /// The card as a drawing.
    pub fn draw(&self) -> Drawing {
        let colors = self.colors;
        let braid = Braid {
            is_upright: true,
            middle: 1094.0,
            length: HEIGHT.into(),
            wave: 270.0,
            reach: 44.0,
            thickness: 24.0,
        };
        let (title, bottom) = title(self.title);
        let parts = [
            braid.svg(colors, colors.ground),
            self.label(),
            title,
            self.facts(bottom),
            format!(
                "<rect x=\"{LEFT}\" y=\"514\" width=\"{ROOM}\" height=\"3\" fill=\"{}\"/>",
                colors.soft
            ),
            self.owner(),
        ];
        document((WIDTH, HEIGHT), colors.ground, &parts.concat())
    }

    fn label(&self) -> String {
        if self.label.is_empty() {
            return String::new();
        }
        let kind = Type {
            weight: Weight::Bold,
            size: 27.0,
        };
        let text = kind.line(&self.label.to_uppercase(), ROOM - 60.0);
        let width = kind.width(&text) + 52.0;
        let ground = format!(
            "<rect x=\"{LEFT}\" y=\"66\" width=\"{width:.1}\" height=\"56\" rx=\"28\" fill=\"{}\"/>",
            self.colors.deep
        );
        ground + &letters((LEFT + 26.0, 103.5), kind, "#ffffff", &text)
    }

    /// The lines below the title that find room there.
    fn facts(&self, bottom: f32) -> String {
        let kind = Type {
            weight: Weight::Regular,
            size: 29.0,
        };
        let (mut y, mut parts) = (bottom + 62.0, Vec::new());
        for fact in self.facts.iter().take(2) {
            if y <= LAST_FACT {
                parts.push(letters((LEFT, y), kind, SOFT_INK, &kind.line(fact, ROOM)));
            }
            y += 43.0;
        }
        parts.concat()
    }

    fn owner(&self) -> String {
        let name = Type {
            weight: Weight::Bold,
            size: 30.0,
        };
        let directory = Type {
            weight: Weight::Regular,
            size: 24.0,
        };
        let first = name.line(self.name, ROOM);
        let second = directory.line(self.directory, ROOM);
        letters((LEFT, 562.0), name, self.colors.deep, &first)
            + &letters((LEFT, 598.0), directory, SOFT_INK, &second)
    }
}

/// The title in the largest letters in which it can be read whole, or else in the smallest;
/// and where its last line stands.
fn title(text: &str) -> (String, f32) {
    let sizes = [(68.0, 2), (56.0, 3), (46.0, 3)];
    let kind = |size| Type {
        weight: Weight::Bold,
        size,
    };
    let fits = |(size, most): &(f32, usize)| kind(*size).lines(text, ROOM, most + 1).len() <= *most;
    let (size, most) = sizes.into_iter().find(fits).unwrap_or((46.0, 3));
    let (mut y, mut parts) = (150.0 + size, Vec::new());
    for line in kind(size).lines(text, ROOM, most) {
        parts.push(letters((LEFT, y), kind(size), INK, &line));
        y += size * 1.2;
    }
    (parts.concat(), y - size * 1.2)
}
