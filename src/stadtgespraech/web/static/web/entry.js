// A card's QR code carries the entry code behind "#", which no server sees. Takes it out of the address and the history,
// puts it into the form's field, and hands it on to the links that lead there and to the same page in other languages.
"use strict";
(() => {
  const code = location.hash.slice(1);
  if (!/^[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$/.test(code)) return;
  history.replaceState(null, "", location.pathname + location.search);
  const field = document.querySelector("input[name=entry]");
  if (field && !field.value) field.value = code;
  for (const link of document.querySelectorAll("a[data-entry], a[hreflang]")) link.hash = code;
})();
