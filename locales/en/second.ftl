second = Second step to sign in
second-why = Besides your password you show something that only you have. Anyone who learns your password is still kept out.
second-needed = The pages of the office open once you have set up a second step.
second-step-why = Write the code that your app shows now or one of your recovery codes, or show your passkey.
second-app = App for codes
second-app-why = Any app for one-time codes will do, on your phone or computer.
second-app-begin = Set up an app
second-app-scan = Scan the picture with the app, or write the key into it. Then write here the code that it shows.
second-app-picture = The key as a picture for the app
second-app-key = Key
second-app-confirm = Use this app
second-app-on = An app is set up. You are asked for its code when you sign in by password or by a link.
second-app-remove = Remove the app
second-code = Code
second-code-wrong = This code is not right. An app's code is valid for half a minute, and each code works once.
second-codes = Recovery codes
second-codes-why = Each of these codes lets you sign in once when you have nothing else. Write them down: they are shown only now.
second-codes-left = { $count ->
    [one] { $count } code is
   *[other] { $count } codes are
} left.
second-codes-renew = Make new codes, and cancel the old ones
passkeys = Passkeys
passkeys-why = With a passkey you sign in by the way you unlock your phone or computer, such as your fingerprint or its PIN: no password, no code.
passkey-name = A name for it, such as the device
passkey-begin = Add a passkey
passkey-make-why = Your device asks you now. The passkey stays on the device, or in your password manager.
passkey-make = Make the passkey
passkey-remove = Remove this passkey
passkey-sign-in = Sign in with a passkey
passkey-not-shown = The device showed no passkey. Try again, or sign in another way.
passkey-script = A browser can only make passkeys when it runs the program of this page; older browsers do not know them.
passkey-unknown = This passkey is not known here, or it took longer than five minutes. Try again, or sign in another way.
passkey-not-made = This passkey could not be added: it is already known, or it took longer than five minutes. Try again.
passkey-not-device = The device made no passkey; perhaps it already has one for this directory. Try again, or leave it.
passkey-after-password = Your password has been changed since. Sign in once with the password, and then show this passkey; from then on it is enough again.
passkey-copied = This passkey was refused, since there may be a copy of it. Sign in another way, remove it on the page of the second step, and make a new one.
passkey-copied-mark = This one may have been copied: it was refused on { $day }. Remove it and make a new one.
