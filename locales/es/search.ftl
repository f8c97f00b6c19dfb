search-everything = Buscar en el directorio
search-words = ¿Qué busca?
search-place = Dónde
search-place-hint = una ciudad, región o país
search-kind = Entre
everything = todo
found-count =
    { $count ->
        [0] No se encontró nada.
        [one] Se encontró uno.
       *[other] Se encontraron { $count }.
    }
found-more = Se encontraron más de { $count }; aquí se cuentan los primeros { $count }. Precise la búsqueda para saber cuántos hay.
nothing-hint = Pruebe con otras palabras, con menos, o con un lugar más amplio.
narrowed-by = Con estos filtros
widen = quitar
narrow = Precisar la búsqueda
organization-type = Tipo de organización
record-language = Idioma
whose = De
whose-own = este directorio
whose-others = territorios amigos
around = alrededor de
on-the-map = en el mapa
deadline-before = hasta
kilometres = km
follow-this-search = Lo nuevo de esta búsqueda se puede seguir
map = Mapa
map-intro = Cada círculo representa lo que se encontró a su alrededor y acerca el mapa. Todo está también en la lista.
map-circle =
    { $count ->
        [one] { $count } aquí: acercar
       *[other] { $count } aquí: acercar
    }
organization = Organización
see-all = Ver todo en
could-meet = Organizaciones que podrían responder
could-meet-intro = Encontradas por lo que hacen y dónde están. Nadie les ha preguntado.
meets-by-words = habla de { $words }
meets-by-theme = se dedica a
meets-by-sector = trabaja en
meets-by-place = está en
