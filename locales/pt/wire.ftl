# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = Território
profile-kind = Tipo
profile-web = Site
profile-kept-by = Mantido por
profile-contact = Contacto
profile-mail = E-mail
profile-telephone = Telefone
profile-directory = Diretório
profile-of-directory = Diretório da economia social e solidária, mantido por { $keeper }. Conta automática: partilha as fichas das organizações com outros diretórios; o que elas oferecem e procuram é publicado por elas mesmas.
profile-correct = Para corrigir ou retirar uma ficha:
profile-of-organization = Perfil no diretório { $directory }, mantido por { $keeper }. Fala em nome próprio; não é uma conta automática.
profile-welcome = Boas-vindas.
profile-answer = Responda à publicação de uma organização ou escreva-lhe diretamente: é ela que responde. Tudo está também aqui:

# What stands around an offer or need in the post that other servers show.
post-what = O quê
post-terms = Como
post-place = Onde
post-until = Até
post-conditions = Condições
post-answer = Ver e responder
post-address-to-come = aqui ficará o seu endereço
post-met = RESOLVIDO
post-expired = EXPIRADO
post-closed = ENCERRADO

# What channels say.
channel-about = { $title }: ofertas e necessidades da economia social e solidária. Conta automática, mantida por { $keeper }. Anuncia cada uma uma só vez, no máximo { $most } por dia (UTC), e as demais num só resumo; não repete respostas nem alterações.
channel-more =
    { $count ->
        [one] Mais uma deste dia:
       *[other] Mais { $count } deste dia:
    }

# The automatic answer where nobody reads.
notice-nobody-reads = Ninguém lê o que se escreve a esta conta.
notice-nobody-answers-for = Ainda ninguém responde por { $name }.
notice-write-to = Por favor, escreva para { $office }.
notice-automatic = Esta resposta é automática. As mensagens diretas podem ser lidas por quem administra os dois servidores.

# The first part of a channel’s title.
slice-offers = Ofertas
slice-needs = Necessidades

# How exact a derived point is.
precision-postal-code = centro da área do código postal
precision-municipality = centro do município

# Words that become hashtags.
hashtag-product = Produtos
hashtag-service = Serviços
hashtag-space-equipment = Recursos partilhados
hashtag-money-guarantee = Finanças solidárias
hashtag-people-skills = Habilidades
hashtag-knowledge-mentoring = Mentoria
hashtag-visit = Visitas
hashtag-project-partner = Parcerias
hashtag-volunteers = Voluntariado
hashtag-movement = Economia solidária
