offer-new = Escrever o que oferecem
need-new = Escrever o que procuram
offer-change = Mudar
offer-purpose = O que é
offer-title = Título
offer-text = Texto
offer-language = Língua do texto
choose = escolha
offer-look = Ver como ficará
offer-publish = Publicar
offer-preview = Assim os outros lerão
offer-preview-why = É a publicação no Mastodon e noutros. Ainda nada foi publicado.
offer-changed-meanwhile = Outra pessoa mudou-o entretanto. Isto está agora; se enviar de novo o formulário, fica o seu.
offer-ended = Já terminou e não muda mais.
offer-again = Publicar de novo
offer-again-why = Uma publicação nova com as mesmas palavras; pode mudá-las antes. O endereço antigo continua terminado.
offers-withdrawn = Retirado
offer-end = Terminar
offer-met = Foi atendido
offer-close = Encerrar
offer-withdraw = Retirar
offer-withdraw-why = Desaparece em todo o lado e para sempre.
offer-withdraw-sure = Quero retirá-lo.
offer-title-wrong = Escreva um título de 200 letras, no máximo.
offer-text-wrong = Escreva 10.000 letras, no máximo.
offer-what-wrong = Escolha de que se trata.
offer-terms-wrong = Escolha as condições.
offer-purpose-wrong = Escolha se oferecem ou procuram.
offer-territory-wrong = Escreva um lugar como Oaxaca ou um código como MX-OAX, ou deixe vazio.
offer-until-wrong = Escreva um dia que ainda não passou, ou deixe vazio.
form-too-old = Este formulário é antigo demais. Abra de novo a página e envie-o dali.
messages = Mensagens
messages-not-secret = As mensagens não são cifradas: quem administra os dois servidores pode lê-las.
message-direct = só para vocês
message-mention = menciona-os em público
message-answer = a sua resposta
message-automatic = resposta automática
message-text = A sua resposta
message-send = Responder
message-erase = Apagar esta mensagem
message-text-wrong = Escreva uma resposta de 5.000 letras, no máximo.
message-cannot = Esta resposta não pode chegar ao destino, ou a ficha não é pública.
ask-one = Perguntar a { $name }
ask-nobody-reads = Ainda ninguém lê aqui mensagens em seu nome. A sua página diz como a contactar.
ask-asked = Já perguntaram sobre isto; esperem a resposta.
ask-question = Perguntar
ask-text = Sua pergunta para { $name }
ask-hint = Elas veem sua necessidade e sua pergunta, e respondem às suas mensagens.
ask-send = Enviar a pergunta
ask-none = Não se encontra ninguém cuja atividade e lugar combinem. Procurem vocês:
ask-cannot = Esta pergunta não pode ser enviada: já foi feita, as perguntas de hoje acabaram, a necessidade terminou ou ninguém responde lá.
ask-nobody = Esta organização não foi encontrada, ou seu diretório não responde por enquanto.
answer-by = Em nome de
answer-text = Sua resposta para { $name }
answer-seen = Elas veem sua organização, a que responde e suas palavras, e respondem às suas mensagens.
answer-send = Enviar a resposta
answer-own = Isto é da sua própria organização. Responda a outra.
answer-by-whom = Escolha uma organização que representa.
answer-nobody-speaks = Só uma organização ativa e pública aqui pode responder, e você não representa nenhuma outra.
answer-cannot = Esta resposta não pode ser enviada: já respondeu, as perguntas e respostas de hoje acabaram, isto terminou ou ninguém responde lá.
message-question = sua pergunta
drafts = Rascunhos
draft-why = Um rascunho só é visto por quem representa a organização, até ser publicado.
draft-kept = guardado
draft-keep = Guardar como rascunho
draft-discard = Descartar este rascunho
draft-untitled = (ainda sem título)
draft-gone = Este rascunho foi publicado ou descartado entretanto. Se enviar de novo o formulário, faz-se outro.
my-data = Os dados da organização
my-export = Tudo o que se guarda dela, num ficheiro
leave = Sair
leave-first = Leve antes o que quiser conservar:
leave-what = Como sai
leave-what-wrong = Escolha como sai.
leave-represent = Já não a represento
leave-represent-why = A organização fica como está; outras pessoas representam-na.
leave-represent-last = A organização fica como está. Mais ninguém a representa: ninguém responde às suas mensagens até o escritório dar a alguém um novo link.
leave-ended = A organização terminou
leave-ended-why = A sua conta e tudo o que oferece e procura são retirados em todo o lado e para sempre. O escritório guarda a sua ficha como terminada.
leave-ended-on = Se terminou: em que dia, se o sabe
leave-erase = A organização deixa este diretório
leave-erase-why = A sua conta, a sua ficha e tudo o que oferece e procura são apagados aqui e retirados em todo o lado e para sempre. O que um registo público diz dela, o escritório pode voltar a listar.
leave-handle = Se a organização termina ou sai, escreva o nome da sua conta:
leave-handle-wrong = Escreva o nome da conta tal como está aqui, para que ninguém saia por engano.
leave-done = Feito
leave-done-why = O que escolheu está feito. O que outros servidores guardam disso é retirado também lá, onde assim devia ser.
offer-territory-hint = o nome ou o código, como Oaxaca ou MX-OAX
offer-territory-which = Escolha a que lugar se refere, ou escreva o seu código.
suggested = As suas palavras sugerem:
waiting = À sua espera
waiting-messages = { $count ->
    [one] Uma mensagem está sem resposta
   *[other] { $count } mensagens estão sem resposta
}
waiting-replies = { $count ->
    [one] Uma resposta de outros servidores espera ser mostrada
   *[other] { $count } respostas de outros servidores esperam ser mostradas
}
waiting-ending = { $count ->
    [one] Uma publicação termina em menos de uma semana
   *[other] { $count } publicações terminam em menos de uma semana
}
waiting-memberships = { $count ->
    [one] Uma filiação espera a sua confirmação
   *[other] { $count } filiações esperam a sua confirmação
}
message-waits = sem resposta
message-settle = Não precisa de resposta
my-replies-why = O que as pessoas escreveram de outros lados sob o que oferecem e procuram. Ninguém vê até vocês ou o escritório mostrarem.
my-memberships-why = Uma filiação é mostrada quando ambas as partes a confirmam.
my-membership-to = pertencem a
my-membership-of = pertence-vos
my-membership-waits = espera a sua confirmação
my-membership-other = a outra parte ainda não a confirmou
my-membership-confirm = Confirmar
my-membership-deny = Não é assim
my-membership-end = Já terminou
daily = Cartas
daily-want = Escrevam-me, no máximo uma vez por dia, quando algo de novo esperar pelas minhas organizações.
memberships = Filiações
appeal-yours = O seu recurso
appeal-waits = O escritório ainda não respondeu.
appeal-make = Recorrer
appeal-text = O que tem a dizer contra
appeal-why = O escritório vê outra vez e responde. Pode-se recorrer uma vez.
appeal-upheld = A recusa mantém-se
appeal-attested = Comprovado afinal
message-visitor = de visita; a sua resposta chega-lhe por carta
