mail-greeting = Bon dia,
mail-unasked = Si no esperàveu res semblant, no feu res: no passa res.
mail-claim-subject = Feu-vos càrrec de la fitxa de { $organization }
mail-claim-why = Amb aquest enllaç us feu càrrec de la fitxa de { $organization } al nostre directori. A partir d’aleshores en respon l’organització, i pot publicar el que ofereix i el que busca.
mail-claim-until = L’enllaç es pot fer servir una sola vegada, fins al { $day }.
mail-sign-in-subject = Entreu a { $directory }
mail-sign-in-why = Amb aquest enllaç entreu a { $directory }.
mail-sign-in-until = L’enllaç es pot fer servir una sola vegada, en els propers 15 minuts.
mail-password-subject = Una contrasenya nova per a { $directory }
mail-password-why = Amb aquest enllaç trieu una contrasenya nova per a { $directory }.
mail-password-until = L’enllaç es pot fer servir una sola vegada, en la propera hora.
mail-trial-subject = Carta de prova de { $directory }
mail-trial-why = El correu de { $directory } funciona. El directori és aquí:
mail-trial-until = No cal fer res.
mail-saved-subject = Voleu aquesta cerca a { $directory }?
mail-saved-why = Algú ha desat una cerca a { $directory } per a la vostra adreça. Amb aquest enllaç la veieu i dieu si la voleu. Llavors arriba una carta quan entra alguna cosa nova, una al dia com a màxim.
mail-saved-until = L’enllaç es pot fer servir fins al { $day }.
mail-news-intro = La vostra cerca desada a { $directory }: { $search }
mail-news-more = I { $count } més.
mail-news-many = I més de { $count } altres.
mail-news-all = Tot plegat:
mail-news-ends = La vostra cerca desada s’acaba el { $day }
mail-news-keep-on = Aquesta cerca s’acaba el { $day }. Aquí la podeu conservar un any més:
mail-news-end = Aquí l’acabeu, i ja no arriben més cartes:
mail-application-subject = Voleu participar a { $directory }?
mail-application-why = Algú ha escrit a { $directory } que hi voleu participar, i ha donat aquesta adreça. Aquí veieu com a què, i dieu si és així:
mail-application-until = L’enllaç es pot fer servir fins al { $day }.
mail-amendment-subject = Heu escrit a { $directory }?
mail-amendment-why = Algú ha escrit a { $directory } què no és correcte en una fitxa, i ha donat aquesta adreça per a la resposta. Aquí veieu què, i dieu si heu estat vós:
mail-not-listed-subject = Sobre la vostra participació a { $directory }
mail-not-listed-why = L’oficina ha mirat el que vau escriure de { $organization }, i no ho inclou al directori. Diu:
mail-not-listed-again = Podeu respondre a l’oficina, i tornar-li a escriure aquí:
mail-visit-subject = Heu escrit això a { $directory }?
mail-visit-why = Algú ha escrit a una organització a { $directory } i ha donat aquesta adreça per a la resposta. Aquí veieu què, i dieu si heu estat vós:
mail-answered-subject = { $organization } us respon
mail-answered-why = Vau escriure a { $directory } sobre «{ $about }». { $organization } respon:
mail-answered-again = Per tornar a escriure, o per fer que s’oblidi tot, sense compte:
mail-answered-kept = No respongueu a aquesta carta: ningú no llegeix el que arriba a l’adreça que l’envia. L’organització no veu la vostra adreça; aquí s’oblida { $days } dies després de l’últim missatge.
mail-news-subject =
    { $count ->
        [one] Una novetat: { $search }
       *[other] { $count } novetats: { $search }
    }
