// Keys for reading and deciding. Letters count only while the contribution itself has the focus (WCAG 2.1.4), so they never
// meet somebody who types or whose screen reader reads elsewhere; everything they do is a button, link or field as well.
"use strict";
(() => {
  const pane = document.querySelector("[data-keys]");
  if (pane) pane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== pane) return;
    const goal = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!goal) return;
    event.preventDefault();
    const field = goal.matches("button, a") ? null : goal.querySelector("input, textarea");
    if (field) field.focus(); else goal.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = event.target.form && event.target.form.querySelector("button");
    if (button) button.click();
  });
})();
