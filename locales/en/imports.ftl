imports = Imports
imports-intro = Upload the table that you have: CSV, Excel, LibreOffice, JSON or GeoJSON. You see what would happen before anything happens, and you can undo it.
import-file = File
import-file-hint = At most { $most } MB. It stays on this server.
import-bring = Upload the file
imports-waiting = Files waiting
imports-made = Past imports
import-day = Day
import-state = Status
import-done = in the directory
import-undone = undone
import-abandoned = interrupted, nothing was changed
import-under-way = under way
rows-read = Rows read
rows-created = New organizations
rows-updated = Changed
rows-unchanged = As before
rows-skipped = Rows left out
rows-published = Published
rows-withdrawn = Withdrawn from the public
rows-ended = Taken as ended
import-statuses = Statuses
import-status-ended = has ended
import-status-goes-on = still active
import-status-unknown = not known; taken as still active
rows-missing = Known before but not in this file
rows-conflicts = Entered by hand and different here
import-problems = What needs to be corrected
import-example = for example:
import-left-out = left out
import-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
import-line = line
import-unknown = Values that are on no list
import-perhaps = perhaps
import-likely = Rows that may be the same organization as another record
import-likely-cut = Not every row was compared with every record, or not every pair is listed here. The import itself checks again.
import-pairs = { $count ->
    [0] This file brings no pair of records that may be the same organization.
    [one] This file brings one pair of records that may be the same organization.
   *[other] This file brings { $count } pairs of records that may be the same organization.
}
import-pairs-wait = { $count ->
    [one] One pair is already waiting for a decision.
   *[other] { $count } pairs are already waiting for a decision.
}
import-differences = What changes
import-field = What
import-before = Before
import-after = Afterwards
import-conflict = stays as it was entered by hand
import-progress = { $done } of { $of } rows are done.
import-reading = The file is being read.
import-goes-on = This continues when you close the page.
import-look-again = Look again
import-would = What this file would do
import-now = Import, without publishing
import-now-publish = Import and publish
import-columns = What the columns mean
import-columns-intro = This was worked out from the headers and the values. Correct what is wrong.
import-no-names = No column that holds names was found. Choose below which one does; if the columns look wrong, choose above how the file should be read.
import-columns-as-before = The columns are read as in { $file }, the last file with the same headers, for the register { $register }. Change what is different now.
import-guess-anew = Guess the columns again
import-read-as = The file was read as { $encoding }, its columns separated by: { $delimiter }
import-read-otherwise = If characters or columns look wrong, change it here.
import-encoding = Character encoding
import-delimiter = What separates the columns
import-as-found = as detected
import-comma = comma ( , )
import-semicolon = semicolon ( ; )
import-tab = tab
import-bar = bar ( | )
import-read-again = Read the file again
import-register-again = If it is the whole register: its short name again
import-register-unsure = the columns are read as in an earlier file, and with a whole register what it no longer contains is withheld; write again which register this file is
import-mapping-file = This mapping as a file, for the command line
import-register = Short name of the register
import-language = Language of the texts
import-days = Days such as 3/4/2019
import-days-unsaid = As the country writes them
import-days-first = Day first: 31/12/2026
import-months-first = Month first: 12/31/2026
import-empty-agrees = Empty cells in the column “{ $column }” mean yes: only refusals are written there
import-territory = Where all of them are: a country or a region, such as Oaxaca
import-territory-unsure = no country or region has that name, or several have; write it with its country, such as “Córdoba, Spain”, or by its code, such as MX-OAX
import-name-missing = no column holds the name yet; choose “Name” beside the one that does
import-column-taken = the column “{ $column }” is chosen for this already, and only one can hold it; choose something else for one of them
import-type = What all of them are
import-by-columns = as the columns say
import-column = Column
import-samples = Some of its values
import-holds = What it holds
import-sure = How sure
import-doubtful = please check
import-leave-out = leave out
import-known-shape = The format of this file is known; its columns need no explanation.
import-how = What the import should do
import-publish = Publish the records: everybody sees them
import-keep = Keep them without publishing: for now only the office sees them
import-complete = The file is the whole register: withhold what it no longer contains
import-renamed = It is the same register, although most names have changed
import-rehearse = See what would happen
import-rehearse-hint = Nothing is changed by this.
import-lay-aside = Set this file aside
import-undo = Undo this import
import-undo-meaning = What it created is erased, and what it changed is as it was before. What people have changed since then stays.
import-added = added
import-changed = changed
import-more = Not all of them are listed here.
duplicates = Perhaps listed twice
duplicates-wait = { $count ->
    [one] One pair may be the same organization
   *[other] { $count } pairs may be the same organization
}
duplicates-merge = They are the same: join them
duplicates-same = They are the same: say so
duplicates-apart = They are different
reason-register-number = the same register number { $number }
reason-identifier = { $register } lists both as { $identifier }
reason-domain = the same website { $domain }
reason-name = similar names “{ $one }” and “{ $other }”
reason-postal-code = the same postal code { $code }
reason-locality = the same town { $locality }
reason-near = { $metres } m apart
reason-founded = both founded on { $day }
reason-other-name = but different names “{ $one }” and “{ $other }”
reason-other-number = but different register numbers { $one } and { $other }
reason-other-identifier = but { $register } lists them as two
reason-other-domain = but different websites { $one } and { $other }
reason-other-country = but different countries { $one } and { $other }
reason-other-place = but different places { $one } and { $other }
reason-far = but { $kilometres } km apart
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
field-person = Contact person
field-dissolved-on = Ended on
field-status = Whether it is still active
field-diffusion = Whether it may be published
import-rehearsed-anew = Somebody has changed how this file is read in the meantime. This is what an import would do now; nothing was imported.
import-undoing = This import is being undone; { $left ->
    [one] { $left } record is
   *[other] { $left } records are
} left.
conflicts = Different values in a file
conflicts-wait = { $count ->
    [0] No value is waiting for a decision.
    [one] One value is waiting for a decision.
   *[other] { $count } values are waiting for a decision.
}
conflicts-why = Somebody changed these values by hand, and a newer file from a register says something else. Nothing was overwritten. If you keep yours, the register is heard again once it says something new.
conflict-ours = In the record
conflict-theirs = In the file
conflict-keep = Keep ours
conflict-take = Take the file’s
duplicates-proposed = To be decided
duplicates-kept-apart = Kept apart
duplicates-said-same = Stated to be the same
duplicates-merged = Joined
duplicates-merge-means = Joining keeps the record on the left, unless only the other speaks for itself. It gets the sources, attestations and memberships of both and what it does not have, and the old address leads to it for good. This cannot be undone. Saying that two are different, or that a record is also in another directory, can be.
duplicates-merged-why = What was joined stays joined: the addresses of both lead to one record.
duplicates-anew = Decide again
duplicates-unsay = Undo this
duplicates-directory = Directory
duplicates-differs = different on the other side
duplicates-join = Join two records into one
duplicates-join-means = The record that stays gets the sources, attestations and memberships of both and what it does not have, and the address of the other leads to it for good. This cannot be undone.
duplicates-stays = This record stays
duplicates-goes = This one is joined to it
duplicates-join-do = Join them for good
duplicates-turn = Keep the other one instead
leave-as-is = Leave it as it is
duplicates-joined = These two are now one:
import-undo-erases = Records that will be erased
import-undo-public = of these, public until now
import-undo-restores = Records that go back to what they were
list-some-of = { $shown } of { $count } are listed here.
import-problems-file = Everything that needs to be corrected, as a table (CSV)
import-missing-file = All of them, as a table (CSV)
import-list-line = Line
import-list-field = Column or field
import-value = Value
import-wrong = What is wrong
import-mend = How to correct it
import-address = Address
import-stands = How it is now
