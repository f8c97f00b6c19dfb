//! What columns are called in English, Spanish, French, Portuguese, Catalan, German and
//! Italian, by programs and by people. Values are not looked at here.

use super::super::field::Field::{
    self, Address, Coordinates, Country, Diffusion, DissolvedOn, Email, EntityType, FoundedOn,
    Identifier, Latitude, LegalForm, Locality, Longitude, MembershipBase, Name, OtherName, Person,
    Phone, PostalCode, Region, RegisterNumber, Sectors, Status, Street, Summary, Territory, Themes,
    Website,
};

/// What a column called so holds, how surely, and its names without the small words. `None`
/// are columns that are nothing of an organization, or nothing that is kept.
pub(super) const PHRASES: &[(Option<Field>, f32, &str)] = &[
    (
        Some(Identifier),
        1.0,
        "id|identifier|identificador|identifiant|identificatore|kennung|uuid|guid|folio|\
         numero inscripcion|num inscripcion|no inscripcion|inscripcion|clave registro|id entidad|\
         id organizacion|id cooperativa|id asociacion|id registro|organisation id|organization id|organisation identifier|\
         cuk organisation id|org id|record id|entry id|place id|register id|numero iscrizione|n iscrizione|num iscrizione|\
         numero albo|iscrizione albo|numero iscrizione albo|n albo|numero repertorio|repertorio|num registre|numero registre|no registre|n registre|\
         eintragsnummer|eintragungsnummer|lfd nr|mitgliedsnummer|clee|matricula|numero matricula|matricula inaes|numero orden registro|codigo entidad|codigo registro|\
         codigo organizacion|codi entitat|codi|codigo cooperativa|codigo interno|pk|at id|num dossier|numero dossier|\
         numero agrement|numero credencial|no credencial|numero registo|num registo|n registo|cd identificador|id osc|cluni|numero rna|rna|waldec|\
         tramite|nr registo|identifikator|identificatiu|record number|reference number|reference|referencia|ref|external id|society number|member number|membership number|source id|profile id|cid",
    ),
    (
        Some(Identifier),
        0.85,
        "numero registro|num registro|no registro|n registro|nro registro|nr registro|numero reg|no reg|n reg|num reg|registro|expediente|numero expediente|codigo|code|codice|\
         numero|num|nr|no|nummer|number|uri|at uri|url id|siret|registernummer|register nr|register number|\
         registration number|vereinsregisternummer|genossenschaftsregisternummer|clave|rol|record|key",
    ),
    (
        Some(Identifier),
        0.7,
        "siren|cif|nif|cnpj|nipc|cuit|rfc|rut|nit|ruc|partita iva|codice fiscale|steuernummer|n rna|nif cif|uid|che nummer|cuil|charity number|company number",
    ),
    (
        Some(Identifier),
        0.35,
        "objectid|object id|fid|gid|ogc fid|rowid|row id|index|idx|zeile|linea|fila",
    ),
    (
        Some(RegisterNumber),
        1.0,
        "siren|siret|cif|nif|nif cif|cif nif|nipc|nif nipc|nipc nif|cnpj|cuit|cuil|rfc|rut|nit|ruc|ruc numero|partita iva|p iva|piva|codice fiscale|\
         cf|cod fiscale|codice fiscale partita iva|company number|companies house number|company registration number|charity number|\
         registered number|registration number|registered charity number|register number|registernummer|registernr|register nr|\
         handelsregisternummer|hrb|hrb nummer|vr nummer|gnr|genossenschaftsregister|vereinsregister|vereinsregisternummer|\
         genossenschaftsregisternummer|numero siren|numero siret|no siren|no siret|n siret|n siren|num siret|num siren|numero identification|\
         identificacion fiscal|numero identificacion fiscal|numero fiscal|numero contribuinte|contribuinte|pessoa coletiva|\
         numero pessoa coletiva|n contribuinte|tax id|tax number|vat number|vat id|vat|tva|numero tva|ust id|ustid|umsatzsteuer id|steuernummer|\
         uid|uid nummer|che nummer|firmennummer|kvk|kvk nummer|rna|numero rna|n rna|rea|numero rea|n rea|registro unico contribuyentes|\
         registro federal contribuyentes|rol unico tributario|numero identificacion tributaria|documento identificacion fiscal|nic|cluni|cedula juridica|cedula juridica numero|cin|neq|numero entreprise quebec|cd identificador osc|\
         legal identifier|legal id|zvr|zvr zahl|zvr nummer|w idnr|wirtschafts identifikationsnummer|numero bce|bce|kbo|ein|abn|crn|official number|numero registro mercantil|numero registro cooperativas|nipc numero|num cif|nif entidade|nif entitat|registre mercantil",
    ),
    (
        Some(RegisterNumber),
        0.8,
        "numero registro|num registro|no registro|n registro|nro registro|nr registro|numero reg|no reg|n reg|num reg|\
         matricula|nro matricula|no matricula|num matricula|numero matricula|numero inscripcion|num inscripcion|no inscripcion|num registre|numero registre|n registre|\
         numero iscrizione|n iscrizione|numero albo|numero iscrizione albo|n albo|numero repertorio|numero registo|num registo|id siren|id siret|\
         tomo|numero autorizacion|numero agrement|agrement|resolucion|no resolucion|numero resolucion|registergericht|amtsgericht|registrar",
    ),
    (
        Some(Name),
        1.0,
        "name|names|nombre|nom|nome|title|titulo|titre|titol|titolo|titel|bezeichnung|denominacion|denominacio|denominacao|denomination|\
         denominazione|razon social|razao social|raison sociale|rao social|ragione sociale|nombre razon social|denominacion social|denominacio social|\
         denominacao social|denominazione sociale|denom soc|denom social|nombre entidad|nombre organizacion|nombre asociacion|nombre cooperativa|\
         nombre fundacion|nombre empresa|nombre iniciativa|nombre proyecto|nombre social|nombre establecimiento|nom estab|raz social|nom entitat|nom cooperativa|nom organitzacio|\
         nom associacio|nom iniciativa|nom empresa|nom structure|nom association|nom organisme|nom organisation|nom entreprise|nom cooperative|nom etablissement|nom initiative|\
         intitule|libelle|designation|designacao|designacio|designacion|nome entidade|nome organizacao|nome empresa|nome cooperativa|nome associacao|nome organizzazione|nome associazione|nome ente|\
         ente|denominazione ente|denominazione impresa|organisation name|organization name|organisation|organization|company name|name organisation|entity name|legal name|registered name|official name|full name|\
         business name|initiative name|firmenname|firma|firmenwortlaut|vereinsname|name verein|name genossenschaft|name organisation|name unternehmen|name einrichtung|name initiative|\
         unternehmensname|organisationsname|unternehmen|verein|genossenschaft|einrichtung|nombre o razon social|apellidos nombre o razon social|denominacio o rao social|nom raison sociale|nom ou raison sociale|\
         denomination sociale|denomination unite legale|name der organisation|company|nickname|label|nombre completo|nom complet|nome completo entidade|entity",
    ),
    (
        Some(Name),
        0.85,
        "entidad|organizacion|cooperativa|asociacion|fundacion|empresa|iniciativa|entitat|organitzacio|cooperatives|associacio|structure|association|\
         organisme|entreprise|cooperative|entidade|organizacao|associacao|organizzazione|cooperativa sociale|impresa|initiative|institution|institucion|\
         nombre comercial|nom comercial|nom commercial|nome commerciale|trading name|nome fantasia|nombre fantasia|enseigne|marca comercial|nom usuel|denomination usuelle|razon|project|proyecto|projet|projekt",
    ),
    (
        Some(OtherName),
        0.84,
        "nombre comercial|nom comercial|nom commercial|nome commerciale|nome comercial|trading name|nome fantasia|nombre fantasia|enseigne|enseigne1|denominacion comercial|razon social|raz social|raison sociale|ragione sociale|razao social|legal name|\
         nom usuel|denomination usuelle|denomination usuelle1|sigle|sigla|siglas|acronym|acronimo|acronyme|acronim|abreviatura|abkurzung|kurzname|kurzbezeichnung|kurzform|titre court|short name|\
         alias|other name|other names|alternative name|alternate name|alt name|former name|previous name|nombre corto|nom court|nombre anterior|tambien conocida como|aka|known as|also known as|autre nom|autres noms|marca|nombre comun|brand|nome abreviado|nome breve",
    ),
    (
        Some(Summary),
        1.0,
        "description|descripcion|descripcio|descricao|descrizione|beschreibung|summary|resumen|resum|resume|resumo|riassunto|zusammenfassung|presentation|\
         presentacion|presentacio|apresentacao|presentazione|about|about us|mission|mision|missao|missio|missione|mission statement|quienes somos|\
         objet|objet association|objeto social|objecto social|objecte social|objet social|oggetto sociale|oggetto|objeto|objetivo|objetivos|objectifs|objectius|finalidad|fines|finalidades|fins|\
         finalitats|finalita|scopo|scopo sociale|zweck|vereinszweck|unternehmensgegenstand|gegenstand|gegenstand des unternehmens|kurzbeschreibung|short description|long description|descripcion corta|descripcion entidad|\
         descripcion breve|descripcion actividad|descripcion actividades|description activite|description activites|descrizione attivita|descricao atividade|descripcio activitat|purpose|aims|objects|charitable objects|charity objects|objectives|details|activities description|que hacemos|fines sociales|comentario descripcion|texto",
    ),
    (
        Some(EntityType),
        1.0,
        "entity type|type entity|tipo entidad|tipo organizacion|tipus entitat|type structure|type organisation|type organisme|type organization|organisation type|organization type|\
         organisational structure|organizational structure|tipo entidade|tipo organizacao|tipo ente|tipo organizzazione|tipologia|tipologia ente|tipologia entidad|tipologia de entidad|tipus organitzacio|\
         famille juridique|famille ess|famille|familia|familia ess|familia juridica|organisationstyp|organisationsform|art organisation|typ organisation|kind|clase entidad|tipo empresa|tipo iniciativa|tipo ess|categorie ess|type ess|entity kind|tipo asociacion|familles ess|tipo unidad economica|famiglia",
    ),
    (
        Some(EntityType),
        0.8,
        "type|tipo|tipus|typ|art|category|categoria|categorie|kategorie|clase|classe|clase de entidad|naturaleza|natura|sezione|sezione runts|seccion|nature|grupo|tipo cooperativa|tipus cooperativa|type cooperative|subtipo|poi type",
    ),
    (
        Some(LegalForm),
        1.0,
        "legal form|legal structure|legal status|legal type|legal entity type|forma juridica|forma legal|figura juridica|figura legal|forme juridique|statut juridique|statut|categorie juridique|\
         categorie juridique unite legale|cj|nature juridique|natureza juridica|codigo natureza juridica|forma giuridica|natura giuridica|rechtsform|gesellschaftsform|tipo societario|tipo sociedad|\
         tipo sociedade|forma social|personalidad juridica|naturaleza juridica|estatus legal|regimen juridico|code categorie juridique|forme societaire|forma societaria|legal|cd natureza juridica osc|company type|company category|tipo juridico|organizacion juridica|registered as",
    ),
    (
        Some(MembershipBase),
        1.0,
        "membership base|base membership|membership type|membership|base membership type|ownership classification|ownership|owners|clase cooperativa|classe cooperativa|tipo socios|tipo socio|tipus socis|\
         tipus socies|type associes|type societaires|tipo membros|tipo cooperados|mitgliederstruktur|mitgliederart|mitgliedertyp|tipo soci|base social|base sociale|members type|member type|clase|classe|clase coop|categoria cooperativa|tipo cooperativa|tipus cooperativa|type cooperative|genossenschaftsart|art genossenschaft|clase de cooperativa|grado y clase|ramo|ramo cooperativo|branche cooperative|modalidad",
    ),
    (
        Some(Sectors),
        1.0,
        "sector|sectors|sectores|secteur|secteurs|setor|setores|settore|settori|branche|branchen|wirtschaftszweig|sector actividad|sectores actividad|sector economico|sector activitat|secteur activite|\
         secteurs activite|setor atividade|settore attivita|cnae|codigo cnae|cnae 2009|cod cnae|nace|nace code|code nace|nace rev|naf|code naf|ape|code ape|naf ape|ape naf|code ape naf|activite principale|\
         cae|codigo cae|cae principal|cnae principal|cnae fiscal|cnae fiscal principal|codigo cnae principal|ateco|codice ateco|ateco 2007|wz|wz 2008|wz code|wz2008|sic|sic code|sic codes|isic|ciiu|codigo ciiu|ciiu principal|citi|scian|codigo scian|naics|ccae|codi ccae|\
         primary activity|main activity|actividad principal|actividad economica|actividad|actividades|activitat|activitats|activitat principal|activitat economica|activite|activites|atividade|atividades|\
         atividade principal|atividade economica|attivita|attivita principale|attivita prevalente|settore di attivita|tatigkeit|tatigkeitsbereich|tatigkeitsfeld|tatigkeitsfelder|branche sektor|sektor|wirtschaftsbereich|activity|activities|activities ica|activity code|codigo actividad|\
         codigo act|rubro|rubros|giro|ramo|ramo atividade|ramo actividad|area|areas|area actividad|ambito actividad|ambito actuacion|ambit actuacio|area atuacao|area actuacion|areas trabajo|ambito|ambitos|ambit|ambits|domaine|domaines|domaine activite|domaine d activite|domini|industry|field|fields of work|bereich|bereiche|arbeitsfelder|type of initiative|types of initiative|tipo actividad|actividad cnae|sector cnae|codigo actividad economica|objet social1|themenfeld|themenfelder|ambito attivita|sector principal",
    ),
    (
        Some(Sectors),
        0.7,
        "tipo cooperativa|clase cooperativa|genossenschaftsart|clase|sic section|nombre act|descripcion cnae|libelle naf|libelle ape|descricao cnae|descrizione ateco|cnae descripcion|subsector|sub sector|sous secteur|objet social2|seccion cnae|grupo actividad|code objet|codigo area|categories|categorias|kategorien|categorie|category|kategorie|categoria|sector simplified high level|objeto|objet|gegenstand",
    ),
    (
        Some(Themes),
        1.0,
        "theme|themes|tema|temas|temes|thematique|thematiques|tematica|tematicas|tags|tag|keywords|keyword|palabras clave|palabra clave|paraules clau|mots cles|mots clefs|palavras chave|parole chiave|schlagworte|schlagworter|\
         stichworte|stichworter|etiquetas|etiquetes|etiquettes|etichette|themen|thema|temi|ods|sdg|sdgs|odd|odds|free keywords|free tags|topics|topic|hashtags|colectivos|colectivo atendido|publico objetivo|publics",
    ),
    (
        Some(Territory),
        1.0,
        "territory|territory id|territorio iso|wikidata|wikidata id|qid",
    ),
    (
        Some(Country),
        1.0,
        "country|country id|country code|country name|pais|paese|pays|nation|land|staat|codigo pais|code pays|codi pais|country iso 3166|country iso|countrycode|addr country|libelle pays|libelle pays etranger|address country|nazione|stato estero|uk nation",
    ),
    (
        Some(Region),
        1.0,
        "region|regions|regio|regiao|regione|province|provincia|provincies|state|estado federal|estado provincia|comunidad autonoma|ccaa|comunitat autonoma|communaute autonome|county|bundesland|kanton|canton|land bundesland|\
         entidad federativa|entidad federal|nom entidad|uf|unidade federativa|unidade federacao|sigla uf|sg uf|eduf sg uf|territorio historico|distrito|state province|registered state province|province state|prov|nom region|libelle region|nombre provincia|nombre region|\
         region name|addr state|addr province|address region|regiao uf|nomeprovincia|provincia sede|regione sede|sigla provincia|administrative area|district|landkreis|kreis|regierungsbezirk|estado geografico|registered county",
    ),
    (
        Some(Region),
        0.6,
        "departamento|departement|comarca|nomcomarca|nom comarca|estado|comarque|subregion|mancomunidad|zona|territorio|territori|bassin|epci|arrondissement|partido|code departement|departement code|distretto|nuts",
    ),
    (
        Some(Locality),
        1.0,
        "city|town|locality|localidad|ciudad|municipio|poblacion|poblacio|localitat|municipi|ciutat|ville|commune|localite|cidade|localidade|concelho|municipality|citta|comune|localita|ort|stadt|gemeinde|wohnort|sitz|ortschaft|\
         nombre municipio|nom municipio|nom municipi|nom commune|libelle commune|nome municipio|edmu nm municipio|municipio sede|comune sede|comune sede legale|sede comune|registered city|addr city|address city|address locality|place|village|canton localidad|comuna|alcaldia|delegacion|\
         ciudad municipio|municipio localidad|localidad municipio|libcommune|nomcommune|munic|muni|pob|loc|cid|nom localidad|ville siege|commune siege|lieu|adrs libcommune|adresse ville|adresse commune|nom ville|city town|town city|partido localidad|freguesia concelho|siege|sede|sede social municipio|plz ort|standort|firmensitz|municipio domicilio|parroquia canton",
    ),
    (
        Some(Locality),
        0.6,
        "freguesia|parroquia|canton|colonia|asentamiento|barrio|bairro|distrito municipal|sede social|siege social|sede legale|location|ubicacion|frazione|ortsteil",
    ),
    (
        Some(Street),
        1.0,
        "street|street address|address line 1|address line 2|address line|address1|address2|addressline1|streetaddress|street name|street number|house number|housenumber|addr street|addr housenumber|addr housename|direccion postal|\
         direccion|domicilio|domicili|calle|via|nombre via|nom via|tipo via|clase via|clase vial|tipo vial|nom vial|numero via|num via|numero exterior|num ext|numero ext|numero interior|numero int|letra ext|letra|piso|planta|puerta|portal|escalera|bloque|\
         calle y numero|calle numero|direccion calle|calle principal|interseccion|kilometro|adreca|adreça|carrer|tipus via|nom carrer|numero carrer|pis|porta|numero postal|num postal|adresse|rue|voie|numero voie|num voie|type voie|libelle voie|nom voie|adrs numvoie|adrs typevoie|adrs libvoie|adrs repetition|adrs distrib|\
         indice repetition|adresse ligne 1|adresse ligne 2|adresse1|adresse2|complement adresse|adrs complement|distribution speciale|ligne adresse|lieu dit|numvoie|typevoie|libvoie|morada|endereco|logradouro|tipo logradouro|numero porta|complemento|rua|tx endereco|endereco completo rua|andar|\
         indirizzo|via sede|numero civico|civico|n civico|num civico|toponimo|toponimo via|n civ|indirizzo sede|indirizzo sede legale|sede indirizzo|sede legale indirizzo|strasse|str|strasse hausnummer|strasse nr|hausnummer|hausnr|hnr|haus nr|anschrift strasse|zusatz|adresszusatz|registered street|registered address street|street 1|street 2|addresses roadway name|road nombre|road|addresses start street number|line1|contact address|numero localizacao|via y numero|domicilio social|domicili social|domicilio legal|vial|nvia|num|numero|no|num calle|nro|altura|street line|address street",
    ),
    (
        Some(PostalCode),
        1.0,
        "postal code|postcode|post code|zip|zip code|zipcode|codigo postal|cod postal|cp|codpostal|c postal|codi postal|code postal|codepostal|cep|cap|codice postale|codice avviamento postale|plz|postleitzahl|addr postcode|registered postcode|addresses zip code|address postal code|postalcode|adrs codepostal|cap sede|plz ort|distrito postal|cpostal|dp|cap sede legale|postal",
    ),
    (
        Some(Address),
        0.95,
        "full address|address|complete address|direccion completa|domicilio completo|adreca completa|adresse complete|adresse postale|adresse geographique|adresse siege|endereco completo|morada completa|indirizzo completo|anschrift|vollstandige adresse|postanschrift|postal address|registered address|registered office|location address|formatted address|adresse du siege|adressezeile|sede completa|ubicacion completa",
    ),
    (
        Some(Latitude),
        1.0,
        "latitude|lat|latitud|latitudine|breitengrad|breite|geo lat|geo latitude|latitude wgs84|coord lat|geolocation lat|geolocation latitude|geo container latitude|geo epgs 4326 lat|lat wgs84|coordenada lat|y wgs84|location lat|geometry lat|latitud wgs84|at lat|coordinates lat|gps lat|latitude y|geo epgs 4326 y",
    ),
    (
        Some(Longitude),
        1.0,
        "longitude|lon|lng|long|longitud|longitudine|langengrad|lange|geo lon|geo lng|geo longitude|longitude wgs84|coord lon|geolocation lon|geolocation lng|geolocation longitude|geo container longitude|geo epgs 4326 lon|lon wgs84|coordenada lon|x wgs84|location lon|location lng|geometry lon|longitud wgs84|at lon|coordinates lon|gps lon|longitude x|geo epgs 4326 x",
    ),
    (
        Some(Coordinates),
        1.0,
        "coordinates|coordenadas|coordonnees|coordonnees gps|coordonnees geographiques|coordinate|coordenades|koordinaten|geo point|geo point 2d|geopoint|geopunto|latlon|latlng|lat lon|lat lng|lat long|latitude longitude|latitud longitud|geolocation|geolocalizacion|geolocalisation|geolocalizacao|geolocalitzacio|point|punto|gps|georeferencia|position gps|geometry coordinates|georeferenciacion|geokoordinaten|geom point|wkt",
    ),
    (
        Some(Website),
        1.0,
        "website|web|url|site|site web|siteweb|site internet|sitio|sitio web|pagina web|pag web|paginaweb|web page|webpage|homepage|home page|lloc web|pagina|pàgina|web site|www|internet|webseite|internetseite|internetadresse|webadresse|sito|sito web|sito internet|\
         sitio internet|direccion web|direccion internet|portal web|adresse web|adresse internet|primary url|contact website|link|enlace|lien|dominio web|endereco eletronico site|site oficial|pagina internet|website url|content url|url web|pagina electronica|weblink|blog",
    ),
    (
        Some(Email),
        1.0,
        "email|e mail|mail|correo|correo electronico|correo e|correoelec|correos|email contacto|e correo|courriel|adresse mail|adresse email|adresse electronique|mel|correu|correu electronic|adreca electronica|correio eletronico|correio electronico|endereco eletronico|\
         endereco electronico|posta elettronica|indirizzo email|pec|email pec|indirizzo pec|contact email|emailadresse|mailadresse|e mail adresse|mail adresse|email address|contact mail|email 1|email 2|direccion correo electronico|correo contacto|mails|emails|kontakt email|email principal",
    ),
    (
        Some(Phone),
        1.0,
        "phone|telephone|tel|phone number|contact number|telephone number|telefono|telefonos|telefon|telefone|telefone1|telefone 1|telefone2|telefone 2|telemovel|telefono fijo|telefono movil|movil|mobil|celular|mobile|mobile phone|cell|cell phone|tfno|tlf|tlfn|tfn|tf|tfno fijo|\
         telf|telefonnummer|telefonnr|rufnummer|handy|mobilnummer|tel fixe|telephone fixe|telephone portable|portable|telefono contacto|telefon contacte|contact phone|numero telefono|numero telephone|num telefono|no telephone|tel movil|recapito telefonico|cellulare|telefono 1|telefono 2|contato telefone|telemobil|whatsapp|telefono principal|telefonos contacto|contacto telefonico|fono|fijo|telefon festnetz|festnetz|ddd telefone 1|ddd telefone",
    ),
    (
        Some(Person),
        1.0,
        "contact person|contact name|contact|contacto|contacte|persona contacto|persona contacte|persona de contacto|nombre contacto|nom contact|nome contato|contato|contatto|nome contatto|ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|kontakt|responsable|responsabile|responsavel|\
         representante|representante legal|representant legal|nombre representante|nom representant|repres legal|representant|dirigeant|nom dirigeant|president|presidente|presidenta|presidencia|presidencia nombre|presidente nombre|secretario|secretaria|gerente|gerencia|director|directora|rappresentante legale|legale rappresentante|legale rappr|rappresentante|\
         vorstand|vorsitz|vorsitzende|vorsitzender|obmann|obfrau|obmann obfrau|obleute|geschaftsfuhrer|geschaftsfuhrung|geschaftsfuhrerin|vertreter|vertretungsberechtigt|manager|chair|chairperson|secretary|interlocutor|referente|referent|persona responsable|nom responsable|nombre responsable|contacto nombre|contact nom|apoderado|administrador|nombre presidente|nome presidente|nom president|dirigente|tecnico referente|contact prenom nom|nome responsavel",
    ),
    (
        Some(FoundedOn),
        1.0,
        "founded|founded on|foundation date|founding date|date founded|date established|date organisation established|incorporation date|date incorporation|incorporated|date incorporated|established|establishment date|start date|year founded|founding year|opening date|fecha constitucion|fecha creacion|fecha fundacion|ano constitucion|ano creacion|ano fundacion|ano inicio|fundada|fundacion fecha|\
         anyo constitucion|constitucion|creacion|f constitucion|f const|f creacion|fec constitucion|fec const|fecha const|data constitucio|data creacio|data fundacio|any constitucio|any creacio|any fundacio|data constitucion|date creation|date de creation|date creat|creation|annee creation|annee fondation|date fondation|date constitution|annee|\
         data constituicao|data criacao|data fundacao|data abertura|ano constituicao|ano criacao|data inicio atividade|data inicio atividades|dt fundacao|data costituzione|data creazione|data fondazione|anno costituzione|anno fondazione|data inizio attivita|costituzione|grundungsdatum|entstehungsdatum|grundungsjahr|grundung|gegrundet|gegrundet am|datum grundung|datum der grundung|fecha inicio|fecha inicio actividad|inicio actividades|fecha inicio actividades|fecha inicio operaciones|year established|year of foundation|date creation unite legale|constituicao|fundacao",
    ),
    (
        Some(FoundedOn),
        0.7,
        "registration date|registered date|registered on|date registered|date registration|fecha inscripcion|fecha registro|fecha alta|f alta|fec alta|f inscripcion|fec inscripcion|data inscripcio|data inscripcao|data registo|data registro|data alta|date inscription|date enregistrement|date immatriculation|date declaration|date decla|data iscrizione|iscrizione data|data iscrizione albo|eintragungsdatum|datum eintragung|eintragung|ersteintragung|tag ersteintragung|eingetragen am|registriert am|registriert seit|fecha matricula|fecha autorizacion|fecha personeria|fecha resolucion|fecha reconocimiento|date agrement|alta|date publication|date publi|data credencial|aufnahmedatum",
    ),
    (
        Some(DissolvedOn),
        1.0,
        "dissolvida|extinta|encerrada|cessada|baixada|liquidada|sciolta|cessata|cancellata|fermee|radiee|dissoute|geloscht|aufgelost|erloschen|cancelada|cancelado|extinguida|dissolved|baja|disuelta|dissolved on|dissolved date|dissolution date|date dissolved|closing date|date closed|closure date|cessation date|fecha baja|f baja|fec baja|fecha disolucion|fecha extincion|fecha cancelacion|fecha cierre|fecha liquidacion|fecha cese|data baixa|data dissolucio|data extincio|date dissolution|date disso|date fermeture|\
         date cessation|date radiation|data baixa|data dissolucao|data encerramento|data extincao|data cessacao|data cessazione|data scioglimento|data cancellazione|data chiusura|data liquidazione|auflosungsdatum|aufgelost am|geloscht am|loschdatum|loschungsdatum|datum loschung|datum auflosung|erloschen am|auflosung|loschung|data situacao baixada|fin actividad|ceased on|deregistration date|date deregistered|fecha descalificacion|fecha descalif|removed date|date removal|removal date|deletion date|data cancelamento|cancelacion fecha",
    ),
    (
        Some(Status),
        1.0,
        "status|state status|estado|situacion|situac|situacion registral|estado registral|estado actual|estado entidad|estado juridico|estado matricula|estado cooperativa|estat|situacio|etat|etat administratif|etat administratif unite legale|etat administratif etablissement|statut administratif|situation|situacao|situacao cadastral|stato|stato attivita|stato impresa|situazione|\
         zustand|registered status|company status|registration status|activo|activa|vigente|vigencia|active|actif|ativa|ativo|attiva|attivo|aktiv|actiu|activa si no|is active|baja|de baja|dissolvida|extinta|encerrada|cessada|baixada|liquidada|sciolta|cessata|cancellata|fermee|radiee|dissoute|geloscht|aufgelost|erloschen|cancelada|cancelado|extinguida|dissolved|disuelta|dissous|dissoute|closed|ended|fermee|position|position activite|registerstatus|estatus|estado vigencia|vigente si no|alta baja|lifecycle|stato iscrizione|dissolta|cessata|inactiva",
    ),
    // In French it is the legal form as often, so the values decide.
    (Some(Status), 0.9, "statut"),
    (
        Some(Diffusion),
        1.0,
        "diffusion|statut diffusion|statut diffusion unite legale|statut diffusion etablissement|diffusible|diffusion commerciale|publiweb|publication|publication web|publicar|publicable|publicacion|publicacion web|autoriza publicacion|autoriza difusion|autoriza publicar|autorizacion publicacion|consentimiento|consentimiento publicacion|consentiment|consentement|consentement publication|\
         consentimento|consenso|consenso pubblicazione|consent|consent publish|consent publication|publish|public|is public|publico|difusion|difusio|autoritza publicacio|visibilidad|visibility|visible|veroffentlichen|veroffentlichung|zustimmung|einwilligung|datenfreigabe|freigabe|pubblicabile|pubblicazione|autoriza divulgacao|divulgacao|rgpd|gdpr|rgpd consentimiento|lopd|proteccion datos|privacy|privacidad|datenschutz|autorisation diffusion|autorisation publication|consentement rgpd|gdpr consent|dsgvo|publicar en web|publicar web|mostrar en mapa|veroffentlichung erlaubt",
    ),
    (
        None,
        1.0,
        "created|created at|creation timestamp|createdat|updated|updated at|updatedat|modified|modified at|last modified|last updated|last update|fecha actualizacion|fecha modificacion|ultima actualizacion|ultima modificacion|data actualitzacio|data modificacio|date maj|maj time|date mise jour|mise jour|date modification|date dernier traitement|date dernier traitement etablissement|\
         date dernier traitement unite legale|data atualizacao|data aggiornamento|aggiornamento|data ultima modifica|aktualisiert|aktualisiert am|stand|letzte anderung|geandert am|erstellt am|angelegt am|date extraction|timestamp|fecha carga|fecha grabacion|fecha exportacion|date saisie|fecha captura|fecha registro sistema|\
         version|rev|hash|user|user id|usuario|usuari|utilisateur|benutzer|bearbeiter|erfasser|owner id|author|autor|editor|created by|updated by|usuario alta|usuario modificacion|gestor|tramitador|funcionario|saisi par|agent|password|etag|checksum|token|\
         fax|telefax|fax number|numero fax|fax no|dni|nie|dni nie|dni representante|nif representante|pasaporte|cpf|cpf responsavel|codice fiscale rappresentante|nif presidente|personalausweis|fecha nacimiento|nacimiento|date naissance|data nascimento|data nascita|geburtsdatum|birthday|birth date|date of birth|age|edad|sexo|genero|genre|sexe|sesso|geschlecht|gender|nacionalidad|estado civil|\
         socios|numero socios|num socios|no socios|n socios|no soc|nro socios|numero socias|socias|socios hombres|socios mujeres|numero soci|socis|nombre socis|num socis|nombre adherents|adherents|membres|nombre membres|members|number of members|nombre societaires|numero membros|cooperados|numero cooperados|associados|numero associados|soci|n soci|numero soci|mitglieder|mitgliederzahl|anzahl mitglieder|\
         trabajadores|numero trabajadores|empleados|numero empleados|num empleados|plantilla|treballadors|nombre treballadors|salaries|nombre salaries|effectif|effectifs|tranche effectif|tranche effectifs|tranche effectifs etablissement|annee effectifs|annee effectifs etablissement|trabalhadores|numero trabalhadores|empregados|funcionarios|dipendenti|numero dipendenti|addetti|numero addetti|beschaftigte|mitarbeiter|anzahl beschaftigte|employees|number of employees|staff|volunteers|voluntarios|personas|per ocu|benevoles|\
         capital|capital social|cap social|capitale sociale|stammkapital|geschaftsguthaben|facturacion|volumen negocio|ingresos|turnover|revenue|income|chiffre affaires|faturamento|volume negocios|valore produzione|fatturato|umsatz|bilanzsumme|presupuesto|budget|cuota|subvencion|iban|cuenta|banco|aportacion|valor|\
         logo|logotipo|image|imagen|imagem|bild|foto|photo|picture|immagine|video|image license|image credit|thumbnail|avatar|icon|horario|horarios|horari|opening hours|horaires|orario|orari|offnungszeiten|facebook|twitter|instagram|linkedin|youtube|redes sociales|xarxes socials|reseaux sociaux|redes sociais|social media|tiktok|mastodon|telegram|social|\
         observaciones|observacions|observations|observation|notas|notes|nota|note|remarques|remarque|comentarios|comentaris|commentaires|commentaire|comments|comment|observacoes|osservazioni|bemerkung|bemerkungen|anmerkungen|anmerkung|notiz|notizen|remarks|commentario|\
         nombre periodes|nombre periodes etablissement|nombre periodes unite legale|nomenclature activite principale|nomenclature activite principale etablissement|nomenclature activite principale unite legale|caractere employeur|caractere employeur etablissement|etablissement siege|date debut|categorie entreprise|annee categorie entreprise|unite purgee|date debut etablissement|activite principale registre metiers|activite principale registre metiers etablissement|societe mission unite legale|economie sociale solidaire unite legale|economie sociale solidaire|societe mission|\
         prenom|prenom usuel|prenom1|prenom2|nom naissance|nom usage|pseudonyme|sexe unite legale|nom unite legale|prenom usuel unite legale|code commune|code commune etablissement|identifiant adresse|identifiant adresse etablissement|code insee|insee|codeinsee|adrs codeinsee|codigo municipio|cod municipio|codigo ine|codigo ibge|cod ibge|codigo provincia|cod provincia|cod prov|codi municipi|codi provincia|codi comarca|codice comune|codice istat|istat|istat comune|gemeindeschlussel|ags|cve ent|cve mun|cve loc|codigo departamento|codigo localidad|code region|codigo regiao|code pays etranger|libelle pays etranger|libelle commune etranger|commune etrangere|code cedex|libelle cedex|cedex|ageb|manzana|cod concelho|bfs nummer|codigo distrito|seccion censal|dicofre|municipality code|\
         utm|utm x|utm y|x utm|y utm|coordenada x|coordenada y|coord x|coord y|x|y|huso|epsg|srid|x etrs89|y etrs89|coordonnee lambert abscisse|coordonnee lambert ordonnee|coordonnee lambert abscisse etablissement|coordonnee lambert ordonnee etablissement|rechtswert|hochwert|geom|geometry|the geom|shape|shape area|shape length|wkb geometry|geometry type|\
         grado|grau|degree|address type|tipo direccion|address organisation|address name|care of|categoria matricula|clave interna|tipo documento|tipo registro|tomo|libro|hoja|seccion registral|protocolo|notario|fuente|source|origen|font|fonte|quelle|license|licence|licencia|lizenz|source url|qualifiers|geo container|precision|score|accuracy|confianza|result score|geocoding|ratings|rating|is deleted|deleted|etat dossier|gestion|groupement|rup mi|id ex|ape regime|gerencia territorial|idioma|language|langue|lingua|sprache|lengua|letzter abschluss|ultima asamblea|ultimo ejercicio|ejercicio|ultima auditoria|nombre de parts|prufungsverband|volume|exercice|annee exercice|data revisione|revisione|data bilancio|bilancio|bezirk|porte|porte empresa|motivo situacao cadastral|motivo|motivo baja|situacao especial|ente federativo|capital social empresa|opcao simples|simples|mei|data situacao cadastral|fecha situacion|fecha estado|date etat|data stato|estatus fecha",
    ),
];

/// Names that say so only when a column is called so and nothing else: within longer ones an
/// end is that of accounts, an agreement, a mandate, and what is public is its benefit.
pub(super) const BARE: &[(Field, f32, &str)] = &[
    (
        DissolvedOn,
        0.9,
        "end date|date end|date fin|fecha fin|fecha termino|data fim|data fine|enddatum|einddatum|ended on|ended|end",
    ),
    (
        Diffusion,
        0.95,
        "avg|openbaar|zichtbaar|publiek|verejny|verejne|verejna",
    ),
];
