imports = Importaciones
imports-intro = Traiga la tabla que tiene: CSV, Excel, LibreOffice, JSON o GeoJSON. Antes de que ocurra nada verá qué ocurriría, y podrá deshacerlo.
import-file = Archivo
import-file-hint = Como máximo { $most } MB. Se queda en este servidor.
import-bring = Traer el archivo
imports-waiting = Archivos en espera
imports-made = Importaciones hechas
import-day = Día
import-state = Situación
import-done = en el directorio
import-undone = deshecha
import-abandoned = interrumpida, no se cambió nada
import-under-way = en curso
rows-read = Filas leídas
rows-created = Organizaciones nuevas
rows-updated = Cambiadas
rows-unchanged = Sin cambios
rows-skipped = Filas omitidas
rows-published = Publicadas
rows-withdrawn = Dejan de ser públicas
rows-ended = Tomadas por disueltas
import-statuses = Situaciones
import-status-ended = se ha disuelto
import-status-goes-on = sigue activa
import-status-unknown = no se conoce; se toma por activa
rows-missing = Conocidas antes y ausentes de este archivo
rows-conflicts = Escritas a mano y distintas aquí
import-problems = Lo que hay que corregir
import-example = por ejemplo:
import-left-out = omitida
import-rows = { $count ->
    [one] { $count } fila
   *[other] { $count } filas
}
import-line = línea
import-unknown = Valores que ninguna lista conoce
import-perhaps = quizá
import-likely = Filas que pueden ser la organización de otra ficha
import-likely-cut = No todas las filas se compararon con todas las fichas, o no todos los pares figuran aquí. La propia importación vuelve a buscar.
import-pairs = { $count ->
    [0] Este archivo no trae ningún par de fichas que puedan ser una sola organización.
    [one] Este archivo trae un par de fichas que pueden ser una sola organización.
   *[other] Este archivo trae { $count } pares de fichas; las dos de cada par pueden ser la misma organización.
}
import-pairs-wait = { $count ->
    [one] Un par espera ya una decisión.
   *[other] { $count } pares esperan ya una decisión.
}
import-differences = Lo que cambia
import-field = Qué
import-before = Antes
import-after = Después
import-conflict = se queda como se escribió a mano
import-progress = { $done } de { $of } filas hechas.
import-reading = Se está leyendo el archivo.
import-goes-on = Esto sigue aunque cierre la página.
import-look-again = Mirar de nuevo
import-would = Lo que haría este archivo
import-now = Importar sin publicar
import-now-publish = Importar y publicar
import-columns = Qué significan las columnas
import-columns-intro = Se dedujo de los encabezados y de los valores. Corrija lo que esté mal.
import-no-names = No se encontró ninguna columna que contenga nombres. Elija abajo cuál los contiene; si las columnas se ven mal, elija arriba cómo leer el archivo.
import-columns-as-before = Las columnas se toman como en { $file }, el último archivo con los mismos encabezados, para el registro { $register }. Cambie lo que ahora sea distinto.
import-guess-anew = Deducir de nuevo las columnas
import-read-as = El archivo se leyó como { $encoding }, con las columnas separadas por: { $delimiter }
import-read-otherwise = Si las letras o las columnas están mal, elija aquí otra cosa.
import-encoding = Codificación de caracteres
import-delimiter = Qué separa las columnas
import-as-found = según se detecte
import-comma = coma ( , )
import-semicolon = punto y coma ( ; )
import-tab = tabulador
import-bar = barra ( | )
import-read-again = Leer de nuevo el archivo
import-register-again = Si es el registro completo: su nombre corto otra vez
import-register-unsure = las columnas se toman como en un archivo anterior, y con un registro completo se retiene lo que ya no figura; escriba otra vez a qué registro corresponde este archivo
import-mapping-file = Esta correspondencia como archivo, para la línea de comandos
import-register = Nombre corto del registro
import-language = Idioma de los textos
import-days = Fechas como 3/4/2019
import-days-unsaid = Como las escribe el país
import-days-first = Primero el día: 31/12/2026
import-months-first = Primero el mes: 12/31/2026
import-empty-agrees = Las celdas vacías de la columna «{ $column }» significan sí: allí solo se escriben las negativas
import-territory = Dónde están todas: un país o una región, como Oaxaca
import-territory-unsure = ningún país ni región se llama así, o se llaman así varios; escríbalo con el país, como «Córdoba, España», o por su código, como MX-OAX
import-name-missing = ninguna columna contiene todavía el nombre; elija «Nombre» junto a la que lo contiene
import-column-taken = la columna «{ $column }» ya está elegida para esto, y solo una puede contenerlo; elija otra cosa en una de las dos
import-type = Qué son todas
import-by-columns = lo que digan las columnas
import-column = Columna
import-samples = Algunos valores
import-holds = Qué contiene
import-sure = Certeza
import-doubtful = compruébelo
import-leave-out = omitir
import-known-shape = Este archivo tiene un formato conocido; sus columnas no necesitan explicación.
import-how = Qué hará la importación
import-publish = Publicar las fichas: cualquiera las ve
import-keep = Guardarlas sin publicar: por ahora solo las ve la oficina
import-complete = El archivo es el registro completo: retener lo que ya no figura
import-renamed = Es el mismo registro, aunque la mayoría de los nombres haya cambiado
import-rehearse = Ver qué ocurriría
import-rehearse-hint = Con esto no se cambia nada.
import-lay-aside = Descartar este archivo
import-undo = Deshacer esta importación
import-undo-meaning = Se borra lo que creó y vuelve lo que cambió. Lo que otras personas cambiaron después se queda.
import-added = añadida
import-changed = cambiada
import-more = No están todas en esta lista.
duplicates = Quizá repetidas
duplicates-wait = { $count ->
    [one] Una pareja puede ser una sola organización
   *[other] { $count } parejas pueden ser una sola organización
}
duplicates-merge = Son la misma: unirlas
duplicates-same = Son la misma: declararlo
duplicates-apart = Son dos
reason-register-number = el mismo número de registro { $number }
reason-identifier = { $register } da a ambas el número { $identifier }
reason-domain = el mismo sitio web { $domain }
reason-name = nombres parecidos «{ $one }» y «{ $other }»
reason-postal-code = el mismo código postal { $code }
reason-locality = la misma localidad { $locality }
reason-near = a { $metres } m una de otra
reason-founded = ambas fundadas el { $day }
reason-other-name = pero nombres distintos «{ $one }» y «{ $other }»
reason-other-number = pero números de registro distintos { $one } y { $other }
reason-other-identifier = pero { $register } las da por dos
reason-other-domain = pero sitios web distintos { $one } y { $other }
reason-other-country = pero países distintos { $one } y { $other }
reason-other-place = pero lugares distintos { $one } y { $other }
reason-far = pero a { $kilometres } km una de otra
reason-other-founded = pero fundadas el { $one } y el { $other }
field-identifier = Número en este registro
field-name = Nombre
field-other-name = Otro nombre
field-summary = Descripción
field-entity-type = Qué es
field-register-number = Número oficial
field-country = País
field-region = Región o provincia
field-locality = Localidad
field-street = Calle
field-postal-code = Código postal
field-latitude = Latitud
field-longitude = Longitud
field-coordinates = Latitud y longitud
field-email = Correo electrónico
field-phone = Teléfono
field-person = Persona de contacto
field-dissolved-on = Disuelta el
field-status = Si está activa
field-diffusion = Si puede publicarse
import-rehearsed-anew = Mientras tanto, otra persona revisó este archivo de otro modo. Esto es lo que haría ahora una importación; no se importó nada.
import-undoing = Esta importación se está deshaciendo; { $left ->
    [one] queda { $left } ficha
   *[other] quedan { $left } fichas
}.
conflicts = Otros valores en un archivo
conflicts-wait = { $count ->
    [0] Ningún valor espera una decisión.
    [one] Un valor espera una decisión.
   *[other] { $count } valores esperan una decisión.
}
conflicts-why = Alguien cambió estos valores a mano, y un archivo más nuevo de un registro dice otra cosa. No se sobrescribió nada. Si conserva el suyo, el registro volverá a tenerse en cuenta cuando diga algo nuevo.
conflict-ours = En la ficha
conflict-theirs = En el archivo
conflict-keep = Conservar el nuestro
conflict-take = Tomar el del archivo
duplicates-proposed = Por decidir
duplicates-kept-apart = Son dos
duplicates-said-same = Declaradas como la misma
duplicates-merged = Unidas
duplicates-merge-means = Al unir se conserva la ficha de la izquierda, salvo que solo la otra hable por sí misma. Recibe las fuentes, las comprobaciones y las membresías de ambas y lo que le falta, y la dirección antigua lleva a ella para siempre. Unir no se puede deshacer. Sí se puede deshacer la decisión de que son dos, o de que una ficha es también la de otro directorio.
duplicates-merged-why = Lo que se unió queda unido: las direcciones de ambas llevan a una sola ficha.
duplicates-anew = Decidir de nuevo
duplicates-unsay = Retirarlo
duplicates-directory = Directorio
duplicates-differs = distinto en la otra
duplicates-join = Unir dos fichas en una
duplicates-join-means = La ficha que queda recibe las fuentes, las comprobaciones y las membresías de ambas y lo que le falta, y la dirección de la otra lleva a ella para siempre. Esto no se puede deshacer.
duplicates-stays = Esta ficha queda
duplicates-goes = Esta se une a ella
duplicates-join-do = Unirlas para siempre
duplicates-turn = Conservar la otra
leave-as-is = Dejarlo como está
duplicates-joined = Estas dos son ahora una:
import-undo-erases = Fichas que se borran
import-undo-public = de ellas, públicas hasta ahora
import-undo-restores = Fichas que vuelven a ser como antes
list-some-of = Aquí se ven { $shown } de { $count }.
import-problems-file = Todo lo que hay que corregir, en una tabla (CSV)
import-missing-file = Todas, en una tabla (CSV)
import-list-line = Línea
import-list-field = Columna o campo
import-value = Valor
import-wrong = Qué está mal
import-mend = Cómo corregirlo
import-address = Dirección
import-stands = Cómo está ahora
