//! The words by which people look for a trade, by language, in the form in which words are
//! compared. A word that often says something else in the same language is not among them.

use crate::vocabulary::Trade;

/// The languages of the words, in their order.
pub(super) const LANGUAGES: [&str; 5] = ["en", "es", "fr", "pt", "ca"];

/// What people call a trade and those who follow it, in one language after the other.
pub(super) const TRADES: &[(Trade, &str)] = &[
    (
        Trade::Dairy,
        "dairy, dairies, creamery, cheesemaker | queseria, lacteos, lecheria, quesero | \
         fromagerie, laiterie, fromager | queijaria, laticinios | formatgeria, lactis",
    ),
    (
        Trade::Bakery,
        "bakery, bakeries, baker | panaderia, panadero, panadera, pan, panes, pasteleria, \
         reposteria | boulangerie, boulanger, boulangere, pain, patisserie | padaria, padeiro, \
         padeira, pao, paes, confeitaria | fleca, forner, pa, forn de pa, pastisseria",
    ),
    (
        Trade::Brewing,
        "brewery, breweries, brewer, brewing, beer | cerveceria, cerveza | biere, brasseur | \
         cervejaria, cerveja | cervesa, cerveseria",
    ),
    (
        Trade::Clothing,
        "sewing, tailor, dressmaker, clothing, seamstress | costura, costurera, sastre, \
         sastreria, confeccion, uniformes | couture, couturiere, couturier, tailleur, vetement | \
         costura, costureira, alfaiate, confeccao, vestuario | costura, modista, sastre, \
         confeccio",
    ),
    (
        Trade::Carpentry,
        "carpenter, carpentry, joiner, joinery, woodwork | carpinteria, carpintero, carpintera, \
         ebanista, ebanisteria | menuiserie, menuisier, menuisiere, charpentier, charpente | \
         carpintaria, carpinteiro, carpinteira, marcenaria, marceneiro | fusteria, fuster, \
         fustera",
    ),
    (
        Trade::Printing,
        "printing, printer, bookbinding | imprenta, imprimir, impresion, impresor, \
         encuadernacion | imprimerie, imprimeur, impression, imprimer, reliure | grafica, \
         tipografia, impressao, imprimir, encadernacao | impremta, impremtes, imprimir, \
         impressio",
    ),
    (
        Trade::Furniture,
        "furniture, cabinetmaker | muebles, mueble, mobiliario, ebanista, carpintero | meuble, \
         mobilier, ebeniste | moveis, movel, mobiliario, marceneiro | moble, mobles",
    ),
    (
        Trade::Recycling,
        "recycling, recycle, waste collection | reciclaje, reciclar, residuos, basura | \
         recyclage, recycler, dechet, dechetterie | reciclagem, reciclar, residuos, lixo | \
         reciclatge, residus",
    ),
    (
        Trade::Building,
        "builder, bricklayer, mason, building works | constructora, albanil, albanileria | \
         macon, maconnerie, entreprise de construction | construtora, pedreiro, alvenaria | \
         constructora, paleta",
    ),
    (
        Trade::Electricians,
        "electrician, electrical installation, solar panels | electricista, instalacion \
         electrica, placas solares, paneles solares | electricien, electricienne, installation \
         electrique, panneaux solaires | eletricista, instalacao eletrica, paineis solares | \
         electricista, plaques solars",
    ),
    (
        Trade::Plumbing,
        "plumber, plumbing, heating | fontanero, fontaneria, plomero, plomeria, gasfiter, \
         calefaccion | plombier, plomberie, chauffagiste, chauffage | encanador, canalizador, \
         canalizacao, aquecimento | fontaneria, fontaner, lampista, calefaccio",
    ),
    (
        Trade::Finishing,
        "carpenter, joiner, joinery, plasterer, painter and decorator, house painting | \
         carpintero, carpintera, yesero, pintor de casas, acabados | menuisier, platrier, \
         peintre en batiment | carpinteiro, estucador, pintor de casas, acabamentos | fuster, \
         guixaire, acabats",
    ),
    (
        Trade::Mechanics,
        "car repair, car mechanic, garage, vehicle repair | taller mecanico, mecanico de coches, \
         reparacion de vehiculos, reparacion de coches | garagiste, reparation automobile, \
         mecanique automobile | oficina mecanica, reparacao de veiculos, reparacao de automoveis \
         | taller mecanic, reparacio de vehicles",
    ),
    (
        Trade::Wholesale,
        "wholesale, wholesaler | mayorista, distribuidora | grossiste | atacado, atacadista, \
         grossista | majorista",
    ),
    (
        Trade::Retail,
        "shop, shopkeeper | tienda | magasin, boutique | loja | botiga, botigues",
    ),
    (
        Trade::Groceries,
        "grocery, groceries, grocer, supermarket | supermercado, abarrotes, ultramarinos, tienda \
         de alimentos | epicerie, supermarche, epicier | mercearia, supermercado | supermercat, \
         queviures",
    ),
    (
        Trade::Bookshops,
        "bookshop, bookstore, bookseller | libreria, librero | librairie, libraire | livraria, \
         livreiro | llibreria, llibreries",
    ),
    (
        Trade::Pharmacies,
        "pharmacy, pharmacies, pharmacist | farmacia, farmaceutico | pharmacie, pharmacien | \
         farmacia, farmaceutico | farmacia, farmacies",
    ),
    (
        Trade::Buses,
        "bus, buses, minibus, community transport | autobus, microbus, autobuses | autobus, \
         minibus | onibus, autocarro | autobus, autobusos",
    ),
    (
        Trade::Taxis,
        "taxi, coach hire, minibus hire | taxi, taxista, autocar | taxi, autocar | taxi, taxista \
         | taxi, taxista, autocar",
    ),
    (
        Trade::Freight,
        "freight, haulage, removals, haulier | flete, mudanza, transportista, transporte de \
         mercancias | fret, demenagement, transporteur, transport de marchandises | frete, \
         mudanca, transportadora, transporte de mercadorias | mudances, transportista, transport \
         de mercaderies",
    ),
    (
        Trade::Warehouses,
        "warehouse, warehousing, cold store | almacenamiento, almacenaje, bodegaje, camara fria \
         | entrepot, entreposage, chambre froide | armazenagem, armazem, camara fria | magatzem, \
         emmagatzematge",
    ),
    (
        Trade::Couriers,
        "courier, cargo bike, parcel delivery | mensajeria, mensajero, bicimensajeria, \
         paqueteria | coursier, messagerie, cyclologistique, colis | estafeta, entregas, \
         mensageiro | missatgeria, missatger",
    ),
    (
        Trade::Hotels,
        "hotel, hostel, lodging, guesthouse, accommodation for visitors | hotel, hostal, \
         albergue, posada, hospedaje | hotel, auberge, hebergement | hotel, pousada, hospedagem, \
         albergue, alojamento | hotel, hostal, alberg, allotjament",
    ),
    (
        Trade::Restaurants,
        "restaurant, cafe | restaurante, cafeteria, comida preparada | restaurant, restaurateur \
         | restaurante, lanchonete, cafeteria | restaurant, cafeteria",
    ),
    (
        Trade::Catering,
        "catering, caterer, canteen | catering, comedor, comedor escolar, banquete | traiteur, \
         cantine, restauration collective | catering, cantina, refeitorio, buffet | catering, \
         menjador, menjadors",
    ),
    (
        Trade::Bars,
        "pub, pubs, bar | bar, cantina, taberna, cerveceria | bar, bistrot | bar, botequim, \
         taberna | bar, taverna",
    ),
    (
        Trade::Publishing,
        "publisher, publishing, newspaper, magazine | editorial, periodico, revista | editeur, \
         journal, revue, maison d edition | editora, jornal, revista | editorial, diari, revista",
    ),
    (
        Trade::Film,
        "film, video, cinema, recording studio | cine, video, documental, productora \
         audiovisual, estudio de grabacion | cinema, video, audiovisuel, documentaire | cinema, \
         video, audiovisual, documentario | cinema, video, audiovisual, documental",
    ),
    (
        Trade::Broadcasting,
        "radio, television, broadcaster | radio, television, radiodifusora | radio, television | \
         radio, televisao | radio, televisio",
    ),
    (
        Trade::Computing,
        "software, programmer, programming, website, web developer, computing | software, \
         programacion, programador, programadora, informatica, informatico, pagina web, sitio \
         web | logiciel, programmation, informatique, developpeur, informaticien, site web, site \
         internet | software, programacao, programador, informatica, pagina web, site web | \
         programari, programacio, informatica, pagina web, lloc web",
    ),
    (
        Trade::Credit,
        "credit union, savings, microcredit | caja de ahorro, credito, ahorro, microcredito | \
         credit, epargne, microcredit | credito, poupanca, microcredito | credit, estalvi, \
         microcredit",
    ),
    (
        Trade::Insurance,
        "insurance, insurer | seguros, aseguradora, poliza | assurance, assureur, mutuelle | \
         seguros, seguradora, apolice | asseguranca, assegurances",
    ),
    (
        Trade::Law,
        "lawyer, solicitor, legal advice, legal services, notary | abogado, abogada, notario, \
         asesoria juridica, asesoria legal | avocat, avocate, notaire, conseil juridique | \
         advogado, advogada, notario, assessoria juridica | advocat, advocada, notari, \
         assessoria juridica",
    ),
    (
        Trade::Accounting,
        "accounting, accountant, bookkeeping, bookkeeper, audit, auditor, accountancy, payroll | \
         contabilidad, contador, contadora, contable, auditoria, auditor, impuestos, gestoria | \
         comptabilite, comptable, expert comptable, audit, fiscalite | contabilidade, contador, \
         contadora, contabilista, auditoria | comptabilitat, comptable, auditoria, gestoria",
    ),
    (
        Trade::Consulting,
        "consultant, consulting, consultancy, business advice | consultoria, consultor, \
         consultora | consultant, consultante, conseil en gestion | consultoria, consultor, \
         consultora | consultoria, consultor",
    ),
    (
        Trade::Architecture,
        "architect, architecture, engineer, engineering, surveyor | arquitectura, arquitecto, \
         arquitecta, ingenieria, ingeniero, ingeniera | architecte, architecture, ingenieur, \
         ingenierie | arquitetura, arquiteto, arquiteta, engenharia, engenheiro | arquitectura, \
         arquitecte, enginyeria, enginyer",
    ),
    (
        Trade::Advertising,
        "advertising, marketing | publicidad, mercadotecnia, marketing | publicite, marketing | \
         publicidade, marketing | publicitat, marqueting",
    ),
    (
        Trade::Design,
        "designer, graphic design, web design | diseno, disenador, disenadora, diseno grafico | \
         graphiste, graphisme, designer | design, designer, design grafico | disseny, \
         dissenyador, dissenyadora",
    ),
    (
        Trade::Photography,
        "photographer, photography | fotografia, fotografo, fotografa | photographe, \
         photographie | fotografia, fotografo, fotografa | fotografia, fotograf",
    ),
    (
        Trade::Veterinary,
        "vet, vets, veterinary, veterinarian | veterinario, veterinaria | veterinaire | \
         veterinario, veterinaria | veterinari, veterinaria",
    ),
    (
        Trade::Employment,
        "employment agency, recruitment, temporary staff | agencia de empleo, bolsa de trabajo, \
         personal temporal | agence d emploi, recrutement, interim | agencia de emprego, \
         recrutamento, trabalho temporario | borsa de treball",
    ),
    (
        Trade::Travel,
        "travel agency, travel agent, tour operator | agencia de viajes, operadora turistica, \
         guia turistico | agence de voyages, voyagiste | agencia de viagens, operadora de \
         turismo | agencia de viatges",
    ),
    (
        Trade::Security,
        "security guard, security services | vigilancia, vigilante, guardia de seguridad | \
         gardiennage, agent de securite, vigile | vigilancia, vigilante, seguranca privada | \
         vigilancia, vigilant",
    ),
    (
        Trade::Cleaning,
        "cleaning, cleaner | limpieza, limpiador, limpiadora | nettoyage | limpeza, faxina | \
         neteja",
    ),
    (
        Trade::Gardening,
        "gardener, gardening, landscaping | jardineria, jardinero, jardinera | jardinage, \
         jardinier, paysagiste, espaces verts | jardinagem, jardineiro | jardineria, jardiner",
    ),
    (
        Trade::Preschool,
        "nursery school, preschool, playgroup, kindergarten, nursery, nurseries, primary school \
         | guarderia, jardin de infancia, jardin de ninos, kinder, preescolar, escuela infantil \
         | ecole maternelle, jardin d enfants, creche, ecole primaire | creche, jardim de \
         infancia, pre escola, infantario, escola primaria | guarderia, escola bressol, llar d \
         infants",
    ),
    (
        Trade::Medicine,
        "doctor, dentist, clinic, hospital, nurse, midwife | medico, medica, dentista, clinica, \
         hospital, enfermeria, enfermera, partera | medecin, dentiste, clinique, hopital, \
         infirmier, infirmiere, sage femme | medico, medica, dentista, clinica, hospital, \
         enfermagem, enfermeira, parteira | metge, metgessa, dentista, clinica, hospital, \
         infermeria",
    ),
    (
        Trade::CareHomes,
        "care home, nursing home, hospice | residencia de mayores, asilo, residencia de ancianos \
         | maison de retraite, ehpad | lar de idosos, asilo | residencia de gent gran",
    ),
    (
        Trade::SocialWork,
        "childcare, childminder, day nursery, nursery, nurseries, home care, social work, social \
         worker | guarderia, cuidado de ninos, ninera, ayuda a domicilio, trabajo social, \
         trabajadora social, cuidado de mayores | garde d enfants, creche, nourrice, aide a \
         domicile, action sociale, assistante sociale | creche, apoio domiciliario, cuidado de \
         criancas, assistente social | guarderia, cura d infants, ajuda a domicili, treball \
         social",
    ),
    (
        Trade::Arts,
        "theatre, theater, musician, artist, dance, orchestra, choir | teatro, musico, musica, \
         danza, artista, orquesta, coro | theatre, musicien, musique, danse, artiste, orchestre, \
         chorale | teatro, musico, musica, danca, artista, orquestra, coro | teatre, music, \
         musica, dansa, artista, coral",
    ),
    (
        Trade::Libraries,
        "library, libraries, museum, archive | biblioteca, museo, archivo historico | \
         bibliotheque, musee | biblioteca, museu | biblioteca, biblioteques, museu",
    ),
    (
        Trade::Sport,
        "gym, sports club, football club, swimming | gimnasio, club deportivo, piscina, \
         polideportivo | gymnase, club sportif, piscine | ginasio, clube desportivo, piscina | \
         gimnas, club esportiu, piscina, poliesportiu",
    ),
    (
        Trade::Unions,
        "trade union | sindicato | syndicat | sindicato | sindicat",
    ),
    (
        Trade::ComputerRepair,
        "computer repair, phone repair, telephone repair | reparacion de computadoras, \
         reparacion de ordenadores, reparacion de telefonos | reparation d ordinateurs, \
         reparation de telephones | reparacao de computadores, conserto de computadores, \
         reparacao de telefones | reparacio d ordinadors",
    ),
    (
        Trade::Repair,
        "bicycle repair, bike repair, shoe repair, cobbler, repair cafe, furniture repair | \
         reparacion de bicicletas, zapatero, reparacion de muebles, reparacion de \
         electrodomesticos | reparation de velos, cordonnier, reparation de meubles, repair cafe \
         | reparacao de bicicletas, conserto de bicicletas, sapateiro, reparacao de moveis | \
         reparacio de bicicletes, sabater, reparacio de mobles",
    ),
    (
        Trade::Laundry,
        "laundry, laundries, launderette, dry cleaning | lavanderia, tintoreria | blanchisserie, \
         laverie, pressing | lavandaria, lavanderia | bugaderia, bugaderies, tintoreria",
    ),
    (
        Trade::Hairdressing,
        "hairdresser, barber, hairdressing | peluqueria, peluquero, peluquera, barberia | \
         coiffure, coiffeur, coiffeuse, barbier | cabeleireiro, cabeleireira, barbearia, \
         barbeiro | perruqueria, perruquer, perruquera, barberia",
    ),
    (
        Trade::Funerals,
        "funeral, undertaker | funeraria, funeral | pompes funebres, funerailles, obseques | \
         funeraria, funeral | funeraria, funeral",
    ),
];
