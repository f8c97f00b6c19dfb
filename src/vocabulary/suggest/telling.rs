//! Words that tell what an organization works in, by section, in the form in which words are
//! compared.

use crate::vocabulary::Section;

/// What people call what they work in.
pub(super) const SECTIONS: &[(Section, &str)] = &[
    (
        Section::Agriculture,
        "agriculture, agricultura, farm, farming, finca, granja, ferme, fazenda, campesino, \
         peasant, paysan, campones, ganaderia, livestock, elevage, pecuaria, pesca, fishing, \
         peche, apicultura, beekeeping, apiculture, forestal, forestry, cafe, coffee, cacao, \
         maiz, hortaliza, huerta, vegetables, agroecologia, agroecology, agroecologie, vivero, \
         semilla, seeds, semences",
    ),
    (
        Section::Mining,
        "mina, mine, mining, mineria, mineracao, cantera, quarry, carriere, pedreira",
    ),
    (
        Section::Manufacturing,
        "fabrica, factory, usine, manufactura, manufacture, industria, panaderia, bakery, \
         boulangerie, padaria, pan, bread, pain, queso, cheese, fromage, queijo, textil, textile, \
         costura, sewing, couture, ropa, clothes, vetements, roupa, carpinteria, carpentry, \
         menuiserie, carpintaria, mueble, furniture, meuble, movel, artesania, craft, artisanat, \
         artesanato, imprenta, printing, imprimerie, cerveza, beer, biere, cerveja, mezcal, \
         conserva, jabon, soap, savon, sabao, tostadora, tostado, roasting",
    ),
    (
        Section::Energy,
        "energia, energy, energie, electricidad, electricity, electricite, eletricidade, solar, \
         eolica, renovable, renewable, renouvelable, renovavel",
    ),
    (
        Section::Water,
        "agua, water, eau, residuo, waste, dechet, reciclaje, recycling, recyclage, reciclagem, \
         saneamiento, sanitation, assainissement, saneamento, basura, compost, composta",
    ),
    (
        Section::Construction,
        "construccion, construction, construcao, construir, building, batiment, albanil, mason, \
         macon, pedreiro, obra, electricista, electrician, plomero, fontanero, plumber, plombier",
    ),
    (
        Section::Trade,
        "comercio, trade, commerce, tienda, shop, store, boutique, magasin, loja, mercado, \
         market, marche, supermercado, supermarket, venta, ventas, sales, vente, vendas, \
         consumo, mayorista, wholesale, taller mecanico, repair shop",
    ),
    (
        Section::Transport,
        "transporte, transport, taxi, autobus, bus, camion, truck, caminhao, mensajeria, \
         courier, messagerie, entrega, delivery, livraison, bodega, almacen, warehouse, entrepot, \
         armazem, logistica, logistics, logistique, bicimensajeria",
    ),
    (
        Section::Hospitality,
        "restaurante, restaurant, cafeteria, comedor, canteen, cantine, cantina, catering, hotel, \
         hostal, hostel, albergue, alojamiento, lodging, hebergement, hospedagem, posada, turismo \
         comunitario, community tourism",
    ),
    (
        Section::Information,
        "software, informatica, informatique, programacion, programming, programacao, internet, \
         web, radio, television, periodico, newspaper, journal, jornal, editorial, publisher, \
         edition, editora, telecomunicaciones, telecommunications, cine, film, video, \
         comunicacion, comunicacao",
    ),
    (
        Section::Finance,
        "banco, bank, banque, credito, credit, ahorro, savings, epargne, poupanca, seguro, \
         insurance, assurance, mutual, mutuelle, microcredito, microcredit, finanzas, finance, \
         financas, caja de ahorro, credit union",
    ),
    (
        Section::RealEstate,
        "vivienda, housing, logement, habitacao, moradia, inmobiliaria, real estate, immobilier, \
         imobiliaria, alquiler, rent, loyer, aluguel",
    ),
    (
        Section::Professional,
        "consultoria, consulting, conseil, abogado, lawyer, avocat, advogado, contabilidad, \
         accounting, comptabilite, contabilidade, arquitectura, architecture, arquitetura, \
         ingenieria, engineering, ingenierie, engenharia, investigacion, research, recherche, \
         pesquisa, diseno, design, traduccion, translation, traduction, traducao, veterinario",
    ),
    (
        Section::Support,
        "limpieza, cleaning, nettoyage, limpeza, jardineria, gardening, jardinage, jardinagem, \
         seguridad, security, securite, seguranca, viajes, travel, voyages, viagens, oficina \
         compartida, coworking",
    ),
    (
        Section::Public,
        "ayuntamiento, municipio, council, mairie, prefeitura, gobierno, government, \
         gouvernement, governo, administracion publica",
    ),
    (
        Section::Education,
        "educacion, education, educacao, ensenanza, enseignement, ensino, escuela, school, ecole, \
         escola, universidad, university, universite, universidade, formacion, training, \
         formation, formacao, capacitacion, curso, course, cours, guarderia, kindergarten, creche",
    ),
    (
        Section::Health,
        "salud, health, sante, saude, clinica, clinic, clinique, hospital, hopital, medico, \
         doctor, medecin, cuidados, care, soins, enfermeria, nursing, asistencia social, social \
         work, partera, midwife, farmacia, residencia de mayores",
    ),
    (
        Section::Arts,
        "arte, art, artes, teatro, theatre, theater, musica, music, musique, danza, dance, \
         danse, danca, deporte, sport, esporte, museo, museum, musee, museu, biblioteca, library, \
         bibliotheque, cultura, culture, circo, circus, cirque, ocio, leisure, loisirs, lazer",
    ),
    (
        Section::OtherServices,
        "asociacion, association, associacao, sindicato, union, syndicat, peluqueria, \
         hairdresser, coiffure, cabeleireiro, lavanderia, laundry, blanchisserie, reparacion, \
         repair, reparation, reparo",
    ),
    (
        Section::Households,
        "empleada domestica, domestic worker, employee de maison, trabajadora del hogar, \
         trabalhadora domestica",
    ),
];
