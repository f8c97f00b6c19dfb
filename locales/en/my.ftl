offer-new = Write an offer
need-new = Write what you are looking for
offer-change = Change it
offer-purpose = What it is
offer-title = Title
offer-text = Text
offer-language = Language of the text
choose = choose
offer-look = See how it will look
offer-publish = Publish
offer-preview = So others will read it
offer-preview-why = This is the post on Mastodon and others. Nothing is published yet.
offer-changed-meanwhile = Somebody else changed it meanwhile. This stands now; sending the form again replaces it with yours.
offer-ended = It has ended and changes no more.
offer-again = Offer it again
offer-again-why = A new post with the same words; you can change them first. The old address stays ended.
offers-withdrawn = Withdrawn
offer-end = End it
offer-met = It was met
offer-close = Close it
offer-withdraw = Withdraw it
offer-withdraw-why = It disappears everywhere, for good.
offer-withdraw-sure = I want to withdraw it.
offer-title-wrong = Write a title of at most 200 letters.
offer-text-wrong = Write at most 10,000 letters.
offer-what-wrong = Choose what it is about.
offer-terms-wrong = Choose the terms.
offer-purpose-wrong = Choose whether you offer or look for it.
offer-territory-wrong = Write a place such as Oaxaca or a code such as MX-OAX, or leave it empty.
offer-until-wrong = Write a day that lies ahead, or leave it empty.
form-too-old = This form is too old. Open the page again and send it from there.
messages = Messages
messages-not-secret = Messages are not encrypted: the administrators of both servers can read them.
message-direct = to you alone
message-mention = names you in public
message-answer = your answer
message-automatic = automatic answer
message-text = Your answer
message-send = Answer
message-erase = Erase this message
message-text-wrong = Write an answer of at most 5,000 letters.
message-cannot = This answer cannot reach its recipient, or the record is not public.
ask-one = Ask { $name }
ask-nobody-reads = Nobody reads messages for it here yet. Its page says how to reach it.
ask-asked = You asked them about this; wait for the answer.
ask-question = Ask
ask-text = Your question to { $name }
ask-hint = They see your need and your question, and answer to your messages.
ask-send = Send the question
ask-none = Nobody is found whose activity and place fit. Look around yourselves:
ask-cannot = This question cannot be sent: they were asked already, today’s questions are used up, the need has ended, or nobody answers there.
ask-nobody = This organization is not found, or its directory does not answer just now.
answer-by = In the name of
answer-text = Your answer to { $name }
answer-seen = They see your organization, what you answer and your words, and answer to your messages.
answer-send = Send the answer
answer-own = This is your organization’s own. Answer one of another.
answer-by-whom = Choose an organization that you represent.
answer-nobody-speaks = Only an organization that is active and public here can answer, and you represent no other one.
answer-cannot = This answer cannot be sent: you answered already, today’s questions and answers are used up, it has ended, or nobody answers there.
message-question = your question
drafts = Drafts
draft-why = A draft is seen by those who represent the organization alone, until it is published.
draft-kept = kept
draft-keep = Keep as a draft
draft-discard = Discard this draft
draft-untitled = (no title yet)
draft-gone = This draft was published or discarded meanwhile. Sending the form again makes another of it.
my-data = The organization’s data
my-export = Everything that is kept of it, as a file
leave = Leave
leave-first = Take along first what you want to keep:
leave-what = How you leave
leave-what-wrong = Choose how you leave.
leave-represent = I represent it no more
leave-represent-why = The organization stays as it is; others represent it.
leave-represent-last = The organization stays as it is. Nobody else represents it: messages to it are answered by nobody, until the office gives somebody a new link.
leave-ended = The organization has ended
leave-ended-why = Its account and everything it offers and looks for are withdrawn everywhere, for good. The office keeps its record as ended.
leave-ended-on = If it has ended: on which day, if you know it
leave-erase = The organization leaves this directory
leave-erase-why = Its account, its record and everything it offers and looks for are erased here and withdrawn everywhere, for good. What a public register states of it may be listed again by the office.
leave-handle = If the organization ends or leaves, write the name of its account:
leave-handle-wrong = Write the name of the account as it stands here, so that nobody leaves by mistake.
leave-done = Done
leave-done-why = What you chose is done. What other servers hold of it is withdrawn there as well, where it was to be.
offer-territory-hint = its name or its code, such as Oaxaca or MX-OAX
offer-territory-which = Choose which place you mean, or write its code.
suggested = Your words suggest:
waiting = Waiting for you
waiting-messages = { $count ->
    [one] One message is unanswered
   *[other] { $count } messages are unanswered
}
waiting-replies = { $count ->
    [one] One answer from other servers waits to be shown
   *[other] { $count } answers from other servers wait to be shown
}
waiting-ending = { $count ->
    [one] One offer or need ends within a week
   *[other] { $count } offers and needs end within a week
}
waiting-memberships = { $count ->
    [one] One membership waits for your confirmation
   *[other] { $count } memberships wait for your confirmation
}
message-waits = unanswered
message-settle = It needs no answer
my-replies-why = What people wrote under your offers and needs from elsewhere. Nobody sees it until you or the office show it.
my-memberships-why = A membership is shown when both sides confirm it.
my-membership-to = you belong to
my-membership-of = belongs to you
my-membership-waits = waits for your confirmation
my-membership-other = the other side has not confirmed it yet
my-membership-confirm = Confirm
my-membership-deny = It is not so
my-membership-end = It has ended
daily = Letters
daily-want = Write to me, once a day at most, when something new waits for my organizations.
memberships = Memberships
appeal-yours = Your appeal
appeal-waits = The office has not answered yet.
appeal-make = Appeal
appeal-text = What you say against it
appeal-why = The office looks at it once more and answers. You can appeal once.
appeal-upheld = The refusal stays
appeal-attested = Attested after all
message-visitor = a visitor, whom your answer reaches by letter
