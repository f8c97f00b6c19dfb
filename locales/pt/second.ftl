second = Segundo passo para entrar
second-why = Além da palavra-passe, mostra algo que mais ninguém tem. Quem souber a sua palavra-passe continua do lado de fora.
second-needed = As páginas do escritório abrem-se quando tiver configurado um segundo passo.
second-step-why = Escreva o código que a sua aplicação mostra agora ou um dos seus códigos de recuperação, ou mostre a sua chave de acesso.
second-app = Aplicação de códigos
second-app-why = Serve qualquer aplicação de códigos de uso único, no telefone ou no computador.
second-app-begin = Configurar uma aplicação
second-app-scan = Leia a imagem com a aplicação, ou escreva nela a chave. Depois escreva aqui o código que ela mostra.
second-app-picture = A chave como imagem para a aplicação
second-app-key = Chave
second-app-confirm = Usar esta aplicação
second-app-on = Há uma aplicação configurada. O código dela é pedido quando entra com palavra-passe ou por um link.
second-app-remove = Dispensar a aplicação
second-code = Código
second-code-wrong = Este código não está certo. O código de uma aplicação vale meio minuto, e cada código serve uma vez.
second-codes = Códigos de recuperação
second-codes-why = Com cada um destes códigos entra uma vez quando não tiver mais nada. Anote-os: só são mostrados agora.
second-codes-left = { $count ->
    [one] Resta { $count } código
   *[other] Restam { $count } códigos
}.
second-codes-renew = Criar códigos novos e anular os anteriores
passkeys = Chaves de acesso
passkeys-why = Com uma chave de acesso entra pelo meio com que desbloqueia o telefone ou o computador, como a impressão digital ou o PIN: sem palavra-passe e sem código.
passkey-name = Um nome para ela, como o do aparelho
passkey-begin = Adicionar uma chave de acesso
passkey-make-why = O seu aparelho pede-lhe agora confirmação. A chave de acesso fica no aparelho, ou no que guarda as suas palavras-passe.
passkey-make = Criar a chave de acesso
passkey-remove = Remover esta chave de acesso
passkey-sign-in = Entrar com uma chave de acesso
passkey-not-shown = O aparelho não mostrou nenhuma chave de acesso. Tente de novo, ou entre de outra maneira.
passkey-script = Um navegador só cria chaves de acesso se executar o programa desta página, e os mais antigos não as conhecem.
passkey-unknown = Esta chave de acesso não é conhecida aqui, ou passaram mais de cinco minutos. Tente de novo, ou entre de outra maneira.
passkey-not-made = Esta chave de acesso não pôde ser adicionada: já é conhecida, ou passaram mais de cinco minutos. Tente de novo.
passkey-not-device = O aparelho não criou nenhuma chave de acesso; talvez já tenha uma para este diretório. Tente de novo, ou deixe assim.
passkey-after-password = A sua palavra-passe mudou desde então. Entre uma vez com a palavra-passe e mostre depois esta chave de acesso; a partir daí ela volta a bastar.
passkey-copied = Esta chave de acesso foi recusada, pois pode haver uma cópia dela. Entre de outra maneira, remova-a na página do segundo passo e crie uma nova.
passkey-copied-mark = Esta pode ter sido copiada: foi recusada em { $day }. Retire-a e crie uma nova.
