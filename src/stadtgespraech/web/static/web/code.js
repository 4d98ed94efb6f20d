// Puts the code that a QR code carries behind "#" into its field, and takes it out of the address and the history.
"use strict";
(() => {
  const field = document.querySelector("input[name=code]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !/^[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){3}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  field.focus();
})();
