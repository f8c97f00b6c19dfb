mail-greeting = Bon dia,
mail-unasked = Si no esperàveu res semblant, no feu res: aquest correu no tindrà cap efecte.
mail-claim-subject = Feu-vos càrrec de la fitxa de { $organization }
mail-claim-why = Amb aquest enllaç us feu càrrec de la fitxa de { $organization } al nostre directori. A partir d’aleshores en respon l’organització, i pot publicar el que ofereix i el que busca.
mail-claim-until = L’enllaç es pot fer servir una sola vegada, fins al { $day }.
mail-sign-in-subject = Entreu a { $directory }
mail-sign-in-why = Amb aquest enllaç entreu a { $directory }.
mail-sign-in-until = L’enllaç es pot fer servir una sola vegada, en els propers 15 minuts.
mail-password-subject = Una contrasenya nova per a { $directory }
mail-password-why = Amb aquest enllaç trieu una contrasenya nova per a { $directory }.
mail-password-until = L’enllaç es pot fer servir una sola vegada, en la propera hora.
mail-passkey-subject = Una nova manera d’entrar a { $directory }
mail-passkey-why = S’ha afegit una clau d’accés al vostre compte a { $directory }. Qui la tingui entra en nom vostre. La podeu veure aquí:
mail-passkey-otherwise = Si no heu estat vós, traieu-la de seguida i trieu una contrasenya nova.
mail-ended-subject = { $organization } consta com a dissolta a { $directory }
mail-ended-why = { $who } ha anotat a { $directory } que { $organization } s’ha dissolt. El seu compte i tot el que oferia i buscava s’han retirat a tot arreu. La seva pàgina per a qui la representa:
mail-erased-subject = { $organization } ha deixat { $directory }
mail-erased-why = { $who } ha fet esborrar { $organization } de { $directory }: el seu compte, la seva fitxa i tot el que oferia i buscava s’han retirat a tot arreu. El directori:
mail-left-otherwise = Rebeu aquest correu perquè també la representeu. Si no ho havíeu acordat entre vosaltres, aviseu de seguida l’oficina.
mail-who-removed = (un compte que s’ha eliminat)
mail-trial-subject = Correu de prova de { $directory }
mail-trial-why = El correu de { $directory } funciona. El directori és aquí:
mail-trial-until = No cal fer res.
mail-saved-subject = Voleu aquesta cerca a { $directory }?
mail-saved-why = Algú ha desat una cerca a { $directory } per a la vostra adreça. Amb aquest enllaç la podeu veure i dir si la voleu. En aquest cas us arribarà un correu quan entri alguna cosa nova, un al dia com a màxim.
mail-saved-until = L’enllaç es pot fer servir fins al { $day }.
mail-news-intro = La vostra cerca desada a { $directory }: { $search }
mail-news-more = I { $count } més.
mail-news-many = I altres resultats, més de { $count }.
mail-news-all = Tot plegat:
mail-news-ends = La vostra cerca desada s’acaba el { $day }
mail-news-keep-on = Aquesta cerca s’acaba el { $day }. Aquí la podeu conservar un any més:
mail-news-end = Aquí la podeu acabar, i no us arribaran més correus:
mail-waits-subject = { $count ->
    [one] Un assumpte us espera: { $directory }
   *[other] { $count } assumptes us esperen: { $directory }
}
mail-waits-intro = Això espera a { $directory } les organitzacions que representeu:
mail-waits-end = Vau demanar que se us avisés un cop al dia com a màxim. Aquí, a la pàgina del vostre compte, podeu deixar de rebre aquests correus:
waiting-messages = { $count ->
    [one] Un missatge està sense respondre
   *[other] { $count } missatges estan sense respondre
}
waiting-replies = { $count ->
    [one] Una resposta d’altres servidors espera que la mostreu
   *[other] { $count } respostes d’altres servidors esperen que les mostreu
}
waiting-ending = { $count ->
    [one] Una publicació s’acaba en menys d’una setmana
   *[other] { $count } publicacions s’acaben en menys d’una setmana
}
waiting-memberships = { $count ->
    [one] Una pertinença espera la vostra confirmació
   *[other] { $count } pertinences esperen la vostra confirmació
}
waiting-followers = { $count ->
    [one] Un compte us vol seguir
   *[other] { $count } comptes us volen seguir
}
mail-application-subject = Voleu participar a { $directory }?
mail-application-why = Algú ha escrit a { $directory } que hi voleu participar, i ha donat aquesta adreça. Aquí podeu veure en qualitat de què, i dir si és així:
mail-application-until = L’enllaç es pot fer servir fins al { $day }.
mail-amendment-subject = Heu escrit a { $directory }?
mail-amendment-why = Algú ha escrit a { $directory } què no és correcte en una fitxa, i ha donat aquesta adreça per a la resposta. Aquí podeu veure què ha escrit, i dir si heu estat vós:
mail-not-listed-subject = Sobre la vostra participació a { $directory }
mail-not-listed-why = L’oficina ha revisat el que vau escriure sobre { $organization }, i no la inclou al directori. Diu:
mail-not-listed-again = Podeu respondre a l’oficina, i tornar-li a escriure aquí:
mail-applied-subject = { $organization } vol participar-hi
mail-applied-why = Algú vol participar a { $directory } amb { $organization }, i ho ha confirmat des de l’adreça que va donar. Aquí decidiu vós:
mail-passkey-copied-subject = Una clau d’accés vostra a { $directory } pot haver estat copiada
mail-passkey-copied-why = Algú ha mostrat la vostra clau d’accés «{ $passkey }» a { $directory } i ha estat rebutjada: s’ha fet servir més vegades de les que ella declara, com passa quan n’hi ha una còpia.
mail-passkey-copied-mend = Si no heu provat d’entrar fa un moment, la té una altra persona. Entreu d’una altra manera, traieu aquesta clau, tanqueu les sessions que no reconegueu i creeu-ne una de nova. Aquí les trobeu:
mail-invited-subject = Invitació a l’oficina de { $directory }
mail-invited-why = Se us convida a treballar a l’oficina de { $directory }. Amb aquest enllaç trieu la contrasenya i entreu.
mail-invited-already = A partir d’ara treballeu a l’oficina de { $directory }. Entreu com sempre; aquesta és la seva pàgina:
mail-invited-until = L’enllaç es pot fer servir una sola vegada, fins al { $day }.
mail-represents-subject = Representeu { $organization }
mail-represents-why = L’oficina de { $directory } ha anotat que representeu { $organization }. Entreu com sempre; aquestes en són les pàgines:
mail-represents-first = L’oficina de { $directory } ha anotat que representeu { $organization }. Amb aquest enllaç trieu la contrasenya i entreu.
mail-represented-too-subject = { $who } representa ara { $organization }
mail-represented-too-why = L’oficina de { $directory } ha anotat que { $who } també representa { $organization }. La seva pàgina per a qui la representa:
mail-appeal-subject = L’oficina ha respost a la reclamació de { $organization }
mail-appeal-why = { $directory } ha decidit la reclamació de { $organization } contra una denegació. La resposta és aquí:
mail-amended-subject = { $count ->
    [one] Algú diu què no és correcte en una fitxa de { $directory }
   *[other] { $count } avisos del que no és correcte en fitxes de { $directory }
}
mail-amended-why = Algunes persones han escrit què no és correcte en fitxes de { $directory }, o que alguna s’hauria de retirar. Esperen resposta aquí; dels avisos nous se us informa un cop al dia com a màxim:
mail-visit-subject = Heu escrit això a { $directory }?
mail-visit-why = Algú ha escrit a una organització a { $directory } i ha donat aquesta adreça per a la resposta. Aquí podeu veure què ha escrit, i dir si heu estat vós:
mail-answered-subject = { $organization } us respon
mail-answered-why = Vau escriure a { $directory } sobre «{ $about }». { $organization } respon:
mail-answered-again = Per tornar a escriure, o per fer que s’esborri tot, sense compte:
mail-answered-kept = No respongueu a aquest correu: ningú no llegeix el que arriba a l’adreça que l’envia. L’organització no veu la vostra adreça, que s’esborra d’aquí { $days } dies després de l’últim missatge.
mail-news-subject =
    { $count ->
        [one] Una novetat: { $search }
       *[other] { $count } novetats: { $search }
    }
