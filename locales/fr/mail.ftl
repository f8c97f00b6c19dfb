mail-greeting = Bonjour,
mail-unasked = Si vous n’attendiez pas ce message, ne faites rien : il ne se passera rien.
mail-claim-subject = Reprendre la fiche de { $organization }
mail-claim-why = Avec ce lien vous reprenez la fiche de { $organization } dans notre annuaire. Dès lors, l’organisation en répond, et peut publier ce qu’elle propose et ce qu’elle cherche.
mail-claim-until = Le lien ne peut servir qu’une fois, jusqu’au { $day }.
mail-sign-in-subject = Se connecter à { $directory }
mail-sign-in-why = Avec ce lien, vous vous connectez à { $directory }.
mail-sign-in-until = Le lien ne peut servir qu’une fois, dans les 15 minutes.
mail-password-subject = Un nouveau mot de passe pour { $directory }
mail-password-why = Avec ce lien, vous choisissez un nouveau mot de passe pour { $directory }.
mail-password-until = Le lien ne peut servir qu’une fois, dans l’heure.
mail-passkey-subject = Une nouvelle façon de se connecter à { $directory }
mail-passkey-why = Une clé d’accès a été ajoutée à votre compte dans { $directory }. La personne qui la détient peut se connecter à votre place. Vous la voyez ici :
mail-passkey-otherwise = Si ce n’est pas vous qui l’avez ajoutée, retirez-la aussitôt et choisissez un nouveau mot de passe.
mail-ended-subject = { $organization } a pris fin dans { $directory }
mail-ended-why = { $who } a noté dans { $directory } que { $organization } a pris fin. Son compte et tout ce qu’elle offrait et cherchait ont été retirés partout. Sa page pour les personnes qui la représentent :
mail-erased-subject = { $organization } a quitté { $directory }
mail-erased-why = { $who } a fait effacer { $organization } de { $directory } : son compte, sa fiche et tout ce qu’elle offrait et cherchait ont été retirés partout. L’annuaire :
mail-left-otherwise = Vous recevez ce courriel parce que vous la représentez aussi. Si ce n’était pas convenu entre vous, prévenez aussitôt le bureau.
mail-who-removed = (un compte supprimé)
mail-trial-subject = Courriel d’essai de { $directory }
mail-trial-why = L’envoi de courriels de { $directory } fonctionne. L’annuaire est ici :
mail-trial-until = Il n’y a rien à faire.
mail-saved-subject = Voulez-vous enregistrer cette recherche dans { $directory } ?
mail-saved-why = Quelqu’un a enregistré une recherche dans { $directory } pour votre adresse. Avec ce lien, vous la voyez et dites si vous la voulez. Un courriel arrivera alors quand il y aura du nouveau, un par jour au plus.
mail-saved-until = Le lien peut servir jusqu’au { $day }.
mail-news-subject =
    { $count ->
        [one] Du nouveau : { $search }
       *[other] { $count } nouveautés : { $search }
    }
mail-news-intro = Votre recherche enregistrée dans { $directory } : { $search }
mail-news-more = Et { $count } de plus.
mail-news-many = Et plus de { $count } autres.
mail-news-all = Voir tout :
mail-news-ends = Votre recherche enregistrée prend fin le { $day }
mail-news-keep-on = Cette recherche prend fin le { $day }. Ici, vous pouvez la garder une année de plus :
mail-news-end = Ici, vous y mettez fin et ne recevrez plus de courriels :
mail-waits-subject = { $count ->
    [one] Quelque chose vous attend : { $directory }
   *[other] { $count } choses vous attendent : { $directory }
}
mail-waits-intro = Voici ce qui attend, dans { $directory }, les organisations que vous représentez :
mail-waits-end = Vous avez demandé qu’on vous prévienne, une fois par jour au plus. Pour ne plus recevoir ces courriels, allez sur la page de votre compte :
mail-application-subject = Participer à { $directory } ?
mail-application-why = Quelqu’un a écrit dans { $directory } que vous voulez participer, et a donné cette adresse. Ici, vous voyez à quel titre, et dites si c’est exact :
mail-application-until = Le lien peut servir jusqu’au { $day }.
mail-amendment-subject = Avez-vous écrit à { $directory } ?
mail-amendment-why = Quelqu’un a signalé dans { $directory } une erreur dans une fiche, et a donné cette adresse pour la réponse. Ici, vous voyez ce qui a été écrit, et dites si c’était vous :
mail-not-listed-subject = Votre demande de participation à { $directory }
mail-not-listed-why = Le bureau a examiné ce que vous avez écrit au sujet de { $organization } et ne l’inscrit pas. Voici pourquoi :
mail-not-listed-again = Vous pouvez répondre au bureau, et lui écrire de nouveau ici :
mail-applied-subject = { $organization } veut participer
mail-applied-why = Quelqu’un veut participer à { $directory } avec { $organization }, et l’adresse indiquée l’a confirmé. La décision se prend ici :
mail-passkey-copied-subject = Une de vos clés d’accès à { $directory } a peut-être été copiée
mail-passkey-copied-why = Quelqu’un a présenté votre clé d’accès « { $passkey } » à { $directory }, et elle a été refusée : elle a servi plus souvent qu’elle ne le dit, comme une clé dont il existe une copie.
mail-passkey-copied-mend = Si vous n’avez pas essayé de vous connecter à l’instant, quelqu’un d’autre l’a. Connectez-vous autrement, retirez cette clé, mettez fin aux sessions que vous ne connaissez pas et créez une nouvelle clé. Tout cela se trouve ici :
mail-invited-subject = Invitation à rejoindre le bureau de { $directory }
mail-invited-why = On vous invite à rejoindre le bureau de { $directory }. Avec ce lien, vous choisissez votre mot de passe et vous vous connectez.
mail-invited-already = Vous faites désormais partie du bureau de { $directory }. Connectez-vous comme d’habitude ; voici sa page :
mail-invited-until = Le lien ne peut servir qu’une fois, jusqu’au { $day }.
mail-represents-subject = Vous représentez { $organization }
mail-represents-why = Le bureau de { $directory } a noté que vous représentez { $organization }. Connectez-vous comme d’habitude ; voici ses pages :
mail-represents-first = Le bureau de { $directory } a noté que vous représentez { $organization }. Avec ce lien, vous choisissez votre mot de passe et vous vous connectez.
mail-represented-too-subject = { $who } représente désormais { $organization }
mail-represented-too-why = Le bureau de { $directory } a noté que { $who } représente aussi { $organization }. Sa page pour les personnes qui la représentent :
mail-appeal-subject = Le bureau a répondu au recours de { $organization }
mail-appeal-why = Le bureau de { $directory } s’est prononcé sur le recours de { $organization } contre un refus. La réponse est ici :
mail-visit-subject = Avez-vous écrit ceci dans { $directory } ?
mail-visit-why = Quelqu’un a écrit à une organisation dans { $directory } et a donné cette adresse pour la réponse. Ici, vous voyez ce qui a été écrit, et dites si c’était vous :
mail-answered-subject = { $organization } vous répond
mail-answered-why = Vous avez écrit dans { $directory } à propos de « { $about } ». { $organization } répond :
mail-answered-again = Pour écrire de nouveau, ou pour faire tout effacer, sans compte :
mail-answered-kept = Ne répondez pas à ce courriel : personne ne lit ce qui est envoyé à son expéditeur. L’organisation ne voit pas votre adresse ; elle est effacée ici { $days } jours après le dernier message.
mail-amended-subject = { $count ->
    [one] Un signalement sur une fiche de { $directory }
   *[other] { $count } signalements sur des fiches de { $directory }
}
mail-amended-why = Des visiteurs ont signalé des erreurs dans des fiches de { $directory }, ou demandé le retrait d’une fiche. Ils attendent une réponse ici ; les nouveaux signalements vous sont annoncés une fois par jour au plus :
