// Which walk looks at which pages, beside those that everywhere.mjs finds by following links.
// Each walk fails that does not open what stands here of it, and everywhere.mjs fails when there
// is a page that nobody opens.

/** Pages that no link leads everywhere.mjs to, by the walk that opens them each time. */
export const ELSEWHERE = {
  "cooperative.mjs": ["/claim/{secret}", "/my/{organization}/messages/{message}"],
  "letters.mjs": [
    "/join/{secret}",
    "/new-password/{secret}",
    "/o/{id}/amend/{secret}",
    "/searches/confirm/{secret}",
    "/searches/{ending}",
    "/sign-in/step",
    "/sign-in/{secret}",
  ],
  "office.mjs": [
    "/first-run/{secret}",
    "/friends/{host}",
    "/office/duplicates/join",
    "/office/imports/made/{batch}",
    "/office/imports/made/{batch}/problems",
    "/office/imports/made/{batch}/undo",
    "/office/imports/{file}",
    "/office/imports/{file}/mapping",
    "/office/imports/{file}/missing",
    "/office/imports/{file}/problems",
  ],
  "public.mjs": ["/actor", "/authorize_interaction", "/concepts/{word}"],
  "site.mjs": ["/embed", "/embed/map", "/rules"],
  "visitor.mjs": ["/offers/{id}/write", "/visits/{secret}"],
};

/** Those without a page of their own, which lead on to where something stands. */
const LEADING = ["/@{handle}", "/concepts/{word}", "/my/{organization}/offers"];

/** Parts of a path that may be short; all others are ids or secrets. */
const SHORT = ["code", "codes", "word", "host", "handle", "file"];

/** Whether one of these paths is the page of a route such as `/office/people/{account}`. */
export function isOpened(route, paths) {
  const parts = route.replaceAll(/\{(\w+)\}/g, (_, name) => (SHORT.includes(name) ? "[^/]+" : "[\\w-]{20,}"));
  const like = new RegExp(`^${parts.replaceAll(".", "\\.")}$`);
  return [...paths].some((path) => like.test(path));
}

/** Whether a path has no page of its own. */
export function leadsOn(path) {
  return LEADING.some((route) => isOpened(route, [path]));
}
