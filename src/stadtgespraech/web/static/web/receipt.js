// Checks a receipt on the reader's own device: docs/format.md, sections 2, 3, 5, 6 and 7. Nothing is sent.

const HEADER = "c2sp.org/tlog-proof@v1";
const DOMAIN = "stadtgespraech:commitment:v1\0";
const MAX_BYTES = 4_000_000;
const bytes = text => new TextEncoder().encode(text);
const joined = (...parts) => new Uint8Array(parts.flatMap(part => [...part]));
const sha256 = async data => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const hexOf = data => [...data].map(byte => byte.toString(16).padStart(2, "0")).join("");

/** Bytes of base64 in its one spelling; an error for any other. */
function base64(text) {
  const raw = atob(text);
  if (btoa(raw) !== text) throw new Error("base64");
  return Uint8Array.from(raw, letter => letter.charCodeAt(0));
}

function hex(text) {
  if (!/^([0-9a-f]{2})+$/.test(text)) throw new Error("hex");
  return Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
}

/** RFC 8785 for objects, lists, texts, whole numbers, true, false and null. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("number");
  return JSON.stringify(value);
}

/** The parts of a receipt; an error where it does not have the form. */
export function parse(text) {
  const cut = text.indexOf("\n\n");
  const lines = text.slice(0, cut).split("\n");
  if (cut < 0 || lines.shift() !== HEADER) throw new Error("form");
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift().slice(6)) : null;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "");
  const proof = lines.map(base64);
  if (!index || proof.length > 64 || proof.some(hash => hash.length !== 32)) throw new Error("form");
  return { extra, index: Number(index[1]), proof, head: checkpoint(text.slice(cut + 2)) };
}

/** Checkpoint and signature lines of a signed note. */
function checkpoint(note) {
  const cut = note.lastIndexOf("\n\n");
  const [origin, size, root, end, ...more] = note.slice(0, cut + 1).split("\n");
  if (cut < 0 || end !== "" || more.length || !/^(0|[1-9][0-9]{0,15})$/.test(size)) throw new Error("checkpoint");
  const signatures = note.slice(cut + 2).trimEnd().split("\n").map(line => {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (!name) throw new Error("signature");
    const data = base64(encoded);
    return { name, id: data.slice(0, 4), signature: data.slice(4) };
  });
  return { origin, size: Number(size), root: base64(root), text: note.slice(0, cut + 1), signatures };
}

/** What the leaf commits to, from the extra line. null where the receipt does not hold it. */
export function opened(extra) {
  if (!extra) return null;
  const given = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(extra));
  const { type, id, day, object, salt, content } = given;
  if (canonical(given) !== new TextDecoder().decode(extra) || type !== "received" || !object || !salt || !content) throw new Error("extra");
  return { object, type, day, salt: hex(salt), content: { ...content, type, id, day } };
}

/** SHA-256(0x00 ‖ leaf), the leaf computed anew from content and salt. */
export async function leafHash({ object, type, day, salt, content }) {
  const commitment = hexOf(await sha256(joined(bytes(DOMAIN), salt, bytes(canonical(content)))));
  return sha256(joined([0], bytes(canonical({ commitment, day, object, type }))));
}

/** Whether `proof` leads from the leaf's hash to the root: RFC 9162, 2.1.3.2. */
export async function included(index, size, hash, proof, root) {
  if (index >= size) return false;
  let [at, last, found] = [BigInt(index), BigInt(size - 1), hash];
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      found = await sha256(joined([1], sibling, found));
      while (!(at & 1n) && at !== 0n) { at >>= 1n; last >>= 1n; }
    } else {
      found = await sha256(joined([1], found, sibling));
    }
    at >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(found, root);
}

/** true: signed by the key; false: not; null: this browser cannot tell. */
export async function signed(head, key) {
  const at = key.indexOf("+"), second = key.indexOf("+", at + 1);
  const [name, id, data] = [key.slice(0, at), key.slice(at + 1, second), base64(key.slice(second + 1))];
  const line = head.signatures.find(item => item.name === name && hexOf(item.id) === id);
  if (!line || data[0] !== 1 || head.origin !== name) return false;
  try {
    const known = await crypto.subtle.importKey("raw", data.slice(1), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, known, line.signature, bytes(head.text));
  } catch {
    return null;
  }
}

/** Everything about one receipt: what was proven, and what it says. */
export async function check(text, key) {
  const receipt = parse(text);
  const content = opened(receipt.extra);
  const { index, proof, head } = receipt;
  const found = content && await included(index, head.size, await leafHash(content), proof, head.root);
  return { content, found, signature: await signed(head, key), index, size: head.size };
}

function page(box) {
  const texts = Object.fromEntries([...box.querySelectorAll("[data-text]")].map(item => [item.dataset.text, item.content.textContent.trim()]));
  const verdict = box.querySelector("[data-verdict]");
  const element = (tag, text, classes = "") => Object.assign(document.createElement(tag), { textContent: text, className: classes });
  const written = day => new Date(`${day}T12:00:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  const filled = (name, values) => texts[name].replace(/\{(\w+)\}/g, (whole, word) => values[word] ?? whole);

  function show(tone, head, lines, content) {
    const notice = element("div", "", `notice notice--${tone} stack`);
    const inner = element("div", "", "stack stack--tight");
    inner.append(element("p", texts[head], "label"));
    const list = element("ul", "");
    list.append(...lines.map(line => element("li", line)));
    if (lines.length) inner.append(list);
    notice.append(inner);
    verdict.replaceChildren(notice);
    if (content) {
      const says = element("blockquote", "", "says says--paper");
      says.textContent = content.content.text;
      says.lang = content.content.language ?? "";
      says.dir = "auto";
      verdict.append(element("p", filled("says", { day: written(content.day), round: content.content.round })), says);
    }
  }

  async function read(file) {
    if (!file) return verdict.replaceChildren();
    if (!globalThis.crypto?.subtle) return show("warning", "unreadable", [texts["no-crypto"]]);
    let result;
    try {
      if (file.size > MAX_BYTES) throw new Error("size");
      result = await check(await file.text(), box.dataset.key);
    } catch {
      return show("warning", "unreadable", []);
    }
    const { content, found, signature } = result;
    if (!content) return show("warning", "unreadable", [texts["no-content"]]);
    if (!found) return show("danger", "wrong", [texts["inclusion-wrong"]]);
    const lines = [texts.content, filled("inclusion", { index: result.index + 1, size: result.size })];
    if (signature === false) return show("danger", "wrong", [...lines, texts["signature-wrong"]]);
    lines.push(texts[signature ? "signature" : "signature-unknown"], texts.trust);
    return show(signature ? "success" : "warning", signature ? "proven" : "partly", lines, content);
  }

  box.querySelector("input").addEventListener("change", event => read(event.target.files[0]));
  box.hidden = false;
}

if (globalThis.document) document.querySelectorAll("[data-receipt]").forEach(page);
