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
mail-trial-subject = Correu de prova de { $directory }
mail-trial-why = El correu de { $directory } funciona. El directori és aquí:
mail-trial-until = No cal fer res.
mail-saved-subject = Voleu aquesta cerca a { $directory }?
mail-saved-why = Algú ha desat una cerca a { $directory } per a la vostra adreça. Amb aquest enllaç la podeu veure i dir si la voleu. En aquest cas us arribarà un correu quan entri alguna cosa nova, un al dia com a màxim.
mail-saved-until = L’enllaç es pot fer servir fins al { $day }.
mail-news-intro = La vostra cerca desada a { $directory }: { $search }
mail-news-more = I { $count } més.
mail-news-many = I més de { $count } resultats més.
mail-news-all = Tot plegat:
mail-news-ends = La vostra cerca desada s’acaba el { $day }
mail-news-keep-on = Aquesta cerca s’acaba el { $day }. Aquí la podeu conservar un any més:
mail-news-end = Aquí la podeu acabar, i no us arribaran més correus:
mail-application-subject = Voleu participar a { $directory }?
mail-application-why = Algú ha escrit a { $directory } que hi voleu participar, i ha donat aquesta adreça. Aquí podeu veure en qualitat de què, i dir si és així:
mail-application-until = L’enllaç es pot fer servir fins al { $day }.
mail-amendment-subject = Heu escrit a { $directory }?
mail-amendment-why = Algú ha escrit a { $directory } què no és correcte en una fitxa, i ha donat aquesta adreça per a la resposta. Aquí podeu veure què ha escrit, i dir si heu estat vós:
mail-not-listed-subject = Sobre la vostra participació a { $directory }
mail-not-listed-why = L’oficina ha revisat el que vau escriure sobre { $organization }, i no la inclou al directori. Diu:
mail-not-listed-again = Podeu respondre a l’oficina, i tornar-li a escriure aquí:
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
