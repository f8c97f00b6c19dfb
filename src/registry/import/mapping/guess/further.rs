//! What columns are called in Dutch and Czech, and in lists of Canada, beside the languages of
//! [`words`](super::words).

use super::super::field::Field::{
    self, Address, Diffusion, DissolvedOn, Email, FoundedOn, Identifier, Latitude, LegalForm,
    Locality, Longitude, Name, OtherName, Person, Phone, PostalCode, Region, RegisterNumber,
    Sectors, Status, Street, Summary, Website,
};

/// As [`PHRASES`](super::words::PHRASES).
pub(super) const FURTHER: &[(Option<Field>, f32, &str)] = &[
    (
        Some(Identifier),
        0.9,
        "inschrijvingsnummer|registratienummer|volgnummer|evidencni cislo|registracni cislo",
    ),
    (
        Some(RegisterNumber),
        1.0,
        "kvk nummer|kvk|ondernemingsnummer|handelsregisternummer|rsin|btw nummer|ico|\
         identifikacni cislo|dic|spisova znacka|corporation number|business number|\
         business number bn",
    ),
    (
        Some(Name),
        1.0,
        "naam|handelsnaam|statutaire naam|maatschappelijke naam|maatschappelijke benaming|\
         bedrijfsnaam|naam organisatie|naam vereniging|nazev|obchodni firma|nazev subjektu|\
         nazev organizace|jmeno subjektu|jmeno organizace",
    ),
    (Some(Name), 0.85, "subjekt|organizace|organisatie"),
    (
        Some(OtherName),
        0.95,
        "afkorting|commerciele naam|korte naam|zkratka|zkraceny nazev|operating name",
    ),
    (
        Some(LegalForm),
        1.0,
        "rechtsvorm|juridische vorm|pravni forma",
    ),
    (
        Some(Street),
        1.0,
        "straat|straatnaam|huisnummer|huisnr|busnummer|huisnummertoevoeging|ulice|cislo popisne|\
         cislo orientacni|cislo domovni",
    ),
    (
        Some(Address),
        0.95,
        "adres|vestigingsadres|bezoekadres|adresa|sidlo|adresa sidla",
    ),
    (Some(PostalCode), 1.0, "psc"),
    (
        Some(Locality),
        1.0,
        "plaats|woonplaats|plaatsnaam|vestigingsplaats|gemeente|deelgemeente|obec|nazev obce|mesto",
    ),
    (Some(Region), 0.95, "provincie|gewest|kraj|okres"),
    (Some(Latitude), 1.0, "breedtegraad|zemepisna sirka"),
    (Some(Longitude), 1.0, "lengtegraad|zemepisna delka"),
    (
        Some(Phone),
        1.0,
        "telefoon|telefoonnummer|gsm|gsm nummer|telefonni cislo",
    ),
    (
        Some(Email),
        1.0,
        "e mailadres|emailadres|mailadres|emailova adresa",
    ),
    (
        Some(Website),
        1.0,
        "webadres|internetadres|webstek|webove stranky|internetove stranky",
    ),
    (
        Some(FoundedOn),
        1.0,
        "datum oprichting|oprichtingsdatum|begindatum|startdatum|datum inschrijving|\
         inschrijvingsdatum|datum vzniku|datum zalozeni|datum zapisu|den zapisu",
    ),
    (
        Some(DissolvedOn),
        1.0,
        "datum ontbinding|datum beeindiging|beeindigingsdatum|datum ukonceni|datum opheffing|stopzettingsdatum|datum uitschrijving|\
         datum zaniku|datum vymazu|den vymazu",
    ),
    (
        Some(Sectors),
        1.0,
        "hoofdactiviteit|hoofdactiviteit nacebel|nacebel|sbi|sbi code|sbi hoofdactiviteit|\
         activiteit|activiteiten|predmet cinnosti|predmet podnikani|cinnost|cz nace",
    ),
    (
        Some(Summary),
        0.9,
        "omschrijving|doelstelling|beschrijving|popis|ucel|poslani",
    ),
    (
        Some(Person),
        1.0,
        "contactpersoon|bestuurder|voorzitter|statutarni organ|kontaktni osoba|predseda|\
         jmeno|prijmeni|jmeno a prijmeni|prijmeni a jmeno|krestni jmeno|voornaam|voornamen|\
         achternaam|familienaam|roepnaam|voorletters|tussenvoegsel|naam contactpersoon|\
         naam bestuurder|naam voorzitter",
    ),
    (
        Some(Status),
        0.95,
        "toestand|stav|stav subjektu|actief|aktivni|opgeheven|ontbonden|gestopt|beeindigd|\
         inactief|zruseno|zrusena|zaniklo|zanikla|neaktivni",
    ),
    (
        Some(Diffusion),
        1.0,
        "publiceren|publicatie|openbaar maken|avg toestemming|zichtbaar op kaart|\
         zichtbaar op website|tonen op kaart|tonen op website|zverejnit|zverejneni|ke zverejneni|\
         zobrazit na mape|zobrazovat na mape",
    ),
    (
        None,
        1.0,
        "aantal leden|leden|aantal werknemers|opmerkingen|nevenactiviteiten|pocet clenu|clenove|\
         poznamka|zakladni kapital|pocet zamestnancu",
    ),
];

/// Words by which a table is known to be Czech.
const CZECH: &[&str] = &[
    "nazev", "obchodni", "pravni", "ulice", "obec", "psc", "kraj", "okres", "sidlo", "ico",
    "subjekt", "jmeno", "prijmeni",
];

/// Whether `DIC` can be the number by which Czechia taxes an organization: elsewhere it is a
/// month. `words` are those of all headers, `samples` are the column's own values.
pub(super) fn is_tax_number<'word>(
    mut words: impl Iterator<Item = &'word str>,
    samples: &[String],
) -> bool {
    let is_czech = |value: &String| {
        let number = value.trim().strip_prefix("CZ");
        number.is_some_and(|rest| rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let shown = !samples.is_empty() && samples.iter().all(is_czech);
    shown || words.any(|words| words.split(' ').any(|word| CZECH.contains(&word)))
}
