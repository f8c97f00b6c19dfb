//! JSON of every shape in which registers come.

use super::*;

fn named(bytes: &[u8], name: &str) -> Result<Table> {
    open(Cursor::new(bytes.to_vec()), name, &Choice::default())
}

#[test]
fn objects_in_a_list_on_lines_or_wrapped_are_rows() {
    let (ash, elm) = (
        r#"{"id":1,"name":"Ash"}"#,
        r#"{"id":2.5,"town":"Ely","name":"Elm","open":true,"gone":null}"#,
    );
    for text in [
        format!("[{ash},{elm}]"),
        format!("\u{FEFF}[\n{ash},\n{elm}\n]"),
        format!("{ash}\n{elm}\n"),
        format!("{ash}\r\n\r\n{elm}"),
        format!("\u{1E}{ash}\n\u{1E}{elm}\n"),
        format!(r#"{{"data":[{ash},{elm}],"links":{{"self":"x"}}}}"#),
        format!(
            r#"{{"help":"x","success":true,"result":{{"fields":[{{"a":1}}],"records":[{ash},{elm}]}}}}"#
        ),
        format!(r#"{{"padron":[{ash},{elm}],"total":2}}"#),
    ] {
        let (headers, rows, notes) = read(text.as_bytes());
        assert_eq!(headers, ["id", "name", "town", "open"], "{text}");
        assert_eq!(fields(&rows, 0), ["1", "Ash", "", ""]);
        assert_eq!(fields(&rows, 1), ["2.5", "Elm", "Ely", "true"]);
        assert_eq!(notes, []);
        if text.contains('\n') {
            let line = text.lines().position(|line| line.contains("Elm")).unwrap() + 1;
            assert_eq!(rows[1].0, u64::try_from(line).unwrap(), "{text}");
        } else {
            assert_eq!(
                (rows[0].0, rows[1].0),
                (1, 2),
                "objects are counted: {text}"
            );
        }
    }
}

#[test]
fn nested_members_have_dotted_names_and_lists_are_joined() {
    let text = r#"[{"name":"Ash","geo":{"lat":52.4,"lon":0.26},"tags":["a","b",3],
        "urls":[{"name":"Site","url":"https://a.example"},{"url":"https://b.example"}],
        "none":[],"deep":{"er":{"est":"x"}}}]"#;
    let (headers, rows, _) = read(text.as_bytes());
    assert_eq!(
        headers,
        [
            "name",
            "geo.lat",
            "geo.lon",
            "tags",
            "urls.name",
            "urls.url",
            "deep.er.est"
        ]
    );
    assert_eq!(
        fields(&rows, 0),
        [
            "Ash",
            "52.4",
            "0.26",
            "a;b;3",
            "Site",
            "https://a.example;https://b.example",
            "x"
        ]
    );
}

#[test]
fn a_murmurations_profile_is_one_row_and_several_are_several() {
    let profile = r#"{"linked_schemas":["organizations_schema-v1.0.0"],"name":"Ash",
        "primary_url":"https://ash.example","geolocation":{"lat":52.4,"lon":0.26},
        "relationships":[{"object_url":"https://elm.example"}]}"#;
    for text in [
        profile.to_owned(),
        format!("[{profile}]"),
        format!(r#"{{"data":[{profile}]}}"#),
    ] {
        let (headers, rows, _) = read(text.as_bytes());
        assert_eq!(rows.len(), 1);
        assert_eq!(headers[..2], ["linked_schemas", "name"]);
        assert_eq!(headers[3..5], ["geolocation.lat", "geolocation.lon"]);
    }
}

#[test]
fn features_have_their_properties_their_point_and_their_identifier() {
    let feature = |id: &str, geometry: &str, properties: &str| {
        format!(r#"{{"type":"Feature","id":{id},"geometry":{geometry},"properties":{properties}}}"#)
    };
    let features = [
        feature(
            "\"node/1\"",
            r#"{"type":"Point","coordinates":[0.26,52.4]}"#,
            r#"{"name":"Ash"}"#,
        ),
        feature(
            "2",
            r#"{"type":"Polygon","coordinates":[[[0,50],[2,50],[2,52],[0,50]]]}"#,
            r#"{"name":"Elm","town":"Ely"}"#,
        ),
        feature("3", "null", r#"{"name":"Oak"}"#),
        feature(
            "4",
            r#"{"type":"Point","coordinates":["x"]}"#,
            r#"{"name":"Fir","id":"own"}"#,
        ),
    ];
    let collection = format!(
        r#"{{"type":"FeatureCollection","name":"map","features":[{}]}}"#,
        features.join(",\n")
    );
    for text in [collection, features.join("\n")] {
        let (headers, rows, notes) = read(text.as_bytes());
        assert_eq!(headers, ["name", "latitude", "longitude", "id", "town"]);
        assert_eq!(fields(&rows, 0), ["Ash", "52.4", "0.26", "node/1", ""]);
        assert_eq!(fields(&rows, 1), ["Elm", "51", "1", "2", "Ely"]);
        assert_eq!(fields(&rows, 2), ["Oak", "", "", "3", ""]);
        assert_eq!(fields(&rows, 3), ["Fir", "", "", "own", ""]);
        assert_eq!((notes.len(), notes[0].line), (1, 4));
        assert_eq!(notes[0].field, "latitude");
    }
    let (_, rows, _) = read(features[0].as_bytes());
    assert_eq!(rows.len(), 1);
}

#[test]
fn json_of_two_bytes_a_character_is_read_by_its_name() {
    let text = r#"[{"name":"Café"},{"name":"Elm"}]"#;
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (_, rows, _) = whole(named(&wide, "a.json").unwrap()).unwrap();
    assert_eq!(fields(&rows, 0), ["Café"]);
}

#[test]
fn json_that_is_broken_or_has_no_objects_is_refused_with_its_place() {
    for (text, reason) in [
        (r#"[{"a":1},{"a":2"#, "EOF"),
        (r#"{"data":[{"a":1},{"a""#, "EOF"),
        (r#"[{"a":1},2]"#, "entry 2"),
        (r#"[[1,"Name"],["1","Ash"]]"#, "entry 1"),
        ("[]", "without any entry"),
        (r#"{"data":[]}"#, "without any entry"),
        ("{\"a\":1}\n{\"a\":2}\n{\"a\":", "line 3"),
        ("{\"a\":1}\n{\"a\":2}\nnothing\n", "line 3"),
        ("{\"a\":1}\n2\n", "line 2"),
    ] {
        let refusal = refusal(text.as_bytes());
        assert!(refusal.contains(reason), "{text}: {refusal}");
    }
    let deep = format!("[{}1{}]", "{\"a\":".repeat(5000), "}".repeat(5000));
    assert!(refusal(deep.as_bytes()).contains("recursion"));
    let members: Vec<String> = (0..1001).map(|n| format!("\"m{n}\":1")).collect();
    let wide = format!("[{{{}}}]", members.join(","));
    assert!(refusal(wide.as_bytes()).contains("1000 members"));
}

#[test]
fn control_characters_in_json_are_left_out_and_told() {
    let (_, rows, notes) = read(br#"[{"id":1,"name":"A\u0000sh\u001b"}]"#);
    assert_eq!(fields(&rows, 0), ["1", "Ash"]);
    assert_eq!((notes.len(), notes[0].field.as_str()), (1, "name"));
}

#[test]
fn pages_and_other_documents_are_refused_with_advice() {
    for page in [
        "<html><table><tr><td>Id</td></tr></table></html>",
        "<?xml version=\"1.0\"?><Workbook/>",
        "\u{FEFF}\n<!DOCTYPE html>",
    ] {
        assert!(refusal(page.as_bytes()).contains("XLSX or CSV"), "{page}");
    }
}

#[test]
fn documents_whose_rows_are_no_objects_of_their_own_are_read_by_their_columns() {
    for text in [
        // As Socrata writes them.
        r#"{"meta":{"view":{"columns":[{"name":"sid","id":-1},{"name":"NAME"}]}},
            "data":[["r1","Ash"],["r2","Elm"]]}"#,
        r#"{"columns":["sid","NAME"],"rows":[["r1","Ash"],["r2","Elm"]]}"#,
        r#"[["sid","NAME"],["r1","Ash"],["r2","Elm"]]"#,
        // Results of SPARQL.
        r#"{"head":{"vars":["sid","NAME"]},"results":{"bindings":[
            {"sid":{"type":"uri","value":"r1"},"NAME":{"type":"literal","value":"Ash"}},
            {"sid":{"type":"uri","value":"r2"},
             "NAME":{"type":"literal","xml:lang":"en","value":"Elm"}}]}}"#,
    ] {
        let (headers, rows, _) = read(text.as_bytes());
        assert_eq!(headers, ["sid", "NAME"], "{text}");
        assert_eq!(fields(&rows, 1), ["r2", "Elm"], "{text}");
        assert_eq!(rows.len(), 2, "{text}");
    }
    let keyed = br#"{"a1":{"name":"Ash","city":"Ely"},"b2":{"name":"Elm","city":"Ely"}}"#;
    let (headers, rows, _) = read(keyed);
    assert_eq!(headers, ["id", "name", "city"]);
    assert_eq!(fields(&rows, 0), ["a1", "Ash", "Ely"]);
}

#[test]
fn features_without_identifiers_have_no_column_of_them() {
    let feature = r#"{"type":"Feature","geometry":null,"properties":{"name":"Ash"}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{feature},{feature}]}}"#);
    let (headers, _, _) = read(text.as_bytes());
    assert!(!headers.contains(&"id".to_owned()), "{headers:?}");
}
