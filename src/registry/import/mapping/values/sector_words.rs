//! What people call activities in English, Spanish, French, Portuguese, Catalan, German and
//! Italian, as sections and divisions of ISIC rev. 4. Written for this directory, not taken
//! from a classification's titles.

use std::sync::LazyLock;

use super::fold::Words;
use crate::vocabulary::Section;

/// The code and the phrases that stand for it; the longest phrase within a text wins.
const PHRASES: &[(&str, &str)] = &[
    (
        "A",
        "agrargenossenschaft|landwirtschaftliche genossenschaft|agricole|cooperative agricole|conferimento prodotti agricoli|criação|bovinos|ganado|cria de animales|agriculture|agriculture forestry and fishing|farming|agroecology|organic farming|gardening|community garden|livestock|\
        agricultura|agrícola|agropecuaria|agropecuario|agraria|agrario|agroalimentario|agroecología|ganadería|agricultura ganadería y pesca|huerto|huerta|\
        soberanía alimentaria|producción agrícola|producción primaria|campo y medio rural|medio rural|sector primario|primario|\
        agricole|agroécologie|maraîchage|élevage|jardin|jardins|espaces verts|agropecuária|pecuária|agroecologia|horta|\
        agricultura familiar|ramaderia|agrària|hort|landwirtschaft|land und forstwirtschaft|gartenbau|garten|solidarische landwirtschaft|\
        agricoltura|agricoltura sociale|allevamento|orto|agriculture paysanne|apicultura|apiculture|café y cacao|caficultura",
    ),
    (
        "02",
        "forestry|foresterie|silvicultura|forestal|sylviculture|forêt|florestal|forestale|forstwirtschaft|silvicoltura",
    ),
    (
        "03",
        "fishing|fisheries|aquaculture|pesca|pesquera|acuicultura|pêche|aquicultura|pesqueira|fischerei|acquacoltura",
    ),
    (
        "B",
        "mining|mining and quarrying|minería|minera|industries extractives|mineração|mineria|bergbau|miniere|estrattiva",
    ),
    (
        "C",
        "handwerksgenossenschaft|produktivgenossenschaft|manufacturing|industry|production|crafts|craft|artisans|industria|manufactura|manufacturera|artesanía|artesanal|artesanías|producción|fabricación|\
        industria manufacturera|transformación|industrial|industrie|artisanat|fabrication|production industrielle|métiers d'art|indústria|artesanato|\
        fabricação|transformação|produção|artesania|indústria i artesania|producció|handwerk|herstellung|produktion|verarbeitendes gewerbe|\
        industria e artigianato|artigianato|manifattura|produzione",
    ),
    (
        "10",
        "molkereigenossenschaft|food production|food processing|bakery|agroindustria|elaboración de alimentos|industria alimentaria|panadería|transformación de alimentos|lácteos|queso|\
        agroalimentaire|boulangerie|transformation alimentaire|industries alimentaires|agroindústria|padaria|panificação|forn de pa|lebensmittelherstellung|bäckerei|panificio|industria alimentare|dairy|industria lechera|industrie laitière",
    ),
    (
        "11",
        "winzergenossenschaft|brewery|beverages|winery|bebidas|bodega|cerveza|vino|brasserie|vin|viticulture|cervejaria|vinícola|getränke|brauerei|cantina sociale|birrificio",
    ),
    (
        "13",
        "têxteis|artigos têxteis|textile|textiles|textil|textil y confección|têxtil|tèxtil|tessile",
    ),
    (
        "14",
        "clothing|fashion|garment|confección|costura|ropa|moda|moda sostenible|vêtement|couture|mode|vestuário|roba|kleidung|mode und textil|abbigliamento|sartoria",
    ),
    (
        "16",
        "wood|woodwork|carpentry|carpintería|madera|menuiserie|ébénisterie|marcenaria|fusteria|holz|tischlerei|falegnameria",
    ),
    (
        "18",
        "printing|imprenta|artes gráficas|imprimerie|gráfica|impremta|druckerei|stampa|tipografia",
    ),
    (
        "D",
        "energiegenossenschaft|bürgerenergie|energy|renewable energy|electricity|gas|energía|energías renovables|electricidad|comunidad energética|eficiencia energética|énergie|énergies renouvelables|\
        électricité|energia|energias renováveis|energies renovables|comunitat energètica|energie|erneuerbare energien|strom|rinnovabili|comunità energetica|utilities|servicios públicos|services publics",
    ),
    (
        "E",
        "wassergenossenschaft|water|water and waste|agua|agua potable|saneamiento|riego|irrigation|eau|assainissement|água|saneamento|aigua|wasser|acqua|medio ambiente|\
        environment|environmental|ecology|ecología|medioambiente|ambiental|environnement|écologie|transition écologique|meio ambiente|ecologia|ambiente|medi ambient|umwelt|umweltschutz|umwelt und klima|ambiente ed ecologia",
    ),
    (
        "38",
        "waste|recycling|reuse|waste management|circular economy|residuos|gestión de residuos|reciclaje|reciclado|reutilización|economía circular|déchets|recyclage|réemploi|\
        ressourcerie|recyclerie|économie circulaire|gestion des déchets|resíduos|reciclagem|catadores|coleta seletiva|residus|reciclatge|economia circular|abfall|kreislaufwirtschaft|rifiuti|riciclo|riuso",
    ),
    (
        "F",
        "infraestrutura|infraestructura|construction|building|construcción|obras|rehabilitación|albañilería|reformas|bioconstrucción|bâtiment|btp|bâtiment et travaux publics|travaux publics|construção|\
        construção civil|construcció|bauwesen|bau|baugewerbe|costruzioni|edilizia|costruzione",
    ),
    (
        "G",
        "trade|commerce|wholesale and retail trade|wholesale and retail|wholesale|sales|marketing|comercio|comercialización|ventas|distribución|\
        comercio y distribución|mayorista|comercio al por mayor|négoce|vente|distribution|commerce équitable|comércio|comercialização|comerç|consum|\
        handel|vertrieb|commercio|vendita|distribuzione|fair trade|provisión|proveeduría|provisão|comercio justo|consumo responsable|consumo|consommation responsable|comércio justo|comerç just|fairer handel|commercio equo e solidale|commercio equo",
    ),
    (
        "46",
        "wholesale trade|comercio mayorista|commerce de gros|atacado|großhandel|commercio all'ingrosso",
    ),
    (
        "47",
        "konsumgenossenschaft|dorfladengenossenschaft|dettaglianti|einkaufsgenossenschaft|retail|shop|shops|grocery|supermarket|food co-op|retail trade|comercio minorista|comercio al por menor|minorista|tienda|tiendas|supermercado|librería|grupo de consumo|\
        commerce de détail|épicerie|magasin|supermarché coopératif|librairie|varejo|loja|mercearia|botiga|llibreria|supermercat|grup de consum|einzelhandel|laden|dorfladen|\
        buchhandlung|weltladen|commercio al dettaglio|negozio|bottega|libreria|bookshop",
    ),
    (
        "H",
        "verkehrsgenossenschaft|transport|transportation|transport and storage|logistics|mobility|transporte|transportes|logística|transporte y logística|movilidad|movilidad sostenible|mensajería|taxi|\
        transports|logistique|mobilité|mobilité durable|mobilidade|mobilitat|transport i mobilitat|verkehr|mobilität|logistik|trasporti|trasporto|mobilità|logistica|cyclologistics|ciclomensajería",
    ),
    (
        "53",
        "courier|courier services|post|paquetería|livraison|cyclologistique|missatgeria|corriere",
    ),
    (
        "I",
        "hospitality|lodging and food|accommodation and food|food and drink|food|hostelería|turismo y hostelería|alimentación|alimentos|hostelería y restauración|alojamiento y comidas|\
        hébergement et restauration|hôtellerie|alimentation|alimentação|alojamento e alimentação|hostaleria|alimentació|hostaleria i restauració|\
        gastgewerbe|ernährung|lebensmittel|essen|alloggio e ristorazione|alimentazione|ricettività|food drink",
    ),
    (
        "55",
        "accommodation|hotel|hostel|alojamiento|albergue|hébergement|hôtel|auberge|gîte|alojamento|pousada|allotjament|alberg|unterkunft|herberge|alloggio|ostello|turismo rural|accommodation services",
    ),
    (
        "56",
        "restaurant|restaurants|catering|cafe|bar|pub|restauración|restaurante|comedor|comedores|cafetería|cocina|café bar|restauration|traiteur|restauration collective|cantine|\
        restaurante comunitário|refeições|restauració|càtering|menjador|gastronomie|kantine|kneipe|ristorazione|ristorante|mensa|mense|gastronomía|gastronomia",
    ),
    (
        "J",
        "information and communication|information|communication|media|ict|it|digital|technology|tecnología|tecnologías|información y comunicación|comunicación|comunicaciones|información|\
        tic|tics|medios de comunicación|medios|nuevas tecnologías|technologies|numérique|médias|communication et médias|information et communication|tecnologia|tecnologias|\
        comunicação|comunicação e mídia|tecnologies|comunicació|mitjans de comunicació|tecnologia i comunicació|informatik|medien|kommunikation|technologie|information und kommunikation|\
        comunicazione|tecnologie|informatica|audiovisual|audiovisuel|cultura libre y tecnología",
    ),
    (
        "58",
        "publishing|publisher|editorial|editoriales|edición|édition|maison d'édition|presse|editora|edições|edició|verlag|editoria|casa editrice|periodismo|prensa|journal",
    ),
    (
        "59",
        "film|cinema|cine|cinéma|vídeo|producción audiovisual|producció audiovisual",
    ),
    (
        "60",
        "radio|television|radiodifusión|televisión|radio comunitaria|rádio comunitária|ràdio",
    ),
    (
        "61",
        "telecommunications|telecoms|telecomunicaciones|télécommunications|telecomunicações|telecomunicacions|telekommunikation|internet provider",
    ),
    (
        "62",
        "programas de computador|software|programming|free software|it services|informática|desarrollo web|programación|software libre|informatique|développement web|logiciel|logiciels libres|programação|software livre|programari|softwareentwicklung|it dienstleistungen|sviluppo software",
    ),
    (
        "K",
        "bankgenossenschaft|kreditgenossenschaft|banche di credito cooperativo|banca di credito cooperativo|finance|financial services|financial|banking|finance and insurance|ethical finance|credit|finanzas|finanzas éticas|finanzas solidarias|servicios financieros|ahorro y crédito|\
        ahorro|crédito|banca|banca ética|intermediación financiera|financiación|financiera|finances|finances solidaires|finance solidaire|activités financières|banque|épargne|finanças|finanças solidárias|\
        finances ètiques|finances ètiques i solidàries|finanzen|finanzwesen|bank|ethische finanzen|finanza|finanza etica|credito|microcrédito|ayuda económica|ayuda mutua|mutual|kredit|crèdit|kreditgenossenschaft|finanzas y seguros|activités financières et d'assurance",
    ),
    (
        "65",
        "insurance|seguros|assurance|assurances|mutuelle santé|seguro|assegurances|versicherung|versicherungen|assicurazioni|assicurazione|previsión social|prévoyance",
    ),
    (
        "68",
        "wohnungsgenossenschaft|baugenossenschaft|wohnungsbaugenossenschaft|edilizia di abitazione|cooperative edilizie|edilizie di abitazione|housing|real estate|cohousing|co-housing|land|tenants|property|vivienda|viviendas|inmobiliaria|habitat|inmobiliario|vivienda colaborativa|logement|habitation|immobilier|habitat participatif|\
        habitat partagé|imobiliário|habitação|moradia|habitatge|habitatges|habitatge cooperatiu|immobiliària|wohnen|wohnungsbau|wohnungswirtschaft|immobilien|wohnprojekt|wohnprojekte|abitare|abitazione|\
        immobiliare|casa|coworking|espacios|espacio de trabajo|gestión de espacios",
    ),
    (
        "M",
        "professional|professional services|scientific|technical|professional scientific and technical|consulting|actividades profesionales|servicios profesionales|servicios técnicos|servicios a empresas|\
        asesoría|asesoramiento|conseil|services aux entreprises|ingénierie|études et conseil|activités spécialisées|serviços profissionais|assessoria|assessorament|serveis professionals|\
        serveis a les empreses|dienstleistungen für unternehmen|beratung|servizi alle imprese|consulenza|servizi professionali|asesoría y consultoría|acompañamiento",
    ),
    (
        "69",
        "legal|accounting|law|jurídico|asesoría jurídica|contabilidad|gestoría|abogacía|juridique|comptabilité|expertise comptable|contabilidade|advocacia|gestoria|recht|steuerberatung|buchhaltung|legale|contabilità",
    ),
    (
        "70",
        "management consultancy|business support|incubator|consultancy|consultoría|incubadora|emprendimiento|pépinière d'entreprises|incubateur|incubação|consultoria|empreendedorismo|unternehmensberatung|incubatore",
    ),
    (
        "71",
        "architecture|engineering|arquitectura|ingeniería|urbanismo|architecture et urbanisme|arquitetura|engenharia|enginyeria|architektur|ingenieurwesen|architettura|ingegneria",
    ),
    (
        "72",
        "research|investigación|investigación y desarrollo|recherche|pesquisa|investigação|recerca|forschung|wissenschaft|ricerca|i d|r d",
    ),
    (
        "73",
        "advertising|publicidad|publicité|publicitat|werbung|pubblicità|comunicación y marketing",
    ),
    (
        "74",
        "design|diseño|diseño gráfico|fotografía|traducción|graphisme|traduction|disseny|tradução|übersetzung|grafica|traduzioni",
    ),
    ("75", "veterinary|veterinaria|vétérinaire"),
    (
        "N",
        "dienstleistungsgenossenschaft|produzione e lavoro|administrative|administrative and support services|support services|business services|services|service|other services|servicios|otros servicios|servicios administrativos|\
        services administratifs et de soutien|serviços|serviços administrativos|serveis|dienstleistungen|servizi|servizi di supporto|services divers|multiservicios|servicios generales|servicios múltiples",
    ),
    (
        "77",
        "rental|alquiler|location|aluguel|lloguer|vermietung|noleggio|car sharing|carsharing|autopartage",
    ),
    (
        "78",
        "employment|work|work integration|labour market|labor|job creation|jobs|trabajo|empleo|inserción laboral|inserción sociolaboral|inserción|intermediación laboral|emploi|insertion|\
        insertion par l'activité économique|iae|insertion professionnelle|travail|trabalho|emprego|inserção|treball|ocupació|inserció laboral|inserció sociolaboral|inserció|\
        arbeit|beschäftigung|arbeitsintegration|arbeitsmarkt|arbeit und beschäftigung|lavoro|inserimento lavorativo|inserimento lavorativo di persone svantaggiate|occupazione|creación de empleo",
    ),
    (
        "79",
        "travel|tourism|tour operator|turismo|turismo responsable|turismo comunitario|turismo sostenible|viajes|agencia de viajes|tourisme|tourisme solidaire|voyages|viagens|turisme|\
        turisme responsable|tourismus|reisen|turismo responsabile|turismo sociale|viaggi|ecoturismo",
    ),
    (
        "80",
        "security|seguridad|vigilancia|sécurité|segurança|vigilância|seguretat|sicherheit|sicurezza|vigilanza",
    ),
    (
        "81",
        "cleaning|gardening services|facility management|landscaping|limpieza|jardinería|mantenimiento|limpieza y mantenimiento|nettoyage|propreté|entretien|entretien des espaces verts|limpeza|jardinagem|manutenção|neteja|jardineria|manteniment|\
        reinigung|gebäudereinigung|hausmeisterdienste|gartenpflege|pulizie|pulizia|manutenzione|giardinaggio|manutenzione del verde|environnement et espaces verts",
    ),
    (
        "82",
        "events|organización de eventos|événementiel|eventos|esdeveniments|veranstaltungen|eventi|secrétariat|call center",
    ),
    (
        "O",
        "public administration|administración pública|administration publique|administração pública|administració pública|öffentliche verwaltung|amministrazione pubblica",
    ),
    (
        "P",
        "treinamento|treinamento profissional|education|training|education and training|teaching|learning|school|educación|enseñanza|formación|educativo|educativa|capacitación|formación y educación|educación e investigación|\
        escuela|guardería|educación popular|enseignement|éducation|formation|éducation populaire|éducation et formation|enseignement et formation|educação|ensino|formação|escola|capacitação|\
        educació|formació|ensenyament|educació i formació|bildung|erziehung|ausbildung|schule|unterricht|bildung und erziehung|weiterbildung|istruzione|formazione|educazione|scuola|asilo nido|servizi educativi|\
        formazione professionale|education / health / social work|actividades formativas",
    ),
    (
        "Q",
        "health|health and social work|healthcare|care and health|salud|sanidad|sanitaria|salud y cuidados|salud y asistencia social|cuidados|atención a las personas|servicios a las personas|sociosanitario|\
        santé|santé et action sociale|médico-social|sanitaire et social|sanitaire et médico-social|services à la personne|saúde|saúde e assistência social|cuidado|salut|cures|atenció a les persones|serveis a les persones|sociosanitari|\
        gesundheit|gesundheitswesen|pflege|gesundheit und soziales|gesundheits und sozialwesen|sanità|salute|socio sanitario|servizi socio sanitari|servizi alla persona|servizi sociosanitari ed educativi|servizi socio sanitari ed educativi",
    ),
    (
        "86",
        "médica|medical|doctor|clinic|medicine|médico|clínica|medicina|farmacia|hospital|centre de santé|soins|médecine|pharmacie|farmácia|farmàcia|medizin|arztpraxis|medicina di gruppo|sanitario|therapy|terapias",
    ),
    (
        "87",
        "residential care|nursing home|elderly care|residencia|residencias|atención residencial|mayores|personas mayores|hébergement social|ehpad|maison de retraite|lar de idosos|idosos|residència|gent gran|\
        altenpflege|pflegeheim|seniorenheim|anziani|casa di riposo|residenze|homeless",
    ),
    (
        "88",
        "sozialgenossenschaft|cooperative sociali|cooperativa sociale|social work|social services|social care|social action|social inclusion|childcare|social|disability|migrants|welfare|day care|servicios sociales|acción social|asistencia social|trabajo social|inclusión social|discapacidad|\
        infancia|migraciones|migración|dependencia|ayuda a domicilio|acción humanitaria|asistencial|exclusión social|action sociale|aide à domicile|petite enfance|crèche|handicap|services sociaux|solidarité|\
        aide alimentaire|ação social|assistência social|apoio social|serviços sociais|inclusão social|deficiência|creche|acció social|serveis socials|inclusió social|discapacitat|infància|atenció domiciliària|\
        soziales|sozialwesen|soziale arbeit|kinderbetreuung|kita|behindertenhilfe|jugendhilfe|inklusion|integration|soziale dienste|assistenza sociale|servizi sociali|disabilità|assistenza|infanzia|assistenza domiciliare|\
        inclusione sociale|aid|humanitarian|humanitaire|derechos sociales|igualdad y feminismos",
    ),
    (
        "R",
        "arts|culture|arts entertainment and recreation|arts and culture|leisure|culture and arts|recreation|heritage|cultura|cultural|arte|ocio|ocio y cultura|cultura y ocio|arte y cultura|cultura y deporte|\
        cultura y patrimonio|patrimonio|artes|arts et spectacles|culture et loisirs|loisirs|culturel|arts plastiques|patrimoine|sport culture loisirs|lazer|cultura e lazer|patrimônio|património|lleure|cultura i lleure|patrimoni|\
        kultur|kunst|kunst und kultur|freizeit|kultur und freizeit|soziokultur|arte e cultura|tempo libero|cultura e tempo libero|culturali|attività culturali",
    ),
    (
        "90",
        "theatre|music|performing arts|art|teatro|música|artes escénicas|danza|circo|creación artística|spectacle vivant|théâtre|musique|danse|cirque|arts vivants|artes cênicas|dança|teatre|arts escèniques|theater|musik|musica|spettacolo|spettacolo dal vivo",
    ),
    (
        "91",
        "museum|library|libraries|museo|biblioteca|archivo|musée|bibliothèque|museu|bibliothek|biblioteche|musei",
    ),
    (
        "93",
        "sport|sports|sports and recreation|football|fitness|deporte|deportes|deportiva|deporte y ocio|fútbol|sport et loisirs|esporte|esportes|desporto|esport|esports|fußball|sport e tempo libero|entertainment|play",
    ),
    (
        "S",
        "other service activities|associations|membership organisations|religious|otras actividades de servicios|asociacionismo|otros servicios personales|autres activités de services|autres services|\
        outras atividades de serviços|outros serviços|altres serveis|associacionisme|sonstige dienstleistungen|altre attività di servizi|altri servizi|services personnels|servicios personales|wellness|spirituality",
    ),
    (
        "94",
        "membership associations|membership associations social clubs and trade unions|community|networks|advocacy|activism|human rights|political|volunteering|participation|neighbourhood|community development|\
        participación|participación ciudadana|derechos humanos|cooperación|cooperación al desarrollo|cooperación internacional|feminismo|feminismos|vecinal|desarrollo comunitario|desarrollo local|sensibilización|\
        intercooperación|economía social|economía solidaria|acción comunitaria|acción sindical|redes|redes y plataformas|vie associative|citoyenneté|droits humains|solidarité internationale|défense des droits|développement local|démocratie|\
        animation|vie sociale|participação|direitos humanos|cooperação|desenvolvimento local|voluntariado|economia solidária|desenvolvimento comunitário|participació|drets humans|cooperació|associacionisme i participació|veïnal|\
        bürgerschaftliches engagement|engagement|nachbarschaft|politik|menschenrechte|entwicklungszusammenarbeit|gemeinwesen|ehrenamt|partecipazione|diritti|diritti umani|cooperazione internazionale|volontariato|sviluppo locale|\
        community action|servicios comunitarios|service communautaire|action communautaire|associazionismo|juventud|youth",
    ),
    (
        "95",
        "repair|reparación|reparaciones|taller de bicicletas|bicicletas|bici|bikes|bicycles|réparation|vélo|atelier vélo|conserto|reparação|reparació|reparatur|fahrrad|riparazione|ciclofficina|repairs",
    ),
    (
        "96",
        "hairdressing|laundry|funeral|personal services|peluquería|lavandería|estética|funeraria|blanchisserie|coiffure|pompes funèbres|services funéraires|lavanderia|perruqueria|bugaderia|friseur|wäscherei|bestattung|parrucchieri|onoranze funebri",
    ),
    (
        "T",
        "households|domestic work|empleo doméstico|trabajo del hogar|hogares|ménages|trabalho doméstico|haushalte|lavoro domestico",
    ),
];

/// The activities of the International Cooperative Alliance that `ESSGlobal` lists, by number.
const ICA: &[(u16, &str)] = &[
    (10, "A"),
    (20, "10"),
    (30, "02"),
    (40, "01"),
    (50, "03"),
    (60, "C"),
    (70, "F"),
    (80, "C"),
    (90, "C"),
    (100, "B"),
    (110, "M"),
    (120, "N"),
    (130, "79"),
    (140, "K"),
    (150, "65"),
    (160, "P"),
    (170, "86"),
    (180, "94"),
    (190, "88"),
    (200, "88"),
    (210, "L"),
    (220, "H"),
    (230, "D"),
    (240, "47"),
    (250, "C"),
    (260, "G"),
    (270, "Q"),
    (280, "S"),
    (290, "S"),
];

/// The code of an activity of `ESSGlobal`'s scheme `activities-ica`.
pub(super) fn of_ica(number: u16) -> Option<&'static str> {
    ICA.iter()
        .find(|(known, _)| *known == number)
        .map(|(_, code)| *code)
}

/// The phrases, and the sections' titles in the languages that the code list has.
pub(super) static WORDS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let mut table: Vec<(&str, &str)> = PHRASES.to_vec();
    for section in Section::ALL {
        let titles = ["en", "es", "fr", "pt"].map(|language| section.label(language));
        table.extend(titles.map(|title| (section.as_str(), title)));
    }
    Words::new(&table)
});
