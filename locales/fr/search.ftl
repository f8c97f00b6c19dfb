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
organization = Organisation
see-all = Tout voir dans
could-meet = Organisations qui pourraient y répondre
could-meet-intro = Trouvées par ce qu’elles font et où elles sont. Personne ne leur a demandé.
meets-by-words = parle de { $words }
meets-by-theme = s’intéresse à
meets-by-sector = travaille dans
meets-by-place = se trouve en
