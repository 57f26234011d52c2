// The list, what is chosen, and the keyboard.

const state = { filter: "all", text: "", id: null, path: null };
const $ = (selector) => document.querySelector(selector);
const byId = new Map(DATA.documents.map((doc) => [doc.id, doc]));

function isAccepted(doc) { return doc.reviewed?.accepted === true; }
function verdictOf(doc) { return isAccepted(doc) ? "accepted" : doc.verdict; }
function nameOf(doc) { return (doc.direction === "sale" ? doc.customer?.name : doc.supplier?.known_as ?? doc.supplier?.name) ?? ""; }
function placeOf(doc) {
  const [first, last] = doc.source.pages ?? [0, 0];
  const isPart = doc.parts > 1 && first;
  return isPart ? `${doc.source.path}, ${first === last ? say("page_n", first) : say("pages_n", first, last)}` : doc.source.path;
}

function counts() {
  const tally = { ready: 0, review: 0, failed: 0 };
  for (const doc of DATA.documents) tally[isAccepted(doc) ? "ready" : doc.verdict] += 1;
  return tally;
}

/** Everything of a document that the search looks at, in small letters. */
function haystack(doc) {
  doc.haystack ??= [nameOf(doc), doc.supplier?.name, doc.invoice_number, doc.source.path, doc.totals?.gross, doc.totals?.gross && money(doc.totals.gross), doc.issue_date,
    doc.supplier?.vat_id, doc.supplier?.iban, doc.administration, doc.cause, ...(doc.journal ?? []).map((line) => line.account), ...(doc.findings ?? []).map((f) => f.rule)].filter(Boolean).join("\n").toLowerCase();
  return doc.haystack;
}

function visible() {
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  return DATA.documents.filter((doc) => {
    const kind = isAccepted(doc) ? "ready" : doc.verdict;
    // what is open stays in the list when it no longer fits the filter
    return (state.filter === "all" || state.filter === kind || doc.id === state.id) && words.every((word) => haystack(doc).includes(word));
  });
}

function row(doc) {
  const verdict = verdictOf(doc);
  return h("button", { class: `row${nameOf(doc) ? "" : " nobody"}`, type: "button", "data-id": doc.id, "aria-current": doc.id === state.id ? "true" : null, click: () => open(doc.id) },
    h("i", { class: `dot ${verdict}`, title: say(verdict) }),
    h("span", { class: "who" }, nameOf(doc) || (doc.verdict === "failed" ? doc.source.path.split("/").pop() : say("unknown_supplier"))),
    h("span", { class: "num" }, doc.totals?.gross ? money(doc.totals.gross, doc.currency === "EUR" ? null : doc.currency) : ""),
    h("span", { class: "what" }, doc.cause ?? ([doc.administration, doc.invoice_number, doc.source.path.split("/").pop()].filter(Boolean).join(" · "))),
    h("span", { class: "when num" }, doc.issue_date ? day(doc.issue_date) : ""));
}

function showList() {
  const rows = visible();
  $(".list").replaceChildren(...(rows.length ? rows.map(row) : [h("p", { class: "nothing" }, say("no_match"))]));
}

function showChips() {
  const tally = counts();
  const chip = (filter, number) => h("button", { class: `chip ${filter}`, type: "button", "data-filter": filter, "aria-pressed": String(state.filter === filter),
    click: () => { state.filter = filter; showChips(); showList(); } }, filter === "all" ? null : h("i", { class: `dot ${filter}` }), say(filter), h("b", {}, whole.format(number)));
  $(".chips").replaceChildren(chip("all", DATA.documents.length), ...["ready", "review", "failed"].map((kind) => chip(kind, tally[kind])));
}

function showRow(doc) {
  document.querySelector(`.row[data-id="${CSS.escape(doc.id)}"]`)?.replaceWith(row(doc));
}

/** Whether the mouse lies still since the page was drawn: what is drawn under it is not pointed at by that. */
let isStill = true;
addEventListener("mousemove", () => { isStill = false; });
function hover(path, from) { if (!isStill) point(path, from); }

/** Opens a document; `null` is the overview. */
function open(id, keepFocus) {
  isStill = true;
  const doc = byId.get(id) ?? null;
  state.id = doc?.id ?? null;
  state.path = null;
  $(".panes").className = `panes ${doc ? "document" : "overview"}`;
  $(".side").hidden = !doc;
  $(".view").replaceChildren(...[doc ? pages(doc) : overview()].flat(Infinity).filter(Boolean));
  $(".side").replaceChildren(...[doc ? proposal(doc) : []].flat(Infinity).filter(Boolean));
  $(".brand").toggleAttribute("aria-current", !doc);
  $(".back").hidden = !doc;
  for (const old of document.querySelectorAll(".row[aria-current]")) old.removeAttribute("aria-current");
  const current = doc && document.querySelector(`.row[data-id="${CSS.escape(doc.id)}"]`);
  current?.setAttribute("aria-current", "true");
  current?.scrollIntoView({ block: "nearest" });
  $(".view").scrollTop = $(".side").scrollTop = $(".panes").scrollTop = 0;
  const hash = doc ? `#${doc.id}` : "";
  if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname + location.search);
  document.title = doc ? `${nameOf(doc) || placeOf(doc)} – dizzy` : `dizzy – ${say("title_overview")}`;
  if (!keepFocus && doc) $(".view").focus({ preventScroll: true });
  opened(doc);
}

/** Points at a field: its row, its evidence, its place on the page. */
function point(path, from) {
  if (state.path === path) return;
  state.path = path;
  for (const old of document.querySelectorAll("[data-path].on")) old.classList.remove("on");
  for (const proof of document.querySelectorAll("[data-proof]")) proof.hidden = proof.dataset.proof !== path;
  for (const element of document.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)) element.classList.add("on");
  const target = from === "page" ? $(`.side [data-path="${CSS.escape(path)}"]`) : $(`.view [data-path="${CSS.escape(path)}"]`);
  target?.scrollIntoView({ block: "nearest" });
}

/** Goes to a field by its path, as findings name it. */
function reach(path) {
  const element = document.querySelector(`.side [data-path="${CSS.escape(path)}"]`) ?? document.querySelector(`.side [data-path^="${CSS.escape(path)}"]`);
  if (!element) return;
  for (let parent = element.parentElement; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
  point(element.dataset.path);
}

function step(by, wanted) {
  const rows = visible();
  let i = rows.findIndex((doc) => doc.id === state.id);
  do { i += by; } while (rows[i] && wanted && !wanted(rows[i]));
  if (i === -1 && by < 0 && !wanted) open(null);
  else if (rows[i]) open(rows[i].id);
  else if (wanted) toast(say("all_seen"));
}

const isOpenCase = (doc) => !isAccepted(doc) && doc.verdict === "review";

/** The next field, or the next that is not sure. */
function stepField(by, doubtful) {
  const rows = [...document.querySelectorAll(".side .field, .side .cell, .side tr[data-path]")];
  const doc = byId.get(state.id);
  let i = rows.findIndex((row) => row.dataset.path === state.path);
  if (i === -1 && by < 0) i = rows.length;
  do { i += by; } while (rows[i] && doubtful && !(sureness(doc.evidence?.[rows[i].dataset.path]?.confidence ?? (rows[i].querySelector(".none") ? 0 : 1)) !== "high"));
  if (rows[i]) reach(rows[i].dataset.path);
}

function theme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  root.style.colorScheme = root.dataset.theme;
}

function help() { $("dialog").showModal(); }

const KEYS = {
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  n: () => step(1, isOpenCase), p: () => step(-1, isOpenCase), o: () => open(null),
  f: () => stepField(1), F: () => stepField(-1), d: () => stepField(1, true),
  "/": () => $(".find").focus(), "?": help, t: theme, Escape: () => open(null),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog").open) return;
  const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if (isTyping) {
    if (event.target === $(".find") && ["Escape", "Enter", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      event.target.blur();
      if (event.key !== "Escape") { const first = visible()[0]; if (first) open(first.id); }
    }
    return;
  }
  const jump = state.id && /^[1-9]$/.test(event.key) ? JUMP[Number(event.key) - 1] : null;
  const action = jump ? () => reach(jump) : (reviewKey(event) ?? KEYS[event.key]);
  if (!action) return;
  event.preventDefault();
  action();
});
addEventListener("hashchange", () => open(decodeURIComponent(location.hash.slice(1)) || null));

const icon = (path) => s("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }, s("path", { d: path }));
const keys = [["J / K", "key_next"], ["N / P", "key_review"], ["1 – 9", "key_jump"], ["F", "key_field"], ["D", "key_doubt"], ["/", "key_find"], ["O", "key_overview"], ["T", "key_theme"], ...reviewKeys()];
document.body.append(
  h("header", { class: "top" },
    h("button", { class: "back tool", type: "button", title: say("key_overview"), click: () => open(null) }, icon("M15 18l-6-6 6-6")),
    h("button", { class: "brand", type: "button", title: say("key_overview"), click: () => open(null) }, "dizzy"),
    h("div", { class: "chips", role: "group", "aria-label": say("filter") }),
    h("input", { class: "find", type: "search", placeholder: say("find"), "aria-label": say("find"), input: (event) => { state.text = event.target.value; showList(); } }),
    h("button", { class: "tool", type: "button", title: say("key_theme"), "aria-label": say("key_theme"), click: theme }, icon("M12 3a9 9 0 1 0 9 9c0-.5 0-.9-.1-1.4A5.5 5.5 0 0 1 12 3z")),
    h("button", { class: "tool keys", type: "button", title: say("keys"), "aria-label": say("keys"), click: help }, icon("M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10h.01M11 10h.01M15 10h.01M8 14h8"))),
  h("div", { class: "panes overview" },
    h("nav", { class: "list", "aria-label": say("documents") }), h("main", { class: "view", tabindex: -1 }), h("aside", { class: "side", hidden: true })),
  h("dialog", {}, h("h2", {}, say("keys")), h("dl", {}, keys.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, say(what))]))));
$("dialog").addEventListener("click", (event) => { if (event.target === $("dialog")) $("dialog").close(); });
showChips();
showList();
open(decodeURIComponent(location.hash.slice(1)) || null, true);
