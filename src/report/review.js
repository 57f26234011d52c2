// A page that takes corrections: what is chosen is sent, and what comes back is shown.

const EDITABLE = new Set(["supplier.name", "supplier.vat_id", "supplier.kvk", "supplier.iban", "customer.name", "customer.vat_id", "document_type",
  "invoice_number", "issue_date", "due_date", "supply_date", "payment_reference", "order_reference", "currency",
  "totals.net", "totals.vat", "totals.gross", "totals.prepaid", "totals.payable"]);
const TYPES = ["invoice", "credit_note", "receipt", "reminder", "quote", "order", "delivery_note", "statement", "other"];
let editing = null;

async function send(id, field, value, place) {
  const answer = await fetch("correct", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, field, value, place }) });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || body.error) throw new Error(body.error ?? answer.statusText);
  for (const [name, documents] of Object.entries(body.documents)) replace(name, documents);
}

/** Puts the proposals of a file in the place of those that were there. */
function replace(name, documents) {
  const isOf = (doc) => doc.id.startsWith(`${name}-`);
  const at = DATA.documents.findIndex(isOf);
  for (const doc of DATA.documents.filter(isOf)) byId.delete(doc.id);
  const rest = DATA.documents.filter((doc) => !isOf(doc));
  rest.splice(at === -1 ? rest.length : at, 0, ...documents);
  DATA.documents.splice(0, DATA.documents.length, ...rest);
  for (const doc of documents) byId.set(doc.id, doc);
}

/** The pages of the open document, when they are not there yet. */
async function opened(doc) {
  editing = null;
  if (!doc || doc.verdict === "failed" || doc.pictures) return;
  const answer = await fetch(`pages/${doc.id}`).catch(() => null);
  if (!answer?.ok || byId.get(doc.id) !== doc) return;
  Object.assign(doc, await answer.json());
  if (state.id === doc.id) {
    $(".view").replaceChildren(...[pages(doc)].flat(Infinity).filter(Boolean));
    const path = state.path;
    state.path = null;
    if (path) point(path);
    if (editing) showWords(doc);
  }
}

/** Begins to correct a field: types, or clicks words on the page. */
function press(path) {
  const doc = byId.get(state.id);
  const isAccount = path.endsWith(".account"), isCode = path.endsWith(".vat_code");
  if (!doc || !(EDITABLE.has(path) || isAccount || isCode) || editing?.path === path) return;
  stopEditing();
  const single = doc.journal?.filter((line) => ["cost", "suspense"].includes(line.kind)).length === 1;
  const field = isCode || (isAccount && single) ? (isCode ? "vat_code" : "account") : path;
  const target = $(`.side .field[data-path="${CSS.escape(path)}"] .value, .side .cell[data-path="${CSS.escape(path)}"]`);
  if (!target) return;
  const start = path.startsWith("journal") ? at(doc, path) ?? "" : (MONEY.test(path) ? at(doc, path) ?? "" : (path === "document_type" ? doc.document_type ?? "" : (path.endsWith("_date") ? at(doc, path) ?? "" : shown(doc, path))));
  const list = isAccount ? "accounts" : isCode ? "codes" : path === "document_type" ? "types" : null;
  const input = h("input", { class: "edit", value: start, list, spellcheck: "false", autocomplete: "off", "aria-label": labelOf(path), "data-edit": path,
    keydown: (event) => {
      if (event.key === "Enter") { event.preventDefault(); save(); }
      if (event.key === "Escape") { event.preventDefault(); stopEditing(); reach(path); }
      event.stopPropagation();
    } });
  // a button cannot hold an input: it stands in the place of the field while it is edited
  const row = target.closest(".field") ?? target;
  editing = { path, field, input, row, place: null, doc };
  if (row.classList.contains("field")) {
    const box = h("div", { class: "field on" }, row.firstChild.cloneNode(true), input);
    row.replaceWith(box);
    editing.box = box;
  } else {
    row.replaceWith(input);
    editing.box = input;
  }
  input.focus();
  input.select();
  showWords(doc);
}

function stopEditing() {
  if (!editing) return;
  for (const word of document.querySelectorAll(".word")) word.remove();
  editing.box.replaceWith(editing.row);
  editing = null;
}

async function save() {
  const { doc, field, input, place, path } = editing;
  try {
    await send(doc.id, field, input.value, place ?? undefined);
  } catch (error) {
    input.classList.add("wrong");
    return toast(error.message, true);
  }
  editing = null;
  document.querySelector(".toast")?.remove();
  refresh(doc, path);
}

/** Shows a document again after it was changed, at the field where the person was. */
function refresh(doc, path) {
  showChips();
  showList();
  const again = byId.has(doc.id) ? doc.id : DATA.documents.find((one) => one.id.startsWith(doc.id.split("-")[0]))?.id ?? null;
  const fresh = byId.get(again);
  if (fresh && doc.pictures && fresh.source.pages?.join() === doc.source.pages?.join()) Object.assign(fresh, { pictures: doc.pictures, words: doc.words });
  open(again, true);
  if (path) reach(path);
}

/** Every word of the pages can be clicked while a field is edited. */
function showWords(doc) {
  for (const paper of document.querySelectorAll(".paper[data-page]")) {
    const page = Number(paper.dataset.page);
    const picture = doc.pictures?.find((one) => one.page === page);
    if (!picture) continue;
    for (const [text, ...bbox] of doc.words?.[page] ?? []) {
      paper.append(place(h("span", { class: "word", title: text, mousedown: (event) => event.preventDefault(), click: (event) => take(event, page, text, bbox) }), bbox, [picture.width_pt, picture.height_pt]));
    }
  }
}

/** A clicked word becomes the value; with Shift or Ctrl it is added to it. */
function take(event, page, text, bbox) {
  if (!editing) return;
  const { input, place } = editing;
  const adds = (event.shiftKey || event.ctrlKey) && place?.page === page;
  input.value = adds ? `${input.value} ${text}` : text;
  editing.place = adds
    ? { page, text: `${place.text} ${text}`, bbox: [Math.min(place.bbox[0], bbox[0]), Math.min(place.bbox[1], bbox[1]), Math.max(place.bbox[2], bbox[2]), Math.max(place.bbox[3], bbox[3])] }
    : { page, text, bbox };
  input.classList.remove("wrong");
  input.focus();
}

async function answer(doc, field, value) {
  try {
    await send(doc.id, field, value);
    return true;
  } catch (error) {
    toast(error.message, true);
    return false;
  }
}

/** Takes the place of the report's own: what is accepted goes to the ledger. */
async function accept() {
  const doc = byId.get(state.id);
  if (!doc || doc.verdict === "failed") return;
  if (!await answer(doc, "accepted", isAccepted(doc) ? "" : "yes")) return;
  showList();
  accepting(byId.get(doc.id) ?? doc);
}

async function duplicate() {
  const doc = byId.get(state.id);
  if (!doc || doc.verdict === "failed") return;
  const said = doc.reviewed?.duplicate;
  const value = said === undefined ? (doc.duplicate_of ? "no" : "yes") : "";
  if (await answer(doc, "duplicate", value)) refresh(doc);
}

/** Which pages of the file belong together. */
function divide() {
  const doc = byId.get(state.id);
  if (!doc?.source.pages) return;
  const together = DATA.documents.filter((one) => one.id.startsWith(`${doc.id.split("-")[0]}-`)).map((one) => one.source.pages.join("-")).join(", ");
  ask(doc, "layout", "divide", together);
}

/** The rows of VAT, all on one line. */
function vatRows() {
  const doc = byId.get(state.id);
  if (!doc || doc.verdict === "failed") return;
  const rows = (doc.vat_breakdown ?? []).map((row) => [row.category && row.category !== "S" ? row.category : null, row.rate ?? "0", row.taxable ?? "0", row.vat ?? "0"].filter(Boolean).join(" "));
  if (DATA.lang === "nl") rows.splice(0, rows.length, ...rows.map((row) => row.replaceAll(".", ",")));
  ask(doc, "vat_breakdown", "vat_rows", rows.join("; "));
}

/** Asks for a line of text, which becomes the value of a field. */
function ask(doc, field, title, value) {
  const input = h("input", { class: "edit", value, "aria-label": say(title) });
  const box = h("dialog", { class: "ask", close: () => box.remove() }, h("h2", {}, say(title)), h("p", { class: "soft" }, say(`${title}_how`)), input);
  input.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (await answer(doc, field, input.value)) { box.close(); refresh(doc); }
  });
  document.body.append(box);
  box.showModal();
  input.select();
}

function extraActions(doc) {
  if (doc.verdict === "failed") return null;
  return [
    doc.source.pages ? h("button", { class: "act", type: "button", title: say("divide"), click: divide }, say("pages_act"), h("kbd", {}, "S")) : null,
    h("button", { class: "act", type: "button", "aria-pressed": String(doc.reviewed?.duplicate === true), title: say("duplicate"), click: duplicate }, doc.reviewed?.duplicate === undefined && doc.duplicate_of ? say("no_duplicate") : say("duplicate"), h("kbd", {}, "X")),
  ];
}

function reviewKey(event) {
  return { x: duplicate, s: divide, v: vatRows, e: () => { if (state.path) press(state.path); }, c: () => { const cell = $(".side .cell"); if (cell) press(cell.dataset.path); } }[event.key] ?? null;
}

function reviewKeys() { return [["E / Enter", "key_edit"], ["C", "key_account"], ["V", "key_vat"], ["X", "key_duplicate"], ["S", "key_divide"]]; }

document.body.append(
  h("datalist", { id: "accounts" }, Object.entries(DATA.accounts).map(([number, name]) => h("option", { value: number }, name))),
  h("datalist", { id: "codes" }, DATA.vat_codes.map((code) => h("option", { value: code }, WORDS[`code_${code}`] ?? ""))),
  h("datalist", { id: "types" }, TYPES.map((type) => h("option", { value: type }, say(`type_${type}`)))));
