followers = Followers
followers-waiting = Followers who wait
followers-waiting-why = These accounts of other servers want to follow, and hear nothing until somebody lets them. Each organization says in its record whether it is asked first.
followers-ask = Whoever wants to follow you waits for your word.
followers-open = Everybody may follow you.
followers-choose = Change that in your record
follower-asks = wants to follow
follower-approve = Let them follow
follower-reject = Refuse
follower-end = End this following
follower-end-why = They hear nothing from you any more, unless they ask again.
waiting-followers = { $count ->
    [one] One account wants to follow you
   *[other] { $count } accounts want to follow you
}
act-follower-approved = Let somebody follow
act-follower-rejected = Refused somebody who wanted to follow
