search-everything = Search the directory
search-words = What are you looking for?
search-place = Where
search-place-hint = a town, region or country
search-kind = Among
everything = everything
found-count =
    { $count ->
        [0] Nothing was found.
        [one] One was found.
       *[other] { $count } were found.
    }
found-more = More than { $count } were found; the first { $count } are counted here. Narrow the search to see how many there are.
nothing-hint = Try other words, fewer of them, or a wider place.
narrowed-by = Narrowed by
search-meant = Your words may also mean:
widen = without this
narrow = Narrow the search
organization-type = Kind of organization
record-language = Language
whose = From
whose-own = this directory
whose-others = friendly directories
around = around
on-the-map = on the map
deadline-before = until
kilometres = km
follow-this-search = What is new here can be followed
map = Map
map-intro = Each circle stands for what was found around it, and leads nearer. All of it stands in the list.
map-circle =
    { $count ->
        [one] { $count } here: look nearer
       *[other] { $count } here: look nearer
    }
map-circle-near = { $count } near { $place }: look nearer
map-found-here = Found here
map-search-here = Search this part of the map
map-zoom-in = Look nearer
map-zoom-out = Look from farther away
map-close = Close
map-sources = Where the map comes from
map-fingers = Move the map with two fingers
map-scroll = Hold { $key } to zoom with the wheel
organization = Organization
see-all = See all of it in
found-also-in = also in:
could-meet = Organizations that could meet this
could-meet-intro = Found by what they do and where they are. Nobody has asked them.
meets-by-words = speaks of { $words }
meets-by-theme = cares about
meets-by-sector = works in
meets-by-place = is in
found-cut = There is so much to look among that what is older was left out. Ask for a smaller part of the map or a nearer day together with more words or filters.
kind-of-record = Kind of record
search-wrong-words = That is too long. Write at most 200 letters.
search-wrong-place = No place of that name is known here. Write a town, a region or a country, such as Oaxaca or Lyon, France.
search-wrong-nearly = No place of that name is known here. Did you mean { $place }?
search-wrong-namesakes = Several places have that name. Write the region or country too: { $places }.
search-wrong-places = Ask for one place only: by its name, around a point, or by a part of the map.
search-wrong-near = This is no point on earth. Write its latitude and longitude in degrees, as in 17.06,-96.72.
search-wrong-km = Write a number of kilometres from 1 to 500, together with a place.
search-wrong-box = This is no part of the map. Write south, west, north and east in degrees, as in 16.9,-97.0,17.3,-96.4.
search-wrong-day = This is no day. Write the year, month and day, as in 2026-12-31.
search-wrong-territory = This is no code of a territory. Write one such as MX or MX-OAX, or leave it empty and write the name of the place.
search-wrong-choice = The list has nothing of that name. Leave it empty, and choose among what narrows the search.
search-wrong-page = This address leads to no page of the list. Search again from the beginning.
saved-searches = Saved searches
save-search = Save this search
save-search-how = A letter comes when something new enters, once a day at most, and every letter ends it. No account is needed; nobody but you sees what you saved.
save-search-button = Save
save-search-sent = If this search is not saved for { $mail } yet, a letter is on its way, one a day at most. Open the link in it, and say there which searches you want.
save-search-full = No more searches can be saved here just now. Follow this one by its feed, or come again in some days.
save-search-empty = Search for something first, or narrow the search, and then save it.
save-search-often = Too many attempts. Try again in some minutes.
saved-searches-wanted = Which of these searches do you want?
saved-searches-wanted-why = Somebody saved them for { $mail }. For those that you keep, a letter comes when something new enters, once a day at most.
saved-searches-button = Keep those that are ticked
saved-searches-too-many = No more searches can be kept for this address: { $most } are kept already. Tick fewer, or end one by the link in its letters.
saved-searches-kept = From now on a letter comes when something new enters.
saved-searches-none-kept = Nothing was kept, and no letters come.
saved-searches-unusable = This link opens nothing any more. Each ends after three days and once it was used: save the search again.
saved-search-until = It is kept until
saved-search-keep-on = Keep it for another year
saved-search-end = End it
saved-search-ended = The search has ended. No more letters come of it.
saved-searches-own = Searches that you saved while you were signed in, and of which letters come.
saved-searches-own-none = You have saved no search while you were signed in. Search for something, and save it below what is found.
search-within = Within
search-within-usual = as usual
search-until = Ends by
search-near-me = Near me
search-near-me-refused = The browser did not say where you are. Write a place instead.
narrow-and-map = Map and filters
territory-search = All of it, in the search and on the map
embed-search = Show this search on another site
embed-search-how = Copy one of these into a page: the first shows the list, the second the map. They set no cookie.
