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
search-meant = Sus palabras pueden querer decir también:
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
map-circle-near = { $count } cerca de { $place }: acercar
map-found-here = Encontrado aquí
map-search-here = Buscar en esta parte del mapa
map-zoom-in = Acercar
map-zoom-out = Alejar
map-close = Cerrar
map-sources = De dónde viene el mapa
map-fingers = Mueva el mapa con dos dedos
map-scroll = Mantenga { $key } para acercar o alejar con la rueda
organization = Organización
see-all = Ver todo en
found-also-in = también en:
could-meet = Organizaciones que podrían responder
could-meet-intro = Encontradas por lo que hacen y dónde están. Nadie les ha preguntado.
meets-by-words = habla de { $words }
meets-by-theme = se dedica a
meets-by-sector = trabaja en
meets-by-place = está en
found-cut = Hay tanto entre lo que buscar que lo más antiguo quedó fuera. Pida una parte menor del mapa o un día más cercano, con más palabras o filtros.
kind-of-record = Clase de ficha
search-wrong-words = Es demasiado largo. Escriba 200 letras como máximo.
search-wrong-place = Aquí no se conoce ningún lugar con ese nombre. Escriba una ciudad, una región o un país, como Oaxaca o Lyon, Francia.
search-wrong-nearly = Aquí no se conoce ningún lugar con ese nombre. ¿Quiso decir { $place }?
search-wrong-namesakes = Varios lugares se llaman así. Escriba también la región o el país: { $places }.
search-wrong-places = Pida un solo lugar: por su nombre, alrededor de un punto o por una parte del mapa.
search-wrong-near = No es ningún punto de la tierra. Escriba su latitud y longitud en grados, como en 17.06,-96.72.
search-wrong-km = Escriba un número de kilómetros de 1 a 500, junto con un lugar.
search-wrong-box = No es ninguna parte del mapa. Escriba sur, oeste, norte y este en grados, como en 16.9,-97.0,17.3,-96.4.
search-wrong-day = No es ningún día. Escriba año, mes y día, como en 2026-12-31.
search-wrong-territory = No es el código de ningún territorio. Escriba uno como MX o MX-OAX, o déjelo vacío y escriba el nombre del lugar.
search-wrong-choice = La lista no tiene nada con ese nombre. Déjelo vacío y elija entre lo que precisa la búsqueda.
search-wrong-page = Esta dirección no lleva a ninguna página de la lista. Busque de nuevo desde el principio.
saved-searches = Búsquedas guardadas
save-search = Guardar esta búsqueda
save-search-how = Llega una carta cuando entra algo nuevo, una al día como máximo, y cada carta permite terminar. No hace falta ninguna cuenta; nadie más ve lo que guardó.
save-search-button = Guardar
save-search-sent = Si esta búsqueda aún no está guardada para { $mail }, una carta está en camino, una al día como máximo. Abra el enlace y diga allí qué búsquedas quiere.
save-search-full = Ahora no se pueden guardar más búsquedas aquí. Siga esta por su canal de noticias, o vuelva en unos días.
save-search-empty = Busque algo primero, o precise la búsqueda, y después guárdela.
save-search-often = Demasiados intentos. Vuelva a intentarlo en unos minutos.
saved-searches-wanted = ¿Cuáles de estas búsquedas quiere?
saved-searches-wanted-why = Alguien las guardó para { $mail }. De las que conserve llega una carta cuando entra algo nuevo, una al día como máximo.
saved-searches-button = Conservar las marcadas
saved-searches-too-many = No se pueden conservar más búsquedas para este correo: ya hay { $most }. Marque menos, o termine una con el enlace de sus cartas.
saved-searches-kept = Desde ahora llega una carta cuando entra algo nuevo.
saved-searches-none-kept = No se conservó ninguna, y no llegan cartas.
saved-searches-unusable = Este enlace ya no abre nada. Cada uno termina a los tres días y cuando se ha usado: guarde la búsqueda otra vez.
saved-search-until = Se guarda hasta
saved-search-keep-on = Guardarla un año más
saved-search-end = Terminarla
saved-search-ended = La búsqueda ha terminado. Ya no llegan cartas de ella.
saved-searches-own = Las búsquedas que guardó con su cuenta abierta, y de las que llegan cartas.
saved-searches-own-none = No ha guardado ninguna búsqueda con su cuenta abierta. Busque algo y guárdelo debajo de lo encontrado.
search-within = A menos de
search-within-usual = lo usual
search-until = Vence a más tardar el
search-near-me = Cerca de mí
search-near-me-refused = El navegador no dijo dónde está. Escriba un lugar.
narrow-and-map = Mapa y filtros
territory-search = Todo ello, en el buscador y en el mapa
embed-search = Mostrar esta búsqueda en otro sitio
embed-search-how = Copie una de estas líneas en una página: la primera muestra la lista, la segunda el mapa. No ponen galletas.
