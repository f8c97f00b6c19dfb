# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = Territori
profile-kind = Tipus
profile-web = Web
profile-kept-by = A càrrec de
profile-contact = Contacte
profile-mail = Correu
profile-telephone = Telèfon
profile-directory = Directori
profile-of-directory = Directori de l’economia social i solidària, a càrrec de { $keeper }. Compte automàtic: comparteix les fitxes de les organitzacions amb altres directoris; el que ofereixen i busquen ho publiquen elles mateixes.
profile-correct = Per corregir o retirar una fitxa:
profile-of-organization = Perfil al directori { $directory }, a càrrec de { $keeper }. Parla en nom propi; no és un compte automàtic.
profile-welcome = Us donem la benvinguda.
profile-answer = Responeu a la publicació d’una organització o escriviu-li directament: contesta ella mateixa. Tot és també aquí:

# What stands around an offer or need in the post that other servers show.
post-what = Què
post-terms = Com
post-place = On
post-until = Fins al
post-conditions = Condicions
post-answer = Veure i respondre
post-address-to-come = aquí anirà la seva adreça
post-met = RESOLT
post-expired = VENÇUT
post-closed = TANCAT

# What channels say.
channel-about = { $title }: el que s’ofereix i es busca en l’economia social i solidària. Compte automàtic, a càrrec de { $keeper }. Anuncia cada publicació una sola vegada, com a màxim { $most } al dia (UTC), i les altres en un sol resum; no repeteix respostes ni canvis.
channel-more =
    { $count ->
        [one] Una més d’aquest dia:
       *[other] { $count } més d’aquest dia:
    }

# The automatic answer where nobody reads.
notice-nobody-reads = Ningú no llegeix el que s’escriu a aquest compte.
notice-nobody-answers-for = Encara no respon ningú per { $name }.
notice-write-to = Si us plau, escriviu a { $office }.
notice-automatic = Aquesta resposta és automàtica. Els missatges directes els poden llegir els qui administren tots dos servidors.

# The first part of a channel’s title.
slice-offers = Oferim
slice-needs = Busquem

# How exact a derived point is.
precision-postal-code = centre de la zona del codi postal
precision-municipality = centre del municipi

# Words that become hashtags.
hashtag-product = Productes
hashtag-service = Serveis
hashtag-space-equipment = Recursos compartits
hashtag-money-guarantee = Finances solidàries
hashtag-people-skills = Habilitats
hashtag-knowledge-mentoring = Mentoria
hashtag-visit = Visites
hashtag-project-partner = Aliances
hashtag-volunteers = Voluntariat
hashtag-movement = Economia solidària
