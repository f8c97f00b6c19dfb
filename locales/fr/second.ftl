second = Deuxième étape de connexion
second-why = En plus du mot de passe, vous montrez quelque chose que vous seul avez. Qui apprend votre mot de passe reste tout de même dehors.
second-needed = Les pages du bureau s’ouvrent une fois que vous avez configuré une deuxième étape.
second-step-why = Écrivez le code que montre maintenant votre application ou un de vos codes de secours, ou montrez votre clé d’accès.
second-app = Application de codes
second-app-why = Toute application de codes à usage unique convient, sur le téléphone ou l’ordinateur.
second-app-begin = Configurer une application
second-app-scan = Scannez l’image avec l’application, ou saisissez-y la clé. Écrivez ensuite ici le code qu’elle affiche.
second-app-picture = La clé en image pour l’application
second-app-key = Clé
second-app-confirm = Utiliser cette application
second-app-on = Une application est configurée. Son code est demandé quand vous vous connectez par mot de passe ou par un lien.
second-app-remove = Se passer de l’application
second-code = Code
second-code-wrong = Ce code n’est pas juste. Le code d’une application vaut une demi-minute, et chaque code sert une seule fois.
second-codes = Codes de secours
second-codes-why = Chacun de ces codes permet de se connecter une fois quand vous n’avez rien d’autre. Notez-les : ils ne sont affichés que maintenant.
second-codes-left = { $count ->
    [one] Il reste { $count } code
   *[other] Il reste { $count } codes
}.
second-codes-renew = Créer de nouveaux codes et annuler les anciens
passkeys = Clés d’accès
passkeys-why = Avec une clé d’accès, vous vous connectez par ce à quoi votre téléphone ou votre ordinateur vous reconnaît, comme l’empreinte ou le code PIN : sans mot de passe ni code.
passkey-name = Un nom pour elle, celui de l’appareil par exemple
passkey-begin = Ajouter une clé d’accès
passkey-make-why = Votre appareil vous interroge maintenant. La clé d’accès reste dans l’appareil, ou là où vous gardez vos mots de passe.
passkey-make = Créer la clé d’accès
passkey-remove = Retirer cette clé d’accès
passkey-sign-in = Se connecter avec une clé d’accès
passkey-not-shown = L’appareil n’a montré aucune clé d’accès. Essayez encore, ou connectez-vous autrement.
passkey-script = Un navigateur ne crée de clés d’accès que s’il exécute le programme de cette page, et les plus anciens ne les connaissent pas.
passkey-unknown = Cette clé d’accès n’est pas connue ici, ou plus de cinq minutes ont passé. Essayez encore, ou connectez-vous autrement.
passkey-not-made = Cette clé d’accès n’a pas pu être ajoutée : elle est déjà connue, ou plus de cinq minutes ont passé. Essayez encore.
passkey-not-device = L’appareil n’a créé aucune clé d’accès ; peut-être en a-t-il déjà une pour cet annuaire. Essayez encore, ou laissez ainsi.
passkey-after-password = Votre mot de passe a été changé depuis. Connectez-vous une fois avec le mot de passe, puis montrez cette clé d’accès ; elle suffira de nouveau.
passkey-fresh = Déconnectez-vous, puis reconnectez-vous par un lien reçu par courriel ; ajoutez ensuite la clé d’accès avant un quart d’heure.
passkey-copied = Cette clé d’accès a été refusée, car il en existe peut-être une copie. Connectez-vous autrement, retirez-la sur la page de la seconde étape et créez-en une nouvelle.
