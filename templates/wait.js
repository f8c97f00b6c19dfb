// Looks again by itself while work at a file goes on, and goes on to what came of it. Without
// this program the link of the page does so.

/** How long it waits before it looks again, in ms; the server waits as well. */
const PAUSE = 1_000;

/** What a server answers that is only asked at the wrong moment. */
const PASSING = [408, 429];

const AT_WORK = "main [data-at-work]";
const told = document.querySelector(AT_WORK);

async function look() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    // A server that is begun anew, or one before it, has nothing to say of the work.
    if (response.status >= 500 || PASSING.includes(response.status)) throw response.status;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector(AT_WORK);
    if (!now) {
      location.replace(response.url);
      return;
    }
    // Only what changed is read out.
    if (told.textContent !== now.textContent) told.textContent = now.textContent;
  } catch {
    // What was lost may come back.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
