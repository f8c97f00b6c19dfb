//! What channels say of themselves and at the end of a day, in the languages of the
//! directory. Plain text: whoever uses it writes the markup.

use crate::node::Node;
use crate::slice::Slice;
use crate::words;

/// The languages in which there are words.
const KNOWN: [&str; 4] = ["en", "es", "fr", "pt"];

/// The directory's languages, as far as there are words in them; at least one.
pub(in super::super) fn languages(node: &Node) -> Vec<&'static str> {
    let shown = node.shown();
    let spoken = |tag: &&&str| {
        let own = &shown.settings.languages;
        own.iter().any(|language| language.get(..2) == Some(**tag))
    };
    let found: Vec<&str> = KNOWN.iter().filter(spoken).copied().collect();
    if found.is_empty() {
        vec![first_language(node)]
    } else {
        found
    }
}

/// The language, if there are words in it.
fn spoken(tag: &str) -> Option<&'static str> {
    let whole = words::of(tag)?.whole().tag;
    KNOWN.iter().find(|known| whole == **known).copied()
}

/// The language of the words around a text of the language `tag`: the same, or the directory's
/// preferred one where there are no words in it.
pub(in super::super) fn around(node: &Node, tag: &str) -> &'static str {
    spoken(tag).unwrap_or_else(|| first_language(node))
}

/// The directory's preferred language among those in which there are words.
pub(in super::super) fn first_language(node: &Node) -> &'static str {
    let shown = node.shown();
    let mut own = shown.settings.languages.iter();
    own.find_map(|language| spoken(language)).unwrap_or("en")
}

/// What the channel is, who keeps it, and by which rules it speaks: three sentences or so.
pub(in super::super) fn about(node: &Node, slice: &Slice, tag: &str) -> String {
    let shown = node.shown();
    let settings = &shown.settings;
    let keeper = settings.operator.name.as_deref().unwrap_or(&settings.name);
    let title = slice.title(tag);
    let most = settings.channels.daily_ceiling;
    match tag {
        "es" => format!(
            "{title}: ofertas y necesidades de la economía social y solidaria. Cuenta \
             automática, a cargo de {keeper}. Anuncia cada una una sola vez, como máximo {most} \
             al día (UTC), y las demás en un solo resumen; no repite respuestas ni cambios."
        ),
        "fr" => format!(
            "{title} : offres et besoins de l’économie sociale et solidaire. Compte automatisé, \
             tenu par {keeper}. Il annonce chaque annonce une seule fois, {most} par jour au \
             plus (UTC), et les autres en un seul résumé ; ni réponses ni modifications."
        ),
        "pt" => format!(
            "{title}: ofertas e necessidades da economia social e solidária. Conta automática, \
             mantida por {keeper}. Anuncia cada uma uma só vez, no máximo {most} por dia (UTC), \
             e as demais num só resumo; não repete respostas nem alterações."
        ),
        _ => format!(
            "{title}: offers and needs of the social and solidarity economy. Automated, kept by \
             {keeper}. It announces each of them once, at most {most} a day (UTC), and the rest \
             in one summary; it repeats no replies and no edits."
        ),
    }
}

/// How the summary of a day begins.
pub(super) fn more(tag: &str, count: usize) -> String {
    match (tag, count) {
        ("es", 1) => "Una más de este día:".to_owned(),
        ("es", _) => format!("{count} más de este día:"),
        ("fr", 1) => "Une de plus ce jour-là :".to_owned(),
        ("fr", _) => format!("{count} de plus ce jour-là :"),
        ("pt", 1) => "Mais uma deste dia:".to_owned(),
        ("pt", _) => format!("Mais {count} deste dia:"),
        (_, 1) => "1 more today:".to_owned(),
        _ => format!("{count} more today:"),
    }
}
