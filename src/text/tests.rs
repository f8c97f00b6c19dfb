//! What becomes of texts that others wrote.

use super::*;

#[test]
fn a_reader_is_given_the_first_of_their_languages_and_english_before_any_other() {
    let mut map = LanguageMap::of("es-MX", "Bicicletas").unwrap();
    map.insert("en", "Bicycles").unwrap();
    assert_eq!(map.pick(&["ca", "es-ES"]), Some(("es", "Bicicletas")));
    assert_eq!(map.pick(&["ko"]), Some(("en", "Bicycles")));
    assert_eq!(
        LanguageMap::of("ca", "Bicis").unwrap().pick(&["ko"]),
        Some(("ca", "Bicis"))
    );
    assert_eq!(LanguageMap::default().pick(&["es"]), None);
}

#[test]
fn a_language_that_does_not_exist_is_refused_and_a_long_code_shortened() {
    assert!(LanguageMap::of("xx", "text").is_err());
    assert!(LanguageMap::of("", "text").is_err());
    assert!(serde_json::from_str::<LanguageMap>(r#"{"klingon":"Qapla"}"#).is_err());
    assert_eq!(base_language("spa").unwrap(), "es");
    assert_eq!(base_language("ast").unwrap(), "ast");
}

#[test]
fn characters_that_reorder_or_hide_text_fall_away() {
    assert_eq!(
        line("Coop\u{202E}gpj.\u{0000}exe\r\n  \u{200B}t\u{FDD0}wo"),
        "Coopgpj.exe two"
    );
    assert_eq!(clean("one\r\n\r\ntwo\u{7}"), "one\n\ntwo");
    assert_eq!(line("می\u{200C}خواهم"), "می\u{200C}خواهم");
}

#[test]
fn a_text_over_its_limit_is_refused_with_its_length() {
    let map = LanguageMap::of("es", "ñandú").unwrap();
    assert!(map.within("title", 5).is_ok());
    let refusal = map.within("title", 4).unwrap_err().to_string();
    assert!(
        refusal.contains("title.es") && refusal.contains("5 characters"),
        "{refusal}"
    );
}

#[test]
fn scripts_and_strange_schemes_do_not_survive_sanitising() {
    let clean = sanitize_html(
        r#"<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x()">a</a>
        <a href="https://ex.example/" class="mention evil">b</a><img src=x onerror=y></p>"#,
    );
    assert!(
        !clean.contains("script") && !clean.contains("onerror"),
        "{clean}"
    );
    assert!(
        !clean.contains("javascript") && !clean.contains("evil"),
        "{clean}"
    );
    assert!(clean.contains(r#"href="https://ex.example/""#), "{clean}");
    assert!(clean.contains("nofollow"), "{clean}");
}

#[test]
fn hosts_that_look_alike_and_crowds_of_tags_are_not_passed_on() {
    let alike = sanitize_html("<a href=\"https://\u{430}pple.example/ñ\">x</a>");
    let plain = "href=\"https://xn--pple-43d.example/%C3%B1\"";
    assert!(alike.contains(plain), "{alike}");
    let crowd = format!("<p>before</p>{}after", "<b>".repeat(MOST_MARKS));
    let kept = sanitize_html(&crowd);
    assert!(kept.contains("before") && !kept.contains("after"));
    assert_eq!(from_html(&crowd), "before");
    let long = format!("<p>{}</p>after", "ñ".repeat(MOST_BYTES));
    assert!(!sanitize_html(&long).contains("after"));
    assert!(!from_html(&long).contains("after"));
}

#[test]
fn html_is_read_as_the_lines_that_it_shows() {
    let html = "<p>Hola &amp; <a href=\"https://ex.example/\">adi&lt;ós</a><br>dos</p>\
        <p>&amp;lt;tres</p><ul><li>uno</li><li>dos</li></ul>";
    assert_eq!(
        from_html(html),
        "Hola & adi<ós\ndos\n\n&lt;tres\n\nuno\ndos"
    );
    assert_eq!(from_html("<p> <br></p>"), "");
}

#[test]
fn plain_text_becomes_escaped_paragraphs() {
    assert_eq!(to_html("a < b\nc\n\n\nd"), "<p>a &lt; b<br>c</p><p>d</p>");
    assert_eq!(to_html("  "), "");
}
