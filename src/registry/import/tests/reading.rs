//! Which files are read, and which are refused whole.

use super::*;

fn read_whole(bytes: &[u8]) -> Result<Plan> {
    read(bytes, "register.csv")?.to_end()
}

fn refusal(bytes: &[u8]) -> String {
    read_whole(bytes).unwrap_err().to_string()
}

#[test]
fn files_that_are_no_table_are_refused_with_advice() {
    for (bytes, advice) in [
        (&b""[..], "is empty"),
        (b" \n\n", "is empty"),
        (b"PK\x03\x04rest", "save it again"),
        (b"%PDF-1.7", "ask the register"),
        (b"a,b\n\x00\x01,2\n", "a zero byte on line 2 at byte 1"),
        (b"a,b\n1,2\n", "hold names"),
    ] {
        let refusal = refusal(bytes);
        assert!(refusal.contains(advice), "{refusal}");
    }
    assert!(refusal(format!("{HEADERS}\n").as_bytes()).contains("no row"));
}

#[test]
fn a_table_without_names_is_looked_at_and_a_known_shape_needs_no_look() {
    let look = |bytes: &[u8]| {
        let source = io::Cursor::new(bytes.to_vec());
        look_at(source, "register.csv", &Choice::default(), None)
    };
    let guess = look(b"a,b\n1,2\n").unwrap().unwrap();
    assert!(!guess.has_names() && guess.columns.len() == 2);
    assert!(
        look(&file(&[row("R1", "Ash", "Live", "")]))
            .unwrap()
            .is_none()
    );
    assert!(look(b"%PDF-1.7").is_err());
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_refused_or_ends_with_a_whole_row() {
    let whole = file(&[row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")]);
    let text = String::from_utf8(whole).unwrap().trim_end().to_owned();
    let first_ends = text.find("R2").unwrap();
    for length in (HEADERS.len() + 3)..text.len() {
        match read_whole(&text.as_bytes()[..length]) {
            // The last column is empty or not begun, so nothing of the row is missing.
            Ok(plan) => assert_eq!(plan.read, 1, "{length} of {}", text.len()),
            Err(error) => assert!(error.to_string().contains("cut off"), "{error}"),
        }
        let within_second = length > first_ends;
        assert!(
            !within_second || read_whole(&text.as_bytes()[..length]).is_err(),
            "{length}"
        );
    }
}

#[test]
fn other_encodings_and_separators_are_read_and_named() {
    let text = String::from_utf8(file(&[row("R1", "Café Épi", "Live", "")])).unwrap();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let reading = read(&latin, "register.csv").unwrap();
    assert_eq!(reading.encoding, "windows-1252");
    let plan = reading.to_end().unwrap();
    assert_eq!(plan.entries[0].draft.name(), "Café Épi");

    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&wide, "register.csv").unwrap().encoding, "UTF-16LE");
    wide.pop();
    assert!(refusal(&wide).contains("UTF-16LE"));

    let marked = format!("\u{FEFF}{}", text.replace(',', ";"));
    assert_eq!(read_whole(marked.as_bytes()).unwrap().entries.len(), 1);
}

#[test]
fn a_row_says_what_it_can_and_each_value_that_it_cannot_is_told_by_line() {
    let odd = row("R1", "Lost\u{FFFD}", "Live", "")
        .replace("FCA", "Unknown legal form")
        .replace("England", "Narnia")
        .replace("UKSIC07-9499", "UKSIC07-85310")
        .replace("9/4/1987", "31/2/1987")
        .replace("Workers", "Elves");
    let rows = [
        odd,
        row("", "Nameless", "Live", ""),
        row("R1", "Twice", "Live", ""),
        row("R2", "Undead", "Maybe", ""),
        row("R3", "Sound", "Live", ""),
    ];
    let plan = read_whole(&file(&rows)).unwrap();
    assert_eq!((plan.read, plan.entries.len()), (5, 2));
    let draft = &plan.entries[0].draft;
    assert_eq!(
        draft.sectors[0].as_str(),
        "85",
        "8531 is another activity in ISIC"
    );
    assert_eq!((draft.territory.as_ref(), draft.founded_on), (None, None));
    let mut told: Vec<(u64, &str)> = plan
        .problems
        .iter()
        .map(|problem| (problem.line, problem.field.as_str()))
        .collect();
    told.sort_unstable();
    let expected = [
        (2, "Incorporation Date"),
        (2, "Ownership Classification"),
        (2, "Registered Name"),
        (2, "Registrar"),
        (2, "Trading Name"),
        (2, "UK Nation"),
        (4, "CUK Organisation ID"),
        (6, "CUK Organisation ID"),
        (8, "Registered Status"),
    ];
    assert_eq!(told, expected);
    assert!(
        plan.problems
            .iter()
            .all(|problem| !problem.remedy.is_empty())
    );
    let sound = &plan.entries[1];
    assert_eq!(sound.register_number.as_deref(), Some("FCA 1R3"));
    assert_eq!(
        sound.draft.place.street.as_deref(),
        Some("1 High Street\nOld Mill")
    );
    assert_eq!(sound.draft.founded_on, Some(jiff::civil::date(1987, 4, 9)));
}

/// A shape that falls over at every row.
struct Faulty;

impl Shape for Faulty {
    fn title(&self) -> &'static str {
        "faulty"
    }

    fn register(&self) -> &'static str {
        "faulty"
    }

    fn identifier(&self) -> &'static str {
        "a"
    }

    fn headers(&self) -> Vec<&str> {
        vec!["a"]
    }

    fn entry(&self, _: &entry::Row<'_>, _: &mut Noticed) -> Result<Entry, Problem> {
        panic!("a fault of ours")
    }
}

#[tokio::test]
async fn a_fault_of_ours_while_reading_does_not_pass_for_the_end_of_the_file() {
    let office = office().await;
    for dry_run in [true, false] {
        let source = io::Cursor::new(b"a,b\n1,2\n3,4\n".to_vec());
        let table = table::open(source, "x.csv", &Choice::default()).unwrap();
        let reading = Reading::new(table, Faulty, "x.csv");
        let options = Options {
            dry_run,
            ..Options::default()
        };
        let refused = office.take(reading, options).await;
        assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
    }
    assert!(office.all().await.is_empty());
}
