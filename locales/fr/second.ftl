second = Deuxième étape de connexion
second-why = En plus du mot de passe, vous montrez quelque chose que personne d’autre n’a. Quelqu’un qui apprend votre mot de passe ne peut toujours pas entrer.
second-needed = Les pages du bureau s’ouvrent une fois la deuxième étape configurée.
second-step-why = Écrivez le code que votre application affiche en ce moment ou un de vos codes de secours, ou présentez votre clé d’accès.
second-app = Application de codes
second-app-why = Toute application de codes à usage unique convient, sur le téléphone ou l’ordinateur.
second-app-begin = Configurer une application
second-app-scan = Scannez l’image avec l’application, ou saisissez-y la clé. Écrivez ensuite ici le code qu’elle affiche.
second-app-picture = La clé sous forme d’image pour l’application
second-app-key = Clé
second-app-confirm = Utiliser cette application
second-app-on = Une application est configurée. Son code vous est demandé quand vous vous connectez par mot de passe ou par un lien.
second-app-remove = Ne plus utiliser l’application
second-code = Code
second-code-wrong = Ce code n’est pas le bon. Le code d’une application est valable une demi-minute, et chaque code ne sert qu’une fois.
second-codes = Codes de secours
second-codes-why = Chacun de ces codes vous permet de vous connecter une fois si vous n’avez rien d’autre. Notez-les : ils ne sont affichés que maintenant.
second-codes-left = { $count ->
    [one] Il reste { $count } code
   *[other] Il reste { $count } codes
}.
second-codes-renew = Créer de nouveaux codes et annuler les anciens
passkeys = Clés d’accès
passkeys-why = Avec une clé d’accès, vous vous connectez par le moyen qui sert à déverrouiller votre téléphone ou votre ordinateur, comme l’empreinte ou le code PIN : sans mot de passe ni code.
passkey-name = Un nom pour cette clé, par exemple celui de l’appareil
passkey-begin = Ajouter une clé d’accès
passkey-make-why = Votre appareil vous demande maintenant une confirmation. La clé d’accès reste dans l’appareil, ou dans ce qui garde vos mots de passe.
passkey-make = Créer la clé d’accès
passkey-remove = Retirer cette clé d’accès
passkey-sign-in = Se connecter avec une clé d’accès
passkey-not-shown = L’appareil n’a présenté aucune clé d’accès. Réessayez, ou connectez-vous autrement.
passkey-script = Un navigateur ne crée de clés d’accès que s’il exécute le programme de cette page, et les plus anciens ne les connaissent pas.
passkey-unknown = Cette clé d’accès n’est pas connue ici, ou plus de cinq minutes ont passé. Réessayez, ou connectez-vous autrement.
passkey-not-made = Cette clé d’accès n’a pas pu être ajoutée : elle est déjà connue, ou plus de cinq minutes ont passé. Réessayez.
passkey-not-device = L’appareil n’a créé aucune clé d’accès ; peut-être en a-t-il déjà une pour cet annuaire. Réessayez, ou laissez ainsi.
passkey-after-password = Votre mot de passe a été changé depuis. Connectez-vous une fois avec le mot de passe, puis présentez cette clé d’accès ; elle suffira de nouveau ensuite.
passkey-copied = Cette clé d’accès a été refusée, car il en existe peut-être une copie. Connectez-vous autrement, retirez-la sur la page de la deuxième étape et créez-en une nouvelle.
passkey-copied-mark = Celle-ci a pu être copiée : elle a été refusée le { $day }. Retirez-la et créez-en une nouvelle.
