followers = Followers
followers-waiting = Requests to follow
followers-waiting-why = These accounts on other servers want to follow, and hear nothing until somebody lets them. Each organization says in its record whether it is asked first.
followers-ask = You decide who may follow you.
followers-open = Anyone can follow you.
followers-choose = Change this in your record
follower-asks = wants to follow
follower-approve = Accept
follower-reject = Refuse
follower-end = Remove this follower
follower-end-why = They hear nothing more from you, unless they ask again.
waiting-followers = { $count ->
    [one] One account wants to follow you
   *[other] { $count } accounts want to follow you
}
act-follower-approved = Accepted a follower
act-follower-rejected = Refused a follower
