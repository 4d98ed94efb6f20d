// Asks again for the proof until the log has signed it, then says so. The button works without this.
"use strict";
(() => {
  const form = document.querySelector("form[data-waiting]");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  let left = 20;
  const ask = async () => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (answer.status === 200) status.textContent = form.dataset.ready;
    else if (--left > 0) setTimeout(ask, 1500);
  };
  setTimeout(ask, 1500);
})();
