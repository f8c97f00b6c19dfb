# What can be wrong with the rows of a file. A problem reads "reason; remedy".
problem-empty = is empty
problem-no-name = has no name
problem-too-long = has more than { $most } characters
problem-unknown-code = "{ $value }" is not known
problem-unreadable = "{ $value }" cannot be read
problem-no-day = "{ $value }" is not a day
problem-two-digits = "{ $value }" has a year of two digits, which could be in either of two centuries
problem-lost-character = a character was lost before this file was written (U+FFFD)
problem-live-or-dead = "{ $value }" is neither Live nor Dead
problem-before-incorporation = is before the incorporation
problem-other-column = "{ $value }" belongs to the column { $column }
problem-no-point = "{ $value }" is not a point
problem-no-numbers = latitude and longitude are not numbers
problem-not-within-degrees = "{ $value }" is not within { $limit } degrees
problem-no-site = "{ $value }" is not the address of a site
problem-mail-no-site = "{ $value }" is an email address, not a site
problem-no-theme = "{ $value }" is not a theme
problem-no-second = "{ $value }" is not a number of seconds since 1970
problem-no-uk-activity = "{ $value }" is not an activity of UK SIC 2007
problem-no-territory = "{ $value }" is not a territory
problem-no-mail = "{ $value }" is not an email address
problem-no-telephone = "{ $value }" is not a telephone number
problem-no-person = "{ $value }" is not a person's name
problem-not-public = "{ $value }" says that it may not be published
problem-not-agreed = "{ $value }" is not a plain yes to being published
problem-not-asked = nothing says that it may be published
problem-mostly-ended = { $count } of { $all } rows are taken as ended
problem-day-to-come = { $day } is in the future
problem-consent-unread = the column "{ $header }" asks who may be published and is not read
problem-no-identifiers = no column identifies the rows, so each is known by its register number, else by its site, else by its name and place
problem-unidentified = nothing identifies it
problem-before-foundation = { $dissolved } is before the foundation on { $founded }
problem-two-ways = { $value } can be read in two ways; it was taken for { $date }
problem-exceptions = marks only what must not be published: whatever says anything but no is left out, and empty cells agree
problem-years = holds years without a day
problem-earlier-row = { $identifier } is already in an earlier row
problem-erased = was removed from the directory by the office
problem-nowhere = no row has a country, a territory or a point
problem-country-guessed = every row is taken to be in { $country }, judging by the words of the headers and the towns
problem-untyped = { $count } of { $all } rows do not say what the organization is
problem-ended-active = has ended according to this row, but acts for itself here
problem-ended-alive = has ended according to this row, but { $register } has it as alive ({ $identifier })
problem-ended-by-others = is alive here, but somebody else recorded that it has ended
problem-stated-again = is listed again, but is withheld since it was missing from a whole file
problem-not-in-whole = is no longer in this whole register, but acts for itself here
problem-not-kept = { $field } does not go with what is kept of it: { $reason }
problem-home = no column says in which country a row is, so all are taken to be in { $territory }, the territory of this directory
problem-refused = { $reason }; the import will be refused
problem-unnamed = { $file } does not say which register it is
problem-renamed = { $renamed } of { $known } rows of { $file } that the register { $register } has listed before have different names, so it is hardly the same register
problem-respelled = identifiers are written differently than before, such as { $written } for { $known }; rows with a similar name were taken for what is known
problem-cut-off = a spreadsheet kept only the first digits of the number { $value }
problem-elsewhere = most of the first rows are already under the register "{ $other }", with the same identifiers and names, so as "{ $register }" every organization would be listed twice
problem-place = { $place }{ $what }
problem-sheet = sheet "{ $sheet }":{" "}
problem-two-lines = the headers are in two lines
problem-merged-cells = { $sheet }: the merged cells { $cells } hold one value for several rows
problem-code-page = the characters within words look like those of MS-DOS (code page 850), and were read as { $encoding }
problem-rather-utf8 = the file is in UTF-8, though it was said to be in { $stated }; it was read as { $encoding }
problem-rather-otherwise = the characters within words look like those of { $rather }, though the file was said to be in { $stated }; it was read as { $encoding }
problem-no-text = the file is not a text table: what was said of its encoding or of what separates its columns was ignored
problem-no-header = column { $number } has no header
problem-same-header = more than one column has this header
problem-above-headers = "{ $text }" is above the headers
problem-more-places = the file has more than { $most } such places
problem-other-sheet = the workbook has another sheet "{ $sheet }" of { $rows } rows
problem-hidden-sheet = the workbook has another hidden sheet "{ $sheet }" of { $rows } rows
problem-controls = holds control characters
problem-geometry = has a geometry that cannot be read ({ $reason })
problem-formula-without-result = holds a formula without its result
problem-formula-error = holds the error { $error }
problem-headers-again = the headers are repeated here
problem-below-last = "{ $text }" is below the last row
problem-empty-rows = { $count ->
    [one] one row is empty (line { $lines })
   *[other] { $count } rows are empty (line { $lines })
}
remedy-known-are = left empty; known are { $codes }
remedy-day = left empty; write d/m/yyyy or yyyy-mm-dd
remedy-kept = kept as it is; correct it in the register
remedy-not-found-again = this row is left out; without an identifier it cannot be found again
remedy-profile-not-found-again = this profile is left out; without an identifier or an address of its own it cannot be found again
remedy-name-it = this row is left out; name it
remedy-may-have-ended = this row is left out, since no organization is published that may have ended
remedy-correct-row = this row is left out; correct the value
remedy-correct-profile = this profile is left out; correct the value
remedy-both-days = both days are left empty
remedy-register = left empty; correct it in the register
remedy-degrees = left empty; write degrees such as 19.43
remedy-site = left empty; write https://…
remedy-as-export = left empty; write it as an export does
remedy-out-as-export = left out; write it as an export does
remedy-row-as-export = this row is left out; write it as an export does
remedy-theme = left out; themes are words such as food
remedy-second = left empty; write a number such as 1672531200
remedy-correct = left empty; correct it
remedy-uk-activity = left empty; write UKSIC07-4711
remedy-shorten = left empty; shorten it
remedy-rest = the rest is left out; shorten it
remedy-row = this row is left out
remedy-agreed = this row is left out; say beside the column which values must not be published (by commands: [diffusion] values = ["…"] in the mapping)
remedy-mostly-ended = check the column that is taken to say so before you import (by commands: [ended] or dissolved_on in the mapping)
remedy-not-ended = taken as still active until then
remedy-consent-unread = say of the column { $header } that it tells who may be published, or import without publishing (by commands: [diffusion] column = "{ $header }" in the mapping, or add it to also = […] there)
remedy-identifier-column = this row is left out; name the column of its number
remedy-row-kept = the row is kept
remedy-one-row = this row is left out; keep one row for each identifier
remedy-identifiers = a row is taken for another when these change; give identifiers in the register
remedy-territory = left empty; write an ISO 3166 code (ES, ES-CT) or a Wikidata id (Q1492)
remedy-mail = left empty; write name@host.example
remedy-telephone = left empty; write digits
remedy-person = left empty; write a name
remedy-foundation = the day of the foundation is left empty
remedy-day-order = if the others are in another order, say so beside the columns, or as day_order = "mdy" or "dmy" in a mapping
remedy-exceptions = if it asks for a yes instead, give the column another name in the file
remedy-january = kept as the first of January
remedy-erased = this row is left out; add the organization by hand if it should return
remedy-nowhere = no row is found by its place; write a country or a place such as ES or ES-SO under “Where all of them are” (by commands: country = "ES" or territory = "ES-SO" in the mapping)
remedy-country-guessed = write another country under “Where all of them are” if that is wrong; this corrects no postal code (by commands: country = "…" in the mapping)
remedy-untyped = shown as another entity of the SSE, which any source may correct; choose what they are under “What all of them are” (by commands: entity_type = "…" in the mapping)
remedy-dissolve = kept as it is; dissolve it by hand if it has ended
remedy-reopen = kept as dissolved; reopen it by hand if it is still active
remedy-publish = import it and publish (by commands: --publish), or publish it by hand
remedy-edit-or-mend = this row is left out; edit the record, or correct the row
remedy-withhold = kept as it is; withhold or dissolve it by hand if it has ended
remedy-home = write another place under “Where all of them are” if they are not (by commands: territory = "…" or country = "…" in the mapping)
remedy-name-register = write it under “Short name of the register”, or give the file the register’s name (by commands: register = "…" in a mapping)
remedy-renamed = write another name under “Short name of the register”, or tick “It is the same register, although most names have changed” if they have truly changed (by commands: register = "…" in a mapping, or --renamed)
remedy-respelled = if that is wrong, give the identifiers as the register wrote them; a spreadsheet removes leading zeros unless the column is text
remedy-cut-off = it is left out; make the column text where the file comes from, and save it again
remedy-elsewhere = write “{ $other }” under “Short name of the register”, or a name of its own if it is another register (by commands: register = "{ $other }" in the mapping that --dry-run writes, given by --mapping)
remedy-two-lines = the lower line names the columns, the upper one where the lower is empty or says the same twice
remedy-merged-cells = it is read in each of these rows
remedy-code-page = if accents are wrong, choose the encoding above the columns, or give --encoding cp850, or write encoding = "cp850" in a mapping
remedy-rather-utf8 = if accents are wrong, leave the encoding out
remedy-no-text = leave it out
remedy-called = it is called "{ $name }"; write a header above it
remedy-called-apart = this one is called "{ $name }"; write another header above it
remedy-title = ignored as a title; say which line has the headers if it is one
remedy-mend-first = the others are not listed; correct these first
remedy-other-sheet = ignored; name it if it is the one to read
remedy-controls = they are left out; correct it in the register
remedy-geometry = the point is left empty; correct it in the register
remedy-save-again = left empty; open the workbook in a spreadsheet program and save it again
remedy-formula = left empty; correct the formula in the workbook, or write its value
remedy-total = ignored as a total or a footnote
remedy-passed-over = ignored
finding-no-country = "{ $text }" is not a known country; write its name or two letters of ISO 3166-1
finding-country-by-point = "{ $text }" is { $stated }, and the point lies in { $there }; { $code } was taken
finding-point-elsewhere = the point { $point } lies in { $there }, not in { $country }; correct one of them
finding-point-nowhere = the point { $point } lies in no country, not in { $country }; correct one of them
finding-point-swapped = latitude and longitude were in each other's field; kept { $point }
finding-point-zero = the point 0, 0 lies in the sea and was not kept
finding-several-towns = { $count } places in { $country } are called "{ $name }"; name the region or give a point
