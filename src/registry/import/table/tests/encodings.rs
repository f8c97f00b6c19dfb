//! Encodings that are stated, of this file or an earlier one, and are not those of the file.

use super::text::{in_code_page_850, stated};
use super::*;

const UTF8: &str = "Folio,Nombre\n1,Café Unión\n2,Señorío\n";

/// What becomes of a file when an earlier one was in this encoding.
fn kept(bytes: &[u8], encoding: &str) -> Result<Table> {
    let choice = Choice {
        encoding: Some(encoding.to_owned()),
        encoding_is_kept: true,
        ..Choice::default()
    };
    open(Cursor::new(bytes.to_vec()), "register.csv", &choice)
}

fn with_mark(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

/// The text in two bytes a character, the higher one first, with its mark.
fn in_utf16(text: &str) -> Vec<u8> {
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

#[test]
fn an_encoding_of_an_earlier_file_is_refused_for_one_in_utf_8() {
    for encoding in ["cp850", "windows-1252", "macintosh", "utf-16"] {
        for bytes in [UTF8.as_bytes(), &with_mark("a,b\n1,2\n")] {
            let refusal = kept(bytes, encoding).unwrap_err().to_string();
            let line = format!("encoding = \"{encoding}\"");
            assert!(refusal.contains(&line), "{refusal}");
        }
    }
    let (_, rows, notes) = whole(kept(UTF8.as_bytes(), "utf8").unwrap()).unwrap();
    assert_eq!((fields(&rows, 0)[1], notes.len()), ("Café Unión", 0));
    // What could be in either is in neither's way.
    assert!(kept(b"a,b\n1,2\n", "cp850").is_ok());
    let (_, rows, _) = whole(kept(&in_code_page_850(), "cp850").unwrap()).unwrap();
    assert_eq!(fields(&rows, 0)[1], "Café Unión");
}

#[test]
fn an_encoding_that_a_person_states_of_a_file_in_utf_8_is_told() {
    let (_, rows, notes) = whole(stated(UTF8.as_bytes(), "cp850", None).unwrap()).unwrap();
    assert_ne!(
        fields(&rows, 0)[1],
        "Café Unión",
        "the office has the last word"
    );
    assert!(told(&notes)[0].1.contains("is in UTF-8"), "{notes:?}");
    let (_, rows, notes) = whole(stated(&with_mark(UTF8), "cp850", None).unwrap()).unwrap();
    assert_eq!(fields(&rows, 0)[1], "Café Unión", "but a mark is surer");
    assert!(told(&notes)[0].1.contains("read as UTF-8"), "{notes:?}");
}

#[test]
fn a_mark_says_in_which_order_two_bytes_stand() {
    for encoding in ["utf-16", "utf-16le", "utf-8", "cp850"] {
        let table = stated(&in_utf16(UTF8), encoding, None).unwrap();
        assert_eq!(table.encoding, "UTF-16BE", "{encoding}");
        let (_, rows, _) = whole(table).unwrap();
        assert_eq!(fields(&rows, 0)[1], "Café Unión");
    }
}

#[test]
fn an_encoding_has_no_meaning_for_json() {
    let document = "[{\"id\": 1, \"name\": \"Café\"}]";
    let lines = "{\"id\": 1, \"name\": \"Café\"}\n{\"id\": 2, \"name\": \"Té\"}\n";
    for text in [document, lines] {
        for opened in [
            stated(text.as_bytes(), "cp850", None),
            kept(text.as_bytes(), "cp850"),
        ] {
            let refusal = opened.unwrap_err().to_string();
            assert!(refusal.contains("is JSON"), "{refusal}");
        }
        assert!(stated(text.as_bytes(), "UTF-8", None).is_ok());
    }
}
