search-everything = Cerca al directori
search-words = Què busqueu?
search-place = On
search-place-hint = una ciutat, regió o país
search-kind = Entre
everything = tot
found-count =
    { $count ->
        [0] No s’ha trobat res.
        [one] Se n’ha trobat un.
       *[other] Se n’han trobat { $count }.
    }
found-more = Se n’han trobat més de { $count }; aquí es compten els primers { $count }. Preciseu la cerca per saber quants n’hi ha.
nothing-hint = Proveu amb altres paraules, amb menys, o amb un lloc més ampli.
narrowed-by = Amb aquests filtres
widen = treu-lo
narrow = Preciseu la cerca
organization-type = Tipus d’organització
record-language = Llengua
whose = De
whose-own = aquest directori
whose-others = territoris amics
around = al voltant de
on-the-map = al mapa
deadline-before = fins a
kilometres = km
follow-this-search = Les novetats d’aquesta cerca es poden seguir
map = Mapa
map-intro = Cada cercle representa el que s’ha trobat al seu voltant i acosta el mapa. Tot és també a la llista.
map-circle =
    { $count ->
        [one] Un aquí: acosta
       *[other] { $count } aquí: acosta
    }
map-circle-near = { $count } a prop de { $place }: acosta
organization = Organització
see-all = Vegeu-ho tot a
found-also-in = també a:
could-meet = Organitzacions que hi podrien respondre
could-meet-intro = Trobades pel que fan i on són. Ningú no els ho ha preguntat.
meets-by-words = parla de { $words }
meets-by-theme = es dedica a
meets-by-sector = treballa en
meets-by-place = és a
search-meant = Les vostres paraules també poden voler dir:
map-found-here = Trobats aquí
map-search-here = Cerca en aquesta part del mapa
map-zoom-in = Acosta
map-zoom-out = Allunya
map-close = Tanca
map-sources = D’on ve el mapa
map-fingers = Moveu el mapa amb dos dits
map-scroll = Manteniu premuda { $key } per acostar amb la roda
found-cut = Hi ha tant per mirar que s’ha deixat de banda el més antic. Demaneu una part més petita del mapa o un dia més proper, amb més paraules o filtres.
kind-of-record = Tipus de fitxa
search-wrong-words = És massa llarg. Escriviu 200 lletres com a màxim.
search-wrong-place = Aquí no es coneix cap lloc amb aquest nom. Escriviu una població, una regió o un país, com ara Oaxaca o Lió, França.
search-wrong-nearly = Aquí no es coneix cap lloc amb aquest nom. Volíeu dir { $place }?
search-wrong-namesakes = Diversos llocs es diuen així. Escriviu també la regió o el país: { $places }.
search-wrong-places = Demaneu un sol lloc: pel nom, al voltant d’un punt, o per una part del mapa.
search-wrong-near = No és cap punt de la Terra. Escriviu-ne la latitud i la longitud en graus, com ara 17.06,-96.72.
search-wrong-km = Escriviu un nombre de quilòmetres de l’1 al 500, juntament amb un lloc.
search-wrong-box = No és cap part del mapa. Escriviu sud, oest, nord i est en graus, com ara 16.9,-97.0,17.3,-96.4.
search-wrong-day = No és cap dia. Escriviu l’any, el mes i el dia, com ara 2026-12-31.
search-wrong-territory = No és cap codi de territori. Escriviu-ne un com MX o MX-OAX, o deixeu-ho buit i escriviu el nom del lloc.
search-wrong-choice = La llista no té res amb aquest nom. Deixeu-ho buit i trieu entre el que precisa la cerca.
search-wrong-page = Aquesta adreça no porta a cap pàgina de la llista. Torneu a cercar des del principi.
saved-searches = Cerques desades
save-search = Deseu aquesta cerca
save-search-how = Arriba una carta quan entra alguna cosa nova, una al dia com a màxim, i cada carta permet acabar-ho. No cal compte; ningú més que vós no veu què heu desat.
save-search-button = Desa
save-search-sent = Si aquesta cerca encara no està desada per a { $mail }, hi ha una carta en camí, una al dia com a màxim. Obriu-ne l’enllaç i digueu-hi quines cerques voleu.
save-search-full = Ara mateix aquí no es poden desar més cerques. Seguiu aquesta pel seu canal de notícies, o torneu d’aquí a uns dies.
save-search-empty = Primer cerqueu alguna cosa, o preciseu la cerca, i després deseu-la.
save-search-often = Massa intents. Torneu-ho a provar d’aquí a uns minuts.
saved-searches-wanted = Quines d’aquestes cerques voleu?
saved-searches-wanted-why = Algú les ha desat per a { $mail }. De les que conserveu, arriba una carta quan entra alguna cosa nova, una al dia com a màxim.
saved-searches-button = Conserva les marcades
saved-searches-too-many = Per a aquesta adreça no es poden conservar més cerques: ja se’n conserven { $most }. Marqueu-ne menys, o acabeu-ne una amb l’enllaç de les seves cartes.
saved-searches-kept = A partir d’ara arriba una carta quan entra alguna cosa nova.
saved-searches-none-kept = No s’ha conservat res, i no arribarà cap carta.
saved-searches-unusable = Aquest enllaç ja no obre res. Cada un s’acaba al cap de tres dies i quan s’ha fet servir: torneu a desar la cerca.
saved-search-until = Es conserva fins al
saved-search-keep-on = Conserva-la un any més
saved-search-end = Acaba-la
saved-search-ended = La cerca s’ha acabat. Ja no n’arribaran més cartes.
saved-searches-own = Cerques que vau desar amb la sessió oberta, i de les quals arriben cartes.
saved-searches-own-none = No heu desat cap cerca amb la sessió oberta. Cerqueu alguna cosa i deseu-la sota el que s’ha trobat.
search-within = A menys de
search-within-usual = com de costum
search-until = Venç com a molt tard el
search-near-me = A prop meu
search-near-me-refused = El navegador no ha dit on sou. Escriviu un lloc.
narrow-and-map = Mapa i filtres
territory-search = Tot plegat, al cercador i al mapa
embed-search = Mostreu aquesta cerca en un altre lloc web
embed-search-how = Copieu-ne una en una pàgina: la primera mostra la llista, la segona el mapa. No posen cap galeta.
