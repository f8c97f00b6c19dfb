followers = Abonnés
followers-waiting = Abonnés en attente
followers-waiting-why = Ces comptes d’autres serveurs veulent suivre une organisation, et ne reçoivent rien tant que personne ne les a acceptés. Chaque organisation dit dans sa fiche si on lui demande d’abord son accord.
followers-ask = Qui veut vous suivre doit attendre votre accord.
followers-open = Tout le monde peut vous suivre.
followers-choose = Modifier cela dans votre fiche
follower-asks = veut suivre
follower-approve = Accepter
follower-reject = Refuser
follower-end = Retirer cet abonné
follower-end-why = Ce compte ne reçoit plus rien de vous, sauf s’il le demande de nouveau.
waiting-followers = { $count ->
    [one] Un compte veut vous suivre
   *[other] { $count } comptes veulent vous suivre
}
act-follower-approved = A accepté un abonné
act-follower-rejected = A refusé un abonné
