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
passkeys = Llaves de acceso
passkeys-why = Con una llave de acceso se entra con lo que el teléfono o el ordenador conoce de usted, como un dedo o un número: sin contraseña y sin código.
passkey-name = Un nombre para ella, como el del aparato
passkey-begin = Añadir una llave de acceso
passkey-make-why = Su aparato le pregunta ahora. La llave se queda en el aparato o donde usted guarda sus contraseñas.
passkey-make = Crear la llave de acceso
passkey-remove = Quitar esta llave de acceso
passkey-sign-in = Entrar con una llave de acceso
passkey-not-shown = El aparato no mostró ninguna llave. Pruebe de nuevo o entre de otra manera.
passkey-script = Las llaves de acceso necesitan el programa de esta página, y su navegador no lo ejecutó.
passkey-unknown = Aquí no se conoce esta llave de acceso, o pasaron más de cinco minutos. Pruebe de nuevo o entre de otra manera.
passkey-not-made = No se pudo añadir esta llave de acceso: ya se conoce, o pasaron más de cinco minutos. Pruebe de nuevo.
