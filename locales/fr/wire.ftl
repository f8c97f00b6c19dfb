# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = Territoire
profile-kind = Type
profile-web = Site web
profile-kept-by = Tenu par
profile-contact = Contact
profile-mail = Courriel
profile-telephone = Téléphone
profile-directory = Annuaire
profile-of-directory = Annuaire de l’économie sociale et solidaire, tenu par { $keeper }. Compte automatisé : il partage les fiches des organisations avec d’autres annuaires ; ce qu’elles proposent et cherchent, elles le publient elles-mêmes.
profile-correct = Pour corriger ou retirer une fiche :
profile-of-organization = Profil dans l’annuaire { $directory }, tenu par { $keeper }. L’organisation parle en son nom ; ce compte n’est pas automatisé.
profile-welcome = Bienvenue.
profile-answer = Répondez à la publication d’une organisation ou écrivez-lui directement : c’est elle qui répond. Tout se trouve aussi ici :

# What stands around an offer or need in the post that other servers show.
post-what = Quoi
post-terms = Comment
post-place = Où
post-until = Jusqu’au
post-conditions = Conditions
post-answer = Voir et répondre
post-address-to-come = ici se trouvera son adresse
post-met = POURVU
post-expired = EXPIRÉ
post-closed = CLÔTURÉ

# What channels say.
channel-about = { $title } : offres et besoins de l’économie sociale et solidaire. Compte automatisé, tenu par { $keeper }. Il relaie chaque annonce une seule fois, { $most } par jour au plus (UTC), et les autres en un seul résumé ; il ne relaie ni réponses ni modifications.
channel-more =
    { $count ->
        [one] Une de plus ce jour-là :
       *[other] { $count } de plus ce jour-là :
    }

# The automatic answer where nobody reads.
notice-nobody-reads = Personne ne lit ce qui est écrit à ce compte.
notice-nobody-answers-for = Personne ne répond encore pour { $name }.
notice-write-to = Merci d’écrire à { $office }.
notice-automatic = Cette réponse est automatique. Les messages directs peuvent être lus par les administrateurs des deux serveurs.

# The first part of a channel’s title.
slice-offers = Offres
slice-needs = Besoins

# How exact a derived point is.
precision-postal-code = centre de la zone du code postal
precision-municipality = centre de la commune

# Words that become hashtags.
hashtag-product = Produits
hashtag-service = Services
hashtag-space-equipment = Ressources partagées
hashtag-money-guarantee = Finance solidaire
hashtag-people-skills = Compétences
hashtag-knowledge-mentoring = Mentorat
hashtag-visit = Visites
hashtag-project-partner = Partenariat
hashtag-volunteers = Bénévolat
hashtag-movement = Économie solidaire
