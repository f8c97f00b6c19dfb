# What people of other servers read: whoever changes a phrase changes what is published from then on.

# What profiles say on other servers.
profile-territory = Territory
profile-kind = Kind
profile-web = Web
profile-kept-by = Kept by
profile-contact = Contact
profile-mail = Mail
profile-telephone = Telephone
profile-directory = Directory
profile-of-directory = Directory of the social and solidarity economy, kept by { $keeper }. Automated: it shares the records of organizations with other directories; what they offer and seek, they post themselves.
profile-correct = To correct or remove a record:
profile-of-organization = Profile in the directory { $directory }, kept by { $keeper }. It speaks for itself; the account is not automated.
profile-welcome = Welcome.
profile-answer = Answer an organization’s post or write to it directly: it answers itself. Everything is here too:

# What stands around an offer or need in the post that other servers show.
post-what = What
post-terms = How
post-place = Where
post-until = Until
post-conditions = Conditions
post-answer = See it and answer
post-address-to-come = its address will be here
post-met = MET
post-expired = EXPIRED
post-closed = CLOSED

# What channels say.
channel-about = { $title }: offers and needs of the social and solidarity economy. Automated, kept by { $keeper }. It announces each of them once, at most { $most } a day (UTC), and the rest in one summary; it repeats no replies and no edits.
channel-more =
    { $count ->
        [one] 1 more today:
       *[other] { $count } more today:
    }

# The automatic answer where nobody reads.
notice-nobody-reads = Nobody reads what is written to this account.
notice-nobody-answers-for = Nobody answers yet for { $name }.
notice-write-to = Please write to { $office }.
notice-automatic = This answer is automatic. Direct messages can be read by the administrators of both servers.

# The first part of a channel’s title.
slice-offers = Offers
slice-needs = Needs

# How exact a derived point is.
precision-postal-code = centre of the postal code’s area
precision-municipality = centre of the municipality

# Words that become hashtags.
hashtag-product = Products
hashtag-service = Services
hashtag-space-equipment = Shared resources
hashtag-money-guarantee = Solidarity finance
hashtag-people-skills = Skills
hashtag-knowledge-mentoring = Mentoring
hashtag-visit = Visits
hashtag-project-partner = Partnership
hashtag-volunteers = Volunteering
hashtag-movement = Solidarity economy
