//! How many places a second are completed: country, subdivision, municipality, point. The
//! rows are invented; the places are real. Opens no file and no database.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark tells its figures"
)]

use std::hint::black_box;
use std::time::Instant;

use trenza::place::{self, Place, Point};

/// Country, region, locality, postal code and point as registers write them.
const ROWS: &[([&str; 4], (f64, f64))] = &[
    (["España", "Bizkaia", "Bilbao", "48001"], (43.26, -2.93)),
    (
        ["MX", "Oaxaca", "Oaxaca de Juárez", "68000"],
        (17.07, -96.72),
    ),
    (
        ["Deutschland", "Bayern", "München", "80331"],
        (48.14, 11.58),
    ),
    (["Österreich", "", "Wien", "1010"], (48.21, 16.37)),
    (["United Kingdom", "", "Newport", "NP20"], (51.58, -2.99)),
    (
        ["FRANCE", "", "Lyon 7e Arrondissement", "69007"],
        (45.75, 4.84),
    ),
    (
        ["", "Catalunya", "L'Hospitalet de Llobregat", "8901"],
        (41.36, 2.1),
    ),
    (["Italia", "RM", "Roma", "00184"], (41.89, 12.49)),
    (["SR", "", "Bratislava", "811 01"], (48.15, 17.11)),
    (
        ["Portugal", "Lisboa", "A village that nobody knows", ""],
        (38.72, -9.14),
    ),
    (["Freedonia", "", "Glorious", ""], (0.0, 0.0)),
];
const ROUNDS: usize = 20_000;

fn main() {
    let row =
        |([country, region, locality, postal_code], (latitude, longitude)): &([&str; 4], _)| {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Place {
                country: text(country),
                region: text(region),
                locality: text(locality),
                postal_code: text(postal_code),
                point: Some(Point {
                    latitude: *latitude,
                    longitude: *longitude,
                }),
                ..Place::default()
            }
        };
    let rows: Vec<Place> = ROWS.iter().map(row).collect();
    let pointless: Vec<Place> = rows
        .iter()
        .map(|row| Place {
            point: None,
            ..row.clone()
        })
        .collect();
    for (what, rows) in [("with a point", rows), ("without one", pointless)] {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            for row in &rows {
                black_box(place::complete(row.clone()));
            }
        }
        let each_second = (ROUNDS * rows.len()) as f64 / start.elapsed().as_secs_f64();
        println!("{what}: {each_second:.0} places a second");
    }
}
