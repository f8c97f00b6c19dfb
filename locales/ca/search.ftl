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
organization = Organització
see-all = Vegeu-ho tot a
could-meet = Organitzacions que hi podrien respondre
could-meet-intro = Trobades pel que fan i on són. Ningú no els ho ha preguntat.
meets-by-words = parla de { $words }
meets-by-theme = es dedica a
meets-by-sector = treballa en
meets-by-place = és a
