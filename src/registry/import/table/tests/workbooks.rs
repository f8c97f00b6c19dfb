//! Workbooks as spreadsheet programs write them.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::package::{document, in_sheet};
use super::*;

/// A workbook with a table on its second sheet.
fn padron() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let readme = workbook.add_worksheet().set_name("Léame").unwrap();
    readme.write(0, 0, "Fuente: Secretaría").unwrap();
    let sheet = workbook.add_worksheet().set_name("Padrón").unwrap();
    let title = Format::new();
    sheet
        .merge_range(0, 0, 0, 4, "Padrón de cooperativas 2026", &title)
        .unwrap();
    let headers = ["Folio", "Nombre", "Alta", "Socias", "Activa"];
    sheet.write_row(2, 0, headers).unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (row, (name, members)) in [("Café Unión", 12.0), ("Milpa", 3.5)]
        .into_iter()
        .enumerate()
    {
        let row = u32::try_from(row).unwrap() + 3;
        sheet.write(row, 0, f64::from(row) + 84_197.0).unwrap();
        sheet.write(row, 1, name).unwrap();
        let alta = ExcelDateTime::from_ymd(2001, 2, 3).unwrap();
        sheet.write_with_format(row, 2, &alta, &day).unwrap();
        sheet.write(row, 3, members).unwrap();
        sheet.write(row, 4, row == 3).unwrap();
    }
    let hidden = workbook.add_worksheet().set_name("Listas").unwrap();
    hidden.set_hidden(true);
    for row in 0..50 {
        hidden.write(row, 0, row).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn chosen(bytes: &[u8], sheet: &str) -> Result<Table> {
    let choice = Choice {
        sheet: Some(sheet.to_owned()),
        ..Choice::default()
    };
    open(Cursor::new(bytes.to_vec()), "padron.xlsx", &choice)
}

#[test]
fn the_visible_sheet_with_the_most_rows_is_read_and_the_others_told() {
    let table = opened(&padron()).unwrap();
    assert_eq!(table.sheet.as_deref(), Some("Padrón"));
    assert_eq!(table.encoding, "XLSX");
    let (headers, rows, notes) = whole(table).unwrap();
    assert_eq!(headers, ["Folio", "Nombre", "Alta", "Socias", "Activa"]);
    assert_eq!(
        fields(&rows, 0),
        ["84200", "Café Unión", "2001-02-03", "12", "true"]
    );
    assert_eq!(fields(&rows, 1)[3..], ["3.5", "false"]);
    assert_eq!(
        (rows[0].0, rows[1].0),
        (4, 5),
        "lines as the program shows them"
    );
    let told = told(&notes);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].1.contains("Léame"), "{told:?}");
    assert!(
        told[1].1.contains("hidden sheet \"Listas\" of 50 rows"),
        "{told:?}"
    );
    assert!(
        told[2].1.contains("Padrón de cooperativas 2026"),
        "{told:?}"
    );
}

#[test]
fn a_sheet_that_is_named_is_read_and_one_that_is_missing_refused_with_those_there() {
    let mut workbook = Workbook::new();
    for name in ["Norte", "Sur"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["Id", "Name"]).unwrap();
        sheet.write_row(1, 0, ["1", name]).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let (_, rows, _) = whole(chosen(&bytes, "Sur").unwrap()).unwrap();
    assert_eq!(fields(&rows, 0), ["1", "Sur"]);
    assert_eq!(opened(&bytes).unwrap().sheet.as_deref(), Some("Norte"));
    let refusal = chosen(&bytes, "Este").unwrap_err().to_string();
    assert!(refusal.contains("Norte, Sur"), "{refusal}");
}

#[test]
fn a_formula_is_read_by_its_result_and_told_where_it_has_none() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Id", "Name", "Town"]).unwrap();
    sheet.write_row(1, 0, ["1", "Ash"]).unwrap();
    let formula = |result: &str| Formula::new("=A1").set_result(result);
    sheet.write_formula(1, 2, formula("Ely")).unwrap();
    sheet.write_row(2, 0, ["2", "Elm"]).unwrap();
    sheet.write_formula(2, 2, formula("#REF!")).unwrap();
    let (_, rows, notes) = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(fields(&rows, 0), ["1", "Ash", "Ely"]);
    assert_eq!(fields(&rows, 1), ["2", "Elm", ""]);
    assert_eq!((notes[0].line, notes[0].field.as_str()), (3, "Town"));
    assert!(
        notes[0]
            .reason
            .contains("sheet \"Sheet1\": holds the error #REF!")
    );

    let cells = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Id</t></is></c>
        <c r="B1" t="inlineStr"><is><t>Name</t></is></c></row>
        <row r="2"><c r="A2"><v>7</v></c><c r="B2"><f>A1</f></c></row>
        <row r="3"><c r="A3"><v>8</v></c><c r="B3" t="e"><v>#N/A</v></c></row>"#;
    let (_, rows, notes) = read(&in_sheet(cells));
    assert_eq!(fields(&rows, 0), ["7", ""]);
    let told = told(&notes);
    assert!(told[0].1.contains("formula without its result"), "{told:?}");
    assert!(told[1].1.contains("#N/A"), "{told:?}");
    assert!(notes.iter().all(|note| note.field == "Name"));
}

#[test]
fn an_open_document_is_read() {
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let number = r#"<table:table-cell office:value-type="float" office:value="84200"/>"#;
    let day = r#"<table:table-cell office:value-type="date" office:date-value="2001-02-03"/>"#;
    let rest = r#"<table:table-cell table:number-columns-repeated="16380"/>"#;
    let rows = [
        row(&[text("Folio"), text("Nombre"), text("Alta"), rest.into()]),
        row(&[number.into(), text("Café &amp; Unión"), day.into(), rest.into()]),
        row(&[number.into(), text("#REF!"), day.into()]),
        r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#.into(),
    ];
    let bytes = document(&format!(
        r#"<table:table table:name="Padrón">{}</table:table>"#,
        rows.concat()
    ));
    let table = opened(&bytes).unwrap();
    assert_eq!(
        (table.encoding, table.sheet.as_deref()),
        ("ODS", Some("Padrón"))
    );
    let (headers, rows, notes) = whole(table).unwrap();
    assert_eq!(headers, ["Folio", "Nombre", "Alta"]);
    assert_eq!(fields(&rows, 0), ["84200", "Café & Unión", "2001-02-03"]);
    assert_eq!(rows[0].0, 2);
    assert_eq!((notes[0].line, notes[0].field.as_str()), (3, "Nombre"));
}

#[test]
fn a_workbook_of_the_old_format_is_read() {
    let (headers, rows, _) = read(&compound::workbook(&[
        &["Folio", "Nombre"],
        &["R1", "Cafe Union"],
        &["R2", "Milpa"],
    ]));
    assert_eq!(headers, ["Folio", "Nombre"]);
    assert_eq!(fields(&rows, 1), ["R2", "Milpa"]);
    assert_eq!(rows[1].0, 3);
}

#[test]
fn a_sheet_without_rows_is_refused() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let refusal = refusal(&workbook.save_to_buffer().unwrap());
    assert!(refusal.contains("sheet \"Sheet1\": is empty"), "{refusal}");
}

#[test]
fn a_value_of_cells_that_are_merged_downwards_stands_in_each_of_their_rows() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Datos").unwrap();
    sheet.write_row(0, 0, ["Provincia", "Nombre"]).unwrap();
    let plain = Format::new();
    sheet.merge_range(1, 0, 3, 0, "Lugo", &plain).unwrap();
    sheet.write(4, 0, "Vigo").unwrap();
    for (row, name) in (1..).zip(["Alba", "Bruma", "Cierzo", "Duna"]) {
        sheet.write(row, 1, name).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let (_, rows, notes) = whole(opened(&bytes).unwrap()).unwrap();
    let provinces: Vec<&str> = (0..4).map(|row| fields(&rows, row)[0]).collect();
    assert_eq!(provinces, ["Lugo", "Lugo", "Lugo", "Vigo"]);
    let told = told(&notes);
    assert!(
        told.iter().any(|(_, reason)| reason.contains("A2:A4")),
        "{told:?}"
    );
}

#[test]
fn merged_cells_of_the_old_format_stand_in_each_of_their_rows() {
    let mut cells = compound::labels(&[
        &["Provincia", "Nombre"],
        &["Lugo", "Alba"],
        &["", "Bruma"],
        &["Vigo", "Cierzo"],
    ]);
    cells.extend(compound::merged([1, 2, 0, 0]));
    let (_, rows, notes) = read(&compound::of_records(&cells));
    let provinces: Vec<&str> = (0..3).map(|row| fields(&rows, row)[0]).collect();
    assert_eq!(provinces, ["Lugo", "Lugo", "Vigo"]);
    assert!(told(&notes)[0].1.contains("A2:A3"), "{notes:?}");
}

#[test]
fn merged_cells_that_lie_over_more_rows_than_there_are_fill_those_that_there_are() {
    let mut cells =
        compound::labels(&[&["Provincia", "Nombre"], &["Lugo", "Alba"], &["", "Bruma"]]);
    cells.extend(compound::merged([1, 65_535, 0, 0]));
    cells.extend(compound::merged([65_000, 2, 9, 3]));
    let (_, rows, _) = read(&compound::of_records(&cells));
    assert_eq!((rows.len(), fields(&rows, 1)[0]), (2, "Lugo"));
}

#[test]
fn merged_cells_of_an_open_document_stand_in_each_of_their_rows_of_their_sheet_alone() {
    let text = |text: &str, more: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let covered = "<table:covered-table-cell/>";
    let row = |cells: [&str; 2]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let three = r#"table:number-rows-spanned="3" table:number-columns-spanned="1""#;
    let sheet = |name: &str, span: &str, below: &str| {
        let head = row([&text("Provincia", ""), &text("Nombre", "")]);
        let first = row([&text("Lugo", span), &text("Alba", "")]);
        let second = row([below, &text("Bruma", "")]);
        let third = row([below, &text("Cierzo", "")]);
        let rows = [head, first, second, third].concat();
        format!(r#"<table:table table:name="{name}">{rows}</table:table>"#)
    };
    let bytes = document(
        &[
            sheet("A &amp; B", three, covered),
            sheet("C", "", "<table:table-cell/>"),
        ]
        .concat(),
    );
    let provinces = |name: &str| {
        let choice = Choice {
            sheet: Some(name.to_owned()),
            ..Choice::default()
        };
        let table = open(Cursor::new(bytes.clone()), "padron.ods", &choice).unwrap();
        let (_, rows, notes) = whole(table).unwrap();
        let provinces: Vec<String> = (0..3).map(|row| fields(&rows, row)[0].to_owned()).collect();
        (
            provinces,
            told(&notes).iter().any(|(_, said)| said.contains("A2:A4")),
        )
    };
    assert_eq!(provinces("A & B"), (vec!["Lugo".to_owned(); 3], true));
    assert_eq!(provinces("C").0, ["Lugo", "", ""]);
}

#[test]
fn a_total_and_a_note_beside_a_merged_cell_are_no_rows() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Datos").unwrap();
    let headers = ["Provincia", "Nombre", "Socias"];
    sheet.write_row(0, 0, headers).unwrap();
    sheet
        .merge_range(1, 0, 5, 0, "Lugo", &Format::new())
        .unwrap();
    for (row, name) in (1..).zip(["Alba", "Bruma", "Total social", "Total", "* sin datos"]) {
        sheet.write(row, 1, name).unwrap();
    }
    for (row, members) in [(1, 12), (2, 8), (4, 20)] {
        sheet.write(row, 2, members).unwrap();
    }
    let (_, rows, notes) = read(&workbook.save_to_buffer().unwrap());
    // A name that begins as a total does is one where nothing is summed up.
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(fields(&rows, 2), ["Lugo", "Total social", ""]);
    let told = told(&notes);
    for line in [5, 6] {
        let is_told = |(at, reason): &(u64, &str)| *at == line && reason.contains("below");
        assert!(told.iter().any(is_told), "{told:?}");
    }
}
