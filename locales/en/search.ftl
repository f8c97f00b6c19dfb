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
organization = Organization
see-all = See all of it in
could-meet = Organizations that could meet this
could-meet-intro = Found by what they do and where they are. Nobody has asked them.
meets-by-words = speaks of { $words }
meets-by-theme = cares about
meets-by-sector = works in
meets-by-place = is in
