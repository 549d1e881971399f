// What makes the pages quicker to use. Every page works without it; it keeps nothing and sends nothing of its own.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Keys: next and previous item, the filter, the help. Never while somebody writes, never with Ctrl, Alt or Cmd.
const KEYS = { j: "naeste", ArrowRight: "naeste", k: "forrige", ArrowLeft: "forrige" };
const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open] *";

function follow(way) {
  const link = one(`a[data-${way}]`);
  if (link) link.click();
  return Boolean(link);
}

// The table's rows by arrows up and down: focus moves from link to link in the first column.
function moveRow(from, step) {
  const links = all("tbody th a", from.closest("table"));
  const next = links[links.indexOf(from) + step];
  if (next) next.focus();
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = event.target;
  if (at.matches?.(WRITING)) {
    if (event.key === "Escape" && at.closest(".filtre")) at.blur();
    return;
  }
  // A reader of a wide table scrolls it by arrows.
  const scrolls = at.closest?.(".tabel-ramme[tabindex], summary, [role=tab]");
  let done = false;
  if (event.key === "/") {
    const field = one(".filtre input:not([type=hidden]), .filtre select");
    field?.focus();
    done = Boolean(field);
  } else if (event.key === "?") {
    const help = one("dialog.tasthjaelp");
    help?.showModal();
    done = Boolean(help);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && at.matches?.("tbody th a")) {
    done = moveRow(at, event.key === "ArrowDown" ? 1 : -1);
  } else if (KEYS[event.key] && !(scrolls && event.key.startsWith("Arrow"))) {
    done = follow(KEYS[event.key]);
  }
  if (done) event.preventDefault();
});

// A name that was asked for goes when the time is up, when the tab is left, and when the page comes back from the browser's memory.
const SHOWN = "[data-vist-til]";
function hide(element) {
  element.textContent = "Skjult igen";
  element.removeAttribute("data-vist-til");
  element.classList.remove("vist");
  element.classList.add("svag");
}
function watch() {
  for (const element of all(SHOWN)) {
    if (element.dataset.set) continue;
    element.dataset.set = "1";
    const seconds = Math.min(Number(element.dataset.vistTil) || 300, 300);
    setTimeout(() => hide(element), seconds * 1000);
  }
}
document.addEventListener("visibilitychange", () => document.hidden && all(SHOWN).forEach(hide));
addEventListener("pagehide", () => all(SHOWN).forEach(hide));

// Files dropped on the frame of a file field go into the field; sending shows how far it is.
function drop(frame) {
  const field = one("input[type=file]", frame);
  const form = frame.closest("form");
  const said = one("output", frame);
  if (!field || !form || frame.dataset.klar) return;
  frame.dataset.klar = "1";
  const say = (text) => said && (said.textContent = text);
  const list = () => say([...field.files].map((file) => file.name).join(", "));
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    frame.addEventListener(kind, (event) => {
      event.preventDefault();
      frame.classList.toggle("er-over", kind === "dragenter" || kind === "dragover");
    });
  }
  frame.addEventListener("drop", (event) => {
    field.files = event.dataTransfer.files;
    list();
  });
  field.addEventListener("change", list);
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    const bar = one("progress", frame) ?? frame.appendChild(document.createElement("progress"));
    bar.setAttribute("aria-label", "Sender filerne");
    bar.max = 100;
    const sending = new XMLHttpRequest();
    sending.upload.onprogress = (now) => {
      bar.value = now.total ? Math.floor((100 * now.loaded) / now.total) : 0;
      say(`Sender: ${bar.value} %`);
    };
    // The answer is shown as it came: it may say something once only.
    sending.onload = () => {
      history.pushState(null, "", sending.responseURL || location.href);
      document.open();
      document.write(sending.responseText);
      document.close();
    };
    sending.onerror = () => say("Filerne kom ikke frem: forbindelsen blev afbrudt. Prøv igen.");
    sending.open("POST", form.action);
    sending.send(new FormData(form));
  });
}

// A page that follows work says so when the server is away; it goes on asking, and tells what happened when it is back.
document.addEventListener("htmx:error", (event) => {
  const said = one("[role=status]", event.target.closest?.(".fremdrift") ?? document.createElement("p"));
  if (said) said.textContent = "Serveren svarer ikke lige nu. Siden spørger igen af sig selv.";
});

// Charts are fetched only where a page has one.
async function charts() {
  for (const element of all("[data-diagram]")) {
    const { draw } = await import(element.dataset.modul);
    draw(element);
  }
}

// "Choose all" over the rows of one table.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-vaelg-alle]")) return;
  for (const box of all("tbody input[type=checkbox]", event.target.closest("table"))) box.checked = event.target.checked;
});

// Again after a part of the page came: what is done is not done twice.
function start() {
  watch();
  all(".slip").forEach(drop);
  charts();
}
document.addEventListener("DOMContentLoaded", start);
document.addEventListener("htmx:after:swap", start);

// The foot of every printed sheet: the text that stands at the page's end without scripts.
function paperFoot() {
  for (const place of all("[data-her]")) place.textContent = location.href;
  const text = all(".printfod p").map((line) => line.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
  const quoted = text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\a ");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { @bottom-left { content: "${quoted}"; font: 7pt "IBM Plex Sans", sans-serif; color: #454545; white-space: pre-line; text-align: left; width: 80%; } }`);
  // Browsers that know no margin boxes drop them, and keep the text at the end.
  if (!sheet.cssRules[0]?.cssText.includes("@bottom-left")) return;
  document.adoptedStyleSheets.push(sheet);
  document.documentElement.classList.add("har-papirfod");
}
addEventListener("load", paperFoot);
