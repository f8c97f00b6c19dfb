second = Segundo paso para entrar
second-why = Además de la contraseña, usted muestra algo que solo usted tiene. Quien conozca su contraseña se queda fuera igualmente.
second-needed = Las páginas de la oficina se abren cuando haya configurado un segundo paso.
second-step-why = Escriba el código que su aplicación muestra ahora, o uno de sus códigos de recuperación.
second-app = Aplicación de códigos
second-app-why = Sirve cualquier aplicación de códigos de un solo uso, en el teléfono o en el ordenador.
second-app-begin = Configurar una aplicación
second-app-scan = Escanee la imagen con la aplicación, o escriba en ella la clave. Después escriba aquí el código que muestra.
second-app-picture = La clave como imagen para la aplicación
second-app-key = Clave
second-app-confirm = Usar esta aplicación
second-app-on = Hay una aplicación configurada. Su código se pide cada vez que usted entra.
second-app-remove = Prescindir de la aplicación
second-code = Código
second-code-wrong = Este código no es correcto. El código de una aplicación vale medio minuto, y cada código sirve una vez.
second-codes = Códigos de recuperación
second-codes-why = Con cada uno de estos códigos entra una vez cuando no tenga otra cosa. Anótelos: se muestran solo ahora.
second-codes-left = { $count ->
    [one] Queda { $count } código
   *[other] Quedan { $count } códigos
}.
second-codes-renew = Crear códigos nuevos y anular los anteriores
