// Entering many in a row: Ctrl+Enter saves, the number of a statement shows its title, a button prints. Without this
// script the form is sent by its button, and the browser's own menu prints.
"use strict";
(() => {
  const form = document.querySelector("[data-capture]");
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!form) return;
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
  const typed = form.elements.statement;
  const shown = form.querySelector("[data-title]");
  const titles = new Map([...document.querySelectorAll("[data-number]")].map((row) => [row.dataset.number, row]));
  const tell = () => {
    const number = typed.value.trim().replace(/\.$/, "");
    const row = titles.get(number);
    for (const one of titles.values()) one.toggleAttribute("data-chosen", one === row);
    shown.textContent = row ? row.querySelector("span").textContent : number ? "Diese Nummer gibt es nicht." : "";
  };
  typed.addEventListener("input", tell);
  tell();
  if (!form.querySelector(".field--error")) form.elements.words.focus();
})();
