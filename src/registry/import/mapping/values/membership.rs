//! Who the members are, from words and from ESSGlobal's codes.

use std::sync::LazyLock;

use super::entity::essglobal_number;
use super::fold::{Words, fold};
use crate::vocabulary::MembershipBase;
use MembershipBase::{
    Community, Consumers, Cooperatives, EmployeeTrust, Enterprises, MultiStakeholder, Others,
    Producers, Residents, SelfEmployed, Workers,
};

static WORDS: LazyLock<Words<MembershipBase>> = LazyLock::new(|| {
    let mut table: Vec<(MembershipBase, &str)> = vec![
        (
            Consumers,
            "konsumgenossenschaft|consumers|users|consumer|user|customers|consumo|consumidores|usuarios|consumidores y usuarios|\
             de consumo|crédito|ahorro y crédito|enseñanza|ensenyament|ensino|crèdit|kredit|credito|sanitaria|seguros|consommateurs|usagers|consommation|consumidors|usuaris|\
             consum|consumidors i usuaris|usuários|utentes|verbraucher|konsum|nutzer|consumatori|utenti|consumo e utenza",
        ),
        (
            Producers,
            "agrargenossenschaft|winzergenossenschaft|molkereigenossenschaft|producers|producer|farmers|productores|producción|agraria|agrarias|agropecuaria|agroalimentaria|\
             explotación comunitaria de la tierra|del mar|pescadores|producteurs|agriculteurs|agricole|artisans|produtores|\
             agrícola|productors|agrària|erzeuger|produzenten|landwirte|produttori|agricola|agricoltori|pesca",
        ),
        (
            Workers,
            "produktivgenossenschaft|workers|worker|employees|staff|trabajo|trabajadores|trabajo asociado|trabajadoras|socios trabajadores|\
             de trabajo asociado|traballo|traballo asociado|salariés|travailleurs|salarié|associés salariés|trabalho|trabalhadores|treball|treball associat|\
             treballadors|beschäftigte|mitarbeiter|arbeitnehmer|lavoratori|soci lavoratori|lavoro|produzione e lavoro|iniciativa social",
        ),
        (
            MultiStakeholder,
            "multi-stakeholder|multi stakeholder|multistakeholder|multi-stakeholders|mixta|mixtas|solidarité|coopérative de solidarité|integral|integrales|múltiple|\
             multisectorial|multiactor|intérêt collectif|multi-sociétariat|multi-parties prenantes|múltiplas partes|mista|\
             multifuncional|mixto|mixt|mixta|polivalente|gemischt|mehrere gruppen|multi-stakeholder coop",
        ),
        (
            Residents,
            "wohnungsgenossenschaft|baugenossenschaft|edilizia di abitazione|residents|tenants|resident|tenant|housing|vivienda|viviendas|residentes|inquilinos|vecinos|vecinas|habitants|locataires|\
             habitation|logement|moradores|habitação|habitatge|habitatges|veïns|bewohner|mieter|wohnen|abitanti|abitazione|residenti",
        ),
        (
            Community,
            "community|community of interest|comunidad|comunitaria|communauté|comunidade|comunitat|gemeinschaft|comunità|general public|members of the community",
        ),
        (
            Enterprises,
            "enterprises|businesses|companies|enterprise|empresas|empresarios|comerciantes|detallistas|entreprises|commerçants|empreses|unternehmen|imprese|comercialización|transportistas|transporte|transports|trasporto|transport",
        ),
        (
            SelfEmployed,
            "self-employed|freelancers|autónomos|autónomas|profesionales|indépendants|travailleurs indépendants|autônomos|professionals|autònoms|selbständige|freiberufler|autonomi|professionisti|servicios|serveis|servizi|serviços",
        ),
        (
            Cooperatives,
            "cooperatives|co-operatives|cooperativas|segundo grado|2º grado|coopératives|cooperatives de segon grau|genossenschaften|cooperative",
        ),
        (
            EmployeeTrust,
            "employee trust|trust for employees|employee ownership trust",
        ),
        (
            Others,
            "others|other|otros|otras|autres|outros|outras|altres|andere|sonstige|altri|altro",
        ),
    ];
    for one in MembershipBase::ALL {
        table.push((*one, one.as_str()));
        table.extend(["en", "es", "fr", "pt"].map(|language| (*one, one.label(language))));
    }
    Words::new(&table)
});

/// The base that a word or code stands for.
pub(in crate::registry::import::mapping) fn read(text: &str) -> Option<MembershipBase> {
    if let Some(number) = essglobal_number(text, "base-membership-type/BMT", "BMT") {
        return match number {
            10 => Some(Consumers),
            20 => Some(Producers),
            30 => Some(Workers),
            40 => Some(MultiStakeholder),
            50 => Some(Residents),
            60 => Some(Others),
            _ => None,
        };
    }
    let folded = fold(text);
    WORDS.exactly(&folded).or_else(|| WORDS.within(&folded))
}

/// The base whose word is spelled most alike.
pub(in crate::registry::import::mapping) fn nearest(text: &str) -> Option<MembershipBase> {
    WORDS.nearest(&fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_known_by_words_and_by_codes() {
        for (text, expected) in [
            ("Trabajo asociado", Workers),
            ("Consumidores y usuarios", Consumers),
            (
                "https://lod.coop/essglobal/2.1/standard/base-membership-type/BMT50",
                Residents,
            ),
            ("workers", Workers),
            ("Intérêt collectif", MultiStakeholder),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        assert_eq!(read("Elves"), None);
    }
}
