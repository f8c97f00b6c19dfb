search-everything = Chercher dans l’annuaire
search-words = Que cherchez-vous ?
search-place = Où
search-place-hint = une ville, une région ou un pays
search-kind = Parmi
everything = tout
found-count =
    { $count ->
        [0] Rien n’a été trouvé.
        [one] Un résultat.
       *[other] { $count } résultats.
    }
found-more = Plus de { $count } résultats ; les { $count } premiers sont comptés ici. Précisez la recherche pour savoir combien il y en a.
nothing-hint = Essayez d’autres mots, moins de mots, ou un lieu plus large.
narrowed-by = Avec ces filtres
search-meant = Vos mots peuvent aussi vouloir dire :
widen = retirer
narrow = Préciser la recherche
organization-type = Type d’organisation
record-language = Langue
whose = De
whose-own = cet annuaire
whose-others = annuaires amis
around = autour de
on-the-map = sur la carte
deadline-before = jusqu’au
kilometres = km
follow-this-search = Ce qui est nouveau ici peut être suivi
map = Carte
map-intro = Chaque cercle représente ce qui a été trouvé autour de lui et rapproche la carte. Tout figure aussi dans la liste.
map-circle =
    { $count ->
        [one] { $count } ici : se rapprocher
       *[other] { $count } ici : se rapprocher
    }
map-circle-near = { $count } près de { $place } : se rapprocher
map-found-here = Trouvé ici
map-search-here = Chercher dans cette partie de la carte
map-zoom-in = Se rapprocher
map-zoom-out = S’éloigner
map-close = Fermer
map-sources = D’où vient la carte
map-fingers = Déplacez la carte avec deux doigts
map-scroll = Maintenez { $key } pour zoomer avec la molette
organization = Organisation
see-all = Tout voir dans
found-also-in = aussi dans :
could-meet = Organisations qui pourraient y répondre
could-meet-intro = Trouvées par ce qu’elles font et où elles sont. Personne ne leur a demandé.
meets-by-words = parle de { $words }
meets-by-theme = s’intéresse à
meets-by-sector = travaille dans
meets-by-place = se trouve en
found-cut = Il y a tant à parcourir que le plus ancien a été laissé de côté. Demandez une plus petite partie de la carte ou un jour plus proche, avec plus de mots ou de filtres.
kind-of-record = Genre de fiche
search-wrong-words = C’est trop long. Écrivez 200 lettres au plus.
search-wrong-place = Aucun lieu de ce nom n’est connu ici. Écrivez une ville, une région ou un pays, comme Oaxaca ou Lyon, France.
search-wrong-nearly = Aucun lieu de ce nom n’est connu ici. Vouliez-vous dire { $place } ?
search-wrong-namesakes = Plusieurs lieux portent ce nom. Écrivez aussi la région ou le pays : { $places }.
search-wrong-places = Demandez un seul lieu : par son nom, autour d’un point ou par une partie de la carte.
search-wrong-near = Ce n’est pas un point de la terre. Écrivez sa latitude et sa longitude en degrés, comme dans 17.06,-96.72.
search-wrong-km = Écrivez un nombre de kilomètres de 1 à 500, avec un lieu.
search-wrong-box = Ce n’est pas une partie de la carte. Écrivez sud, ouest, nord et est en degrés, comme dans 16.9,-97.0,17.3,-96.4.
search-wrong-day = Ce n’est pas un jour. Écrivez l’année, le mois et le jour, comme dans 2026-12-31.
search-wrong-territory = Ce n’est pas le code d’un territoire. Écrivez-en un comme MX ou MX-OAX, ou laissez vide et écrivez le nom du lieu.
search-wrong-choice = La liste n’a rien de ce nom. Laissez vide et choisissez parmi ce qui précise la recherche.
search-wrong-page = Cette adresse ne mène à aucune page de la liste. Cherchez à nouveau depuis le début.
saved-searches = Recherches gardées
save-search = Garder cette recherche
save-search-how = Une lettre arrive quand il y a du nouveau, une par jour au plus, et chaque lettre permet d’arrêter. Aucun compte n’est nécessaire ; personne d’autre ne voit ce que vous gardez.
save-search-button = Garder
save-search-sent = Si cette recherche n’est pas encore gardée pour { $mail }, une lettre est en route, une par jour au plus. Ouvrez son lien et dites là quelles recherches vous voulez.
save-search-full = On ne peut pas garder d’autres recherches ici pour le moment. Suivez celle-ci par son flux, ou revenez dans quelques jours.
save-search-empty = Cherchez d’abord quelque chose, ou précisez la recherche, puis gardez-la.
save-search-often = Trop d’essais. Réessayez dans quelques minutes.
saved-searches-wanted = Lesquelles de ces recherches voulez-vous ?
saved-searches-wanted-why = Quelqu’un les a gardées pour { $mail }. Pour celles que vous gardez, une lettre arrive quand il y a du nouveau, une par jour au plus.
saved-searches-button = Garder celles qui sont cochées
saved-searches-too-many = On ne peut pas garder d’autres recherches pour cette adresse : il y en a déjà { $most }. Cochez-en moins, ou arrêtez-en une par le lien de ses lettres.
saved-searches-kept = Désormais une lettre arrive quand il y a du nouveau.
saved-searches-none-kept = Rien n’a été gardé, et aucune lettre n’arrive.
saved-searches-unusable = Ce lien n’ouvre plus rien. Chacun prend fin après trois jours et dès qu’il a servi : gardez la recherche à nouveau.
saved-search-until = Elle est gardée jusqu’au
saved-search-keep-on = La garder une année de plus
saved-search-end = L’arrêter
saved-search-ended = La recherche a pris fin. Plus aucune lettre n’en arrive.
saved-searches-own = Les recherches que vous avez gardées en étant connecté, et dont des lettres arrivent.
saved-searches-own-none = Vous n’avez gardé aucune recherche en étant connecté. Cherchez quelque chose, et gardez-le sous ce qui est trouvé.
search-within = À moins de
search-within-usual = comme d’habitude
search-until = Échéance au plus tard
search-near-me = Près de moi
search-near-me-refused = Le navigateur n’a pas dit où vous êtes. Écrivez un lieu.
narrow-and-map = Carte et filtres
territory-search = Tout cela, dans la recherche et sur la carte
embed-search = Montrer cette recherche sur un autre site
embed-search-how = Copiez l’une de ces lignes dans une page : la première montre la liste, la seconde la carte. Elles ne posent pas de cookie.
