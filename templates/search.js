// The search answers as one types: the page of what is typed is asked for, and its results
// stand in the place of those that are shown. Without this program the form's button does so.

/** How long somebody pauses before the search is made, in milliseconds. */
const PAUSE = 300;
/** What is replaced, by its id. */
const PARTS = ["narrowed-part", "result-part"];

const form = document.querySelector("form.search");
const count = document.getElementById("count");
const result = document.getElementById("result-part");
let waiting;
let asked;

/** The address of what the form asks, without its empty fields. */
function address() {
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== "") typed.append(name, value);
  }
  const language = new URLSearchParams(location.search).get("lang");
  if (language) typed.append("lang", language);
  const query = typed.toString();
  return query ? `${form.action}?${query}` : form.action;
}

/** Puts the results of an address in the place of those that are shown. */
async function show(to) {
  asked?.abort();
  const own = new AbortController();
  asked = own;
  result.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(to, { headers: { Accept: "text/html" }, signal: own.signal });
    // What cannot be understood yet may be half of a word; the button says what to mend.
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of PARTS) {
      const part = page.getElementById(id);
      if (part) document.getElementById(id).replaceChildren(...part.childNodes);
    }
    // The element stays, so that its new text is read out.
    count.textContent = page.getElementById("count")?.textContent ?? "";
    history.replaceState(null, "", to);
    document.dispatchEvent(new Event("results"));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  } finally {
    if (asked === own) result.removeAttribute("aria-busy");
  }
}

/** Makes the search after a pause, if it is another. */
function soon(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const to = address();
    if (to !== location.href) show(to);
  }, pause);
}

if (form && count && result) {
  form.addEventListener("input", (event) => {
    // Of two places one is meant: the one that is typed.
    if (event.target.name === "place") form.querySelector("input[name=near]")?.remove();
    // A place is known by its whole name alone.
    if (event.target.name === "q") soon(PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (["kind", "km"].includes(event.target.name)) soon(0);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

const here = document.getElementById("near-me");
if (form && here && "geolocation" in navigator) {
  here.hidden = false;
  // The browser asks its owner, and only when they press.
  here.addEventListener("click", () => {
    here.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const to = new URL(address());
        for (const other of ["place", "box"]) to.searchParams.delete(other);
        // About a kilometre is near enough, and says less of where somebody is.
        const near = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(2));
        to.searchParams.set("near", near.join(","));
        location.assign(to);
      },
      () => {
        // Where nothing was found yet, the button itself says so.
        if (count) here.disabled = false;
        (count ?? here).textContent = here.dataset.refused;
      },
    );
  });
}
