followers = Seguidores
followers-waiting = Seguidores en espera
followers-waiting-why = Estas cuentas de otros servidores quieren seguir, y no se enteran de nada hasta que alguien las admita. Cada organización dice en su ficha si se le pregunta antes.
followers-ask = Quien quiere seguirles espera que ustedes lo admitan.
followers-open = Cualquiera puede seguirles.
followers-choose = Cambiarlo en su ficha
follower-asks = quiere seguir a
follower-approve = Admitir
follower-reject = Rechazar
follower-end = Dejar de admitirlo
follower-end-why = Ya no recibe nada de ustedes, salvo que lo pida de nuevo.
waiting-followers = { $count ->
    [one] Una cuenta quiere seguirles
   *[other] { $count } cuentas quieren seguirles
}
act-follower-approved = Admitió a un seguidor
act-follower-rejected = Rechazó a quien quería seguir
