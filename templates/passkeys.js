// Passkeys: asks the device for one, puts its answer into the form, and sends it. What needs this
// program is hidden until it runs, and what stands in its place is hidden then.

const options = {
  create: (asked) => PublicKeyCredential.parseCreationOptionsFromJSON(asked),
  get: (asked) => PublicKeyCredential.parseRequestOptionsFromJSON(asked),
};

/** What the device is asked: it stands in the form, or is fetched when somebody presses. */
async function asked(form) {
  if (form.dataset.asked) return JSON.parse(form.dataset.asked);
  const response = await fetch(form.dataset.begin, { method: "POST" });
  if (response.ok) return response.json();
  throw Object.assign(new Error(`it answers ${response.status}`), { status: response.status });
}

async function answer(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const verb = form.dataset.passkey;
  for (const said of form.querySelectorAll("[role=alert]")) said.hidden = true;
  button.disabled = true;
  try {
    const publicKey = options[verb](await asked(form));
    const credential = await navigator.credentials[verb]({ publicKey });
    form.elements.answer.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    const why = error.status === 429 ? "often" : "none";
    form.querySelector(`[data-why=${why}]`).hidden = false;
    button.disabled = false;
    // Whoever changed their mind, or has no such key, is told so by the page.
    const isTold = error.status || ["NotAllowedError", "InvalidStateError"].includes(error.name);
    if (!isTold) throw error;
  }
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", answer);
  for (const part of document.querySelectorAll("[data-with-passkeys]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
}
