//! Codes that plain words may mean, for people who do not think in code lists: what is suggested
//! is for them to choose from, and nothing is chosen here. Words are compared as the search
//! compares them, folded and stemmed, in English, Spanish, French and Portuguese.

/// What people call what they work in.
mod telling;
/// Common trades.
mod trade;
/// The words of trades.
mod trade_words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{Section, Terms, Theme, What};
use crate::text::{fold, word};
use telling::SECTIONS;
pub use trade::{trades, trades_in};

/// So many codes are suggested.
const MOST: usize = 3;
/// So many words of a text are looked at.
const MOST_WORDS: usize = 300;
/// A word of the title tells more than one of the text.
const OF_TITLE: usize = 3;

/// The forms of each telling word of a phrase.
type Phrase = Vec<BTreeSet<String>>;

/// What an offer or need may be about, the likeliest first.
pub fn whats(title: &str, text: &str) -> Vec<What> {
    likeliest(known_whats(), title, text)
}

/// The same, each with what the words say besides.
pub fn whats_in(sought: &str) -> Vec<(What, String)> {
    parted(known_whats(), sought)
}

fn known_whats() -> &'static [(What, Phrase)] {
    static KNOWN: LazyLock<Vec<(What, Phrase)>> = LazyLock::new(|| {
        let labels = What::ALL.iter().flat_map(|one| labels(*one, What::label));
        phrases(labels.chain(listed(WHATS)))
    });
    &KNOWN
}

/// On which terms it may change hands, the likeliest first.
pub fn terms(title: &str, text: &str) -> Vec<Terms> {
    static KNOWN: LazyLock<Vec<(Terms, Phrase)>> = LazyLock::new(|| {
        let labels = Terms::ALL.iter().flat_map(|one| labels(*one, Terms::label));
        phrases(labels.chain(listed(TERMS)))
    });
    likeliest(&KNOWN, title, text)
}

/// What an organization may work in, the likeliest first.
pub fn sections(title: &str, text: &str) -> Vec<Section> {
    likeliest(known_sections(), title, text)
}

/// The same, each with what the words say besides.
pub fn sections_in(sought: &str) -> Vec<(Section, String)> {
    parted(known_sections(), sought)
}

fn known_sections() -> &'static [(Section, Phrase)] {
    static KNOWN: LazyLock<Vec<(Section, Phrase)>> = LazyLock::new(|| {
        let labels = Section::ALL
            .iter()
            .flat_map(|one| labels(*one, Section::label));
        phrases(labels.chain(listed(SECTIONS)))
    });
    &KNOWN
}

/// What an organization may care about, the likeliest first.
pub fn themes(title: &str, text: &str) -> Vec<Theme> {
    likeliest(known_themes(), title, text)
}

/// The same, each with what the words say besides.
pub fn themes_in(sought: &str) -> Vec<(Theme, String)> {
    parted(known_themes(), sought)
}

fn known_themes() -> &'static [(Theme, Phrase)] {
    static KNOWN: LazyLock<Vec<(Theme, Phrase)>> = LazyLock::new(|| {
        let all = Theme::ALL.iter().flat_map(|one| {
            let words = one.other_words().map(move |words| (*one, words));
            labels(*one, Theme::label).chain(words)
        });
        phrases(all)
    });
    &KNOWN
}

/// What people call a code in each language.
fn labels<T: Copy>(
    code: T,
    label: impl Fn(T, &str) -> &'static str,
) -> impl Iterator<Item = (T, &'static str)> {
    let labels = ["en", "es", "fr", "pt"].map(|tag| (code, label(code, tag)));
    labels.into_iter()
}

fn listed<T: Copy>(lists: &'static [(T, &'static str)]) -> impl Iterator<Item = (T, &'static str)> {
    let each = lists.iter();
    each.flat_map(|(code, words)| words.split(", ").map(|words| (*code, words)))
}

fn phrases<T>(all: impl Iterator<Item = (T, &'static str)>) -> Vec<(T, Phrase)> {
    let all = all.map(|(code, words)| (code, word::sought(words, MOST_WORDS)));
    all.filter(|(_, phrase)| !phrase.is_empty()).collect()
}

/// The codes of whose phrases every word is in the title, or in title and text; a phrase of
/// several words tells more.
fn likeliest<T: Copy + PartialEq>(known: &[(T, Phrase)], title: &str, text: &str) -> Vec<T> {
    let of_title = forms(title);
    let of_both: BTreeSet<String> = of_title.union(&forms(text)).cloned().collect();
    let mut counted: Vec<(T, usize)> = Vec::new();
    for (code, phrase) in known {
        let is_in = |forms: &BTreeSet<String>| is_in(phrase, forms);
        let weight = match (is_in(&of_title), is_in(&of_both)) {
            (true, _) => OF_TITLE * phrase.len(),
            (false, true) => phrase.len(),
            (false, false) => continue,
        };
        match counted.iter_mut().find(|(other, _)| other == code) {
            // The same word in two languages is one word.
            Some((_, before)) => *before = (*before).max(weight),
            None => counted.push((*code, weight)),
        }
    }
    counted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    counted
        .into_iter()
        .map(|(code, _)| code)
        .take(MOST)
        .collect()
}

/// The likeliest codes of what is sought, each with the words that do not lead to it.
fn parted<T: Copy + PartialEq>(known: &[(T, Phrase)], sought: &str) -> Vec<(T, String)> {
    let own = forms(sought);
    let besides = |code: T| {
        let phrases = known
            .iter()
            .filter(|(one, phrase)| *one == code && is_in(phrase, &own));
        let leading: BTreeSet<&String> = phrases.flat_map(|(_, phrase)| phrase).flatten().collect();
        let is_beside = |word: &&str| {
            let words = word::sought(word, MOST_WORDS);
            let leads = |forms: &BTreeSet<String>| forms.iter().any(|form| leading.contains(form));
            !word::is_small(&fold(word)) && !words.iter().all(leads)
        };
        let words: Vec<&str> = sought.split_whitespace().filter(is_beside).collect();
        words.join(" ")
    };
    let codes = likeliest(known, sought, "").into_iter();
    codes.map(|code| (code, besides(code))).collect()
}

/// The forms of all words of a text.
fn forms(text: &str) -> BTreeSet<String> {
    let words = word::sought(text, MOST_WORDS);
    words.into_iter().flatten().collect()
}

/// Whether every word of a phrase is in a text.
fn is_in(phrase: &Phrase, forms: &BTreeSet<String>) -> bool {
    phrase.iter().all(|one| !one.is_disjoint(forms))
}

/// What people call what they offer or look for.
const WHATS: &[(What, &str)] = &[
    (
        What::Product,
        "goods, mercancia, marchandise, mercadoria, alimentos, food, aliments, cafe, coffee, \
         miel, honey, mel, pan, bread, pain, queso, cheese, fromage, queijo, verdura, vegetables, \
         legumes, hortaliza, fruta, fruit, ropa, clothes, vetements, roupa, mueble, furniture, \
         meuble, movel, semilla, seeds, semences, semente, libro, book, livre, livro, jabon, \
         soap, savon, sabao, harina, flour, farine, farinha, aceite, oil, huile, madera, wood, \
         bois, madeira, maiz, panela",
    ),
    (
        What::Service,
        "reparacion, repair, reparation, reparo, limpieza, cleaning, nettoyage, limpeza, \
         transporte, transport, traduccion, translation, traduction, traducao, diseno, design, \
         imprenta, printing, imprimerie, grafica, contabilidad, accounting, comptabilite, \
         contabilidade, consultoria, consulting, catering, cuidados, care, soins, instalacion, \
         installation, instalacao, mantenimiento, maintenance, manutencao, pagina web, website, \
         site web, entrega, delivery, livraison",
    ),
    (
        What::SpaceEquipment,
        "espacio, espaco, equipment, local, premises, sala, room, salle, oficina, office, \
         bureau, escritorio, bodega, almacen, warehouse, entrepot, armazem, taller, workshop, \
         atelier, terreno, land, terrain, cocina, kitchen, cuisine, cozinha, maquina, machine, \
         maquinaria, machinery, herramienta, tool, outil, ferramenta, tractor, tracteur, trator, \
         camioneta, furgoneta, van, camionnette, camion, truck, caminhao, vehiculo, vehicle, \
         vehicule, veiculo, computadora, ordenador, computer, ordinateur, computador, horno, \
         oven, four, forno, tostadora, roaster, torrefacteur, torradeira, impresora, printer, \
         imprimante, impressora, bicicleta, bicycle, velo, carpa, tent, tente, invernadero, \
         greenhouse, serre, estufa, generador, generator, generateur, gerador",
    ),
    (
        What::MoneyGuarantee,
        "dinero, money, argent, dinheiro, aval, garantia, guarantee, garantie, microcredito, \
         microcredit, credito, credit, financiamiento, financiacion, financing, financement, \
         financiamento, fondos, funding, capital, inversion, investment, investissement, \
         investimento, subvencion, grant, subvention, subsidio, ahorro, savings, epargne, \
         poupanca, crowdfunding",
    ),
    (
        What::PeopleSkills,
        "personal, staff, personnel, pessoal, trabajador, worker, travailleur, trabalhador, \
         electricista, electrician, electricien, eletricista, carpintero, carpenter, menuisier, \
         carpinteiro, contador, accountant, comptable, abogado, lawyer, avocat, advogado, \
         programador, programmer, developer, developpeur, desarrollador, cocinero, cook, \
         cuisinier, cozinheiro, habilidad, skill, competence, habilidade, facilitador, \
         facilitator, facilitateur, interprete, interpreter, conductor, driver, chauffeur, \
         motorista",
    ),
    (
        What::KnowledgeMentoring,
        "saber, knowledge, savoir, mentor, asesoramiento, advice, conseil, capacitacion, \
         formacion, training, formation, formacao, curso, course, cours, aprender, learn, \
         apprendre, ensenar, teach, enseigner, ensinar, tutoria, webinar, charla, talk, manual",
    ),
    (
        What::Visit,
        "recorrido, tour, excursion, excursao, open day, puertas abiertas, portes ouvertes, \
         portas abertas, pasantia, internship, estagio, intercambio de experiencias",
    ),
    (
        What::ProjectPartner,
        "consorcio, consortium, convocatoria, call for proposals, appel a projets, edital, \
         licitacion, tender, alianza, alliance, alianca, candidatura, joint bid",
    ),
    (
        What::Volunteers,
        "voluntario, volunteer, benevole, benevolat",
    ),
];

/// What people call the terms.
const TERMS: &[(Terms, &str)] = &[
    (
        Terms::Sell,
        "vender, venta, sale, sell, vendre, vente, venda, comprar, compra, buy, purchase, \
         acheter, achat, precio, price, prix, preco",
    ),
    (
        Terms::Rent,
        "alquilar, alquiler, rentar, arrendar, rent, hire, louer, alugar, aluguel, aluguer",
    ),
    (
        Terms::Lend,
        "prestar, prestamo, lend, loan, borrow, preter, emprunter, emprestar, emprestimo",
    ),
    (
        Terms::Give,
        "regalar, regalo, donar, donacion, gratis, gratuito, gratuit, gift, donate, donation, \
         donner, doar, doacao",
    ),
    (
        Terms::Barter,
        "trueque, intercambiar, barter, swap, exchange, troc, echange, troca, trocar, \
         credito mutuo, mutual credit, credit mutuel, moneda social, moneda local, \
         local currency, monnaie locale, moeda social",
    ),
    (
        Terms::Together,
        "juntos, juntas, conjunto, conjunta, together, joint, ensemble, colaborar, collaborate, \
         collaborer, compra conjunta, joint purchase, achat groupe",
    ),
    (
        Terms::ToBeAgreed,
        "convenir, acordar, negociable, negotiable, combinar",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_of_each_language_lead_to_what_is_meant() {
        for (title, code) in [
            ("Una tostadora grande", What::SpaceEquipment),
            ("Busco bodega en Oaxaca", What::SpaceEquipment),
            ("We need a van", What::SpaceEquipment),
            ("Nous cherchons une salle", What::SpaceEquipment),
            ("40 bicicletas reparadas", What::SpaceEquipment),
            ("Traducciones al inglés", What::Service),
            ("Formation à la comptabilité", What::KnowledgeMentoring),
            ("Voluntarias para la feria", What::Volunteers),
            ("Parceiro de projeto", What::ProjectPartner),
            ("Honey in jars", What::Product),
        ] {
            let found = whats(title, "");
            assert!(found.contains(&code), "{title}: {found:?}");
        }
    }

    #[test]
    fn the_words_of_the_title_come_before_those_of_the_text() {
        let found = whats("Una tostadora", "Para veinte kilos de café a la semana.");
        assert_eq!(found, [What::SpaceEquipment, What::Product]);
        assert_eq!(
            terms("Compramos", "o nos la prestan"),
            [Terms::Sell, Terms::Lend]
        );
        assert_eq!(terms("Compra conjunta de harina", "")[0], Terms::Together);
    }

    #[test]
    fn words_that_mean_nothing_suggest_nothing_and_no_more_than_three_are_suggested() {
        for text in ["", "xyz", "de la para con", "¡¡!!"] {
            assert!(whats(text, text).is_empty(), "{text}");
            assert!(terms(text, text).is_empty(), "{text}");
            assert!(themes(text, text).is_empty(), "{text}");
        }
        let all = "café, tractor, dinero, voluntarias, visita, traducción, curso";
        assert_eq!(whats(all, all).len(), MOST);
    }

    #[test]
    fn what_an_organization_does_leads_to_the_sections_that_it_works_in() {
        for (words, section) in [
            ("panadería", Section::Manufacturing),
            ("We run a grocery store", Section::Trade),
            ("Coopérative de logement", Section::RealEstate),
            ("reciclagem", Section::Water),
            ("Caja de ahorro", Section::Finance),
            ("Transporte y almacenamiento", Section::Transport),
        ] {
            let found = sections(words, "");
            assert!(found.contains(&section), "{words}: {found:?}");
        }
        assert!(sections("xyz", "de la para con").is_empty());
    }

    #[test]
    fn words_that_do_not_lead_to_a_code_are_told_besides() {
        for (sought, besides) in [
            ("coffee Oaxaca", "Oaxaca"),
            ("café en Oaxaca", "Oaxaca"),
            ("Cafés, coffee", ""),
            ("Santa María coffee", "Santa María"),
        ] {
            let found = whats_in(sought);
            let expected = (What::Product, besides.to_owned());
            assert!(found.contains(&expected), "{sought}: {found:?}");
        }
        let found = whats_in("una página web nueva");
        assert!(
            found.contains(&(What::Service, "una nueva".to_owned())),
            "{found:?}"
        );
        assert!(themes_in("xyz").is_empty() && sections_in("").is_empty());
    }

    #[test]
    fn labels_and_other_words_of_themes_are_understood_within_a_text() {
        let text = "Somos una cooperativa de energías renovables y de vivienda";
        let found = themes("", text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&Theme::Energy) && found.contains(&Theme::Housing));
    }
}
