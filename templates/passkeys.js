// Passkeys: asks the device for one, puts its answer into the form, and sends it. The forms are
// hidden until this program shows them, since nothing but a program can ask a device.

const options = {
  create: (asked) => PublicKeyCredential.parseCreationOptionsFromJSON(asked),
  get: (asked) => PublicKeyCredential.parseRequestOptionsFromJSON(asked),
};

/** What the device is asked: it stands in the form, or is fetched when somebody presses. */
async function asked(form) {
  if (form.dataset.asked) return JSON.parse(form.dataset.asked);
  const response = await fetch(form.dataset.begin, { method: "POST" });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

async function answer(event) {
  event.preventDefault();
  const form = event.target;
  const wrong = form.querySelector("[role=alert]");
  wrong.hidden = true;
  try {
    const verb = form.dataset.passkey;
    const publicKey = options[verb](await asked(form));
    const credential = await navigator.credentials[verb]({ publicKey });
    form.elements.answer.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    wrong.hidden = false;
    // Whoever changed their mind, or has no such key, is told so by the page.
    if (error.name !== "NotAllowedError" && error.name !== "InvalidStateError") throw error;
  }
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", answer);
    form.hidden = false;
  }
}
