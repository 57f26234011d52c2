// A page that takes corrections: what is chosen is sent, and what comes back is shown.

const EDITABLE = new Set(["supplier.name", "supplier.vat_id", "supplier.kvk", "supplier.iban", "supplier.address",
  "customer.name", "customer.vat_id", "customer.kvk", "customer.address", "document_type", "period", "credited_invoice",
  "invoice_number", "issue_date", "due_date", "supply_date", "payment_reference", "order_reference", "currency",
  "totals.net", "totals.vat", "totals.gross", "totals.prepaid", "totals.payable"]);
const TYPES = ["invoice", "credit_note", "receipt", "reminder", "quote", "order", "delivery_note", "statement", "other"];
let editing = null;
/** Whether what was typed last was kept. */
let kept = Promise.resolve(true);

async function send(id, field, value, place) {
  const seen = byId.get(id)?.seen;
  const answer = await fetch("correct", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, field, value, place, seen }) });
  const body = await answer.json().catch(() => ({}));
  for (const [name, documents] of Object.entries(body.documents ?? {})) replace(name, documents);
  if (!answer.ok || body.error) throw new Error(body.error ?? answer.statusText);
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
  if (!doc || doc.verdict === "failed") return;
  if (doc.pictures) return noted(doc);
  const answer = await fetch(`pages/${doc.id}`).catch(() => null);
  if (!answer?.ok || byId.get(doc.id) !== doc) return;
  Object.assign(doc, await answer.json());
  if (state.id === doc.id) {
    $(".view").replaceChildren(...[pages(doc)].flat(Infinity).filter(Boolean));
    noted(doc);
    const path = state.path;
    state.path = null;
    if (path) point(path);
    if (editing) showWords(doc);
  }
}

/** Says what is to be known of the pages of the open document. */
function noted(doc) {
  if (doc.note) $(".view").prepend(h("p", { class: "note" }, doc.note));
}

/** A button for each field that was not found and can be given. */
function lacking(doc, paths) {
  const missing = paths.filter((path) => EDITABLE.has(path) && !isShown(doc, path));
  if (!missing.length) return null;
  return h("div", { class: "lacking" }, missing.map((path) => h("button", { class: "cell", type: "button", "data-path": path, focus: () => point(path), click: () => press(path) }, "+ ", labelOf(path))));
}

/** Begins to correct a field: types, or clicks words on the page. */
async function press(path) {
  if (editing?.path === path || !await settled(path)) return;
  const doc = byId.get(state.id);
  if (!doc) return;
  if (path.startsWith("vat_breakdown")) return vatRows();
  const isAccount = path.endsWith(".account"), isCode = path.endsWith(".vat_code"), parts = partsOf(doc, path);
  if (!(EDITABLE.has(path) || isAccount || isCode || parts)) return;
  const target = $(`.side .field[data-path="${CSS.escape(path)}"], .side .cell[data-path="${CSS.escape(path)}"], .side tr[data-path="${CSS.escape(path)}"]`);
  if (!target) return;
  const single = doc.journal?.filter((line) => ["cost", "suspense"].includes(line.kind)).length === 1;
  const field = isCode || (isAccount && single && path.startsWith("journal")) ? (isCode ? "vat_code" : "account") : path;
  const list = isAccount ? "accounts" : isCode ? "codes" : path === "document_type" ? "types" : null;
  edit(doc, path, field, parts ?? [{ name: null, label: labelOf(path), value: plainValue(doc, path), list }], target);
}

/** What is in the input of a field at first. */
function plainValue(doc, path) {
  if (path.startsWith("lines") && path.endsWith(".account")) return accountOfLine(doc, Number(/\d+/.exec(path)[0]));
  const isPlain = path.startsWith("journal") || MONEY.test(path) || path === "document_type" || path.endsWith("_date");
  return isPlain ? at(doc, path) ?? "" : shown(doc, path);
}

/** What a line, an address and a period are made of, each with an input of its own. */
function partsOf(doc, path) {
  const value = at(doc, path) ?? {};
  const part = (name, shownValue = value[name] ?? "") => ({ name, label: say(`label_part_${name}`), value: String(shownValue) });
  const amount = (name) => part(name, local(value[name] ?? ""));
  if (path.endsWith(".address")) return ["street", "postcode", "city", "country"].map((name) => part(name));
  if (path === "period") return ["start", "end"].map((name) => part(name));
  if (!isLine(path)) return null;
  const isFree = value.category && value.category !== "S";
  return [part("description"), amount("quantity"), amount("unit_price"), amount(value.net === undefined && value.gross !== undefined ? "gross" : "net"),
    part("rate", isFree ? `${local(value.rate ?? 0)} ${value.category}` : local(value.rate ?? ""))];
}

const isLine = (path) => /^lines\[\d+\]$/.test(path);

/** Puts inputs in the place of `target`, or after everything in `after`. */
function edit(doc, path, field, parts, target, after) {
  const inputs = parts.map((part) => h("input", { class: "edit", value: part.value, list: part.list, spellcheck: "false", autocomplete: "off", "aria-label": part.label, "data-edit": part.name ?? path,
    focus: (event) => { if (editing) editing.input = event.target; }, keydown: editKey }));
  // a button cannot hold an input: it stands in the place of the field while it is edited
  let box = inputs[0];
  if (parts[0].name) {
    box = h("div", { class: `form ${isLine(path) ? "line" : ""}` }, parts.map((part, i) => h("label", { class: part.name }, h("span", {}, part.label), inputs[i])),
      h("div", { class: "lacking" }, h("button", { class: "cell", type: "button", click: save }, say("keep")), isLine(path) && target ? h("button", { class: "cell", type: "button", click: () => removeLine(path) }, say("remove_line")) : null));
    if (isLine(path)) box = h("tr", {}, h("td", { colspan: 2 }, box));
  } else if (target.classList.contains("field")) {
    box = h("div", { class: "field on" }, target.firstChild.cloneNode(true), inputs[0]);
  }
  editing = { path, field, parts, inputs, input: inputs[0], row: target, box, places: new Map(), doc };
  editing.was = typed();
  box.addEventListener("focusout", (event) => {
    // another window is no other field
    if (editing?.box === box && !box.contains(event.relatedTarget) && document.hasFocus()) settled(event.relatedTarget?.dataset?.path);
  });
  if (target) target.replaceWith(box);
  else after.append(box);
  inputs[0].focus();
  inputs[0].select();
  box.scrollIntoView({ block: "nearest" });
  showWords(doc);
}

function editKey(event) {
  if (event.key === "Enter") { event.preventDefault(); save(); }
  if (event.key === "Escape") {
    event.preventDefault();
    const { path, row } = editing;
    stopEditing();
    reach(row ? path : "new_line");
  }
  event.stopPropagation();
}

function stopEditing() {
  if (!editing) return;
  const { row, box } = editing;
  editing = null;
  kept = Promise.resolve(true);
  for (const word of document.querySelectorAll(".word")) word.remove();
  if (row) box.replaceWith(row);
  else box.remove();
}

/** Keeps what was typed before something else is done, at the field `next`; false when it was refused. */
function settled(next) {
  if (editing && typed() === editing.was && !editing.places.size) stopEditing();
  return editing ? save(next) : kept;
}

/** What was typed: a text, or what of a line was changed, or an address as a whole. */
function typed() {
  const { path, parts, inputs } = editing;
  if (!parts[0].name) return inputs[0].value;
  const named = parts.map((part, i) => [part.name, inputs[i].value]);
  return JSON.stringify(Object.fromEntries(isLine(path) ? named.filter(([, value], i) => value !== parts[i].value) : named));
}

/** Sends what was typed, once; afterwards the person is at the field `next`, or where he was. */
function save(next) {
  if (!editing.sent) editing.sent = kept = sent(editing);
  editing.next = typeof next === "string" ? next : null;
  return editing.sent;
}

async function sent(edited) {
  const { doc, field, input, path, places } = edited;
  const value = typed();
  if (value === "{}") { stopEditing(); reach(path); return true; }
  const place = [...places.values()].reduce((all, one) => (all && all.page === one.page ? joined(all, one) : one), null);
  try {
    await send(doc.id, field, value, place ?? undefined);
  } catch (error) {
    edited.sent = null;
    input.classList.add("wrong");
    if (input.isConnected) input.focus();
    toast(error.message, true);
    return false;
  }
  if (editing === edited) editing = null;
  document.querySelector(".toast")?.remove();
  if (state.id === doc.id) refresh(doc, edited.next ?? path);
  else { showChips(); showList(); }
  return true;
}

/** What can be done with the lines as a whole. */
function lineTools(doc) {
  const isChanged = doc.reviewed?.corrected?.includes("lines");
  return h("div", { class: "lacking" },
    h("button", { class: "cell", type: "button", "data-path": "new_line", click: addLine }, "+ ", say("add_line"), " ", h("kbd", {}, "I")),
    isChanged ? h("button", { class: "cell", type: "button", "data-path": "lines_as_read", click: async () => { if (await answer(doc, "lines", "")) refresh(doc, "lines"); } }, say("lines_as_read")) : null);
}

async function addLine() {
  if (!await settled()) return;
  const doc = byId.get(state.id), table = $(".side .lines tbody");
  if (!doc || !table) return;
  table.closest("details").open = true;
  const path = `lines[${doc.lines?.length ?? 0}]`;
  edit(doc, path, path, partsOf(doc, path), null, table);
}

async function removeLine(path) {
  const doc = byId.get(state.id);
  stopEditing();
  if (!await answer(doc, path, "")) return;
  const left = (doc.lines?.length ?? 1) - 1;
  refresh(doc, left ? `lines[${Math.min(Number(/\d+/.exec(path)[0]), left - 1)}]` : "new_line");
}

/** A row of a table has the keys that a button has. */
function rowKey(event, path) {
  if (event.target !== event.currentTarget || !["Enter", "Delete"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") press(path);
  else if (isLine(path)) removeLine(path);
}

/** Shows a document again after it was changed, at the field where the person was. */
function refresh(doc, path) {
  showChips();
  showList();
  const again = byId.has(doc.id) ? doc.id : DATA.documents.find((one) => one.id.startsWith(doc.id.split("-")[0]))?.id ?? null;
  const fresh = byId.get(again);
  if (fresh && doc.pictures && fresh.source.pages?.join() === doc.source.pages?.join()) Object.assign(fresh, { pictures: doc.pictures, words: doc.words, note: doc.note });
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
  const { input, places } = editing;
  const before = places.get(input), one = { page, text, bbox };
  const adds = (event.shiftKey || event.ctrlKey) && before?.page === page;
  input.value = adds ? `${input.value} ${text}` : text;
  places.set(input, adds ? joined(before, one) : one);
  input.classList.remove("wrong");
  input.focus();
}

/** Two places on a page as one. */
function joined(a, b) {
  const [x0, y0, x1, y1] = a.bbox, [u0, v0, u1, v1] = b.bbox;
  return { page: a.page, text: `${a.text} ${b.text}`, bbox: [Math.min(x0, u0), Math.min(y0, v0), Math.max(x1, u1), Math.max(y1, v1)] };
}

async function answer(doc, field, value) {
  try {
    await send(doc.id, field, value);
    return true;
  } catch (error) {
    if (byId.get(doc.id) !== doc) refresh(doc);
    toast(error.message, true);
    return false;
  }
}

/** After a document was accepted, or no longer is. */
function accepting(doc) {
  showChips();
  showRow(doc);
  if (!isAccepted(doc)) return open(doc.id);
  const rows = visible();
  const next = rows.slice(rows.indexOf(doc) + 1).find(isOpenCase) ?? rows.find(isOpenCase);
  if (next) return open(next.id);
  open(doc.id);
  if (!DATA.documents.some(isOpenCase)) toast(say("all_seen"));
}

/** Accepts what is on the screen, or no longer: the ledger keeps it. */
async function accept() {
  if (!await settled()) return;
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

/** Whose document it is, when it came to another client. */
function give() {
  const doc = byId.get(state.id);
  if (doc && doc.verdict !== "failed" && DATA.administrations.length) ask(doc, "administration", "give", doc.administration ?? "", DATA.administrations);
}

/** The rows of VAT, all on one line. */
function vatRows() {
  const doc = byId.get(state.id);
  if (!doc || doc.verdict === "failed") return;
  const rows = (doc.vat_breakdown ?? []).map((row) => [row.category && row.category !== "S" ? row.category : null, row.rate ?? "0", row.taxable ?? "0", row.vat ?? "0"].filter(Boolean).join(" "));
  if (DATA.lang === "nl") rows.splice(0, rows.length, ...rows.map((row) => row.replaceAll(".", ",")));
  ask(doc, "vat_breakdown", "vat_rows", rows.join("; "));
}

/** Asks for a line of text, or for one of `names`, which becomes the value of a field. */
function ask(doc, field, title, value, names) {
  const input = names
    ? h("select", { class: "edit", "aria-label": say(title) }, ["", ...names].map((name) => h("option", { value: name, selected: name === value }, name || say(`${title}_none`))))
    : h("input", { class: "edit", value, "aria-label": say(title) });
  const done = async () => { if (await answer(doc, field, input.value)) { box.close(); refresh(doc); } };
  const box = h("dialog", { class: "ask", close: () => box.remove() }, h("h2", {}, say(title)), h("p", { class: "soft" }, say(`${title}_how`)), input,
    h("div", { class: "answers" }, h("button", { class: "act", type: "button", click: () => box.close() }, say("cancel_act")), h("button", { class: "act main", type: "button", click: done }, say("keep_act"))));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    done();
  });
  document.body.append(box);
  box.showModal();
  input.focus();
  input.select?.();
}

function actions(doc, verdict) {
  if (doc.verdict === "failed") return null;
  const isTaken = verdict === "accepted";
  return h("div", { class: "acts" },
    h("button", { class: "act main", type: "button", "aria-pressed": String(isTaken), click: accept }, isTaken ? say("accepted") : say("accept"), h("kbd", {}, "A")),
    doc.source.pages ? h("button", { class: "act", type: "button", title: say("divide"), click: divide }, say("pages_act"), h("kbd", {}, "S")) : null,
    h("button", { class: "act", type: "button", "aria-pressed": String(doc.reviewed?.duplicate === true), title: say("duplicate"), click: duplicate }, doc.reviewed?.duplicate === undefined && doc.duplicate_of ? say("no_duplicate") : say("duplicate"), h("kbd", {}, "X")),
    DATA.administrations.length ? h("button", { class: "act", type: "button", title: say("give"), click: give }, say("give_act"), h("kbd", {}, "G")) : null,
  );
}

function reviewKey(event) {
  return { a: accept, g: give, x: duplicate, s: divide, v: vatRows, i: addLine, l: () => reach(byId.get(state.id)?.lines ? "lines[0]" : "new_line"), e: () => { if (state.path) press(state.path); }, c: () => { const cell = $('.side .cell[data-path^="journal"]'); if (cell) press(cell.dataset.path); } }[event.key] ?? null;
}

function reviewKeys() { return [["A", "key_accept"], ["E / Enter", "key_edit"], ["C", "key_account"], ["V", "key_vat"], ["L", "key_lines"], ["I", "key_add_line"], ["Delete", "key_remove_line"], ["X", "key_duplicate"], ...(DATA.administrations.length ? [["G", "key_give"]] : []), ["S", "key_divide"]]; }

document.body.append(
  h("datalist", { id: "accounts" }, Object.entries(DATA.accounts).map(([number, name]) => h("option", { value: number }, name))),
  h("datalist", { id: "codes" }, DATA.vat_codes.map((code) => h("option", { value: code }, WORDS[`code_${code}`] ?? ""))),
  h("datalist", { id: "types" }, TYPES.map((type) => h("option", { value: type }, say(`type_${type}`)))));
