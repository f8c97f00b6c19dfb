second = Segundo paso para entrar
second-why = Además de la contraseña, usted muestra algo que solo usted tiene. Quien conozca su contraseña se queda fuera igualmente.
second-needed = Las páginas de la oficina se abren cuando haya configurado un segundo paso.
second-step-why = Escriba el código que muestra ahora su aplicación o uno de sus códigos de recuperación, o muestre su llave de acceso.
second-app = Aplicación de códigos
second-app-why = Sirve cualquier aplicación de códigos de un solo uso, en el teléfono o en otro dispositivo.
second-app-begin = Configurar una aplicación
second-app-scan = Escanee la imagen con la aplicación, o escriba en ella la clave. Después escriba aquí el código que muestra.
second-app-picture = La clave como imagen para la aplicación
second-app-key = Clave
second-app-confirm = Usar esta aplicación
second-app-on = Hay una aplicación configurada. Su código se pide cuando usted entra con contraseña o con un enlace.
second-app-remove = Quitar la aplicación
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
passkeys-why = Con una llave de acceso se entra con aquello por lo que su dispositivo le reconoce, como la huella o el PIN: sin contraseña y sin código.
passkey-name = Un nombre para ella, como el del dispositivo
passkey-begin = Añadir una llave de acceso
passkey-make-why = Su dispositivo le pregunta ahora. La llave de acceso se queda en él o donde usted guarda sus contraseñas.
passkey-make = Crear la llave de acceso
passkey-remove = Quitar esta llave de acceso
passkey-sign-in = Entrar con una llave de acceso
passkey-not-shown = El dispositivo no mostró ninguna llave de acceso. Pruebe de nuevo o entre de otra manera.
passkey-script = Un navegador solo crea llaves de acceso si ejecuta el programa de esta página, y los más antiguos no las conocen.
passkey-unknown = Aquí no se conoce esta llave de acceso, o pasaron más de cinco minutos. Pruebe de nuevo o entre de otra manera.
passkey-not-made = No se pudo añadir esta llave de acceso: ya se conoce, o pasaron más de cinco minutos. Pruebe de nuevo.
passkey-not-device = El dispositivo no creó ninguna llave de acceso; quizá ya tiene una para este directorio. Pruebe de nuevo o déjelo así.
passkey-after-password = Su contraseña se cambió desde entonces. Entre una vez con la contraseña y muestre después esta llave de acceso; a partir de ahí vuelve a bastar.
passkey-copied = Esta llave de acceso fue rechazada, pues puede haber una copia de ella. Entre de otra manera, quítela en la página del segundo paso y cree una nueva.
passkey-copied-mark = Esta puede haber sido copiada: se rechazó el { $day }. Quítela y cree una nueva.
