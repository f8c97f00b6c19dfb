mail-greeting = Good day,
mail-unasked = If you were not expecting this email, you can ignore it: nothing will happen.
mail-claim-subject = Take over the record of { $organization }
mail-claim-why = Use this link to take over the record of { $organization } in our directory. From then on the organization is responsible for it, and can publish what it offers and what it is looking for.
mail-claim-until = The link can be used once, until { $day }.
mail-sign-in-subject = Sign in to { $directory }
mail-sign-in-why = Use this link to sign in to { $directory }.
mail-sign-in-until = The link can be used once, within 15 minutes.
mail-password-subject = A new password for { $directory }
mail-password-why = Use this link to choose a new password for { $directory }.
mail-password-until = The link can be used once, within an hour.
mail-passkey-subject = A new way to sign in to { $directory }
mail-passkey-why = A passkey was added to your account in { $directory }. Anyone who has it can sign in as you. You see it here:
mail-passkey-otherwise = If that was not you, remove it there at once and choose a new password.
mail-ended-subject = { $organization } has ended in { $directory }
mail-ended-why = { $who } recorded in { $directory } that { $organization } has ended. Its account and everything it offered and looked for were withdrawn everywhere. Its page for those who represent it:
mail-erased-subject = { $organization } has left { $directory }
mail-erased-why = { $who } had { $organization } erased from { $directory }: its account, its record and everything it offered and looked for were withdrawn everywhere. The directory:
mail-left-otherwise = You are getting this email because you represent it too. If this was not agreed among you, tell the office at once.
mail-who-removed = (an account that was removed)
mail-trial-subject = Test email from { $directory }
mail-trial-why = The mail of { $directory } works. The directory is here:
mail-trial-until = You need do nothing.
mail-saved-subject = Do you want this search in { $directory }?
mail-saved-why = Somebody saved a search in { $directory } for your address. Use this link to see it and say whether you want it. If you do, an email comes when there is something new, at most once a day.
mail-saved-until = The link can be used until { $day }.
mail-news-subject =
    { $count ->
        [one] One new: { $search }
       *[other] { $count } new: { $search }
    }
mail-news-intro = Your saved search in { $directory }: { $search }
mail-news-more = And { $count } more.
mail-news-many = And more than { $count } others.
mail-news-all = All of it:
mail-news-ends = Your saved search ends on { $day }
mail-news-keep-on = This search ends on { $day }. You can keep it for another year here:
mail-news-end = You can end it here, and no more emails will come:
mail-waits-subject = { $count ->
    [one] One thing is waiting for you: { $directory }
   *[other] { $count } things are waiting for you: { $directory }
}
mail-waits-intro = This is waiting in { $directory } for the organizations that you represent:
mail-waits-end = You asked to be told at most once a day. You can stop these emails on your account page:
mail-application-subject = Take part in { $directory }?
mail-application-why = Somebody wrote in { $directory } that you want to take part, and gave this address. See here as what, and say whether that is right:
mail-application-until = The link can be used until { $day }.
mail-amendment-subject = Did you write to { $directory }?
mail-amendment-why = Somebody reported a mistake in a record of { $directory }, and gave this address for the answer. See here what they wrote, and say whether it was you:
mail-not-listed-subject = About taking part in { $directory }
mail-not-listed-why = The office has looked at what you wrote about { $organization }, and does not list it. It says:
mail-not-listed-again = You can answer the office, and write to it again here:
mail-applied-subject = { $organization } wants to take part
mail-applied-why = Somebody wants to take part in { $directory } as { $organization }, and has confirmed the address they gave. You can decide here:
mail-passkey-copied-subject = A passkey of yours in { $directory } may have been copied
mail-passkey-copied-why = Somebody showed your passkey “{ $passkey }” in { $directory }, and it was refused: it has been used more often than it says, which happens when there is a copy.
mail-passkey-copied-mend = If you did not try to sign in just now, somebody else has it. Sign in another way, remove this passkey, end the sessions that you do not recognize, and make a new one. You find them here:
mail-invited-subject = You are invited to the office of { $directory }
mail-invited-why = You have been invited to work for the office of { $directory }. Use this link to choose your password and sign in.
mail-invited-already = From now on you work for the office of { $directory }. Sign in as usual; this is its page:
mail-invited-until = The link can be used once, until { $day }.
mail-represents-subject = You represent { $organization }
mail-represents-why = The office of { $directory } recorded that you represent { $organization }. Sign in as usual; these are its pages:
mail-represents-first = The office of { $directory } recorded that you represent { $organization }. Use this link to choose your password and sign in.
mail-represented-too-subject = { $who } now represents { $organization }
mail-represented-too-why = The office of { $directory } recorded that { $who } also represents { $organization }. Its page for those who represent it:
mail-appeal-subject = The office answered the appeal of { $organization }
mail-appeal-why = { $directory } has decided the appeal of { $organization } against a refusal. The answer is here:
mail-visit-subject = Did you write this in { $directory }?
mail-visit-why = Somebody wrote to an organization in { $directory } and gave this address for the answer. See here what they wrote, and say whether it was you:
mail-answered-subject = { $organization } answers you
mail-answered-why = You wrote in { $directory } about “{ $about }”. { $organization } answers:
mail-answered-again = To write again, or to have everything deleted, without an account:
mail-answered-kept = Please do not reply to this email: nobody reads replies to it. The organization does not see your address; it is deleted here { $days } days after the last message.
mail-amended-subject = { $count ->
    [one] Somebody reported a mistake in a record of { $directory }
   *[other] { $count } reported mistakes in records of { $directory }
}
mail-amended-why = Visitors have reported mistakes in records of { $directory }, or asked for one to be removed. They are waiting for an answer here, and you are told of new ones at most once a day:
