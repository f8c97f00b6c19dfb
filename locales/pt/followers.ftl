followers = Seguidores
followers-waiting = Seguidores à espera
followers-waiting-why = Estas contas de outros servidores querem seguir, e nada sabem até alguém as admitir. Cada organização diz na sua ficha se lhe perguntam antes.
followers-ask = Quem quer seguir-vos espera pela vossa palavra.
followers-open = Qualquer pessoa pode seguir-vos.
followers-choose = Mudar isso na vossa ficha
follower-asks = quer seguir
follower-approve = Admitir
follower-reject = Recusar
follower-end = Deixar de o admitir
follower-end-why = Deixa de saber de vós, a não ser que peça de novo.
waiting-followers = { $count ->
    [one] Uma conta quer seguir-vos
   *[other] { $count } contas querem seguir-vos
}
act-follower-approved = Admitiu um seguidor
act-follower-rejected = Recusou quem queria seguir
