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
search-meant = As suas palavras também podem querer dizer:
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
map-circle-near = { $count } perto de { $place }: aproximar
map-found-here = Encontrado aqui
map-search-here = Procurar nesta parte do mapa
map-zoom-in = Aproximar
map-zoom-out = Afastar
map-close = Fechar
map-sources = De onde vem o mapa
map-fingers = Mova o mapa com dois dedos
map-scroll = Mantenha { $key } para aproximar ou afastar com a roda
organization = Organização
see-all = Ver tudo em
found-also-in = também em:
could-meet = Organizações que poderiam responder
could-meet-intro = Encontradas pelo que fazem e onde estão. Ninguém lhes perguntou.
meets-by-words = fala de { $words }
meets-by-theme = dedica-se a
meets-by-sector = trabalha em
meets-by-place = está em
found-cut = Há tanto por onde procurar que o mais antigo ficou de fora. Peça uma parte menor do mapa ou um dia mais próximo, com mais palavras ou filtros.
kind-of-record = Tipo de ficha
search-wrong-words = É demasiado longo. Escreva no máximo 200 letras.
search-wrong-place = Aqui não se conhece nenhum lugar com esse nome. Escreva uma cidade, uma região ou um país, como Oaxaca ou Lyon, França.
search-wrong-nearly = Aqui não se conhece nenhum lugar com esse nome. Quis dizer { $place }?
search-wrong-namesakes = Vários lugares têm esse nome. Escreva também a região ou o país: { $places }.
search-wrong-places = Peça um só lugar: pelo nome, em torno de um ponto ou por uma parte do mapa.
search-wrong-near = Não é nenhum ponto da terra. Escreva a latitude e a longitude em graus, como em 17.06,-96.72.
search-wrong-km = Escreva um número de quilómetros de 1 a 500, junto com um lugar.
search-wrong-box = Não é nenhuma parte do mapa. Escreva sul, oeste, norte e leste em graus, como em 16.9,-97.0,17.3,-96.4.
search-wrong-day = Não é nenhum dia. Escreva ano, mês e dia, como em 2026-12-31.
search-wrong-territory = Não é o código de nenhum território. Escreva um como MX ou MX-OAX, ou deixe vazio e escreva o nome do lugar.
search-wrong-choice = A lista não tem nada com esse nome. Deixe vazio e escolha entre o que refina a busca.
search-wrong-page = Este endereço não leva a nenhuma página da lista. Procure de novo desde o início.
saved-searches = Buscas guardadas
save-search = Guardar esta busca
save-search-how = Chega uma carta quando entra algo novo, uma por dia no máximo, e cada carta permite terminar. Não é precisa nenhuma conta; mais ninguém vê o que guardou.
save-search-button = Guardar
save-search-sent = Se esta busca ainda não está guardada para { $mail }, uma carta está a caminho, uma por dia no máximo. Abra o link e diga lá que buscas quer.
save-search-full = De momento não se podem guardar mais buscas aqui. Siga esta pelo seu canal de notícias, ou volte daqui a alguns dias.
save-search-empty = Procure primeiro alguma coisa, ou refine a busca, e depois guarde-a.
save-search-often = Demasiadas tentativas. Tente de novo dentro de alguns minutos.
saved-searches-wanted = Quais destas buscas quer?
saved-searches-wanted-why = Alguém as guardou para { $mail }. Das que mantiver chega uma carta quando entra algo novo, uma por dia no máximo.
saved-searches-button = Manter as marcadas
saved-searches-too-many = Não se podem manter mais buscas para este e-mail: já há { $most }. Marque menos, ou termine uma com o link das suas cartas.
saved-searches-kept = A partir de agora chega uma carta quando entra algo novo.
saved-searches-none-kept = Nada foi mantido, e não chegam cartas.
saved-searches-unusable = Este link já não abre nada. Cada um termina ao fim de três dias e depois de usado: guarde a busca outra vez.
saved-search-until = Está guardada até
saved-search-keep-on = Guardá-la por mais um ano
saved-search-end = Terminá-la
saved-search-ended = A busca terminou. Já não chegam cartas dela.
saved-searches-own = As buscas que guardou com a conta aberta, e das quais chegam cartas.
saved-searches-own-none = Não guardou nenhuma busca com a conta aberta. Procure alguma coisa e guarde-a por baixo do que foi encontrado.
search-within = A menos de
search-within-usual = o habitual
search-until = Termina o mais tardar em
search-near-me = Perto de mim
search-near-me-refused = O navegador não disse onde está. Escreva um lugar.
narrow-and-map = Mapa e filtros
territory-search = Tudo isso, na pesquisa e no mapa
embed-search = Mostrar esta procura noutro sítio
embed-search-how = Copie uma destas linhas para uma página: a primeira mostra a lista, a segunda o mapa. Não põem cookies.
