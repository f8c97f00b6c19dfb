second = Deuxième étape de connexion
second-why = En plus du mot de passe, vous montrez quelque chose que vous seul avez. Qui apprend votre mot de passe reste tout de même dehors.
second-needed = Les pages du bureau s’ouvrent une fois que vous avez configuré une deuxième étape.
second-step-why = Écrivez le code que votre application affiche maintenant, ou l’un de vos codes de secours.
second-app = Application de codes
second-app-why = Toute application de codes à usage unique convient, sur le téléphone ou l’ordinateur.
second-app-begin = Configurer une application
second-app-scan = Scannez l’image avec l’application, ou saisissez-y la clé. Écrivez ensuite ici le code qu’elle affiche.
second-app-picture = La clé en image pour l’application
second-app-key = Clé
second-app-confirm = Utiliser cette application
second-app-on = Une application est configurée. Son code est demandé à chaque connexion.
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
