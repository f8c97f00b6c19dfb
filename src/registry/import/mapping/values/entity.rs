//! What an organization is, from the words and codes for types and legal forms of several
//! countries. The legal form itself is kept in the country's words elsewhere.

use std::sync::LazyLock;

use super::fold::{Words, fold};
use crate::vocabulary::EntityType;
use EntityType::{
    Academia, Association, Collective, ConventionalEnterprise, Cooperative, Federation, Foundation,
    InternationalOrganisation, LocalGovernment, MutualSociety, OtherSse, SelfHelpGroup,
    SocialEnterprise, TradeUnion,
};

/// Types and legal forms in English, Spanish, French, Portuguese, Catalan, German, Italian.
const PHRASES: &[(EntityType, &str)] = &[
    // Longer phrases win, so those that contain another type's word are spelled out.
    (
        Cooperative,
        "cooperative|co-operative|cooperative society|co-operative society|coop|co-op|\
         credit union|society|industrial and provident society|ips|community benefit society|\
         bencom|worker cooperative|housing cooperative|consumer cooperative|food cooperative|\
         cooperativa|sociedad cooperativa|s coop|s coop and|s coop mad|s coop v|s coop galega|\
         s coop pequena|s coop c l m|scoop|soc coop|sdad coop|sociedad cooperativa andaluza|sca|scp de rl|sc de rl|\
         sc de rl de cv|sociedad cooperativa de responsabilidad limitada|coop trab asoc|\
         cooperativa de trabajo|cooperativa de trabajo asociado|cooperativa de consumo|\
         cooperativa de viviendas|cooperativa agraria|cooperativa de ahorro y credito|\
         caja de ahorro y prestamo|cooperativa de crédito|cooperativa de iniciativa social|\
         cooperativa de segundo grado|grupo cooperativo|cooperativa de asociaciones|\
         cooperativa de utilidad publica|sociedad cooperativa limitada|ccta|cta|s coop ltda|coop ltda|\
         société coopérative|coopérative|scop|scic|scop sa|scop sarl|scic sa|scic sarl|cuma|\
         sica|union de coopératives|société coopérative agricole|société coopérative d'intérêt collectif|\
         société coopérative et participative|société coopérative de production|\
         société coopérative ouvrière de production|coopérative d'activité et d'emploi|cae|\
         coopérative d'usagers|banque coopérative|caisse de crédit mutuel|\
         coopérative d'utilisation de matériel agricole|coopérative de consommation|\
         crl|cooperativa de responsabilidade limitada|sociedade cooperativa|caixa de crédito agrícola mútuo|\
         cooperativa de interesse público|régie coopérative|sccl|societat cooperativa|\
         cooperativa de treball|cooperativa de treball associat|cooperativa d'habitatges|\
         cooperativa de consumidors i usuaris|cooperativa agrària|cooperativa d'iniciativa social|\
         genossenschaft|genossenschaften|eg|eingetragene genossenschaft|eingetragene genossenschaft eg|\
         wohnungsgenossenschaft|energiegenossenschaft|societa cooperativa|soc coop|soc coop a r l|\
         scarl|cooperativa sociale|cooperativa sociale di tipo a|cooperativa sociale di tipo b|\
         cooperativa sociale tipo a|cooperativa sociale tipo b|cooperativa sociale di tipo a b|\
         tipo a|tipo b|coop soc|soc coop sociale|cooperativa di comunita|cooperativa di lavoro|\
         cooperativa di produzione e lavoro|cooperativa agricola|cooperativa edilizia|\
         banca di credito cooperativo|cooperativa a mutualità prevalente|scce|sce|\
         european cooperative society|sociedad cooperativa europea|koop|kooperative|\
         cooperatie|cooperatie u a|cooperatieve vennootschap|druzstvo|bytove druzstvo",
    ),
    (
        Association,
        "association|asociación|asociaciones|asoc|asociación civil|a c|ac|asociación sin ánimo de lucro|\
         entidad sin ánimo de lucro|esal|asociación de utilidad pública|asociación de vecinos|\
         asociación vecinal|asociación cultural|asociación juvenil|ampa|club deportivo|club|\
         junta de acción comunal|organización no gubernamental|ong|ngo|ongd|osc|\
         organización de la sociedad civil|organización sin fines de lucro|corporación sin fines de lucro|iap|\
         organización comunitaria|iasp|institución de asistencia privada|institución de beneficencia privada|non-profit|nonprofit|non profit|not-for-profit|not for profit organisation|charity|\
         registered charity|charitable association|voluntary organisation|voluntary association|third sector organisation|\
         cio|charitable incorporated organisation|scio|membership association|civil society organisation|cso|\
         association loi 1901|association loi de 1901|loi 1901|association déclarée|asso|\
         association reconnue d'utilité publique|association d'utilité publique|arup|asbl|aisbl|\
         association de droit local|association déclarée d'insertion par l'économique|association intermédiaire|\
         association sans but lucratif|organisme à but non lucratif|obnl|osbl|organisme sans but lucratif|\
         associação|associações|associação privada|associação sem fins lucrativos|ipss|oscip|\
         instituição particular de solidariedade social|associação de solidariedade social|centro social paroquial|irmandade da misericórdia|santa casa da misericórdia|organização da sociedade civil|organização social|\
         associació|associacions|ass|entitat sense ànim de lucre|entitat|\
         verein|vereine|eingetragener verein|e v|ev|gemeinnütziger verein|vzw|vereniging|vereniging zonder winstoogmerk|spolek|zapsany spolek|stichting vzw|\
         associazione|associazioni|odv|organizzazione di volontariato|aps|\
         associazione di promozione sociale|onlus|ets|ente del terzo settore|associazione culturale|\
         associazione riconosciuta|associazione non riconosciuta|asd|ente filantropico|ong onlus|\
         organizzazioni di volontariato|associazioni di promozione sociale|enti filantropici|\
         altri enti del terzo settore|altro ente del terzo settore|enti del terzo settore",
    ),
    (
        MutualSociety,
        "mutual|mutual society|mutuals|mutual insurance|friendly society|building society|mutualsociety|\
         mutua|mutualidad|mutualidad de previsión social|mutua de seguros|asociación mutual|mutuales|\
         sociedad de garantía recíproca|fondo de empleados|fondos de empleados|natillera|cofradía de pescadores|\
         mutuelle|mutuelles|société mutualiste|union de mutuelles|mutuelle de santé|mutuelle d'assurance|\
         société d'assurance mutuelle|organisme mutualiste|mutualité|\
         mutualidade|mútua|associação mutualista|mutualitat|montepio|montepío|mutualitat de previsió|\
         mutualità|soms|società di mutuo soccorso|mutuo soccorso|mutua assicuratrice|\
         vvag|versicherungsverein auf gegenseitigkeit|versicherungsverein",
    ),
    (
        Foundation,
        "foundation|charitable trust|trust|community foundation|fundación|fundaciones|fundacion|fund|\
         fondation|fondation d'entreprise|fondation d'utilité publique|fonds de dotation|\
         fundação|fundação privada|fundações|fundació|fundacio|fundacions|stiftung|stiftungen|stichting|private stichting|nadace|nadacni fond|\
         rechtsfähige stiftung|gemeinnützige stiftung|fondazione|fondazioni|fundation",
    ),
    (
        SocialEnterprise,
        "social enterprise|social business|community interest company|cic|benefit corporation|\
         community company|work integration social enterprise|wise|social firm|\
         empresa social|empresa de inserción|empresas de inserción|e i|empresa de inserción sociolaboral|eiss|centro especial de empleo|\
         centro especial de empleo de iniciativa social|cee|sociedad laboral|sociedad anónima laboral|\
         sociedad limitada laboral|sociedades laborales|sal|sll|s l l|slnel|s l laboral|empresa de economía social|\
         sociedad de beneficio e interés colectivo|bic|taller de inserción|\
         entreprise sociale|entreprise solidaire d'utilité sociale|esus|entreprise d'insertion|\
         entreprise adaptée|structure d'insertion|atelier et chantier d'insertion|aci|etti|ea|esat|siae|\
         société commerciale de l'ess|société commerciale ess|société à mission|entreprise commerciale ess|\
         empresa de inserção|negócio social|negócio de impacto social|empreendimento econômico solidário|\
         empreendimento de economia solidária|centre especial de treball|cet|empresa d'inserció|\
         societat laboral|societat limitada laboral|ggmbh|gemeinnützige gmbh|gug|sozialunternehmen|\
         inklusionsbetrieb|inklusionsunternehmen|integrationsbetrieb|werkstatt für behinderte menschen|\
         gemeinnützige gesellschaft|gemeinnützige gesellschaft mit beschränkter haftung|\
         impresa sociale|impresa sociale srl|srl impresa sociale|società benefit|imprese sociali|s r l impresa sociale",
    ),
    (
        SelfHelpGroup,
        "self-help group|self help group|shg|community group|grupo de autoayuda|grupo de ayuda mutua|\
         groupe d'entraide|groupe d'entraide mutuelle|gem|grupo de autoajuda|grup d'ajuda mútua|\
         selbsthilfegruppe|selbsthilfe|gruppo di auto aiuto|gruppo di mutuo aiuto|tontine|banco comunal",
    ),
    (
        OtherSse,
        "other sse entity|other|otra|otras|otros|otro|autre|autres|outra|outras|outro|outros|altres|altre|altra|altro|sonstige|andere|\
         otra entidad de la ess|autre entité de l'ess|sociedad agraria de transformación|sat|\
         sociedad de agricultura de grupo|comunidad de regantes|comunidad de montes|grupo solidario|ejido|comunidad agraria|\
         comunidad de bienes|solidarische landwirtschaft|solawi|gruppo di acquisto solidale|gas|rete di imprese|llp|\
         company limited by guarantee|company limited by guarantee no shares|clg|guarantee company|employee trust|employee owned|empresa recuperada|\
         régie de quartier|groupement d'employeurs|gie|groupement d'intérêt économique|misericordia|misericórdia|casa do povo|baldios",
    ),
    (
        Federation,
        "federation|union|network|confederation|consortium|umbrella organisation|apex|secondary cooperative|\
         national federation|federación|confederación|red|unión|unión de cooperativas|consorcio|\
         federación de cooperativas|central de cooperativas|coordinadora|plataforma|red de redes|\
         fédération|confédération|réseau|union|union d'associations|union régionale|tête de réseau|\
         federação|confederação|rede|união|central de cooperativas|federació|confederació|xarxa|unió|\
         dachverband|verband|netzwerk|bundesverband|landesverband|federazione|confederazione|rete|\
         consorzio|consorzio di cooperative sociali|consorzio di cooperative|unione|rete associativa|reti associative|\
         federation or network|federación o red|fédération ou réseau|federação ou rede",
    ),
    (
        LocalGovernment,
        "local government|municipality|council|city council|local authority|public body|government agency|\
         ayuntamiento|gobierno local|municipio|municipalidad|diputación|cabildo|entidad pública|administración pública|\
         intendencia|alcaldía|collectivité territoriale|collectivité|commune|mairie|communauté de communes|établissement public|ccas|\
         prefeitura|câmara municipal|governo local|junta de freguesia|autarquia|ajuntament|govern local|\
         consell comarcal|kommune|gemeinde|stadtverwaltung|stadt|landkreis|comune|ente locale|ente pubblico|provincia",
    ),
    (
        TradeUnion,
        "trade union|labour union|labor union|sindicato|sindicatos|syndicat|syndicat professionnel|sindicat|gewerkschaft|sindacato",
    ),
    (
        Academia,
        "university|universities|research institute|school|academia|college|universidad|instituto de investigación|\
         centro de investigación|instituto tecnológico|université|institut de recherche|laboratoire|école|\
         universidade|instituto de pesquisa|universitat|institut de recerca|universität|hochschule|forschungsinstitut|università|\
         istituto di ricerca|centro educativo|university or research institute|universidad o instituto|université ou institut",
    ),
    (
        ConventionalEnterprise,
        "company|private company|limited company|ltd|limited|plc|sole trader|self-employed|partnership|conventional enterprise|\
         company limited by shares|private limited company|for profit|business|enterprise|s l|sl|s l u|slu|\
         s a|sa|s a de cv|sa de cv|s de rl de cv|s de rl|sociedad limitada|sociedad de responsabilidad limitada|sociedad anónima|\
         empresa|empresas|empresa privada|empresa mercantil|autónomo|persona física|persona natural|microempresa|pyme|sas|s a s|\
         entreprise|sarl|eurl|sasu|société|société commerciale|société par actions simplifiée|société anonyme|société à responsabilité limitée|\
         entreprise individuelle|entrepreneur individuel|auto-entrepreneur|lda|ltda|sociedade limitada|sociedade por quotas|\
         sociedade anônima|empresário individual|mei|eireli|unipessoal|empresa no cooperativa|empresa privada|societat limitada|\
         gmbh|ug|ug haftungsbeschränkt|gbr|ag|kg|gmbh co kg|ohg|einzelunternehmen|unternehmen|gesellschaft mit beschränkter haftung|\
         srl|s r l|spa|s p a|snc|sas|impresa|ditta individuale|società a responsabilità limitata|società per azioni",
    ),
    (
        InternationalOrganisation,
        "international organisation|international organization|organismo internacional|organización internacional|\
         organisation internationale|organismo internacional|organisme internacional|organització internacional|\
         internationale organisation|organizzazione internazionale|supranational|agencia de cooperación",
    ),
    (
        Collective,
        "collective|informal group|informal|unincorporated|unincorporated association|movement|initiative|\
         colectivo|movimiento|movimiento social|grupo informal|grupo de consumo|grupo motor|iniciativa|iniciativa comunitaria|\
         collectif|mouvement|association de fait|groupe informel|coletivo|movimento|grupo informal|col·lectiu|\
         collectiu|moviment|grup de consum|initiative|bürgerinitiative|kollektiv|interessengemeinschaft|\
         gruppo informale|collettivo|comitato|movimento|informal collective or movement|sin personalidad jurídica",
    ),
];

/// The types of `ESSGlobal`'s scheme `organisational-structure`, by their numbers.
const ESSGLOBAL: &[(EntityType, &[u16])] = &[
    (SelfHelpGroup, &[10]),
    (Association, &[20]),
    (SocialEnterprise, &[30, 120]),
    (Foundation, &[40]),
    (ConventionalEnterprise, &[50]),
    (Cooperative, &[60, 70, 80, 90, 100, 110, 115, 130, 210, 240]),
    (OtherSse, &[140, 150]),
    (Collective, &[160]),
    (MutualSociety, &[170]),
    (Federation, &[180, 190, 200]),
    (LocalGovernment, &[220]),
    (InternationalOrganisation, &[230]),
];

/// Codes of legal forms by how they begin: the categories of INSEE (France, 2022) and the
/// Brazilian `natureza jurídica` (CONCLA, 2021). No number means different things in the two.
const NUMBERED: &[(EntityType, &str)] = &[
    (
        Cooperative,
        "5191 5192 5193 5194 5195 5196 5202 5203 5385 5415 5417 5426 5430 5431 5432 5442 5443 \
         5451 5453 5454 5455 5458 5459 5460 5543 5546 5547 5548 5551 5552 5553 5554 5558 5559 \
         5560 5643 5646 5647 5648 5651 5652 5653 5654 5658 5659 5660 6316 6317 6318 6411 6521 \
         6532 6533 6534 6535 6538 6539 6540 6541 6542 6543 6544 6551 6558 6560 6561 6562 6563 \
         6564 6565 6566 6567 6568 6569 6571 6572 6573 6574 6575 6576 6577 6578 6585 6588 6589 \
         6595 6596 6597 6598 6599 2143 2330",
    ),
    (MutualSociety, "82 8110 8210 8250 8290 6411"),
    (Foundation, "93 3069 3123 3204"),
    (TradeUnion, "8410 8420 8450 3131"),
    (Association, "91 92 3999 3301 3220 3230 3328"),
    (LocalGovernment, "71 72 73 74 1031 1066 1120 1244"),
    (
        ConventionalEnterprise,
        "10 1 54 55 57 56 2062 2135 2305 2313 2240 2232 2224",
    ),
    (InternationalOrganisation, "3110 3120"),
];

static WORDS: LazyLock<Words<EntityType>> = LazyLock::new(|| {
    let codes = EntityType::ALL.iter().map(|one| (*one, one.as_str()));
    let labels = EntityType::ALL
        .iter()
        .flat_map(|one| ["en", "es", "fr", "pt"].map(|language| (*one, one.label(language))));
    let all: Vec<(EntityType, &str)> = codes.chain(labels).chain(PHRASES.iter().copied()).collect();
    Words::new(&all)
});

/// The type that a word, code, or legal form stands for.
pub(in crate::registry::import::mapping) fn read(text: &str) -> Option<EntityType> {
    if let Some(number) = essglobal_number(text, "organisational-structure/OS", "OS") {
        return ESSGLOBAL
            .iter()
            .find(|(_, numbers)| numbers.contains(&number))
            .map(|(one, _)| *one);
    }
    let digits: String = super::code::without_tail(text)
        .chars()
        .take_while(|c| !c.is_alphabetic())
        .filter(char::is_ascii_digit)
        .collect();
    if digits.len() == 4 {
        return numbered(&digits);
    }
    let folded = fold(text);
    WORDS.exactly(&folded).or_else(|| WORDS.within(&folded))
}

/// The type that the longest beginning of a legal form's number stands for.
fn numbered(digits: &str) -> Option<EntityType> {
    (1..=digits.len())
        .rev()
        .filter_map(|length| digits.get(..length))
        .find_map(|beginning| {
            NUMBERED
                .iter()
                .find(|(_, numbers)| numbers.split_ascii_whitespace().any(|one| one == beginning))
                .map(|(one, _)| *one)
        })
}

/// The type that a name says, such as of `Fundación Norte` or `Tejidos S. Coop.`
pub(in crate::registry::import) fn of_name(name: &str) -> Option<EntityType> {
    static IN_NAMES: LazyLock<Words<EntityType>> = LazyLock::new(|| {
        Words::new(&[
            (
                Cooperative,
                "cooperative|co-operative|cooperativa|coopérative|coop|s coop|sccl|scop|scic|cuma|eg|\
                 genossenschaft|soc coop|crl|koop|credit union|sc de rl|sc de rl de cv",
            ),
            (
                Association,
                "association|asociación|associação|associació|associazione|verein|e v|ev|asbl|aps|odv|onlus",
            ),
            (
                Foundation,
                "foundation|fundación|fondation|fundação|fundació|stiftung|fondazione",
            ),
            (
                MutualSociety,
                "mutuelle|mutualidad|mutualidade|vvag|mutuo soccorso|friendly society",
            ),
            (
                SocialEnterprise,
                "impresa sociale|ggmbh|sll|sal|cic|community interest company|empresa de inserción|centro especial de empleo",
            ),
            (
                Federation,
                "federación|federation|fédération|federação|federació|federazione|confederación|consorzio",
            ),
        ])
    });
    IN_NAMES.within(&fold(name))
}

/// The type whose word is spelled most alike.
pub(in crate::registry::import::mapping) fn nearest(text: &str) -> Option<EntityType> {
    WORDS.nearest(&fold(text))
}

/// The number of an `ESSGlobal` concept, given as address on any host or as its bare code.
pub(in crate::registry::import::mapping) fn essglobal_number(
    text: &str,
    path: &str,
    code: &str,
) -> Option<u16> {
    let text = text.trim();
    let tail = match text.rsplit_once(path) {
        Some((_, tail)) => tail,
        None => text.strip_prefix(code)?,
    };
    tail.trim_end_matches('/').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_of_several_countries_say_what_an_organization_is() {
        for (text, expected) in [
            ("S.Coop.", Cooperative),
            ("SCCL", Cooperative),
            ("S.A.L.", SocialEnterprise),
            ("Sociedad Limitada Laboral", SocialEnterprise),
            ("Asociación", Association),
            ("Fundación", Foundation),
            ("EISS", SocialEnterprise),
            ("SCOP SARL", Cooperative),
            ("SCIC", Cooperative),
            ("CUMA", Cooperative),
            ("Association loi 1901", Association),
            ("Mutuelle", MutualSociety),
            ("ESUS", SocialEnterprise),
            ("9220", Association),
            ("9220.0", Association),
            ("5460", Cooperative),
            ("8210", MutualSociety),
            ("9300", Foundation),
            ("5499", ConventionalEnterprise),
            ("214-3", Cooperative),
            ("399-9 - Associação Privada", Association),
            ("306-9", Foundation),
            ("Cooperativa, CRL", Cooperative),
            ("Cooperativa sociale di tipo B", Cooperative),
            ("ODV", Association),
            ("SOMS", MutualSociety),
            ("e.V.", Association),
            ("eG", Cooperative),
            ("gGmbH", SocialEnterprise),
            ("GmbH", ConventionalEnterprise),
            ("VVaG", MutualSociety),
            ("Community Interest Company", SocialEnterprise),
            ("Society", Cooperative),
            (
                "https://dev.lod.coop/essglobal/2.1/standard/organisational-structure/OS170",
                MutualSociety,
            ),
            (
                "https://w3id.org/essglobal/2.1/organisational-structure/OS20",
                Association,
            ),
            ("mutual-society", MutualSociety),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        for text in [
            "imperio",
            "1",
            "https://dev.lod.coop/essglobal/organisational-structure/OS999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(of_name("Tejidos S. Coop."), Some(Cooperative));
        assert_eq!(of_name("Casa de la Luna"), None);
    }
}
