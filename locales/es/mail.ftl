mail-greeting = Buenos días:
mail-unasked = Si no esperaba nada parecido, no haga nada: este correo no tendrá ningún efecto.
mail-claim-subject = Hacerse cargo de la ficha de { $organization }
mail-claim-why = Con este enlace se hace cargo de la ficha de { $organization } en nuestro directorio. Desde entonces responde por ella la organización, y puede publicar lo que ofrece y lo que busca.
mail-claim-until = El enlace se puede usar una sola vez, hasta el { $day }.
mail-sign-in-subject = Entrar en { $directory }
mail-sign-in-why = Con este enlace entra en { $directory }.
mail-sign-in-until = El enlace se puede usar una sola vez, en los próximos 15 minutos.
mail-password-subject = Una nueva contraseña para { $directory }
mail-password-why = Con este enlace elige una nueva contraseña para { $directory }.
mail-password-until = El enlace se puede usar una sola vez, en la próxima hora.
mail-passkey-subject = Una nueva manera de entrar en { $directory }
mail-passkey-why = Se añadió una llave de acceso a su cuenta en { $directory }. Quien la tenga entra en su nombre. Puede verla aquí:
mail-passkey-otherwise = Si no fue usted, quítela enseguida y elija una nueva contraseña.
mail-ended-subject = { $organization } consta como disuelta en { $directory }
mail-ended-why = { $who } anotó en { $directory } que { $organization } se ha disuelto. Su cuenta y todo lo que ofrecía y buscaba se retiraron en todas partes. Su página para quienes la representan:
mail-erased-subject = { $organization } ha dejado { $directory }
mail-erased-why = { $who } hizo borrar { $organization } de { $directory }: su cuenta, su ficha y todo lo que ofrecía y buscaba se retiraron en todas partes. El directorio:
mail-left-otherwise = Recibe este correo porque también la representa. Si no lo acordaron entre ustedes, avise enseguida a la oficina.
mail-who-removed = (una cuenta que se quitó)
mail-trial-subject = Correo de prueba de { $directory }
mail-trial-why = El correo de { $directory } funciona. El directorio está aquí:
mail-trial-until = No hay que hacer nada.
mail-saved-subject = ¿Quiere esta búsqueda en { $directory }?
mail-saved-why = Alguien guardó una búsqueda en { $directory } para su dirección. Con este enlace puede verla y decir si la quiere. En ese caso le llegará un correo cuando entre algo nuevo, uno al día como máximo.
mail-saved-until = El enlace se puede usar hasta el { $day }.
mail-news-subject =
    { $count ->
        [one] Una novedad: { $search }
       *[other] { $count } novedades: { $search }
    }
mail-news-intro = Su búsqueda guardada en { $directory }: { $search }
mail-news-more = Y { $count } más.
mail-news-many = Y otros resultados, más de { $count }.
mail-news-all = Todo:
mail-news-ends = Su búsqueda guardada termina el { $day }
mail-news-keep-on = Esta búsqueda termina el { $day }. Aquí puede guardarla un año más:
mail-news-end = Aquí puede terminarla, y no le llegarán más correos:
mail-waits-subject = { $count ->
    [one] Un asunto le espera: { $directory }
   *[other] { $count } asuntos le esperan: { $directory }
}
mail-waits-intro = Esto espera en { $directory } a las organizaciones que usted representa:
mail-waits-end = Usted pidió que se le avisara una vez al día como máximo. Aquí, en la página de su cuenta, puede dejar de recibir estos correos:
mail-application-subject = ¿Participar en { $directory }?
mail-application-why = Alguien escribió en { $directory } que usted quiere participar, y dio esta dirección. Aquí puede ver en calidad de qué, y decir si es así:
mail-application-until = El enlace se puede usar hasta el { $day }.
mail-amendment-subject = ¿Escribió usted a { $directory }?
mail-amendment-why = Alguien escribió en { $directory } qué está mal en una ficha, y dio esta dirección para la respuesta. Aquí puede ver qué escribió, y decir si fue usted:
mail-not-listed-subject = Sobre participar en { $directory }
mail-not-listed-why = La oficina ha revisado lo que escribió sobre { $organization } y no la incluye en el directorio. Dice:
mail-not-listed-again = Puede responder a la oficina y volver a escribirle aquí:
mail-applied-subject = { $organization } quiere participar
mail-applied-why = Alguien quiere participar en { $directory } con { $organization }, y lo ha confirmado desde la dirección que dio. Aquí decide usted:
mail-passkey-copied-subject = Una llave de acceso suya en { $directory } puede haber sido copiada
mail-passkey-copied-why = Alguien mostró su llave de acceso «{ $passkey }» en { $directory } y fue rechazada: se ha usado más veces de las que ella declara, como ocurre cuando existe una copia.
mail-passkey-copied-mend = Si usted no intentó entrar hace un momento, otra persona la tiene. Entre de otra manera, quite esta llave, cierre las sesiones que no reconozca y cree una nueva. Aquí las encuentra:
mail-invited-subject = Invitación a la oficina de { $directory }
mail-invited-why = Se le invita a trabajar en la oficina de { $directory }. Con este enlace elige su contraseña y entra.
mail-invited-already = Desde ahora trabaja en la oficina de { $directory }. Entre como siempre; esta es su página:
mail-invited-until = El enlace se puede usar una sola vez, hasta el { $day }.
mail-represents-subject = Usted representa a { $organization }
mail-represents-why = La oficina de { $directory } anotó que usted representa a { $organization }. Entre como siempre; estas son sus páginas:
mail-represents-first = La oficina de { $directory } anotó que usted representa a { $organization }. Con este enlace elige su contraseña y entra.
mail-represented-too-subject = { $who } representa ahora a { $organization }
mail-represented-too-why = La oficina de { $directory } anotó que { $who } representa también a { $organization }. Su página para quienes la representan:
mail-appeal-subject = La oficina respondió a la reclamación de { $organization }
mail-appeal-why = { $directory } ha decidido la reclamación de { $organization } contra una denegación. La respuesta está aquí:
mail-visit-subject = ¿Escribió usted esto en { $directory }?
mail-visit-why = Alguien escribió a una organización en { $directory } y dio esta dirección para la respuesta. Aquí puede ver qué escribió, y decir si fue usted:
mail-answered-subject = { $organization } le responde
mail-answered-why = Usted escribió en { $directory } sobre «{ $about }». { $organization } responde:
mail-answered-again = Para escribir de nuevo, o para que se borre todo, sin cuenta:
mail-answered-kept = No responda a este correo: nadie lee lo que se envía a su remitente. La organización no ve su dirección, que se borra aquí a los { $days } días del último mensaje.
mail-amended-subject = { $count ->
    [one] Alguien dice qué está mal en una ficha de { $directory }
   *[other] { $count } avisos de lo que está mal en fichas de { $directory }
}
mail-amended-why = Algunas personas escribieron qué está mal en fichas de { $directory }, o que alguna debe retirarse. Esperan respuesta aquí; de los avisos nuevos se le informa una vez al día como máximo:
