imports = Imports
imports-intro = Apportez le tableau que vous avez : CSV, Excel, LibreOffice, JSON ou GeoJSON. Vous voyez ce qui se passerait avant que quoi que ce soit ne change, et vous pouvez revenir en arrière.
import-file = Fichier
import-file-hint = Au plus { $most } Mo. Il reste sur ce serveur.
import-bring = Apporter le fichier
imports-waiting = Fichiers en attente
imports-made = Imports effectués
import-day = Jour
import-state = Où il en est
import-done = dans l’annuaire
import-undone = annulé
import-abandoned = interrompu, rien n’a changé
import-under-way = en cours
rows-read = Lignes lues
rows-created = Nouvelles organisations
rows-updated = Modifiées
rows-unchanged = Inchangées
rows-skipped = Lignes laissées de côté
rows-published = Publiées
rows-withdrawn = Retirées du public
rows-ended = Considérées comme terminées
import-statuses = États
import-status-ended = a pris fin
import-status-goes-on = continue
import-status-unknown = inconnu ; considérée comme active
rows-missing = Connues avant et absentes de ce fichier
rows-conflicts = Saisies à la main et différentes ici
import-problems = Ce qu’il faut corriger
import-example = par exemple :
import-left-out = laissée de côté
import-rows = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
import-line = ligne
import-unknown = Valeurs qu’aucune liste ne connaît
import-perhaps = peut-être
import-likely = Lignes qui peuvent être l’organisation d’une autre fiche
import-likely-cut = Toutes les lignes n’ont pas été comparées à toutes les fiches, ou les paires ne figurent pas toutes ici. L’importation elle-même cherche de nouveau.
import-pairs = { $count ->
    [0] Ce fichier n’apporte aucune paire de fiches qui pourraient être une seule organisation.
    [one] Ce fichier apporte une paire de fiches qui pourraient être une seule organisation.
   *[other] Ce fichier apporte { $count } paires de fiches qui désignent peut-être, chacune, la même organisation.
}
import-pairs-wait = { $count ->
    [one] Une paire attend déjà une décision.
   *[other] { $count } paires attendent déjà une décision.
}
import-differences = Ce qui change
import-field = Quoi
import-before = Avant
import-after = Après
import-conflict = reste tel que saisi à la main
import-progress = { $done } lignes sur { $of } sont traitées.
import-reading = Le fichier est en cours de lecture.
import-goes-on = Le traitement continue si vous fermez la page.
import-look-again = Actualiser
import-would = Ce que ferait ce fichier
import-now = Importer sans publier
import-now-publish = Importer et publier
import-columns = Ce que signifient les colonnes
import-columns-intro = Cela a été déduit des en-têtes et des valeurs. Corrigez ce qui est faux.
import-no-names = Aucune colonne contenant des noms n’a été trouvée. Choisissez ci-dessous laquelle en contient ; si les colonnes semblent fausses, choisissez ci-dessus comment lire le fichier.
import-columns-as-before = Les colonnes sont comprises comme dans { $file }, le dernier fichier aux mêmes en-têtes, pour le registre { $register }. Modifiez ce qui diffère à présent.
import-guess-anew = Déduire de nouveau les colonnes
import-read-as = Le fichier a été lu en { $encoding }, ses colonnes séparées par : { $delimiter }
import-read-otherwise = Si des lettres ou des colonnes sont fausses, choisissez autre chose ici.
import-encoding = Encodage des caractères
import-delimiter = Ce qui sépare les colonnes
import-as-found = selon ce qui est détecté
import-comma = virgule ( , )
import-semicolon = point-virgule ( ; )
import-tab = tabulation
import-bar = barre ( | )
import-read-again = Lire de nouveau le fichier
import-register-again = Si c’est le registre entier : de nouveau son nom court
import-register-unsure = les colonnes sont comprises comme dans un fichier antérieur, et, si le registre est entier, ce qui n’y figure plus est suspendu ; écrivez de nouveau à quel registre ce fichier correspond
import-mapping-file = Cette correspondance dans un fichier, pour la ligne de commande
import-register = Nom court du registre
import-language = Langue des textes
import-days = Dates comme 3/4/2019
import-days-unsaid = Comme le pays les écrit
import-days-first = Le jour d’abord : 31/12/2026
import-months-first = Le mois d’abord : 12/31/2026
import-empty-agrees = Les cellules vides de la colonne « { $column } » veulent dire oui : seuls les refus y sont notés
import-territory = Lieu de toutes les organisations : un pays ou une région, comme Oaxaca
import-territory-unsure = aucun pays ni région ne s’appelle ainsi, ou plusieurs ; écrivez-le avec le pays, comme « Córdoba, Espagne », ou par son code, comme MX-OAX
import-name-missing = aucune colonne ne contient encore le nom ; choisissez « Nom » à côté de celle qui le contient
import-column-taken = la colonne « { $column } » est déjà choisie pour cela, et une seule peut le contenir ; choisissez autre chose pour l’une des deux
import-type = Type de toutes les organisations
import-by-columns = selon les colonnes
import-column = Colonne
import-samples = Quelques valeurs
import-holds = Ce qu’elle contient
import-sure = Certitude
import-doubtful = à vérifier
import-leave-out = laisser de côté
import-known-shape = Ce fichier a une forme connue ; ses colonnes n’ont pas besoin d’explication.
import-how = Ce que fera l’import
import-publish = Publier les fiches : tout le monde les voit
import-keep = Les garder sans publier : pour l’instant seul le bureau les voit
import-complete = Le fichier est le registre entier : suspendre ce qui n’y figure plus
import-renamed = C’est le même registre, même si la plupart des noms ont changé
import-rehearse = Voir ce qui se passerait
import-rehearse-hint = Cela ne change rien.
import-lay-aside = Écarter ce fichier
import-undo = Annuler cet import
import-undo-meaning = Ce qu’il a créé est effacé, ce qu’il a modifié redevient comme avant. Ce qui a été modifié à la main depuis reste.
import-added = ajoutée
import-changed = modifiée
import-more = Elles ne figurent pas toutes dans cette liste.
duplicates = Peut-être en double
duplicates-wait = { $count ->
    [0] Aucune paire n’attend de décision
    [one] Une paire est peut-être une seule organisation
   *[other] { $count } paires sont peut-être une seule organisation
}
duplicates-merge = C’est la même : les réunir
duplicates-same = C’est la même : l’indiquer
duplicates-apart = Ce sont deux organisations distinctes
reason-register-number = le même numéro de registre { $number }
reason-identifier = { $register } donne aux deux le numéro { $identifier }
reason-domain = le même site web { $domain }
reason-name = noms semblables « { $one } » et « { $other } »
reason-postal-code = le même code postal { $code }
reason-locality = la même localité { $locality }
reason-near = à { $metres } m l’une de l’autre
reason-founded = toutes deux fondées le { $day }
reason-other-name = mais des noms différents « { $one } » et « { $other } »
reason-other-number = mais des numéros de registre différents { $one } et { $other }
reason-other-identifier = mais { $register } en donne deux
reason-other-domain = mais des sites web différents { $one } et { $other }
reason-other-country = mais des pays différents { $one } et { $other }
reason-other-place = mais des lieux différents { $one } et { $other }
reason-far = mais à { $kilometres } km l’une de l’autre
reason-other-founded = mais fondées le { $one } et le { $other }
field-identifier = Numéro dans ce registre
field-name = Nom
field-other-name = Autre nom
field-summary = Description
field-entity-type = Ce que c’est
field-register-number = Numéro officiel
field-country = Pays
field-region = Région ou province
field-locality = Localité
field-street = Rue
field-postal-code = Code postal
field-latitude = Latitude
field-longitude = Longitude
field-coordinates = Latitude et longitude
field-email = Adresse électronique
field-phone = Téléphone
field-person = Personne à contacter
field-dissolved-on = Dissoute le
field-status = Si elle est active
field-diffusion = Si elle peut être publiée
import-rehearsed-anew = Entre-temps, quelqu’un a examiné ce fichier avec d’autres réglages. Voici ce que ferait maintenant un import ; rien n’a été importé.
import-undoing = Cet import est en cours d’annulation ; { $left ->
    [one] il reste { $left } fiche
   *[other] il reste { $left } fiches
}.
conflicts = Autres valeurs dans un fichier
conflicts-wait = { $count ->
    [0] Aucune valeur n’attend de décision.
    [one] Une valeur attend une décision.
   *[other] { $count } valeurs attendent une décision.
}
conflicts-why = Quelqu’un a modifié ces valeurs à la main, et un fichier plus récent d’un registre indique autre chose. Rien n’a été écrasé. Si vous gardez la vôtre, le registre sera de nouveau pris en compte quand il indiquera une nouvelle valeur.
conflict-ours = Dans la fiche
conflict-theirs = Dans le fichier
conflict-keep = Garder la nôtre
conflict-take = Prendre celle du fichier
duplicates-proposed = À décider
duplicates-kept-apart = Déclarées distinctes
duplicates-said-same = Déclarées identiques
duplicates-merged = Réunies
duplicates-merge-means = Réunir garde la fiche de gauche, sauf si seule l’autre parle pour elle-même. La fiche gardée reçoit les sources, les attestations et les adhésions des deux et ce qui lui manque, et l’ancienne adresse y mène pour toujours. On ne peut pas revenir en arrière. En revanche, on peut revenir sur le fait que ce sont deux organisations, ou qu’une fiche est aussi celle d’un autre annuaire.
duplicates-merged-why = Ce qui a été réuni le reste : les adresses des deux mènent à une seule fiche.
duplicates-anew = Décider de nouveau
duplicates-unsay = Revenir là-dessus
duplicates-directory = Annuaire
duplicates-differs = différent de l’autre côté
duplicates-join = Réunir deux fiches en une
duplicates-join-means = La fiche qui reste reçoit les sources, les attestations et les adhésions des deux et ce qui lui manque, et l’adresse de l’autre y mène pour toujours. On ne peut pas revenir en arrière.
duplicates-stays = Cette fiche reste
duplicates-goes = Celle-ci y est intégrée
duplicates-join-do = Les réunir définitivement
duplicates-turn = Garder plutôt l’autre
leave-as-is = Laisser tel quel
duplicates-joined = Ces deux fiches n’en font plus qu’une :
import-undo-erases = Fiches qui sont effacées
import-undo-public = dont publiques jusqu’ici
import-undo-restores = Fiches qui redeviennent comme avant
list-some-of = { $shown } sur { $count } figurent dans cette liste.
import-problems-file = Tout ce qui est à corriger, en tableau (CSV)
import-missing-file = Toutes, en tableau (CSV)
import-list-line = Ligne
import-list-field = Colonne ou champ
import-value = Valeur
import-wrong = Ce qui ne va pas
import-mend = Comment le corriger
import-address = Adresse
import-stands = Où elle en est
