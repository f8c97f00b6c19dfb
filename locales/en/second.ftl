second = Second step to sign in
second-why = Beside your password you show something that only you have. Whoever learns your password still stays outside.
second-needed = The pages of the office open once you have set up a second step.
second-step-why = Write the code that your app shows now or one of your recovery codes, or show your passkey.
second-app = App for codes
second-app-why = Any app for one-time codes does, on your telephone or computer.
second-app-begin = Set up an app
second-app-scan = Scan the picture with the app, or write the key into it. Then write here the code that it shows.
second-app-picture = The key as a picture for the app
second-app-key = Key
second-app-confirm = Use this app
second-app-on = An app is set up. Its code is asked for when you sign in by password or by a link.
second-app-remove = Do without the app
second-code = Code
second-code-wrong = This code is not right. An app's code holds for half a minute, and each code works once.
second-codes = Recovery codes
second-codes-why = With each of these codes you sign in once when you have nothing else. Write them down: they are shown only now.
second-codes-left = { $count ->
    [one] { $count } code is
   *[other] { $count } codes are
} left.
second-codes-renew = Make new codes, and end the old ones
passkeys = Passkeys
passkeys-why = With a passkey you sign in by what your telephone or computer recognizes you by, such as your fingerprint or its PIN: no password, no code.
passkey-name = A name for it, such as the device
passkey-begin = Add a passkey
passkey-make-why = Your device asks you now. The passkey stays with the device, or with what keeps your passwords.
passkey-make = Make the passkey
passkey-remove = Remove this passkey
passkey-sign-in = Sign in with a passkey
passkey-not-shown = The device showed no passkey. Try again, or sign in another way.
passkey-script = A browser makes passkeys only when it runs the program of this page, and older ones do not know them.
passkey-unknown = This passkey is not known here, or it took longer than five minutes. Try again, or sign in another way.
passkey-not-made = This passkey could not be added: it is known already, or it took longer than five minutes. Try again.
passkey-not-device = The device made no passkey; perhaps it has one for this directory already. Try again, or leave it.
passkey-after-password = Your password was changed since. Sign in once with the password, and then show this passkey; from then on it is enough again.
passkey-copied = This passkey was refused, since there may be a copy of it. Sign in another way, remove it on the page of the second step, and make a new one.
passkey-copied-mark = This one may have been copied: it was refused on { $day }. Take it away and make a new one.
