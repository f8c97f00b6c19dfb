mail-greeting = Bonjour,
mail-unasked = Si vous n’attendiez rien de tel, ne faites rien : il ne se passera rien.
mail-claim-subject = Reprendre la fiche de { $organization }
mail-claim-why = Avec ce lien vous reprenez la fiche de { $organization } dans notre annuaire. Dès lors l’organisation en répond, et peut publier ce qu’elle propose et ce qu’elle cherche.
mail-claim-until = Le lien sert une seule fois, jusqu’au { $day }.
mail-sign-in-subject = Se connecter à { $directory }
mail-sign-in-why = Avec ce lien vous vous connectez à { $directory }.
mail-sign-in-until = Le lien sert une seule fois, dans les 15 minutes.
mail-password-subject = Un nouveau mot de passe pour { $directory }
mail-password-why = Avec ce lien vous choisissez un nouveau mot de passe pour { $directory }.
mail-password-until = Le lien sert une seule fois, dans l’heure.
mail-passkey-subject = Une nouvelle façon de se connecter à { $directory }
mail-passkey-why = Une clé d’accès a été ajoutée à votre compte dans { $directory }. Qui l’a se connecte à votre nom. Vous la voyez ici :
mail-passkey-otherwise = Si ce n’était pas vous, retirez-la aussitôt et choisissez un nouveau mot de passe.
mail-ended-subject = { $organization } a pris fin dans { $directory }
mail-ended-why = { $who } a noté dans { $directory } que { $organization } a pris fin. Son compte et tout ce qu’elle offrait et cherchait ont été retirés partout. Sa page pour ceux qui la représentent :
mail-erased-subject = { $organization } a quitté { $directory }
mail-erased-why = { $who } a fait effacer { $organization } de { $directory } : son compte, sa fiche et tout ce qu’elle offrait et cherchait ont été retirés partout. L’annuaire :
mail-left-otherwise = Vous recevez cette lettre parce que vous la représentez aussi. Si ce n’était pas convenu entre vous, prévenez aussitôt le bureau.
mail-trial-subject = Lettre d’essai de { $directory }
mail-trial-why = Le courrier de { $directory } fonctionne. L’annuaire est ici :
mail-trial-until = Il n’y a rien à faire.
mail-saved-subject = Voulez-vous cette recherche dans { $directory } ?
mail-saved-why = Quelqu’un a gardé une recherche dans { $directory } pour votre adresse. Avec ce lien vous la voyez et dites si vous la voulez. Alors une lettre arrive quand il y a du nouveau, une par jour au plus.
mail-saved-until = Le lien sert jusqu’au { $day }.
mail-news-subject =
    { $count ->
        [one] Du nouveau : { $search }
       *[other] { $count } nouveautés : { $search }
    }
mail-news-intro = Votre recherche gardée dans { $directory } : { $search }
mail-news-more = Et { $count } de plus.
mail-news-many = Et plus de { $count } autres.
mail-news-all = Tout :
mail-news-ends = Votre recherche gardée prend fin le { $day }
mail-news-keep-on = Cette recherche prend fin le { $day }. Ici vous pouvez la garder une année de plus :
mail-news-end = Ici vous y mettez fin, et plus aucune lettre n’arrive :
mail-waits-subject = { $count ->
    [one] Quelque chose vous attend : { $directory }
   *[other] { $count } choses vous attendent : { $directory }
}
mail-waits-intro = Ceci attend dans { $directory } les organisations que vous représentez :
mail-waits-end = Vous vouliez le savoir une fois par jour au plus. Ici, sur la page de votre compte, vous mettez fin à ces lettres :
mail-application-subject = Participer à { $directory } ?
mail-application-why = Quelqu’un a écrit dans { $directory } que vous voulez participer, et a donné cette adresse. Ici vous voyez comme quoi, et dites si c’est le cas :
mail-application-until = Le lien peut servir jusqu’au { $day }.
mail-amendment-subject = Avez-vous écrit à { $directory } ?
mail-amendment-why = Quelqu’un a écrit dans { $directory } ce qui est faux dans une fiche, et a donné cette adresse pour la réponse. Ici vous voyez quoi, et dites si c’était vous :
mail-not-listed-subject = À propos de la participation à { $directory }
mail-not-listed-why = Le bureau a regardé ce que vous avez écrit de { $organization } et ne l’inscrit pas. Il dit :
mail-not-listed-again = Vous pouvez répondre au bureau, et lui écrire de nouveau ici :
mail-applied-subject = { $organization } veut participer
mail-applied-why = Quelqu’un veut participer à { $directory } avec { $organization }, et l’adresse indiquée l’a confirmé. Ici, vous décidez :
mail-passkey-copied-subject = Une de vos clés d’accès à { $directory } a peut-être été copiée
mail-passkey-copied-why = Quelqu’un a montré votre clé d’accès « { $passkey } » à { $directory }, et elle a été refusée : elle a signé plus souvent qu’elle ne le dit, comme le fait une clé dont il existe une copie.
mail-passkey-copied-mend = Si vous n’avez pas essayé de vous connecter à l’instant, quelqu’un d’autre l’a. Connectez-vous autrement, retirez cette clé, mettez fin aux sessions que vous ne connaissez pas et créez-en une nouvelle. Vous les trouvez ici :
mail-invited-subject = Invitation au bureau de { $directory }
mail-invited-why = Vous êtes invité à travailler pour le bureau de { $directory }. Par ce lien, vous choisissez votre mot de passe et vous vous connectez.
mail-invited-already = Vous travaillez désormais pour le bureau de { $directory }. Connectez-vous comme toujours ; voici sa page :
mail-invited-until = Le lien sert une seule fois, jusqu’au { $day }.
mail-represents-subject = Vous représentez { $organization }
mail-represents-why = Le bureau de { $directory } a noté que vous représentez { $organization }. Connectez-vous comme toujours ; voici ses pages :
mail-represents-first = Le bureau de { $directory } a noté que vous représentez { $organization }. Par ce lien, vous choisissez votre mot de passe et vous vous connectez.
mail-represented-too-subject = { $who } représente désormais { $organization }
mail-represented-too-why = Le bureau de { $directory } a noté que { $who } représente aussi { $organization }. Sa page pour ceux qui la représentent :
mail-appeal-subject = Le bureau a répondu au recours de { $organization }
mail-appeal-why = { $directory } a décidé du recours de { $organization } contre un refus. La réponse est ici :
mail-visit-subject = Avez-vous écrit ceci dans { $directory } ?
mail-visit-why = Quelqu’un a écrit à une organisation dans { $directory } et a donné cette adresse pour la réponse. Voyez ici quoi, et dites si c’était vous :
mail-answered-subject = { $organization } vous répond
mail-answered-why = Vous avez écrit dans { $directory } à propos de « { $about } ». { $organization } répond :
mail-answered-again = Pour écrire de nouveau, ou pour que tout soit oublié, sans compte :
mail-answered-kept = Ne répondez pas à cette lettre : personne ne lit ce qui est envoyé à son expéditeur. L’organisation ne voit pas votre adresse ; elle est oubliée ici { $days } jours après le dernier message.
mail-amended-subject = { $count ->
    [one] Quelqu’un dit ce qui est faux dans une fiche de { $directory }
   *[other] { $count } signalements sur des fiches de { $directory }
}
mail-amended-why = Des visiteurs ont écrit ce qui est faux dans des fiches de { $directory }, ou que l’une doit partir. Leurs mots attendent ici une réponse ; du nouveau, vous êtes prévenu une fois par jour au plus :
