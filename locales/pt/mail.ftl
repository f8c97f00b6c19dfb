mail-greeting = Olá,
mail-unasked = Se não esperava nada disto, não faça nada: não acontece nada.
mail-claim-subject = Assumir a ficha de { $organization }
mail-claim-why = Com este link assume a ficha de { $organization } no nosso diretório. A partir de então a organização responde por ela, e pode publicar o que oferece e o que procura.
mail-claim-until = O link pode ser usado uma única vez, até { $day }.
mail-sign-in-subject = Entrar em { $directory }
mail-sign-in-why = Com este link entra em { $directory }.
mail-sign-in-until = O link pode ser usado uma única vez, nos próximos 15 minutos.
mail-password-subject = Uma nova palavra-passe para { $directory }
mail-password-why = Com este link escolhe uma nova palavra-passe para { $directory }.
mail-password-until = O link pode ser usado uma única vez, na próxima hora.
mail-passkey-subject = Uma nova maneira de entrar em { $directory }
mail-passkey-why = Uma chave de acesso foi adicionada à sua conta em { $directory }. Quem a tiver entra em seu nome. Pode vê-la aqui:
mail-passkey-otherwise = Se não foi você, remova-a imediatamente e escolha uma nova palavra-passe.
mail-ended-subject = { $organization } terminou em { $directory }
mail-ended-why = { $who } anotou em { $directory } que { $organization } terminou. A sua conta e tudo o que oferecia e procurava foram retirados em todo o lado. A sua página para quem a representa:
mail-erased-subject = { $organization } deixou { $directory }
mail-erased-why = { $who } mandou apagar { $organization } de { $directory }: a sua conta, a sua ficha e tudo o que oferecia e procurava foram retirados em todo o lado. O diretório:
mail-left-otherwise = Recebe este e-mail porque também a representa. Se isto não foi combinado entre as pessoas que a representam, avise de imediato o escritório.
mail-who-removed = (uma conta apagada)
mail-trial-subject = E-mail de teste de { $directory }
mail-trial-why = O envio de e-mails de { $directory } funciona. O diretório está aqui:
mail-trial-until = Não há nada a fazer.
mail-saved-subject = Quer esta pesquisa em { $directory }?
mail-saved-why = Alguém guardou uma pesquisa em { $directory } para o seu e-mail. Com este link pode vê-la e dizer se a quer. Receberá então um e-mail quando entrar algo novo, um por dia no máximo.
mail-saved-until = O link pode ser usado até { $day }.
mail-news-subject =
    { $count ->
        [one] Uma novidade: { $search }
       *[other] { $count } novidades: { $search }
    }
mail-news-intro = A sua pesquisa guardada em { $directory }: { $search }
mail-news-more = E mais { $count }.
mail-news-many = E mais de { $count } outros.
mail-news-all = Tudo:
mail-news-ends = A sua pesquisa guardada termina em { $day }
mail-news-keep-on = Esta pesquisa termina em { $day }. Aqui pode guardá-la por mais um ano:
mail-news-end = Aqui pode terminá-la, e não recebe mais e-mails:
mail-waits-subject = { $count ->
    [one] Algo espera por si: { $directory }
   *[other] { $count } assuntos esperam por si: { $directory }
}
mail-waits-intro = Isto espera, em { $directory }, pelas organizações que representa:
mail-waits-end = Pediu um aviso no máximo uma vez por dia. Na página da sua conta pode deixar de receber estes e-mails:
mail-application-subject = Participar em { $directory }?
mail-application-why = Alguém escreveu em { $directory } que quer participar, e indicou este endereço. Aqui pode ver em que qualidade, e dizer se é verdade:
mail-application-until = O link serve até { $day }.
mail-amendment-subject = Escreveu a { $directory }?
mail-amendment-why = Alguém escreveu em { $directory } o que está errado numa ficha, e indicou este endereço para a resposta. Aqui vê o quê, e confirma se partiu de si:
mail-not-listed-subject = Sobre participar em { $directory }
mail-not-listed-why = O escritório analisou o que escreveu sobre { $organization } e não a inclui. O motivo:
mail-not-listed-again = Pode responder ao escritório e voltar a escrever-lhe aqui:
mail-applied-subject = { $organization } quer participar
mail-applied-why = Alguém quer participar em { $directory } com { $organization }, e o endereço indicado confirmou-o. A decisão toma-se aqui:
mail-passkey-copied-subject = Uma chave de acesso sua em { $directory } pode ter sido copiada
mail-passkey-copied-why = Alguém mostrou a sua chave de acesso «{ $passkey }» em { $directory }, e ela foi recusada: foi usada mais vezes do que diz, como acontece quando existe uma cópia.
mail-passkey-copied-mend = Se não tentou entrar agora mesmo, outra pessoa tem a chave. Entre de outra maneira, remova esta chave, termine as sessões que não conhece e crie uma nova. Tudo isso está aqui:
mail-invited-subject = Convite para o escritório de { $directory }
mail-invited-why = Recebeu um convite para trabalhar no escritório de { $directory }. Com este link escolhe a sua palavra-passe e entra.
mail-invited-already = A partir de agora trabalha no escritório de { $directory }. Entre como sempre; esta é a página do escritório:
mail-invited-until = O link pode ser usado uma só vez, até { $day }.
mail-represents-subject = Representa { $organization }
mail-represents-why = O escritório de { $directory } anotou que representa { $organization }. Entre como sempre; estas são as suas páginas:
mail-represents-first = O escritório de { $directory } anotou que representa { $organization }. Com este link escolhe a sua palavra-passe e entra.
mail-represented-too-subject = { $who } representa agora { $organization }
mail-represented-too-why = O escritório de { $directory } anotou que { $who } também representa { $organization }. A sua página para quem a representa:
mail-appeal-subject = O escritório respondeu ao recurso de { $organization }
mail-appeal-why = O escritório de { $directory } decidiu sobre o recurso de { $organization } contra uma recusa. A resposta está aqui:
mail-visit-subject = Escreveu isto em { $directory }?
mail-visit-why = Alguém escreveu a uma organização em { $directory } e indicou este endereço para a resposta. Aqui pode ver o que foi escrito, e dizer se partiu de si:
mail-answered-subject = { $organization } responde-lhe
mail-answered-why = Escreveu em { $directory } sobre «{ $about }». { $organization } responde:
mail-answered-again = Para escrever de novo, ou para que tudo seja esquecido, sem conta:
mail-answered-kept = Não responda a este e-mail: ninguém lê o que é enviado ao remetente. A organização não vê o seu endereço; é apagado aqui { $days } dias depois da última mensagem.
mail-amended-subject = { $count ->
    [one] Alguém diz o que está errado numa ficha de { $directory }
   *[other] { $count } avisos do que está errado em fichas de { $directory }
}
mail-amended-why = Visitantes comunicaram erros em fichas de { $directory }, ou pediram que uma fosse retirada. Esperam aqui por resposta; os avisos novos chegam uma vez por dia no máximo:
