# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = Territorio
profile-kind = Tipo
profile-web = Web
profile-kept-by = A cargo de
profile-contact = Contacto
profile-mail = Correo
profile-telephone = Teléfono
profile-directory = Directorio
profile-of-directory = Directorio de la economía social y solidaria, a cargo de { $keeper }. Cuenta automática: comparte las fichas de las organizaciones con otros directorios; lo que ofrecen y buscan lo publican ellas mismas.
profile-correct = Para corregir o retirar una ficha:
profile-of-organization = Perfil en el directorio { $directory }, a cargo de { $keeper }. Habla en nombre propio; no es una cuenta automática.
profile-welcome = Le damos la bienvenida.
profile-answer = Responda a la publicación de una organización o escríbale directamente: contesta ella misma. Todo está también aquí:

# What stands around an offer or need in the post that other servers show.
post-what = Qué
post-terms = Cómo
post-place = Dónde
post-until = Hasta el
post-conditions = Condiciones
post-answer = Ver y responder
post-address-to-come = aquí irá su dirección
post-met = RESUELTO
post-expired = VENCIDO
post-closed = CERRADO

# What channels say.
channel-about = { $title }: lo que se ofrece y se busca en la economía social y solidaria. Cuenta automática, a cargo de { $keeper }. Anuncia cada publicación una sola vez, como máximo { $most } al día (UTC), y las demás en un solo resumen; no repite respuestas ni cambios.
channel-more =
    { $count ->
        [one] Una más de este día:
       *[other] { $count } más de este día:
    }

# The automatic answer where nobody reads.
notice-nobody-reads = Nadie lee lo que se escribe a esta cuenta.
notice-nobody-answers-for = Todavía nadie responde por { $name }.
notice-write-to = Por favor, escriba a { $office }.
notice-automatic = Esta respuesta es automática. Los mensajes directos pueden ser leídos por quienes administran ambos servidores.

# The first part of a channel’s title.
slice-offers = Ofrecemos
slice-needs = Buscamos

# How exact a derived point is.
precision-postal-code = centro de la zona del código postal
precision-municipality = centro del municipio

# Words that become hashtags.
hashtag-product = Productos
hashtag-service = Servicios
hashtag-space-equipment = Recursos compartidos
hashtag-money-guarantee = Finanzas solidarias
hashtag-people-skills = Habilidades
hashtag-knowledge-mentoring = Mentoría
hashtag-visit = Visitas
hashtag-project-partner = Alianzas
hashtag-volunteers = Voluntariado
hashtag-movement = Economía solidaria
