imports = Imports
imports-intro = Bring the table that you have: CSV, Excel, LibreOffice, JSON or GeoJSON. You see what would happen before anything happens, and you can take it back.
import-file = File
import-file-hint = At most { $most } MB. It stays on this server.
import-bring = Bring the file
imports-waiting = Files that wait
imports-made = Imports that were made
import-day = Day
import-state = How it stands
import-done = in the directory
import-undone = taken back
import-abandoned = cut off, nothing was changed
import-under-way = under way
rows-read = Rows read
rows-created = New organizations
rows-updated = Changed
rows-unchanged = As before
rows-skipped = Rows left out
rows-published = Published
rows-withdrawn = Withdrawn from the public
rows-ended = Taken to have ended
import-statuses = Statuses
import-status-ended = has ended
import-status-goes-on = goes on
import-status-unknown = not known; taken to go on
rows-missing = Known before and not in this file
rows-conflicts = Written by hand and stated otherwise here
import-problems = What is to be mended
import-example = for example:
import-left-out = left out
import-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
import-line = line
import-unknown = Values that no list knows
import-perhaps = perhaps
import-likely = Rows that may be the organization of another record
import-likely-cut = Not all rows were compared with all records, or not all pairs are listed here. The import itself looks once more.
import-pairs = { $count ->
    [0] This file brings no pair of records that may be one organization.
    [one] This file brings one pair of records that may be one organization.
   *[other] This file brings { $count } pairs of records that may be one organization each.
}
import-pairs-wait = { $count ->
    [one] One pair waits for a decision already.
   *[other] { $count } pairs wait for a decision already.
}
import-differences = What changes
import-field = What
import-before = Before
import-after = Afterwards
import-conflict = stays as it was written by hand
import-progress = { $done } of { $of } rows are done.
import-reading = The file is being read.
import-goes-on = This goes on when you close the page.
import-look-again = Look again
import-would = What this file would do
import-now = Import, without publishing
import-now-publish = Import and publish
import-columns = What the columns mean
import-columns-intro = This was found out from the headers and the values. Mend what is wrong.
import-no-names = No column was found that holds names. Choose below which one does; if the columns look wrong, choose above how the file is to be read.
import-columns-as-before = The columns are taken as in { $file }, the last file with the same headers, for the register { $register }. Change what is otherwise now.
import-guess-anew = Guess the columns anew
import-read-as = The file was read as { $encoding }, its columns separated by: { $delimiter }
import-read-otherwise = If characters or columns look wrong, choose otherwise here.
import-encoding = Character encoding
import-delimiter = What separates the columns
import-as-found = as it is found
import-comma = comma ( , )
import-semicolon = semicolon ( ; )
import-tab = tab
import-bar = bar ( | )
import-read-again = Read the file again
import-register-again = If it is the whole register: its short name once more
import-register-unsure = the columns are taken as in an earlier file, and with a whole register what it does not state is withheld; write once more for which register this file stands
import-mapping-file = This mapping as a file, for the command line
import-register = Short name of the register
import-language = Language of the texts
import-days = Days such as 3/4/2019
import-days-unsaid = As the country writes them
import-days-first = Day first: 31/12/2026
import-months-first = Month first: 12/31/2026
import-empty-agrees = Empty cells of the column “{ $column }” mean yes: only refusals are written there
import-territory = Where all of them are: a country or a region, such as Oaxaca
import-territory-unsure = no country or region is called that, or several are; write it with its country, such as “Córdoba, Spain”, or by its code, such as MX-OAX
import-name-missing = no column holds the name yet; choose “Name” beside the one that does
import-column-taken = the column “{ $column }” is chosen for this already, and only one can hold it; choose otherwise for one of them
import-type = What all of them are
import-by-columns = as the columns say
import-column = Column
import-samples = Some of its values
import-holds = What it holds
import-sure = How sure
import-doubtful = please check
import-leave-out = leave out
import-known-shape = This file has a shape that is known; its columns need no explanation.
import-how = What the import shall do
import-publish = Publish the records: everybody sees them
import-keep = Keep them without publishing: for now only the office sees them
import-complete = The file is the whole register: withhold what it no longer states
import-renamed = It is the same register, although most names have changed
import-rehearse = See what would happen
import-rehearse-hint = Nothing is changed by this.
import-lay-aside = Lay this file aside
import-undo = Take this import back
import-undo-meaning = What it made is erased, and what it changed is as before. What people changed since then stays.
import-added = added
import-changed = changed
import-more = Not all of them are listed here.
duplicates = Perhaps listed twice
duplicates-wait = { $count ->
    [one] One pair may be one organization
   *[other] { $count } pairs may be one organization
}
duplicates-merge = They are one: join them
duplicates-same = They are one: say so
duplicates-apart = They are two
reason-register-number = the same register number { $number }
reason-identifier = { $register } states both as { $identifier }
reason-domain = the same website { $domain }
reason-name = like names “{ $one }” and “{ $other }”
reason-postal-code = the same postal code { $code }
reason-locality = the same town { $locality }
reason-near = { $metres } m from each other
reason-founded = both founded on { $day }
reason-other-name = but other names “{ $one }” and “{ $other }”
reason-other-number = but other register numbers { $one } and { $other }
reason-other-identifier = but { $register } states two of them
reason-other-domain = but other websites { $one } and { $other }
reason-other-country = but other countries { $one } and { $other }
reason-other-place = but other places { $one } and { $other }
reason-far = but { $kilometres } km from each other
reason-other-founded = but founded on { $one } and on { $other }
field-identifier = Number in this register
field-name = Name
field-other-name = Other name
field-summary = Description
field-entity-type = What it is
field-register-number = Official number
field-country = Country
field-region = Region or province
field-locality = Town
field-street = Street
field-postal-code = Postal code
field-latitude = Latitude
field-longitude = Longitude
field-coordinates = Latitude and longitude
field-email = Email address
field-phone = Telephone
field-person = Person to turn to
field-dissolved-on = Ended on
field-status = Whether it is alive
field-diffusion = Whether it may be published
import-rehearsed-anew = Somebody looked at this file otherwise meanwhile. This is what an import would do now; nothing was imported.
import-undoing = This import is being taken back; { $left ->
    [one] { $left } record is
   *[other] { $left } records are
} left.
conflicts = Other values in a file
conflicts-wait = { $count ->
    [0] No value waits for a decision.
    [one] One value waits for a decision.
   *[other] { $count } values wait for a decision.
}
conflicts-why = Somebody changed these values by hand, and a newer file of a register states something else. Nothing was overwritten. If you keep yours, the register is heard again once it says something new.
conflict-ours = In the record
conflict-theirs = In the file
conflict-keep = Keep ours
conflict-take = Take the file’s
duplicates-proposed = To be decided
duplicates-kept-apart = Kept apart
duplicates-said-same = Said to be one
duplicates-merged = Joined
duplicates-merge-means = Joining keeps the record on the left, unless only the other speaks for itself. It gets the sources, attestations and memberships of both and what it lacks, and the old address leads to it for ever. This cannot be taken back. That two are two, or that a record is also another directory’s, can be.
duplicates-merged-why = What was joined stays joined: the addresses of both lead to one record.
duplicates-anew = Decide anew
duplicates-unsay = Take it back
duplicates-directory = Directory
duplicates-differs = otherwise on the other side
duplicates-join = Join two records into one
duplicates-join-means = The record that stays gets the sources, attestations and memberships of both and what it lacks, and the address of the other leads to it for ever. This cannot be taken back.
duplicates-stays = This record stays
duplicates-goes = This one goes into it
duplicates-join-do = Join them for good
duplicates-turn = Keep the other one instead
leave-as-is = Leave it as it is
duplicates-joined = These two are one now:
import-undo-erases = Records that are erased
import-undo-public = of these, public until now
import-undo-restores = Records that are as before again
list-some-of = { $shown } of { $count } are listed here.
import-problems-file = All that is to be mended, as a table (CSV)
import-missing-file = All of them, as a table (CSV)
import-list-line = Line
import-list-field = Column or field
import-value = Value
import-wrong = What is wrong
import-mend = How to mend it
import-address = Address
import-stands = How it stands now
