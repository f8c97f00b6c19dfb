//! Languages by what people call them, for forms in which nobody has to know a code. A text's
//! language is kept as its code, which [`text::base_language`] reads; nothing is translated
//! here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{base_language, fold};
use crate::words;

code_list! {
    /// The languages that pages have a name for: those in which co-operatives write most, the
    /// pages' own first. Every other of ISO 639-3 is called as its speakers or ISO do.
    pub enum Language: "language" {
        Spanish = "es" ["Spanish", "español", "espagnol", "espanhol", "castellà", "스페인어"],
        English = "en" ["English", "inglés", "anglais", "inglês", "anglès", "영어"],
        French = "fr" ["French", "francés", "français", "francês", "francès", "프랑스어"],
        Portuguese = "pt" ["Portuguese", "portugués", "portugais", "português", "portuguès", "포르투갈어"],
        Catalan = "ca" ["Catalan", "catalán", "catalan", "catalão", "català", "카탈루냐어"],
        Korean = "ko" ["Korean", "coreano", "coréen", "coreano", "coreà", "한국어"],
        Amharic = "am" ["Amharic", "amárico", "amharique", "amárico", "amhàric", "암하라어"],
        Arabic = "ar" ["Arabic", "árabe", "arabe", "árabe", "àrab", "아랍어"],
        Aragonese = "an" ["Aragonese", "aragonés", "aragonais", "aragonês", "aragonès", "아라곤어"],
        Asturian = "ast" ["Asturian", "asturiano", "asturien", "asturiano", "asturià", "아스투리아스어"],
        Aymara = "ay" ["Aymara", "aimara", "aymara", "aimará", "aimara", "아이마라어"],
        Bambara = "bm" ["Bambara", "bambara", "bambara", "bambara", "bambara", "밤바라어"],
        Basque = "eu" ["Basque", "euskera", "basque", "basco", "basc", "바스크어"],
        Bengali = "bn" ["Bengali", "bengalí", "bengali", "bengali", "bengalí", "벵골어"],
        Breton = "br" ["Breton", "bretón", "breton", "bretão", "bretó", "브르타뉴어"],
        Bulgarian = "bg" ["Bulgarian", "búlgaro", "bulgare", "búlgaro", "búlgar", "불가리아어"],
        Chinese = "zh" ["Chinese", "chino", "chinois", "chinês", "xinès", "중국어"],
        Corsican = "co" ["Corsican", "corso", "corse", "corso", "cors", "코르시카어"],
        Croatian = "hr" ["Croatian", "croata", "croate", "croata", "croat", "크로아티아어"],
        Czech = "cs" ["Czech", "checo", "tchèque", "checo", "txec", "체코어"],
        Danish = "da" ["Danish", "danés", "danois", "dinamarquês", "danès", "덴마크어"],
        Dutch = "nl" ["Dutch", "neerlandés", "néerlandais", "neerlandês", "neerlandès", "네덜란드어"],
        Esperanto = "eo" ["Esperanto", "esperanto", "espéranto", "esperanto", "esperanto", "에스페란토어"],
        Finnish = "fi" ["Finnish", "finés", "finnois", "finlandês", "finès", "핀란드어"],
        Galician = "gl" ["Galician", "gallego", "galicien", "galego", "gallec", "갈리시아어"],
        German = "de" ["German", "alemán", "allemand", "alemão", "alemany", "독일어"],
        Greek = "el" ["Greek", "griego", "grec", "grego", "grec", "그리스어"],
        Guarani = "gn" ["Guarani", "guaraní", "guarani", "guarani", "guaraní", "과라니어"],
        HaitianCreole = "ht" ["Haitian Creole", "criollo haitiano", "créole haïtien", "crioulo haitiano", "crioll haitià", "아이티 크리올어"],
        Hindi = "hi" ["Hindi", "hindi", "hindi", "hindi", "hindi", "힌디어"],
        Hungarian = "hu" ["Hungarian", "húngaro", "hongrois", "húngaro", "hongarès", "헝가리어"],
        Indonesian = "id" ["Indonesian", "indonesio", "indonésien", "indonésio", "indonesi", "인도네시아어"],
        Irish = "ga" ["Irish", "irlandés", "irlandais", "irlandês", "irlandès", "아일랜드어"],
        Italian = "it" ["Italian", "italiano", "italien", "italiano", "italià", "이탈리아어"],
        Japanese = "ja" ["Japanese", "japonés", "japonais", "japonês", "japonès", "일본어"],
        Kabyle = "kab" ["Kabyle", "cabilio", "kabyle", "cabila", "cabilenc", "카빌어"],
        Kiche = "quc" ["K’iche’", "quiché", "quiché", "quiché", "quitxé", "키체어"],
        Malagasy = "mg" ["Malagasy", "malgache", "malgache", "malgaxe", "malgaix", "말라가시어"],
        Mapudungun = "arn" ["Mapudungun", "mapudungun", "mapudungun", "mapudungun", "maputxe", "마푸둥군어"],
        Norwegian = "no" ["Norwegian", "noruego", "norvégien", "norueguês", "noruec", "노르웨이어"],
        Occitan = "oc" ["Occitan", "occitano", "occitan", "occitano", "occità", "오크어"],
        Persian = "fa" ["Persian", "persa", "persan", "persa", "persa", "페르시아어"],
        Polish = "pl" ["Polish", "polaco", "polonais", "polaco", "polonès", "폴란드어"],
        Quechua = "qu" ["Quechua", "quechua", "quechua", "quíchua", "quítxua", "케추아어"],
        Romanian = "ro" ["Romanian", "rumano", "roumain", "romeno", "romanès", "루마니아어"],
        Russian = "ru" ["Russian", "ruso", "russe", "russo", "rus", "러시아어"],
        Serbian = "sr" ["Serbian", "serbio", "serbe", "sérvio", "serbi", "세르비아어"],
        Slovak = "sk" ["Slovak", "eslovaco", "slovaque", "eslovaco", "eslovac", "슬로바키아어"],
        Slovenian = "sl" ["Slovenian", "esloveno", "slovène", "esloveno", "eslovè", "슬로베니아어"],
        Swahili = "sw" ["Swahili", "suajili", "swahili", "suaíli", "suahili", "스와힐리어"],
        Swedish = "sv" ["Swedish", "sueco", "suédois", "sueco", "suec", "스웨덴어"],
        Tagalog = "tl" ["Tagalog", "tagalo", "tagalog", "tagalo", "tagal", "타갈로그어"],
        Turkish = "tr" ["Turkish", "turco", "turc", "turco", "turc", "튀르키예어"],
        Tzeltal = "tzh" ["Tzeltal", "tseltal", "tzeltal", "tzeltal", "tzeltal", "첼탈어"],
        Tzotzil = "tzo" ["Tzotzil", "tsotsil", "tzotzil", "tzotzil", "tzotzil", "초칠어"],
        Ukrainian = "uk" ["Ukrainian", "ucraniano", "ukrainien", "ucraniano", "ucraïnès", "우크라이나어"],
        Welsh = "cy" ["Welsh", "galés", "gallois", "galês", "gal·lès", "웨일스어"],
        Wolof = "wo" ["Wolof", "wólof", "wolof", "wolof", "wòlof", "월로프어"],
        YucatecMaya = "yua" ["Yucatec Maya", "maya yucateco", "maya yucatèque", "maia iucateque", "maia yucatec", "유카텍 마야어"],
        Zapotec = "zap" ["Zapotec", "zapoteco", "zapotèque", "zapoteco", "zapoteca", "사포텍어"],
    }
}

/// What some are called besides.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("castellano", "es"),
    ("castillan", "es"),
    ("castelhano", "es"),
    ("valenciano", "ca"),
    ("valencià", "ca"),
    ("vasco", "eu"),
    ("mapuche", "arn"),
    ("farsi", "fa"),
];

/// So many languages are named where a word is in the name of several.
const MOST_ALIKE: usize = 30;
/// Texts longer than this are no name of a language.
const MOST_BYTES: usize = 100;

impl Language {
    /// What the languages of the list are called in the language of `tag`: the pages' own
    /// first, then the others by their letters.
    pub fn names(tag: &str) -> Vec<&'static str> {
        let (mut own, mut others): (Vec<Self>, Vec<Self>) =
            (Self::ALL.iter()).partition(|one| words::of(one.as_str()).is_some());
        own.sort_by_key(|one| one.as_str() != tag);
        others.sort_by_cached_key(|one| fold(one.label(tag)));
        let all = own.into_iter().chain(others);
        all.map(|one| one.label(tag)).collect()
    }

    /// The code of the language that a text names: by a code, by its name in one of the pages'
    /// languages, by ISO’s, or by what its speakers call it. `None` where several have the name.
    pub fn read(text: &str) -> Option<String> {
        let text = text.trim();
        if text.len() > MOST_BYTES {
            return None;
        }
        let by_name = || KNOWN.get(&fold(text)).cloned().flatten();
        base_language(text).ok().or_else(by_name)
    }

    /// What the language of a code is called in the language of `tag`, else by its speakers or in
    /// ISO's English, so that [`read`](Self::read) leads back to it; the code where no name does.
    pub fn called(code: &str, tag: &str) -> String {
        let listed = Self::parse(code).ok().map(|one| one.label(tag));
        let iso = words::language(code);
        let names = [
            listed,
            iso.and_then(|one| one.to_autonym()),
            iso.map(|one| one.to_name()),
        ];
        let leads_back = |name: &&str| Self::read(name).as_deref() == Some(code);
        let name = names.into_iter().flatten().find(leads_back);
        name.unwrap_or(code).to_owned()
    }

    /// The languages of whose names a text is a whole word, as each is called by ISO: several
    /// are Nahuatl.
    pub fn alike(text: &str) -> Vec<&'static str> {
        let word = fold(text);
        let is_part =
            |name: &&str| !word.is_empty() && fold(name).split(' ').any(|one| one == word);
        let names = isolang::languages().map(|one| one.to_name());
        names.filter(is_part).take(MOST_ALIKE).collect()
    }
}

/// Folded names, each with the code of the language that it means: none where it means several.
static KNOWN: LazyLock<HashMap<String, Option<String>>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    let listed = Language::ALL.iter().flat_map(|one| {
        let labels = words::all().map(|words| one.label(words.tag));
        labels.map(|label| (label, one.as_str()))
    });
    add(&mut known, listed.chain(OTHER_NAMES));
    let iso = || isolang::languages();
    add(
        &mut known,
        iso().map(|one| (one.to_name(), words::code(&one))),
    );
    let own = iso().filter_map(|one| Some((one.to_autonym()?, words::code(&one))));
    add(&mut known, own);
    known
});

/// Adds names that mean nothing yet.
fn add<'n>(
    known: &mut HashMap<String, Option<String>>,
    names: impl Iterator<Item = (&'n str, &'n str)>,
) {
    let mut more: HashMap<String, Option<String>> = HashMap::new();
    for (name, code) in names {
        let folded = fold(name);
        if folded.is_empty() || known.contains_key(&folded) {
            continue;
        }
        let meant = more.entry(folded).or_insert_with(|| Some(code.to_owned()));
        if meant.as_deref() != Some(code) {
            *meant = None;
        }
    }
    known.extend(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Language::read(text)
    }

    #[test]
    fn a_language_is_read_by_its_name_in_any_language_and_by_its_code() {
        for (text, code) in [
            ("es", "es"),
            ("es-MX", "es"),
            ("spa", "es"),
            ("Español", "es"),
            ("espanol", "es"),
            ("castellano", "es"),
            ("Spanish", "es"),
            ("espagnol", "es"),
            ("스페인어", "es"),
            ("euskara", "eu"),
            ("vasco", "eu"),
            ("한국어", "ko"),
            (" zapoteco ", "zap"),
            ("Isthmus Zapotec", "zai"),
        ] {
            assert_eq!(read(text).as_deref(), Some(code), "{text}");
        }
        for text in ["", "xx", "Klingonese", "náhuatl", &"es ".repeat(60)] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_page_calls_a_language_leads_back_to_it() {
        for one in isolang::languages() {
            let code = words::code(&one);
            let called = Language::called(code, "es");
            assert_eq!(read(&called).as_deref(), Some(code), "{called}");
        }
        for one in Language::ALL {
            for words in words::all() {
                assert_eq!(
                    Language::called(one.as_str(), words.tag),
                    one.label(words.tag)
                );
            }
        }
        assert_eq!(Language::called("zai", "es"), "diidxazá");
        assert_eq!(Language::called("nhn", "es"), "Central Nahuatl");
        assert_eq!(Language::called("xx", "es"), "xx");
    }

    #[test]
    fn the_readers_own_language_comes_first() {
        let names = Language::names("fr");
        assert_eq!(names.first(), Some(&"français"));
        assert_eq!(names.len(), Language::ALL.len());
        let at = |name: &str| names.iter().position(|one| *one == name);
        assert!(at("catalan") < at("allemand") && at("allemand") < at("zapotèque"));
    }

    #[test]
    fn where_several_languages_have_a_word_they_are_named() {
        let alike = Language::alike("Náhuatl");
        assert!(alike.contains(&"Central Nahuatl"), "{alike:?}");
        assert!(
            alike.iter().all(|name| name.contains("Nahuatl")),
            "{alike:?}"
        );
        assert!(Language::alike("Klingonese").is_empty() && Language::alike("").is_empty());
    }
}
