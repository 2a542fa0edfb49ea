/** A part of the page that is gone was built anew since the page was opened: the page is loaded again, once a minute at most. */
const STORE = "moretta.renewed";
const PAUSE = 60_000; // ms

export function renewWhenRebuilt(): void {
  addEventListener("vite:preloadError", () => {
    if (Date.now() - Number(sessionStorage.getItem(STORE) ?? 0) < PAUSE) return;
    sessionStorage.setItem(STORE, String(Date.now()));
    location.reload();
  });
}
