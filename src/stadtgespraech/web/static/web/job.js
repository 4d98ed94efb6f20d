// Looks again every two seconds while the work goes on, and shows what has changed. The link does the same without this.
"use strict";
(() => {
  const shown = () => document.querySelector("[data-job]");
  const look = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-job]");
    if (!fresh) return;
    const said = shown().querySelector("[role=status]"), now = fresh.querySelector("[role=status]").textContent;
    if (said.textContent !== now) said.textContent = now;
    if (fresh.dataset.job === "open") setTimeout(look, 2000);
    else location.reload();
  };
  if (shown()) setTimeout(look, 2000);
})();
