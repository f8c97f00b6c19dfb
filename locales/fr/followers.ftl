followers = Abonnés
followers-waiting = Abonnés en attente
followers-waiting-why = Ces comptes d’autres serveurs veulent suivre, et n’apprennent rien tant que personne ne les admet. Chaque organisation dit dans sa fiche si on le lui demande d’abord.
followers-ask = Qui veut vous suivre attend votre accord.
followers-open = Tout le monde peut vous suivre.
followers-choose = Changer cela dans votre fiche
follower-asks = veut suivre
follower-approve = Admettre
follower-reject = Refuser
follower-end = Ne plus l’admettre
follower-end-why = Ce compte n’apprend plus rien de vous, sauf s’il le demande à nouveau.
waiting-followers = { $count ->
    [one] Un compte veut vous suivre
   *[other] { $count } comptes veulent vous suivre
}
act-follower-approved = A admis un abonné
act-follower-rejected = A refusé qui voulait suivre
