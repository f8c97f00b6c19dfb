//! Which colours go together. The deep one carries white letters with a contrast of more
//! than 4.5 (WCAG 2.2, 1.4.3).

use aws_lc_rs::digest::{SHA256, digest};

/// The ink of titles, and of what stands below them.
pub(super) const INK: &str = "#1d2528";
pub(super) const SOFT_INK: &str = "#526066";

/// The colours of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors {
    pub(super) ground: &'static str,
    pub(super) deep: &'static str,
    pub(super) soft: &'static str,
    pub(super) warm: &'static str,
}

const PALETTE: [[&str; 4]; 8] = [
    ["#f6f8f3", "#0b5d4e", "#bfdcd2", "#c8793f"],
    ["#f8f6f1", "#7a3b1d", "#ecd2bf", "#2f7a78"],
    ["#f4f6fa", "#27487a", "#c6d5ec", "#d0893b"],
    ["#f9f5f6", "#7a2745", "#ecc9d4", "#5f8a55"],
    ["#f5f7f1", "#47601a", "#d7e2b9", "#b5653f"],
    ["#f7f5fa", "#563780", "#d9cdec", "#c98a2e"],
    ["#f3f7f8", "#0f5866", "#bcdbe1", "#c46a4d"],
    ["#faf7f0", "#6b4e0e", "#ebdcb2", "#3f7a63"],
];

impl Colors {
    /// The colours of whoever is called so, always the same.
    pub fn of(name: &str) -> Self {
        let digest = digest(&SHA256, name.as_bytes());
        let first = digest.as_ref().first().copied().unwrap_or_default();
        let [ground, deep, soft, warm] = PALETTE
            .get(usize::from(first) % PALETTE.len())
            .copied()
            .unwrap_or_default();
        Self {
            ground,
            deep,
            soft,
            warm,
        }
    }
}
