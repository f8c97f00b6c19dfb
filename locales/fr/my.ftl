offer-new = Écrire ce que vous proposez
need-new = Écrire ce que vous cherchez
offer-change = Modifier
offer-purpose = De quoi il s’agit
offer-title = Titre
offer-text = Texte
offer-language = Langue du texte
choose = choisissez
offer-look = Voir le résultat
offer-publish = Publier
offer-preview = Ainsi les autres le liront
offer-preview-why = C’est la publication sur Mastodon et ailleurs. Rien n’est encore publié.
offer-changed-meanwhile = Quelqu’un d’autre l’a modifié entre-temps. Voici ce qui est là ; si vous renvoyez le formulaire, le vôtre le remplace.
offer-ended = C’est terminé et ne change plus.
offer-again = Publier à nouveau
offer-again-why = Une nouvelle publication avec les mêmes mots ; vous pouvez d’abord les modifier. L’ancienne adresse reste terminée.
offers-withdrawn = Retiré
offer-end = Terminer
offer-met = C’est satisfait
offer-close = Clore
offer-withdraw = Retirer
offer-withdraw-why = Cela disparaît partout, pour toujours.
offer-withdraw-sure = Je veux le retirer.
offer-title-wrong = Écrivez un titre de 200 lettres au plus.
offer-text-wrong = Écrivez 10 000 lettres au plus.
offer-what-wrong = Choisissez de quoi il s’agit.
offer-terms-wrong = Choisissez les conditions.
offer-purpose-wrong = Choisissez si vous le proposez ou le cherchez.
offer-territory-wrong = Écrivez un lieu comme Oaxaca ou un code comme MX-OAX, ou laissez le champ vide.
offer-until-wrong = Écrivez un jour à venir, ou laissez vide.
form-too-old = Ce formulaire est trop ancien. Rouvrez la page et envoyez-le de là.
messages = Messages
messages-not-secret = Les messages ne sont pas chiffrés : les administrateurs des deux serveurs peuvent les lire.
message-direct = à vous seuls
message-mention = vous nomme en public
message-answer = votre réponse
message-automatic = réponse automatique
message-text = Votre réponse
message-send = Répondre
message-erase = Effacer ce message
message-text-wrong = Écrivez une réponse de 5 000 lettres au plus.
message-cannot = Cette réponse ne peut pas arriver, ou la fiche n’est pas publique.
ask-one = Demander à { $name }
ask-nobody-reads = Personne ne lit encore ici les messages qui lui sont adressés. Sa page dit comment la joindre.
ask-asked = Vous leur avez déjà posé la question ; attendez la réponse.
ask-question = Demander
ask-text = Votre question à { $name }
ask-hint = Elle voit votre besoin et votre question, et répond dans vos messages.
ask-send = Envoyer la question
ask-none = Personne n’est trouvé dont l’activité et le lieu conviennent. Cherchez vous-mêmes :
ask-cannot = Cette question ne peut pas partir : elle a déjà été posée, les questions du jour sont épuisées, le besoin a pris fin, ou personne ne répond là-bas.
ask-nobody = Cette organisation est introuvable, ou son annuaire ne répond pas pour le moment.
answer-by = Au nom de
answer-text = Votre réponse à { $name }
answer-seen = Votre organisation, ce à quoi vous répondez et vos mots sont vus, et la réponse arrive dans vos messages.
answer-send = Envoyer la réponse
answer-own = Cela vient de votre propre organisation. Répondez à une autre.
answer-by-whom = Choisissez une organisation que vous représentez.
answer-nobody-speaks = Seule une organisation active et publique ici peut répondre, et vous n’en représentez aucune autre.
answer-cannot = Cette réponse ne peut pas partir : vous avez déjà répondu, les questions et réponses du jour sont épuisées, c’est terminé, ou personne ne répond là-bas.
message-question = votre question
drafts = Brouillons
draft-why = Un brouillon n’est vu que par ceux qui représentent l’organisation, jusqu’à sa publication.
draft-kept = gardé
draft-keep = Garder comme brouillon
draft-discard = Jeter ce brouillon
draft-untitled = (sans titre pour le moment)
draft-gone = Ce brouillon a été publié ou jeté entre-temps. Si vous renvoyez le formulaire, il en est fait un autre.
my-data = Les données de l’organisation
my-export = Tout ce qui est gardé d’elle, dans un fichier
leave = Partir
leave-first = Emportez d’abord ce que vous voulez garder :
leave-what = Comment vous partez
leave-what-wrong = Choisissez comment vous partez.
leave-represent = Je ne la représente plus
leave-represent-why = L’organisation reste telle quelle ; d’autres la représentent.
leave-represent-last = L’organisation reste telle quelle. Personne d’autre ne la représente : personne ne répond à ses messages avant que le bureau ne donne un nouveau lien à quelqu’un.
leave-ended = L’organisation a pris fin
leave-ended-why = Son compte et tout ce qu’elle propose et cherche sont retirés partout et pour toujours. Le bureau garde sa fiche comme terminée.
leave-ended-on = Si elle a pris fin : quel jour, si vous le savez
leave-erase = L’organisation quitte cet annuaire
leave-erase-why = Son compte, sa fiche et tout ce qu’elle propose et cherche sont effacés ici et retirés partout et pour toujours. Ce qu’un registre public dit d’elle peut être de nouveau référencé par le bureau.
leave-handle = Si l’organisation prend fin ou part, écrivez le nom de son compte :
leave-handle-wrong = Écrivez le nom du compte tel qu’il est ici, pour que personne ne parte par erreur.
leave-done = C’est fait
leave-done-why = Ce que vous avez choisi est fait. Ce que d’autres serveurs en gardent y est retiré aussi, là où il le fallait.
offer-territory-hint = son nom ou son code, comme Oaxaca ou MX-OAX
offer-territory-which = Choisissez de quel lieu il s’agit, ou écrivez son code.
suggested = Vos mots suggèrent :
waiting = En attente de vous
waiting-messages = { $count ->
    [one] Un message est sans réponse
   *[other] { $count } messages sont sans réponse
}
waiting-replies = { $count ->
    [one] Une réponse venue d’autres serveurs attend d’être montrée
   *[other] { $count } réponses venues d’autres serveurs attendent d’être montrées
}
waiting-ending = { $count ->
    [one] Une publication prend fin dans moins d’une semaine
   *[other] { $count } publications prennent fin dans moins d’une semaine
}
waiting-memberships = { $count ->
    [one] Une adhésion attend votre confirmation
   *[other] { $count } adhésions attendent votre confirmation
}
message-waits = sans réponse
message-settle = Aucune réponse n’est nécessaire
my-replies-why = Ce que des gens ont écrit d’ailleurs sous ce que vous proposez et cherchez. Personne ne le voit avant que vous ou le bureau ne le montriez.
my-memberships-why = Une adhésion est montrée quand les deux parties la confirment.
my-membership-to = vous appartenez à
my-membership-of = vous appartient
my-membership-waits = attend votre confirmation
my-membership-other = l’autre partie ne l’a pas encore confirmée
my-membership-confirm = Confirmer
my-membership-deny = Ce n’est pas le cas
my-membership-end = Elle a pris fin
daily = Lettres
daily-want = Écrivez-moi, une fois par jour au plus, quand quelque chose de nouveau attend mes organisations.
memberships = Adhésions
appeal-yours = Votre recours
appeal-waits = Le bureau n’a pas encore répondu.
appeal-make = Contester
appeal-text = Ce que vous avez à dire contre
appeal-why = Le bureau regarde encore une fois et répond. On peut contester une fois.
appeal-upheld = Le refus est maintenu
appeal-attested = Finalement attesté
message-visitor = de passage ; votre réponse lui parvient par lettre
