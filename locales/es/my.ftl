offer-new = Escribir lo que ofrecen
need-new = Escribir lo que buscan
offer-change = Cambiar
offer-purpose = Qué es
offer-title = Título
offer-text = Texto
offer-language = Idioma del texto
choose = elija
offer-look = Ver cómo quedará
offer-publish = Publicar
offer-preview = Así lo leerán los demás
offer-preview-why = Es la publicación en Mastodon y otros. Todavía no se ha publicado nada.
offer-changed-meanwhile = Otra persona lo cambió entretanto. Esto está ahora; si envía de nuevo el formulario, queda lo suyo.
offer-ended = Ya terminó y no cambia más.
offer-again = Publicarlo otra vez
offer-again-why = Una publicación nueva con las mismas palabras; antes puede cambiarlas. La dirección antigua sigue terminada.
offers-withdrawn = Retirado
offer-end = Terminar
offer-met = Se cumplió
offer-close = Cerrar
offer-withdraw = Retirar
offer-withdraw-why = Desaparece en todas partes y para siempre.
offer-withdraw-sure = Quiero retirarlo.
offer-title-wrong = Escriba un título de 200 letras como máximo.
offer-text-wrong = Escriba 10.000 letras como máximo.
offer-what-wrong = Elija de qué se trata.
offer-terms-wrong = Elija las condiciones.
offer-purpose-wrong = Elija si lo ofrecen o lo buscan.
offer-territory-wrong = Escriba un lugar como Oaxaca o un código como MX-OAX, o déjelo vacío.
offer-until-wrong = Escriba un día que todavía no pasó, o déjelo vacío.
form-too-old = Este formulario es muy antiguo. Abra de nuevo la página y envíelo desde allí.
messages = Mensajes
messages-not-secret = Los mensajes no van cifrados: quienes administran ambos servidores pueden leerlos.
message-direct = solo para ustedes
message-mention = los nombra en público
message-answer = su respuesta
message-automatic = respuesta automática
message-text = Su respuesta
message-send = Responder
message-erase = Borrar este mensaje
message-text-wrong = Escriba una respuesta de 5.000 letras como máximo.
message-cannot = Esta respuesta no puede llegar a su destino, o la ficha no es pública.
ask-one = Preguntar a { $name }
ask-nobody-reads = Todavía nadie lee aquí mensajes en su nombre. Su página dice cómo llegar a ella.
ask-asked = Ya les preguntaron por esto; esperen la respuesta.
ask-question = Preguntar
ask-text = Su pregunta a { $name }
ask-hint = Ven su necesidad y su pregunta, y responden a sus mensajes.
ask-send = Enviar la pregunta
ask-none = No se encuentra a nadie cuya actividad y lugar encajen. Busquen ustedes:
ask-cannot = Esta pregunta no se puede enviar: ya se les preguntó, se agotaron las preguntas de hoy, la necesidad terminó o nadie responde allí.
ask-nobody = No se encuentra esta organización, o su directorio no responde por ahora.
answer-by = En nombre de
answer-text = Su respuesta a { $name }
answer-seen = Ven su organización, a qué responde y sus palabras, y contestan a sus mensajes.
answer-send = Enviar la respuesta
answer-own = Es de su propia organización. Responda a la de otra.
answer-by-whom = Elija una organización que usted represente.
answer-nobody-speaks = Solo puede responder una organización activa y pública aquí, y usted no representa a ninguna otra.
answer-cannot = Esta respuesta no se puede enviar: ya respondió, se agotaron las preguntas y respuestas de hoy, esto terminó o nadie responde allí.
message-question = su pregunta
drafts = Borradores
draft-why = Un borrador lo ven solo quienes representan a la organización, hasta que se publica.
draft-kept = guardado
draft-keep = Guardar como borrador
draft-discard = Desechar este borrador
draft-untitled = (sin título todavía)
draft-gone = Este borrador se publicó o se desechó entretanto. Si envía de nuevo el formulario, se hace otro.
my-data = Los datos de la organización
my-export = Todo lo que se guarda de ella, en un archivo
leave = Irse
leave-first = Llévese antes lo que quiera conservar:
leave-what = Cómo se va
leave-what-wrong = Elija cómo se va.
leave-represent = Ya no la represento
leave-represent-why = La organización queda como está; otras personas la representan.
leave-represent-last = La organización queda como está. Nadie más la representa: nadie responde a sus mensajes hasta que la oficina dé a alguien un nuevo enlace.
leave-ended = La organización terminó
leave-ended-why = Su cuenta y todo lo que ofrece y busca se retiran en todas partes y para siempre. La oficina guarda su ficha como terminada.
leave-ended-on = Si terminó: qué día, si lo sabe
leave-erase = La organización deja este directorio
leave-erase-why = Su cuenta, su ficha y todo lo que ofrece y busca se borran aquí y se retiran en todas partes y para siempre. Lo que un registro público dice de ella, la oficina puede volver a listarlo.
leave-handle = Si la organización termina o se va, escriba el nombre de su cuenta:
leave-handle-wrong = Escriba el nombre de la cuenta tal como está aquí, para que nadie se vaya por error.
leave-done = Hecho
leave-done-why = Lo que eligió está hecho. Lo que otros servidores tienen de ello se retira también allí, donde así debía ser.
offer-territory-hint = su nombre o su código, como Oaxaca o MX-OAX
offer-territory-which = Elija a qué lugar se refiere, o escriba su código.
suggested = Sus palabras sugieren:
waiting = Le espera
waiting-messages = { $count ->
    [one] Un mensaje está sin responder
   *[other] { $count } mensajes están sin responder
}
waiting-replies = { $count ->
    [one] Una respuesta de otros servidores espera que la muestren
   *[other] { $count } respuestas de otros servidores esperan que las muestren
}
waiting-ending = { $count ->
    [one] Una publicación termina en menos de una semana
   *[other] { $count } publicaciones terminan en menos de una semana
}
waiting-memberships = { $count ->
    [one] Una membresía espera su confirmación
   *[other] { $count } membresías esperan su confirmación
}
message-waits = sin responder
message-settle = No necesita respuesta
my-replies-why = Lo que la gente escribió desde otras partes bajo lo que ofrecen y buscan. Nadie lo ve hasta que ustedes o la oficina lo muestren.
my-memberships-why = Una membresía se muestra cuando ambas partes la confirman.
my-membership-to = ustedes pertenecen a
my-membership-of = pertenece a ustedes
my-membership-waits = espera su confirmación
my-membership-other = la otra parte todavía no la confirmó
my-membership-confirm = Confirmar
my-membership-deny = No es así
my-membership-end = Ya terminó
daily = Cartas
daily-want = Escríbanme, una vez al día como máximo, cuando algo nuevo espere a mis organizaciones.
memberships = Membresías
appeal-yours = Su reclamación
appeal-waits = La oficina aún no ha respondido.
appeal-make = Reclamar
appeal-text = Lo que tiene que decir en contra
appeal-why = La oficina lo mira otra vez y responde. Se puede reclamar una vez.
appeal-upheld = La denegación se mantiene
appeal-attested = Comprobado después de todo
message-visitor = de visita; su respuesta le llega por carta
