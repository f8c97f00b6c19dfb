//! The pages' own words, in each language that they speak.
//!
//! They avoid the words of the protocol: people read of a directory, of what is offered and
//! sought, of friendly directories, of who checked a record.

/// One table, a language a column, so that a missing translation does not compile.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: [$en:literal, $es:literal, $fr:literal, $pt:literal];)+) => {
        /// Every phrase of the pages in one language.
        #[derive(Debug)]
        pub struct Words {
            /// The language's tag.
            pub tag: &'static str,
            $($(#[$doc])* pub $name: &'static str,)+
        }

        /// The languages there are.
        pub(super) static LANGUAGES: [Words; 4] = [
            Words { tag: "en", $($name: $en,)+ },
            Words { tag: "es", $($name: $es,)+ },
            Words { tag: "fr", $($name: $fr,)+ },
            Words { tag: "pt", $($name: $pt,)+ },
        ];
    };
}

words! {
    language: ["English", "Español", "Français", "Português"];
    skip: ["Skip to the content", "Ir al contenido", "Aller au contenu", "Ir para o conteúdo"];
    start: ["Start", "Inicio", "Accueil", "Início"];
    organizations: ["Organizations", "Organizaciones", "Organisations", "Organizações"];
    offers_and_needs:
        ["Offers and needs", "Ofrecemos y buscamos", "Offres et besoins", "Ofertas e necessidades"];
    offer: ["We offer", "Ofrecemos", "Nous proposons", "Oferecemos"];
    need: ["We are looking for", "Buscamos", "Nous cherchons", "Procuramos"];
    friends: ["Friendly directories", "Territorios amigos", "Annuaires amis", "Territórios amigos"];
    friends_intro: [
        "Directories of other places and networks with which this one shares its records.",
        "Directorios de otros lugares y redes con los que este comparte sus registros.",
        "Annuaires d’autres lieux et réseaux avec lesquels celui-ci partage ses fiches.",
        "Diretórios de outros lugares e redes com os quais este partilha os seus registros."];
    last_read: ["Last read", "Última lectura", "Dernière lecture", "Última leitura"];
    none: ["None yet.", "Todavía no hay.", "Pas encore.", "Ainda não há."];
    next: ["Next page", "Página siguiente", "Page suivante", "Página seguinte"];
    first: ["First page", "Primera página", "Première page", "Primeira página"];
    search_name: ["Part of the name", "Parte del nombre", "Partie du nom", "Parte do nome"];
    territory: ["Territory", "Territorio", "Territoire", "Território"];
    territory_hint: [
        "a code such as MX or MX-OAX", "un código como MX o MX-OAX",
        "un code comme MX ou MX-OAX", "um código como MX ou MX-OAX"];
    kind: ["Kind", "Tipo", "Type", "Tipo"];
    any: ["any", "cualquiera", "tous", "qualquer"];
    search: ["Search", "Buscar", "Chercher", "Procurar"];
    legal_form: ["Legal form", "Forma jurídica", "Forme juridique", "Forma jurídica"];
    members: ["Members", "Integrantes", "Membres", "Membros"];
    activities: ["Activities", "Actividades", "Activités", "Atividades"];
    themes: ["Themes", "Temas", "Thèmes", "Temas"];
    reach: ["Reach", "Alcance", "Portée", "Alcance"];
    address: ["Address", "Dirección", "Adresse", "Endereço"];
    website: ["Website", "Sitio web", "Site web", "Site"];
    contact: ["Contact", "Contacto", "Contact", "Contato"];
    founded: ["Founded", "Fundada", "Fondée", "Fundada"];
    follow: [
        "Follow from Mastodon and others", "Seguir desde Mastodon y otros",
        "Suivre depuis Mastodon et d’autres", "Seguir a partir do Mastodon e outros"];
    about_record:
        ["About this record", "Sobre esta ficha", "À propos de cette fiche", "Sobre esta ficha"];
    listed_by: ["Listed by", "Incluida por", "Inscrite par", "Incluída por"];
    kept_by_itself: [
        "The organization keeps this record itself.",
        "La propia organización mantiene esta ficha.",
        "L’organisation tient elle-même cette fiche.",
        "A própria organização mantém esta ficha."];
    source: ["Source", "Fuente", "Source", "Fonte"];
    number: ["number", "número", "numéro", "número"];
    stated_on: ["as of", "con fecha de", "en date du", "com data de"];
    read_on: ["read on", "leída el", "lue le", "lida em"];
    no_source: [
        "entered by the office", "ingresada por la oficina",
        "saisie par le bureau", "inserida pelo escritório"];
    updated: ["Last changed", "Último cambio", "Dernière modification", "Última alteração"];
    correct: [
        "To correct or remove this record, write to",
        "Para corregir o retirar esta ficha, escriba a",
        "Pour corriger ou retirer cette fiche, écrivez à",
        "Para corrigir ou retirar esta ficha, escreva para"];
    correct_unknown: [
        "To correct or remove this record, ask the office that keeps this directory.",
        "Para corregir o retirar esta ficha, pregunte en la oficina de este directorio.",
        "Pour corriger ou retirer cette fiche, adressez-vous au bureau qui tient cet annuaire.",
        "Para corrigir ou retirar esta ficha, pergunte ao escritório deste diretório."];
    by: ["By", "De", "De", "De"];
    what: ["What", "Qué", "Quoi", "O quê"];
    terms: ["Terms", "Condiciones de intercambio", "Conditions d’échange", "Modalidade"];
    aim: ["Aim", "Objetivo", "But", "Objetivo"];
    quantity: ["Quantity", "Cantidad", "Quantité", "Quantidade"];
    until: ["Until", "Hasta", "Jusqu’au", "Até"];
    conditions: ["Conditions", "Condiciones", "Conditions", "Condições"];
    state: ["State", "Estado", "État", "Estado"];
    state_open: ["open", "abierta", "ouverte", "aberta"];
    state_in_conversation: ["in conversation", "en conversación", "en discussion", "em conversa"];
    state_met: ["met", "cumplida", "satisfaite", "atendida"];
    state_closed: ["closed", "cerrada", "close", "encerrada"];
    state_withdrawn: ["withdrawn", "retirada", "retirée", "retirada"];
    state_expired: ["lapsed", "vencida", "expirée", "vencida"];
    kept_by: [
        "This directory is kept by", "Este directorio lo mantiene",
        "Cet annuaire est tenu par", "Este diretório é mantido por"];
    free_software: [
        "Free software under AGPL-3.0", "Software libre bajo AGPL-3.0",
        "Logiciel libre sous AGPL-3.0", "Software livre sob AGPL-3.0"];
    home_intro: [
        "Organizations of the social and solidarity economy, what they offer and what they are looking for.",
        "Organizaciones de la economía social y solidaria, lo que ofrecen y lo que buscan.",
        "Organisations de l’économie sociale et solidaire, ce qu’elles proposent et ce qu’elles cherchent.",
        "Organizações da economia social e solidária, o que oferecem e o que procuram."];
    count: [
        "Organizations in this directory", "Organizaciones en este directorio",
        "Organisations dans cet annuaire", "Organizações neste diretório"];
    from_friends: [
        "From friendly directories", "De territorios amigos",
        "Des annuaires amis", "De territórios amigos"];
    received: ["received", "recibida", "reçue", "recebida"];
    newest: ["Newest", "Lo más reciente", "Les plus récentes", "Mais recentes"];
    not_found: [
        "This page does not exist, or no longer.", "Esta página no existe, o ya no existe.",
        "Cette page n’existe pas, ou plus.", "Esta página não existe, ou já não existe."];
    went_wrong: ["That did not work", "No funcionó", "Cela n’a pas marché", "Não funcionou"];
    way_forward: [
        "Go on from the start page or search the directory.",
        "Continúe desde el inicio o busque en el directorio.",
        "Continuez depuis l’accueil ou cherchez dans l’annuaire.",
        "Continue a partir do início ou procure no diretório."];
}

/// The phrases of the language `tag`, when the pages speak it.
pub(super) fn of(tag: &str) -> Option<&'static Words> {
    let base = tag.split('-').next().unwrap_or_default();
    LANGUAGES
        .iter()
        .find(|words| words.tag.eq_ignore_ascii_case(base))
}
