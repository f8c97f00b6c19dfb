//! Tables of text as programs write them.

use encoding_rs::{ISO_8859_2, MACINTOSH, WINDOWS_1252};

use super::*;

const PLAIN: &str = "Folio,Nombre,Fundada\n1,Café Unión,2001-02-03\n2,Señor Ñandú,2002-03-04\n";

#[test]
fn every_usual_encoding_is_read_and_named() {
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        PLAIN.encode_utf16().flat_map(to_bytes).collect()
    };
    let marked = |mark: &[u8], text: Vec<u8>| [mark.to_vec(), text].concat();
    let polish = "Numer;Nazwa\n1;Spółdzielnia Łódź żółć\n2;Gęś ćma ńandu ślad źdźbło\n";
    for (bytes, encoding) in [
        (PLAIN.as_bytes().to_vec(), "UTF-8"),
        (marked(b"\xEF\xBB\xBF", PLAIN.into()), "UTF-8"),
        (marked(b"\xFF\xFE", utf16(u16::to_le_bytes)), "UTF-16LE"),
        (marked(b"\xFE\xFF", utf16(u16::to_be_bytes)), "UTF-16BE"),
        (utf16(u16::to_le_bytes), "UTF-16LE"),
        (utf16(u16::to_be_bytes), "UTF-16BE"),
        (WINDOWS_1252.encode(PLAIN).0.into_owned(), "windows-1252"),
        (MACINTOSH.encode(PLAIN).0.into_owned(), "macintosh"),
    ] {
        let table = opened(&bytes).unwrap();
        assert_eq!(table.encoding, encoding);
        let (headers, rows, notes) = whole(table).unwrap();
        assert_eq!(headers, ["Folio", "Nombre", "Fundada"], "{encoding}");
        assert_eq!(fields(&rows, 0), ["1", "Café Unión", "2001-02-03"]);
        assert_eq!((rows.len(), notes.len()), (2, 0), "{encoding}");
    }
    let (_, rows, _) = read(&ISO_8859_2.encode(polish).0);
    assert_eq!(fields(&rows, 0), ["1", "Spółdzielnia Łódź żółć"]);
}

#[test]
fn a_text_that_is_nearly_utf8_keeps_its_letters_and_marks_what_is_lost() {
    let mut bytes = PLAIN.repeat(20).into_bytes();
    bytes.extend(b"9,Lost \xE9 here,2001-01-01\n");
    let (_, rows, _) = read(&bytes);
    assert_eq!(rows.len(), 41, "headers that stand again are no rows");
    assert_eq!(fields(&rows, 1)[1], "Señor Ñandú");
    assert_eq!(fields(&rows, rows.len() - 1)[1], "Lost \u{FFFD} here");
}

#[test]
fn every_delimiter_line_end_and_quotation_is_read() {
    let quoted = "Id,Name,Note\n1,\"Ash, Elm\",\"two\nlines; \"\"quoted\"\"\"\n2,Oak,plain\n";
    for (delimiter, other) in [(",", "~"), (";", ","), ("\t", ","), ("|", ",")] {
        for end in ["\n", "\r\n", "\r"] {
            let text = quoted
                .replace(", ", "~ ")
                .replace(',', delimiter)
                .replace("~ ", &format!("{other} "))
                .replace('\n', end);
            let (headers, rows, _) = read(text.as_bytes());
            assert_eq!(headers, ["Id", "Name", "Note"]);
            assert_eq!(fields(&rows, 0)[1], format!("Ash{other} Elm"));
            assert_eq!(fields(&rows, 0)[2], "two\nlines; \"quoted\"");
            assert_eq!(
                (rows[0].0, rows[1].0),
                (2, 4),
                "lines count as in an editor"
            );
        }
    }
    let (headers, rows, _) = read(b"sep=|\nId|Name\n1|Ash, Elm, Oak\n");
    assert_eq!((headers.len(), rows[0].0), (2, 3));
    let (headers, _, _) = read(b"\"sep=;\"\r\nId;Name, or names, or none\r\n1;Ash\r\n");
    assert_eq!(headers, ["Id", "Name, or names, or none"]);
}

#[test]
fn titles_totals_footnotes_and_empty_rows_are_passed_over_and_told() {
    let text = "Padrón de cooperativas;;;\n\nCorte: 2026-01-31;;;\nFolio;Nombre;Socias;Alta\n\
                1;Café;12;2001-01-01\n;;;\n2;Milpa;3;2002-01-01\n;;;\n3;Total Coop;4;2003-01-01\n\
                TOTALES;;19;\n;;;\nFuente: Secretaría;;;\n";
    let (headers, rows, notes) = read(text.as_bytes());
    assert_eq!(headers, ["Folio", "Nombre", "Socias", "Alta"]);
    let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [5, 7, 9]);
    let told = told(&notes);
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 3, 10, 12, 6]);
    assert!(told[0].1.contains("Padrón de cooperativas"), "{told:?}");
    assert!(told[2].1.contains("TOTALES"), "{told:?}");
    assert!(
        told[4].1.contains("3 rows are empty (line 6, 8, 11)"),
        "{told:?}"
    );
}

#[test]
fn a_total_in_the_middle_is_a_row_as_any_other() {
    let text = "Zona;Nombre;Socias\nNorte;Café;1\nTotal;;1\nSur;Milpa;2\n";
    assert_eq!(read(text.as_bytes()).1.len(), 3);
}

#[test]
fn headers_in_two_lines_are_joined() {
    let text = "Registro;;;Domicilio;;Contacto;\n\
                Folio;Nombre;Alta;Calle;CP;Nombre;Correo\n\
                1;Café;2001-01-01;Roble 1;01000;Ana;ana@cafe.example\n\
                2;Milpa;2002-01-01;Olmo 2;02000;Luz;luz@milpa.example\n";
    let (headers, rows, notes) = read(text.as_bytes());
    assert_eq!(
        headers,
        [
            "Folio",
            "Registro: Nombre",
            "Alta",
            "Calle",
            "CP",
            "Contacto: Nombre",
            "Correo"
        ]
    );
    assert_eq!(rows.len(), 2);
    assert!(told(&notes)[0].1.contains("two lines"), "{notes:?}");

    let spanned = "Folio;Nombre;Alta;Domicilio;;\n;;;Calle;Número;CP\n\
                   1;Café;2001-01-01;Roble;1;01000\n2;Milpa;2002-01-01;Olmo;2;02000\n";
    let (headers, rows, _) = read(spanned.as_bytes());
    assert_eq!(
        headers,
        ["Folio", "Nombre", "Alta", "Calle", "Número", "CP"]
    );
    assert_eq!((rows.len(), rows[0].0), (2, 3));
}

#[test]
fn headers_that_are_missing_or_repeated_get_names_of_their_own() {
    let text = "Id,Name,,Name,,\n1,Ash,x,Elm,,\n2,Oak,y,Fir,,\n";
    let (headers, rows, notes) = read(text.as_bytes());
    assert_eq!(headers, ["Id", "Name", "column 3", "Name (2)"]);
    assert_eq!(fields(&rows, 0), ["1", "Ash", "x", "Elm"]);
    let fields: Vec<&str> = notes.iter().map(|note| note.field.as_str()).collect();
    assert_eq!(fields, ["column 3", "Name"]);
    let (headers, _, _) = read(b"Id,Town\n1,Ely,7\n2,Wells,8\n");
    assert_eq!(headers, ["Id", "Town", "column 3"]);
}

#[test]
fn empty_fields_at_the_end_may_be_missing_or_too_many() {
    let text = "Id,Name,Town,Mail\n1,Ash\n2,Elm,Ely,,,,\n3,Oak,Ely,a@b.example\n4,Fir,Wells\n";
    let (_, rows, _) = read(text.as_bytes());
    assert_eq!(fields(&rows, 0), ["1", "Ash", "", ""]);
    assert_eq!(fields(&rows, 1), ["2", "Elm", "Ely", ""]);
    assert_eq!(rows.len(), 4);
}

#[test]
fn a_row_that_does_not_fit_its_headers_is_refused_with_its_line() {
    for (rows, place) in [
        ("1,Ash,Ely\n2,Elm", "line 3 has 2 of 3"),
        ("1,Ash,Ely\n2,\"Elm,Ely\n3,Oak,Ely\n", "opened on line 3"),
        ("1,Ash,Ely\n2,\"Elm,E", "opened on line 3"),
    ] {
        let refusal = refusal(format!("Id,Name,Town\n{rows}").as_bytes());
        assert!(refusal.contains(place), "{refusal}");
        assert!(refusal.contains("export the register again"), "{refusal}");
    }
    let broken = "Id,Name,Town,Age\n1,As\nh,Ely,5\n2,Oak,Ely,7\n";
    let refusal = refusal(broken.as_bytes());
    assert!(refusal.contains("line 2 has 2 of 4"), "{refusal}");
}

#[test]
fn a_table_without_headers_is_refused() {
    for text in [
        "R1,Ash,Live,1987-04-09\nR2,Elm,Live,1988-04-09\nR3,Oak,Dead,1989-04-09\n",
        "Ash,Ely\nElm,Ely\nOak,Wells\n",
        "1,ash@ash.example\n2,elm@elm.example\n",
    ] {
        let refusal = refusal(text.as_bytes());
        assert!(refusal.contains("names the columns"), "{refusal}");
        let choice = Choice {
            header_line: Some(1),
            ..Choice::default()
        };
        let source = Cursor::new(text.to_owned().into_bytes());
        assert!(
            open(source, "f", &choice).is_ok(),
            "the office knows better"
        );
    }
    let choice = Choice {
        header_line: Some(9),
        ..Choice::default()
    };
    let refusal = open(Cursor::new(PLAIN), "f", &choice).unwrap_err();
    assert!(refusal.to_string().contains("line 9"), "{refusal}");
}

#[test]
fn headers_that_are_years_or_stand_above_words_are_headers() {
    for text in [
        "Name,2021,2022\nAsh,10,11\nElm,12,13\n",
        "name,town\nCoop,Ely\n",
        "¿Cuál es el nombre?,¿Dónde?\nCafé,Coyoacán\nMilpa,Tlalpan\n",
    ] {
        let (headers, _, _) = read(text.as_bytes());
        assert_eq!(headers[0], text.split(',').next().unwrap());
    }
}

#[test]
fn files_that_are_no_text_are_refused_with_advice() {
    let noise: Vec<u8> = (0..200_u8).map(|n| n.wrapping_mul(89) % 31 + 1).collect();
    for (bytes, advice) in [
        (&b""[..], "is empty"),
        (b" \n\n\t", "is empty"),
        (b"\xEF\xBB\xBF", "is empty"),
        (b"\xFF\xFE", "is empty"),
        (b",,,\n,,,\n", "is empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1F\x8B\x08", "unpack"),
        (b"a,b\n\x00\x01,2\n", "a zero byte on line 2 at byte 1"),
        (b"Id,Name\n1,Caf\xC3\xA9\n2,\xC3", "cut off"),
        (noise.as_slice(), "not text"),
    ] {
        let refusal = refusal(bytes);
        assert!(refusal.contains(advice), "{advice}: {refusal}");
    }
    assert!(refusal(b"Id,Name\n").contains("no row"));
    let wide = (0..1001).map(|n| format!("c{n}")).collect::<Vec<_>>();
    let refusal = refusal(format!("{}\n1\n", wide.join(",")).as_bytes());
    assert!(refusal.contains("1,001 columns"), "{refusal}");
}

#[test]
fn a_control_character_is_left_out_and_told() {
    let (_, rows, notes) = read(b"Id,Name\n1,A\x1B[31msh\n2,Elm\x0BOak\n");
    assert_eq!(fields(&rows, 0), ["1", "A[31msh"]);
    assert_eq!(fields(&rows, 1), ["2", "Elm\nOak"]);
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].line, notes[0].field.as_str()), (2, "Name"));
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_noticed_before_memory_is_full() {
    let text = format!("Id,Name\n1,\"Ash\n{}", "2,Elm\n".repeat(3_000_000));
    let refusal = refusal(text.as_bytes());
    assert!(
        refusal.contains("16 MB") && refusal.contains("line 2"),
        "{refusal}"
    );
}

#[test]
fn rows_with_too_many_fields_are_named_with_what_to_do() {
    let mut text = "Id,Name,Town\n".to_owned();
    for row in 0..20 {
        let name = if row % 5 == 1 { "Ash, S. Coop." } else { "Ash" };
        let number = row.to_string();
        text.extend([number.as_str(), ",", name, ",Ely\n"]);
    }
    let refusal = refusal(text.as_bytes());
    assert!(
        refusal.contains("3, 8, 13, 18") && refusal.contains("quotation marks"),
        "{refusal}"
    );
}

/// `PLAIN` and a few words more as old programs of MS-DOS write them.
pub(super) fn in_code_page_850() -> Vec<u8> {
    let text = format!("{PLAIN}3,Asociación Española de Cooperación,2003-04-05\n");
    let table = &oem_cp::code_table::ENCODING_TABLE_CP850;
    oem_cp::encode_string_checked(&text, table).unwrap()
}

pub(super) fn stated(bytes: &[u8], encoding: &str, delimiter: Option<&str>) -> Result<Table> {
    let choice = Choice {
        encoding: Some(encoding.to_owned()),
        delimiter: delimiter.map(str::to_owned),
        ..Choice::default()
    };
    open(Cursor::new(bytes.to_vec()), "register.csv", &choice)
}

#[test]
fn a_code_page_of_ms_dos_is_read_where_it_is_stated_and_told_where_it_is_not() {
    let bytes = in_code_page_850();
    for name in ["cp850", "CP-850", "IBM850", "850"] {
        let table = stated(&bytes, name, None).unwrap();
        assert_eq!(table.encoding, "cp850", "{name}");
        let (_, rows, notes) = whole(table).unwrap();
        assert_eq!(fields(&rows, 0)[1], "Café Unión");
        assert_eq!(fields(&rows, 2)[1], "Asociación Española de Cooperación");
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (_, rows, notes) = read(&bytes);
    assert_ne!(fields(&rows, 0)[1], "Café Unión", "nothing is taken unsaid");
    assert!(told(&notes)[0].1.contains("code page 850"), "{notes:?}");
    assert!(notes[0].remedy.contains("--encoding cp850"), "{notes:?}");
}

#[test]
fn what_other_programs_write_is_not_taken_for_a_code_page_of_ms_dos() {
    let text = "Folio;Nombre\n1;L’association «\u{a0}Les prés…\u{a0}» – d’été\n\
        2;“Señorío” de la cooperación, año\u{a0}2\n";
    for encoding in [WINDOWS_1252, MACINTOSH] {
        let (_, _, notes) = read(&encoding.encode(text).0);
        assert!(notes.is_empty(), "{}: {notes:?}", encoding.name());
    }
}

#[test]
fn what_is_stated_and_unknown_is_refused_with_what_can_be_stated() {
    let refusal = |encoding, delimiter| {
        let opened = stated(PLAIN.as_bytes(), encoding, delimiter);
        opened.unwrap_err().to_string()
    };
    assert!(refusal("klingon", None).contains("windows-1252"));
    assert!(refusal("UTF-8", Some("::")).contains("tab"));
    assert!(refusal("UTF-8", Some("a")).contains("tab"));
}

#[test]
fn a_delimiter_that_is_stated_is_taken_whatever_there_is_more_of() {
    let text = "Folio;Nombre, completo\n1;Norte, Sur\n2;Este, Oeste\n";
    let table = stated(text.as_bytes(), "UTF-8", Some(",")).unwrap();
    assert_eq!(table.delimiter, Some(','));
    let (headers, ..) = whole(table).unwrap();
    assert_eq!(headers, ["Folio;Nombre", "completo"]);
    let table = stated(b"a\tb\n1\t2\n", "UTF-8", Some("tab")).unwrap();
    assert_eq!((table.delimiter, table.headers.len()), (Some('\t'), 2));
}
