mail-greeting = Good day,
mail-unasked = If you expected nothing of this kind, leave this email unanswered: nothing happens.
mail-claim-subject = Take over the record of { $organization }
mail-claim-why = With this link you take over the record of { $organization } in our directory. From then on the organization answers for it, and can publish what it offers and what it is looking for.
mail-claim-until = The link can be used once, until { $day }.
mail-sign-in-subject = Sign in to { $directory }
mail-sign-in-why = With this link you sign in to { $directory }.
mail-sign-in-until = The link can be used once, within 15 minutes.
mail-password-subject = A new password for { $directory }
mail-password-why = With this link you choose a new password for { $directory }.
mail-password-until = The link can be used once, within an hour.
mail-passkey-subject = A new way to sign in to { $directory }
mail-passkey-why = A passkey was added to your account in { $directory }. Whoever has it signs in as you. You see it here:
mail-passkey-otherwise = If that was not you, remove it there at once and choose a new password.
mail-ended-subject = { $organization } has ended in { $directory }
mail-ended-why = { $who } recorded in { $directory } that { $organization } has ended. Its account and everything it offered and looked for were withdrawn everywhere. Its page for those who represent it:
mail-erased-subject = { $organization } has left { $directory }
mail-erased-why = { $who } had { $organization } erased from { $directory }: its account, its record and everything it offered and looked for were withdrawn everywhere. The directory:
mail-left-otherwise = You get this email because you represent it too. If this was not agreed among you, tell the office at once.
mail-trial-subject = Trial email from { $directory }
mail-trial-why = The mail of { $directory } works. The directory is here:
mail-trial-until = Nothing is to be done.
mail-saved-subject = Do you want this search in { $directory }?
mail-saved-why = Somebody saved a search in { $directory } for your address. With this link you see it and say whether you want it. Then an email comes when something new enters, once a day at most.
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
mail-news-keep-on = This search ends on { $day }. Here you can keep it for another year:
mail-news-end = Here you end it, and no more emails come:
mail-waits-subject = { $count ->
    [one] One thing waits for you: { $directory }
   *[other] { $count } things wait for you: { $directory }
}
mail-waits-intro = This waits in { $directory } for the organizations that you represent:
mail-waits-end = You wanted to be told once a day at most. Here, on your account's page, you end these emails:
mail-application-subject = Take part in { $directory }?
mail-application-why = Somebody wrote in { $directory } that you want to take part, and named this address. Here you see as what, and say whether it is so:
mail-application-until = The link can be used until { $day }.
mail-amendment-subject = Did you write to { $directory }?
mail-amendment-why = Somebody wrote in { $directory } what is wrong in a record, and named this address for the answer. Here you see what, and say whether it was you:
mail-not-listed-subject = About taking part in { $directory }
mail-not-listed-why = The office has looked at what you wrote of { $organization }, and does not list it. It says:
mail-not-listed-again = You can answer the office, and write to it anew here:
mail-applied-subject = { $organization } wants to take part
mail-applied-why = Somebody wants to take part in { $directory } with { $organization }, and the address that was named has confirmed it. Here you decide:
mail-passkey-copied-subject = A passkey of yours in { $directory } may have been copied
mail-passkey-copied-why = Somebody showed your passkey “{ $passkey }” in { $directory }, and it was refused: it has signed oftener than it says, as one does of which there is a copy.
mail-passkey-copied-mend = If you did not try to sign in just now, somebody else has it. Sign in another way, remove this passkey, end the sessions that you do not know, and make a new one. Here you find them:
mail-invited-subject = You are invited to the office of { $directory }
mail-invited-why = You are to work for the office of { $directory }. With this link you choose your password and sign in.
mail-invited-already = You work for the office of { $directory } from now on. You sign in as always; this is its page:
mail-invited-until = The link can be used once, until { $day }.
mail-represents-subject = You represent { $organization }
mail-represents-why = The office of { $directory } recorded that you represent { $organization }. You sign in as always; these are its pages:
mail-represents-first = The office of { $directory } recorded that you represent { $organization }. With this link you choose your password and sign in.
mail-represented-too-subject = { $who } represents { $organization } now
mail-represented-too-why = The office of { $directory } recorded that { $who } represents { $organization } too. Its page for those who represent it:
mail-appeal-subject = The office answered the appeal of { $organization }
mail-appeal-why = { $directory } has decided the appeal of { $organization } against a refusal. The answer is here:
mail-visit-subject = Did you write this in { $directory }?
mail-visit-why = Somebody wrote to an organization in { $directory } and named this address for the answer. Here you see what, and say whether it was you:
mail-answered-subject = { $organization } answers you
mail-answered-why = You wrote in { $directory } about “{ $about }”. { $organization } answers:
mail-answered-again = To write again, or to have everything forgotten, without an account:
mail-answered-kept = Please do not answer this email: nobody reads what is sent to its sender. The organization does not see your address; it is forgotten here { $days } days after the last message.
mail-amended-subject = { $count ->
    [one] Somebody says what is wrong in a record of { $directory }
   *[other] { $count } notes of what is wrong in records of { $directory }
}
mail-amended-why = Visitors wrote what is wrong in records of { $directory }, or that one should go. They wait for an answer here, and you are told of new ones once a day at most:
