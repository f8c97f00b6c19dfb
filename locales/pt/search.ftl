search-everything = Procurar no diretório
search-words = O que procura?
search-place = Onde
search-place-hint = uma cidade, região ou país
search-kind = Entre
everything = tudo
found-count =
    { $count ->
        [0] Nada foi encontrado.
        [one] Um resultado.
       *[other] { $count } resultados.
    }
found-more = Mais de { $count } resultados; aqui contam-se os primeiros { $count }. Refine a busca para saber quantos há.
nothing-hint = Tente outras palavras, menos palavras, ou um lugar mais amplo.
narrowed-by = Com estes filtros
widen = retirar
narrow = Refinar a busca
organization-type = Tipo de organização
record-language = Idioma
whose = De
whose-own = este diretório
whose-others = territórios amigos
around = em torno de
on-the-map = no mapa
deadline-before = até
kilometres = km
follow-this-search = O que há de novo aqui pode ser seguido
map = Mapa
map-intro = Cada círculo representa o que foi encontrado à sua volta e aproxima o mapa. Tudo está também na lista.
map-circle =
    { $count ->
        [one] { $count } aqui: aproximar
       *[other] { $count } aqui: aproximar
    }
organization = Organização
see-all = Ver tudo em
could-meet = Organizações que poderiam responder
could-meet-intro = Encontradas pelo que fazem e onde estão. Ninguém lhes perguntou.
meets-by-words = fala de { $words }
meets-by-theme = dedica-se a
meets-by-sector = trabalha em
meets-by-place = está em
