imports = Importações
imports-intro = Traga a tabela que tem: CSV, Excel, LibreOffice, JSON ou GeoJSON. Vê o que aconteceria antes que algo aconteça, e pode desfazer.
import-file = Ficheiro
import-file-hint = No máximo { $most } MB. Fica neste servidor.
import-bring = Trazer o ficheiro
imports-waiting = Ficheiros à espera
imports-made = Importações feitas
import-day = Dia
import-state = Situação
import-done = no diretório
import-undone = desfeita
import-abandoned = interrompida, nada foi mudado
import-under-way = em curso
rows-read = Linhas lidas
rows-created = Organizações novas
rows-updated = Alteradas
rows-unchanged = Sem alteração
rows-skipped = Linhas deixadas de fora
rows-published = Publicadas
rows-withdrawn = Retiradas do público
rows-ended = Consideradas terminadas
import-statuses = Situações
import-status-ended = terminou
import-status-goes-on = continua
import-status-unknown = não se conhece; considerada ativa
rows-missing = Conhecidas antes e ausentes deste ficheiro
rows-conflicts = Escritas à mão e diferentes aqui
import-problems = O que há a corrigir
import-example = por exemplo:
import-left-out = deixada de fora
import-rows = { $count ->
    [one] { $count } linha
   *[other] { $count } linhas
}
import-line = linha
import-unknown = Valores que nenhuma lista conhece
import-perhaps = talvez
import-likely = Linhas que podem ser a organização de outra ficha
import-likely-cut = Nem todas as linhas foram comparadas com todas as fichas, ou nem todos os pares constam aqui. A própria importação volta a procurar.
import-pairs = { $count ->
    [0] Este ficheiro não traz nenhum par de fichas que possam ser uma só organização.
    [one] Este ficheiro traz um par de fichas que podem ser uma só organização.
   *[other] Este ficheiro traz { $count } pares de fichas; as duas de cada par podem ser a mesma organização.
}
import-pairs-wait = { $count ->
    [one] Um par espera já uma decisão.
   *[other] { $count } pares esperam já uma decisão.
}
import-differences = O que muda
import-field = O quê
import-before = Antes
import-after = Depois
import-conflict = fica como foi escrito à mão
import-progress = { $done } de { $of } linhas feitas.
import-reading = O ficheiro está a ser lido.
import-goes-on = Isto continua mesmo que feche a página.
import-look-again = Ver de novo
import-would = O que este ficheiro faria
import-now = Importar sem publicar
import-now-publish = Importar e publicar
import-columns = O que significam as colunas
import-columns-intro = Isto foi deduzido dos cabeçalhos e dos valores. Corrija o que estiver errado.
import-no-names = Não se encontrou nenhuma coluna que contenha nomes. Escolha abaixo qual os contém; se as colunas parecerem erradas, escolha acima como ler o ficheiro.
import-columns-as-before = As colunas são entendidas como em { $file }, o último ficheiro com os mesmos cabeçalhos, para o registo { $register }. Mude o que agora for diferente.
import-guess-anew = Deduzir de novo as colunas
import-read-as = O ficheiro foi lido como { $encoding }, com as colunas separadas por: { $delimiter }
import-read-otherwise = Se as letras ou as colunas estiverem erradas, escolha aqui outra coisa.
import-encoding = Codificação dos caracteres
import-delimiter = O que separa as colunas
import-as-found = conforme for detetado
import-comma = vírgula ( , )
import-semicolon = ponto e vírgula ( ; )
import-tab = tabulação
import-bar = barra ( | )
import-read-again = Ler o ficheiro de novo
import-register-again = Se é o registo completo: o seu nome curto outra vez
import-register-unsure = as colunas são entendidas como num ficheiro anterior e, se o registo é completo, o que já não consta fica suspenso; escreva outra vez a que registo corresponde este ficheiro
import-mapping-file = Esta correspondência como ficheiro, para a linha de comandos
import-register = Nome curto do registo
import-language = Idioma dos textos
import-days = Datas como 3/4/2019
import-days-unsaid = Como o país as escreve
import-days-first = Primeiro o dia: 31/12/2026
import-months-first = Primeiro o mês: 12/31/2026
import-empty-agrees = As células vazias da coluna «{ $column }» significam sim: só as recusas estão escritas ali
import-territory = Lugar de todas as organizações: um país ou uma região, como Oaxaca
import-territory-unsure = nenhum país nem região se chama assim, ou chamam-se assim vários; escreva-o com o país, como «Córdova, Espanha», ou pelo código, como MX-OAX
import-name-missing = nenhuma coluna contém ainda o nome; escolha «Nome» junto daquela que o contém
import-column-taken = a coluna «{ $column }» já está escolhida para isto, e só uma o pode conter; escolha outra coisa numa das duas
import-type = Tipo de todas as organizações
import-by-columns = como dizem as colunas
import-column = Coluna
import-samples = Alguns valores
import-holds = O que contém
import-sure = Certeza
import-doubtful = verifique
import-leave-out = deixar de fora
import-known-shape = Este ficheiro tem um formato conhecido; as suas colunas não precisam de explicação.
import-how = O que a importação fará
import-publish = Publicar as fichas: toda a gente as vê
import-keep = Guardá-las sem publicar: por agora só o escritório as vê
import-complete = O ficheiro é o registo completo: suspender o que já não consta
import-renamed = É o mesmo registo, ainda que a maioria dos nomes tenha mudado
import-rehearse = Ver o que aconteceria
import-rehearse-hint = Isto não muda nada.
import-lay-aside = Descartar este ficheiro
import-undo = Desfazer esta importação
import-undo-meaning = O que criou é apagado e o que mudou volta a ser como antes. O que foi mudado à mão depois fica.
import-added = acrescentada
import-changed = alterada
import-more = Nem todas estão nesta lista.
duplicates = Talvez repetidas
duplicates-wait = { $count ->
    [0] Nenhum par espera uma decisão
    [one] Um par pode ser uma só organização
   *[other] { $count } pares podem ser uma só organização
}
duplicates-merge = São a mesma: juntar
duplicates-same = São a mesma: indicar
duplicates-apart = São duas organizações distintas
reason-register-number = o mesmo número de registo { $number }
reason-identifier = { $register } dá a ambas o número { $identifier }
reason-domain = o mesmo site { $domain }
reason-name = nomes parecidos «{ $one }» e «{ $other }»
reason-postal-code = o mesmo código postal { $code }
reason-locality = a mesma localidade { $locality }
reason-near = a { $metres } m uma da outra
reason-founded = ambas fundadas em { $day }
reason-other-name = mas nomes diferentes «{ $one }» e «{ $other }»
reason-other-number = mas números de registo diferentes { $one } e { $other }
reason-other-identifier = mas { $register } dá-as como duas
reason-other-domain = mas sites diferentes { $one } e { $other }
reason-other-country = mas países diferentes { $one } e { $other }
reason-other-place = mas lugares diferentes { $one } e { $other }
reason-far = mas a { $kilometres } km uma da outra
reason-other-founded = mas fundadas em { $one } e em { $other }
field-identifier = Número neste registo
field-name = Nome
field-other-name = Outro nome
field-summary = Descrição
field-entity-type = O que é
field-register-number = Número oficial
field-country = País
field-region = Região ou província
field-locality = Localidade
field-street = Rua
field-postal-code = Código postal
field-latitude = Latitude
field-longitude = Longitude
field-coordinates = Latitude e longitude
field-email = E-mail
field-phone = Telefone
field-person = Pessoa de contacto
field-dissolved-on = Dissolvida em
field-status = Se está ativa
field-diffusion = Se pode ser publicada
import-rehearsed-anew = Entretanto, outra pessoa examinou este ficheiro com outras opções. Isto é o que uma importação faria agora; nada foi importado.
import-undoing = Esta importação está a ser desfeita; { $left ->
    [one] falta { $left } ficha
   *[other] faltam { $left } fichas
}.
conflicts = Outros valores num ficheiro
conflicts-wait = { $count ->
    [0] Nenhum valor espera uma decisão.
    [one] Um valor espera uma decisão.
   *[other] { $count } valores esperam uma decisão.
}
conflicts-why = Alguém mudou estes valores à mão, e um ficheiro mais recente de um registo diz outra coisa. Nada foi substituído. Se conservar o seu, o registo volta a ser tido em conta quando disser algo novo.
conflict-ours = Na ficha
conflict-theirs = No ficheiro
conflict-keep = Conservar o nosso
conflict-take = Tomar o do ficheiro
duplicates-proposed = Por decidir
duplicates-kept-apart = Declaradas distintas
duplicates-said-same = Declaradas a mesma
duplicates-merged = Unidas
duplicates-merge-means = Ao unir conserva-se a ficha da esquerda, salvo se só a outra falar por si mesma. A ficha conservada recebe as fontes, as comprovações e as filiações de ambas e o que lhe falta, e o endereço antigo leva a ela para sempre. Isto não se pode desfazer. Já a decisão de que são duas, ou de que uma ficha é também a de outro diretório, pode ser desfeita.
duplicates-merged-why = O que se uniu fica unido: os endereços de ambas levam a uma só ficha.
duplicates-anew = Decidir de novo
duplicates-unsay = Voltar atrás
duplicates-directory = Diretório
duplicates-differs = diferente do outro lado
duplicates-join = Juntar duas fichas numa só
duplicates-join-means = A ficha que fica recebe as fontes, as comprovações e as filiações de ambas e o que lhe falta, e o endereço da outra leva a ela para sempre. Isto não se pode desfazer.
duplicates-stays = Esta ficha fica
duplicates-goes = Esta junta-se a ela
duplicates-join-do = Juntar para sempre
duplicates-turn = Conservar antes a outra
leave-as-is = Deixar como está
duplicates-joined = Estas duas são agora uma só:
import-undo-erases = Fichas que são apagadas
import-undo-public = destas, públicas até agora
import-undo-restores = Fichas que voltam a ser como antes
list-some-of = Aqui veem-se { $shown } de { $count }.
import-problems-file = Tudo o que há a corrigir, numa tabela (CSV)
import-missing-file = Todas, numa tabela (CSV)
import-list-line = Linha
import-list-field = Coluna ou campo
import-value = Valor
import-wrong = O que está errado
import-mend = Como corrigir
import-address = Endereço
import-stands = Como está agora
