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
        "Directorios de otros lugares y redes con los que este comparte sus fichas.",
        "Annuaires d’autres lieux et réseaux avec lesquels celui-ci partage ses fiches.",
        "Diretórios de outros lugares e redes com os quais este partilha as suas fichas."];
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
    follow_button: ["Follow", "Seguir", "Suivre", "Seguir"];
    follow_from: [
        "Where do you have an account? Your address on Mastodon or another such site",
        "¿Dónde tiene una cuenta? Su dirección en Mastodon o en otro sitio parecido",
        "Où avez-vous un compte ? Votre adresse sur Mastodon ou un autre site semblable",
        "Onde tem uma conta? O seu endereço no Mastodon ou noutro site semelhante"];
    follow_example: [
        "@you@site.example", "@usted@sitio.example",
        "@vous@site.example", "@voce@sitio.example"];
    follow_hint: [
        "The name of the site alone is enough. You are led there and confirm there.",
        "Basta con el nombre del sitio. Le llevamos allí, y allí lo confirma.",
        "Le nom du site suffit. On vous y conduit, et vous confirmez là-bas.",
        "Basta o nome do site. Levamos até lá, e é lá que confirma."];
    follow_go: ["Go on", "Continuar", "Continuer", "Continuar"];
    follow_onward: [
        "You come from another page. If you want to follow this, go on to your site.",
        "Viene de otra página. Si quiere seguir esto, continúe en su sitio.",
        "Vous venez d’une autre page. Si vous voulez suivre ceci, continuez sur votre site.",
        "Veio de outra página. Se quiser seguir isto, continue no seu site."];
    follow_otherwise:
        ["Or in another way", "O de otra manera", "Ou autrement", "Ou de outra forma"];
    follow_search: [
        "Search for this name on your site:", "Busque este nombre en su sitio:",
        "Cherchez ce nom sur votre site :", "Procure este nome no seu site:"];
    follow_code: [
        "This page for a telephone’s camera", "Esta página para la cámara de un teléfono",
        "Cette page pour l’appareil photo d’un téléphone",
        "Esta página para a câmara de um telefone"];
    follow_unreadable: [
        "This is no address. Write it as @you@site.example, or the name of the site alone.",
        "Esto no es una dirección. Escríbala como @usted@sitio.example, o solo el nombre del sitio.",
        "Ce n’est pas une adresse. Écrivez-la comme @vous@site.example, ou le nom du site seul.",
        "Isto não é um endereço. Escreva-o como @voce@sitio.example, ou só o nome do site."];
    follow_own: [
        "This is the directory itself. Write the address of the site where you have an account.",
        "Este es el propio directorio. Escriba la dirección del sitio donde tiene una cuenta.",
        "C’est l’annuaire lui-même. Écrivez l’adresse du site où vous avez un compte.",
        "Este é o próprio diretório. Escreva o endereço do site onde tem uma conta."];
    follow_unknown: [
        "this site knows nobody of that name. Look how it is spelled, or write the site alone.",
        "este sitio no conoce a nadie con ese nombre. Revise cómo se escribe, o ponga solo el sitio.",
        "ce site ne connaît personne de ce nom. Vérifiez l’orthographe, ou écrivez le site seul.",
        "este site não conhece ninguém com esse nome. Veja como se escreve, ou ponha só o site."];
    follow_silent: [
        "this site does not answer just now. Try again later, or search there for the name below.",
        "este sitio no responde ahora. Inténtelo más tarde, o busque allí el nombre de abajo.",
        "ce site ne répond pas en ce moment. Réessayez plus tard, ou cherchez-y le nom ci-dessous.",
        "este site não responde agora. Tente mais tarde, ou procure lá o nome abaixo."];
    follow_elsewhere: [
        "one cannot follow from this site. Look how its name is spelled.",
        "desde este sitio no se puede seguir. Revise cómo se escribe su nombre.",
        "on ne peut pas suivre depuis ce site. Vérifiez comment son nom s’écrit.",
        "a partir deste site não se pode seguir. Veja como se escreve o nome dele."];
    follow_crowded: [
        "Too many people ask for this just now. Try again in a minute, or search on your site for the name below.",
        "Demasiadas personas lo piden ahora. Inténtelo en un minuto, o busque en su sitio el nombre de abajo.",
        "Trop de personnes le demandent en ce moment. Réessayez dans une minute, ou cherchez sur votre site le nom ci-dessous.",
        "Muitas pessoas o pedem agora. Tente daqui a um minuto, ou procure no seu site o nome abaixo."];
    feeds: [
        "For readers of news:", "Para programas de noticias:",
        "Pour les lecteurs de nouvelles :", "Para leitores de notícias:"];
    calendar: [
        "Calendar of deadlines", "Calendario de plazos",
        "Calendrier des échéances", "Calendário de prazos"];
    seen_here: ["Seen from here", "Visto desde aquí", "Vu d’ici", "Visto daqui"];
    seen_unreadable: [
        "Write the address of what you want to see, beginning with https://.",
        "Escriba la dirección de lo que quiere ver, empezando por https://.",
        "Écrivez l’adresse de ce que vous voulez voir, en commençant par https://.",
        "Escreva o endereço do que quer ver, começando por https://."];
    seen_unknown: [
        "This directory holds no record from this address. Organizations speak here for themselves and follow nobody. If this is another directory, the office that keeps this one can share records with it.",
        "Este directorio no tiene ninguna ficha de esta dirección. Aquí las organizaciones hablan por sí mismas y no siguen a nadie. Si es otro directorio, la oficina que mantiene este puede compartir fichas con él.",
        "Cet annuaire n’a aucune fiche de cette adresse. Ici les organisations parlent pour elles-mêmes et ne suivent personne. S’il s’agit d’un autre annuaire, le bureau qui tient celui-ci peut partager ses fiches avec lui.",
        "Este diretório não tem nenhuma ficha deste endereço. Aqui as organizações falam por si e não seguem ninguém. Se for outro diretório, o escritório que mantém este pode partilhar fichas com ele."];
    follow_list: [
        "Whoever follows this list hears of each new entry once, and at the end of a busy day of the rest in one message.",
        "Quien sigue esta lista se entera de cada novedad una sola vez y, al final de un día con muchas, de las demás en un solo mensaje.",
        "Qui suit cette liste apprend chaque nouveauté une seule fois et, au soir d’une journée chargée, le reste en un seul message.",
        "Quem segue esta lista fica sabendo de cada novidade uma só vez e, no fim de um dia cheio, das demais numa só mensagem."];
    list_is_empty: [
        "Nothing stands here at present. Follow the list to hear of the first.",
        "Por ahora no hay nada. Siga la lista para enterarse de lo primero.",
        "Rien pour l’instant. Suivez la liste pour apprendre la première nouveauté.",
        "Por enquanto não há nada. Siga a lista para saber da primeira novidade."];
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
    also_in: [
        "Also in the directory of", "También en el directorio de",
        "Aussi dans l’annuaire de", "Também no diretório de"];
    has_moved: [
        "This organization has moved, and keeps its offers and needs at",
        "Esta organización se ha mudado y publica lo que ofrece y busca en",
        "Cette organisation a déménagé et publie ses offres et ses besoins à",
        "Esta organização mudou-se e publica o que oferece e procura em"];
    was_at: ["Before, at", "Antes, en", "Avant, à", "Antes, em"];
    offered_before: [
        "What it offered and sought there", "Lo que ofrecía y buscaba allí",
        "Ce qu’elle y proposait et cherchait", "O que oferecia e procurava ali"];
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
    checked_by: ["Checked by", "Comprobado por", "Vérifié par", "Verificado por"];
    declared_by_itself: [
        "Declared by the organization itself", "Declarado por la propia organización",
        "Déclaré par l’organisation elle-même", "Declarado pela própria organização"];
    method: ["how", "cómo", "comment", "como"];
    valid_until: ["valid until", "vigente hasta el", "valable jusqu’au", "válido até"];
    according_to: ["according to", "según", "d’après", "segundo"];
    belongs_to: ["Belongs to", "Pertenece a", "Fait partie de", "Pertence a"];
    belong_to_it:
        ["Belong to it", "Forman parte de ella", "En font partie", "Fazem parte dela"];
    since: ["since", "desde", "depuis le", "desde"];
    ended_on: ["until", "hasta", "jusqu’au", "até"];
    answers: ["Answers", "Respuestas", "Réponses", "Respostas"];
    answers_intro: [
        "Written on other sites, by the people who are named.",
        "Escritas en otros sitios, por las personas que se nombran.",
        "Écrites sur d’autres sites, par les personnes nommées.",
        "Escritas noutros sites, pelas pessoas nomeadas."];
    answer_hint: [
        "To answer from Mastodon and others, search there for",
        "Para responder desde Mastodon y otros, busque allí",
        "Pour répondre depuis Mastodon et d’autres, cherchez-y",
        "Para responder a partir do Mastodon e outros, procure lá"];
    likes: ["Liked by", "Les gusta a", "Aimé par", "Gostaram"];
    shares: ["Passed on by", "Compartido por", "Partagé par", "Partilharam"];
    claim_hint: [
        "Do you represent this organization? Ask the office for the link by which you take this record over.",
        "¿Representa a esta organización? Pida en la oficina el enlace con el que puede hacerse cargo de esta ficha.",
        "Vous représentez cette organisation ? Demandez au bureau le lien qui permet de reprendre cette fiche.",
        "Representa esta organização? Peça ao escritório o link com o qual pode assumir esta ficha."];
    claim_title: [
        "Take over this record", "Hacerse cargo de esta ficha",
        "Reprendre cette fiche", "Assumir esta ficha"];
    claim_kept_by: [
        "Until now this record is kept by", "Hasta ahora mantiene esta ficha",
        "Jusqu’ici cette fiche est tenue par", "Até agora esta ficha é mantida por"];
    claim_meaning: [
        "From then on the organization answers for it: it can be followed and written to, and it can publish what it offers and what it is looking for.",
        "Desde entonces responde por ella la organización: se la puede seguir y se le puede escribir, y puede publicar lo que ofrece y lo que busca.",
        "Dès lors l’organisation en répond : on peut la suivre et lui écrire, et elle peut publier ce qu’elle propose et ce qu’elle cherche.",
        "A partir de então a organização responde por ela: pode ser seguida e contactada, e pode publicar o que oferece e o que procura."];
    claim_made_for: [
        "This link was given to", "Este enlace se entregó a",
        "Ce lien a été remis à", "Este link foi entregue a"];
    claim_until: [
        "It can be used once, until", "Se puede usar una sola vez, hasta el",
        "Il sert une seule fois, jusqu’au", "Pode ser usado uma única vez, até"];
    claim_name: ["Your name", "Su nombre", "Votre nom", "O seu nome"];
    claim_function: [
        "Your function in the organization", "Su cargo en la organización",
        "Votre fonction dans l’organisation", "A sua função na organização"];
    claim_statement: [
        "I represent this organization, and it agrees to answer for its record in this directory.",
        "Represento a esta organización, y ella acepta responder por su ficha en este directorio.",
        "Je représente cette organisation, et elle accepte de répondre de sa fiche dans cet annuaire.",
        "Represento esta organização, e ela aceita responder pela sua ficha neste diretório."];
    claim_privacy: [
        "Your name and function are kept as the record of this consent; the office sees them, the public does not.",
        "Su nombre y su cargo se guardan como constancia de este consentimiento; los ve la oficina, no el público.",
        "Votre nom et votre fonction sont conservés comme trace de cet accord ; le bureau les voit, pas le public.",
        "O seu nome e a sua função são guardados como prova deste consentimento; o escritório vê, o público não."];
    claim_button: [
        "Confirm and take the record over", "Confirmar y hacerse cargo de la ficha",
        "Confirmer et reprendre la fiche", "Confirmar e assumir a ficha"];
    claim_incomplete: [
        "Write your name and your function, at most 200 letters each, and tick that the organization agrees.",
        "Escriba su nombre y su cargo, de 200 letras como máximo cada uno, y marque que la organización acepta.",
        "Écrivez votre nom et votre fonction, 200 lettres au plus chacun, et cochez que l’organisation accepte.",
        "Escreva o seu nome e a sua função, no máximo 200 letras cada, e marque que a organização aceita."];
    claim_unusable: [
        "This link cannot be used", "Este enlace no se puede usar",
        "Ce lien ne peut pas servir", "Este link não pode ser usado"];
    claim_ask_again: [
        "A link ends after 30 days, once it was used, and when a newer one is made. Ask the office for another.",
        "Un enlace vence a los 30 días, cuando ya se usó y cuando se hace otro más nuevo. Pida otro en la oficina.",
        "Un lien prend fin après 30 jours, une fois utilisé, et quand un plus récent est fait. Demandez-en un autre au bureau.",
        "Um link termina após 30 dias, depois de usado, e quando se faz um mais novo. Peça outro ao escritório."];
    claim_done: [
        "From now on your organization answers for this record.",
        "Desde ahora su organización responde por esta ficha.",
        "Désormais votre organisation répond de cette fiche.",
        "A partir de agora a sua organização responde por esta ficha."];
    claim_token: [
        "With this key your programs change this record and what it offers and seeks, and no other. It is shown once: keep it in a safe place.",
        "Con esta clave sus programas cambian esta ficha y lo que ofrece y busca, y ninguna otra. Se muestra una sola vez: guárdela en un lugar seguro.",
        "Avec cette clé vos programmes modifient cette fiche et ce qu’elle propose et cherche, et aucune autre. Elle est montrée une seule fois : gardez-la en lieu sûr.",
        "Com esta chave os seus programas mudam esta ficha e o que oferece e procura, e nenhuma outra. É mostrada uma única vez: guarde-a em lugar seguro."];
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
    open_data: ["Open data", "Datos abiertos", "Données ouvertes", "Dados abertos"];
    open_data_intro: [
        "What this directory publishes, as files that everybody may take and programs can read.",
        "Lo que publica este directorio, en archivos que cualquiera puede descargar y que los programas pueden leer.",
        "Ce que publie cet annuaire, en fichiers que chacun peut prendre et que les programmes savent lire.",
        "O que este diretório publica, em arquivos que qualquer pessoa pode baixar e que os programas conseguem ler."];
    open_data_never: [
        "Contacts and records that are not published are in none of them.",
        "No contienen contactos ni fichas que no estén publicadas.",
        "Ils ne contiennent ni contacts ni fiches qui ne sont pas publiées.",
        "Não contêm contatos nem fichas que não estejam publicadas."];
    licence: ["Licence", "Licencia", "Licence", "Licença"];
    catalogue: ["Catalogue", "Catálogo", "Catalogue", "Catálogo"];
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
