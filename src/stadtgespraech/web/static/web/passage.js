// Selecting words of a statement shows a link "Dazu etwas sagen" to the form. Without this script the link below each
// paragraph does the same. The page gives, on one element around the paragraphs:
//   data-text, data-product, data-revision, data-write (address of the form), data-say (words of the link)
// and on each paragraph (0: the title) data-paragraph; on one that is a translation data-whole: words chosen there stand
// for the whole paragraph of the text that is translated. What is not text of the paragraph (counts, words for screen
// readers) carries data-aside or one of the classes below, and is not counted. Offsets are characters, not UTF-16 units.
"use strict";
(() => {
  const root = document.querySelector("[data-text][data-write]");
  if (!root) return;
  const ASIDE = "[data-aside], .sr, .passage__n";
  const link = document.createElement("a");
  link.className = "btn btn--primary say-here";
  link.textContent = root.dataset.say || "";
  const status = document.createElement("span");
  status.className = "sr";
  status.setAttribute("role", "status");
  root.append(status);

  const paragraphOf = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const found = element && element.closest("[data-paragraph], [data-whole]");
    return found && root.contains(found) ? found : null;
  };

  // The paragraph's text nodes that count, in order.
  const textsOf = (paragraph) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(ASIDE) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  // The words of the paragraph before a point.
  const before = (paragraph, container, offset) => {
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(container, offset);
    let words = "";
    for (const node of textsOf(paragraph)) {
      if (!range.intersectsNode(node)) break;
      words += node === container ? node.data.slice(0, offset) : node.data;
      if (node === container) break;
    }
    return words;
  };

  const count = (words) => Array.from(words).length;

  const chosen = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const paragraph = paragraphOf(range.startContainer) ?? paragraphOf(range.endContainer);
    if (!paragraph) return null;
    const all = textsOf(paragraph).map((node) => node.data).join("");
    const head = paragraph.contains(range.startContainer) ? before(paragraph, range.startContainer, range.startOffset) : "";
    const end = paragraph.contains(range.endContainer) ? before(paragraph, range.endContainer, range.endOffset) : all;
    let start = head.length, stop = end.length;
    while (start < stop && /\s/.test(all[start])) start++;
    while (stop > start && /\s/.test(all[stop - 1])) stop--;
    if (start === stop) return null;
    const word = /[\p{L}\p{M}\p{N}]/u;
    while (start > 0 && word.test(all[start - 1]) && word.test(all[start])) start--;
    while (stop < all.length && word.test(all[stop]) && word.test(all[stop - 1])) stop++;
    return { paragraph, start: count(all.slice(0, start)), end: count(all.slice(0, stop)), words: all.slice(start, stop) };
  };

  const address = ({ paragraph, start, end }) => {
    const { product, text, revision, write } = root.dataset;
    const { whole } = paragraph.dataset;
    const place = whole ? { paragraph: whole, rendered: 1 } : { paragraph: paragraph.dataset.paragraph, start, end };
    return write + "?" + new URLSearchParams({ product, text, revision, ...place });
  };

  const update = () => {
    const found = chosen();
    if (!found) {
      if (document.activeElement !== link) link.remove();
      return;
    }
    link.href = address(found);
    if (found.paragraph.nextElementSibling !== link) found.paragraph.after(link);
    status.textContent = link.textContent + ": " + found.words;
  };

  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, document.getSelection().isCollapsed ? 600 : 150);
  });
  link.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && link.isConnected) document.getSelection().removeAllRanges();
  });
})();
