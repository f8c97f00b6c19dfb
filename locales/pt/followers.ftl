followers = Seguidores
followers-waiting = Seguidores à espera
followers-waiting-why = Estas contas de outros servidores querem seguir uma organização, e nada recebem até alguém as admitir. Cada organização diz na sua ficha se quer que lhe perguntem antes.
followers-ask = Quem quiser seguir a sua organização tem de esperar pela sua aprovação.
followers-open = Qualquer pessoa pode seguir a sua organização.
followers-choose = Mudar isso na sua ficha
follower-asks = quer seguir
follower-approve = Admitir
follower-reject = Recusar
follower-end = Retirar este seguidor
follower-end-why = Esta conta deixa de receber notícias da organização, a não ser que peça de novo.
waiting-followers = { $count ->
    [one] Uma conta quer seguir a sua organização
   *[other] { $count } contas querem seguir a sua organização
}
act-follower-approved = Admitiu um seguidor
act-follower-rejected = Recusou quem queria seguir
