// One document: its page on the left, its proposal on the right.

const FIELDS = [
  ["part_supplier", ["supplier.name", "supplier.known_as", "supplier.vat_id", "supplier.kvk", "supplier.iban", "supplier.address"]],
  ["part_invoice", ["document_type", "invoice_number", "issue_date", "due_date", "supply_date", "period", "payment_reference", "order_reference", "credited_invoice"]],
  ["part_amounts", ["currency", "totals.net", "totals.vat", "totals.gross", "totals.prepaid", "totals.payable"]],
];
const CUSTOMER = ["customer.name", "customer.vat_id", "customer.kvk", "customer.address"];
/** Fields that are shown although nothing was found: a proposal without them wants a person. */
const CORE = ["supplier.name", "invoice_number", "issue_date", "totals.net", "totals.vat", "totals.gross"];
/** The keys 1 to 9 jump to these. */
const JUMP = ["supplier.name", "invoice_number", "issue_date", "due_date", "totals.net", "totals.vat", "totals.gross", "supplier.iban", "journal"];
const MONEY = /^totals\.|\.(net|gross|vat|taxable|unit_price)$/;

/** A value for reading. */
function shown(doc, path) {
  const value = at(doc, path);
  if (value === undefined) return "";
  if (path.endsWith("_date")) return day(value);
  if (path === "period") return [value.start, value.end].filter(Boolean).map(day).join(" – ");
  if (path === "document_type") return say(`type_${value}`);
  if (path.endsWith(".address")) return [value.street, [value.postcode, value.city].filter(Boolean).join(" "), value.country].filter(Boolean).join(", ");
  if (path.endsWith(".iban")) return String(value).replace(/(.{4})(?=.)/g, "$1 ");
  if (MONEY.test(path)) return money(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function labelOf(path) {
  if (/^lines\[\d+\]\.account$/.test(path)) return say("account_of_line");
  const row = /^(vat_breakdown|lines)\[(\d+)\]/.exec(path);
  return row ? say(`label_${row[1]}`, Number(row[2]) + 1) : (WORDS[`label_${path}`] ?? path);
}

function proofText(proof) {
  const parts = [];
  if (proof.text) parts.push(h("q", {}, proof.text));
  const how = [say(`method_${proof.method}`)];
  if (proof.page) how.push(say("on_page", proof.page));
  how.push(say("sure", percent(proof.confidence)));
  parts.push(h("div", {}, how.join(" · ")));
  if (proof.source) parts.push(h("div", {}, proof.method === "xml" ? h("q", {}, proof.source) : proof.source));
  if (proof.proved_by?.length) parts.push(h("div", {}, say("proved_by", proof.proved_by.join(", "))));
  return parts;
}

function fieldRow(doc, path) {
  const proof = doc.evidence?.[path];
  const text = shown(doc, path);
  const key = JUMP.indexOf(path) + 1;
  const changed = doc.reviewed?.corrected?.includes(path);
  const row = h("button", { class: "field", "data-path": path, type: "button",
    focus: () => point(path), mouseenter: () => hover(path), click: () => press(path) },
    h("span", { class: "label" }, labelOf(path), key ? h("kbd", {}, String(key)) : null),
    h("span", { class: `value${text ? "" : " none"}${changed ? " changed" : ""}${MONEY.test(path) ? " num" : ""}` }, text || say("not_found")),
    proof ? h("span", { class: `sure ${sureness(proof.confidence)}`, title: say("sure", percent(proof.confidence)) }, percent(proof.confidence)) : h("span"));
  return [row, proof ? h("div", { class: "proof", "data-proof": path, hidden: true }, proofText(proof)) : null];
}

function isShown(doc, path) {
  return at(doc, path) !== undefined || (CORE.includes(path) && doc.verdict !== "failed");
}

function part(title, ...content) {
  return h("section", { class: "part" }, h("h2", {}, say(title)), content);
}

/** A row of a table that is a field; where corrections are taken, it is pressed as a field is. */
function tableRow(path, ...cells) {
  return h("tr", { tabindex: DATA.mode === "review" ? 0 : -1, "data-path": path, mouseenter: () => hover(path), focus: () => point(path), click: () => { point(path); press(path); },
    keydown: (event) => rowKey(event, path) }, cells);
}

function vatPart(doc) {
  if (!doc.vat_breakdown) return null;
  const correct = DATA.mode === "review"
    ? h("button", { class: "amend", type: "button", title: say("key_vat"), click: () => vatRows() }, say("key_vat"), " ", h("kbd", {}, "V")) : null;
  return part("part_vat", correct, h("table", { class: "table" },
    h("thead", {}, h("tr", {}, h("th", {}, say("rate")), h("th", { class: "num" }, say("taxable")), h("th", { class: "num" }, say("vat")))),
    h("tbody", {}, doc.vat_breakdown.map((row, i) => tableRow(`vat_breakdown[${i}]`,
      h("td", {}, row.rate === undefined ? say(`category_${row.category}`) : `${local(row.rate)} %`, row.category && row.category !== "S" && row.rate !== undefined ? h("span", { class: "why" }, ` ${say(`category_${row.category}`)}`) : null),
      h("td", { class: "num" }, money(row.taxable)), h("td", { class: "num" }, money(row.vat)))))));
}

function linesPart(doc) {
  const lines = doc.lines ?? [], tools = lineTools(doc);
  if (!lines.length && !tools) return null;
  return h("details", { class: "part", open: lines.length <= 6 }, h("summary", {}, say("part_lines", lines.length)), h("table", { class: "table lines" },
    h("tbody", {}, lines.map((line, i) => tableRow(`lines[${i}]`,
      h("td", {}, h("span", { class: doc.evidence?.[`lines[${i}]`]?.method === "entered" ? "changed" : null }, line.description ?? "—"), h("div", { class: "why" }, lineWhy(line), lineAccount(doc, i))),
      h("td", { class: "num" }, money(line.net ?? line.gross)))))), tools);
}

/** "2 × 12.50 · 21 %" */
function lineWhy(line) {
  const times = line.quantity && line.unit_price ? `${grouped.format(line.quantity).replace(/[.,]00$/, "")} × ${money(line.unit_price)}` : null;
  return [times, line.rate === undefined ? null : `${local(line.rate)} %`].filter(Boolean).join(" · ");
}

/** The account of a line of the invoice: the one of its line, or that of the whole. */
function accountOfLine(doc, i) {
  const costs = new Set((doc.journal ?? []).filter((line) => ["cost", "suspense", "deposit"].includes(line.kind)).map((line) => line.account));
  return doc.booking?.line_accounts?.[i] ?? (costs.size === 1 ? [...costs][0] : "");
}

/** Where corrections are taken, a line of several can go on an account of its own, or on several: "4500 60; 4600 40". */
function lineAccount(doc, i) {
  if (DATA.mode !== "review" || !doc.journal || doc.lines.length < 2 && !doc.booking?.line_accounts) return null;
  const path = `lines[${i}].account`, changed = doc.reviewed?.corrected?.includes(path);
  return [" ", h("button", { class: `cell${changed ? " changed" : ""}`, type: "button", "data-path": path, title: say("account_of_line"), click: (event) => { event.stopPropagation(); press(path); } },
    accountOfLine(doc, i) || (changed ? "÷" : "—"))];
}

function journalPart(doc) {
  const head = h("h2", { tabindex: -1, "data-path": "journal" }, say("part_journal", doc.booking?.journal ?? ""));
  if (!doc.journal) return h("section", { class: "part" }, head, h("p", { class: "soft" }, say("no_entry")));
  const sum = (side) => money((doc.journal.reduce((total, line) => total + Math.round(Number(line[side]) * 100), 0) / 100).toFixed(2));
  const cell = (line, i, field, text) => (DATA.mode === "review" && ["cost", "suspense"].includes(line.kind)
    ? h("button", { class: "cell", type: "button", "data-path": `journal[${i}].${field}`, click: () => press(`journal[${i}].${field}`) }, text || "—") : text);
  const amount = (text) => (Number(text) === 0 ? "" : money(text));
  return h("section", { class: "part" }, head, h("table", { class: "table" },
    h("thead", {}, h("tr", {}, h("th", {}, say("account")), h("th", { class: "num" }, say("debit")), h("th", { class: "num" }, say("credit")))),
    h("tbody", {}, doc.journal.map((line, i) => h("tr", {},
      h("td", {}, h("div", {}, cell(line, i, "account", line.account), ` ${accountName(line)}`),
        h("div", { class: "why" }, [line.vat_code || DATA.mode === "review" && line.kind === "cost" ? [`${say("vat_code")} `, cell(line, i, "vat_code", line.vat_code ?? "")] : null,
          line.rubriek ? ` · ${say("box", line.rubriek)}` : null,
          ["cost", "revenue", "suspense"].includes(line.kind) ? ` · ${whyOf(line)}` : null])),
      h("td", { class: "num" }, amount(line.debit)), h("td", { class: "num" }, amount(line.credit))))),
    h("tfoot", {}, h("tr", {}, h("td", {}, say("together")), h("td", { class: "num" }, sum("debit")), h("td", { class: "num" }, sum("credit"))))));
}

function accountName(line) {
  return DATA.accounts[line.account] ?? (["vat", "creditor", "debtor", "suspense", "rounding"].includes(line.kind) ? say(`kind_${line.kind}`) : "");
}

function whyOf(line) {
  const why = line.why ?? {};
  return [say(`by_${why.by}`), why.because, why.confidence < 1 ? percent(why.confidence) : null].filter(Boolean).join(", ");
}

function findingsPart(doc) {
  const list = doc.findings ?? [];
  if (!list.length) return null;
  const rank = { error: 0, warning: 1, info: 2 };
  return part("part_findings", [...list].sort((a, b) => rank[a.severity] - rank[b.severity]).map((finding) =>
    h("button", { class: `finding ${finding.severity}`, type: "button", title: finding.rule, click: () => { if (finding.fields?.[0]) reach(finding.fields[0]); } },
      h("span", {}, finding.message, h("div", { class: "rule" }, finding.rule)))));
}

function proposal(doc) {
  const verdict = verdictOf(doc);
  const head = h("div", { class: "head" },
    h("div", { class: "headline" },
      h("span", { class: `badge ${verdict}` }, h("i", { class: `dot ${verdict}` }), say(`is_${verdict}`)),
      h("span", { class: "sum" }, doc.totals?.gross ? money(doc.totals.gross, doc.currency) : "")),
    h("h1", {}, nameOf(doc) || say("unknown_supplier")),
    DATA.administrations.length ? h("div", { class: "client" }, doc.administration ?? say("no_client")) : null,
    h("div", { class: "from" }, placeOf(doc)),
    doc.duplicate_of ? h("div", { class: "from" }, say("same_as", doc.duplicate_of)) : null);
  if (doc.verdict === "failed") {
    return [head, h("section", { class: "part" }, h("p", {}, doc.cause), h("p", { class: "soft" }, doc.hint))];
  }
  return [
    head,
    findingsPart(doc),
    FIELDS.map(([title, paths]) => {
      const rows = paths.filter((path) => isShown(doc, path));
      const more = lacking(doc, paths);
      return rows.length || more ? part(title, rows.map((path) => fieldRow(doc, path)), more) : null;
    }),
    vatPart(doc),
    journalPart(doc),
    linesPart(doc),
    CUSTOMER.some((path) => at(doc, path) !== undefined) || lacking(doc, CUSTOMER)
      ? h("details", { class: "part" }, h("summary", {}, say("part_customer")), CUSTOMER.filter((path) => at(doc, path) !== undefined).map((path) => fieldRow(doc, path)), lacking(doc, CUSTOMER)) : null,
    actions(doc, verdict),
  ];
}

/** The pages of a document, each with a mark for every field that was found on it. */
function pages(doc) {
  if (doc.verdict === "failed") return [];
  const places = Object.entries(doc.evidence ?? {}).filter(([, proof]) => proof.page && proof.bbox);
  const pictures = doc.pictures ?? [];
  const [first, last] = doc.source.pages ?? [0, -1];
  const numbers = [];
  for (let page = first; page <= last && numbers.length < 400; page++) numbers.push(page);
  if (!numbers.length || (!pictures.length && !places.length)) return [drawnInvoice(doc)];
  const isDrawn = numbers.some((page) => !pictures.some((picture) => picture.page === page));
  return [
    isDrawn ? h("p", { class: "note" }, say("no_picture")) : null,
    numbers.map((page) => {
      const picture = pictures.find((one) => one.page === page);
      const here = places.filter(([, proof]) => proof.page === page);
      if (!picture && !here.length) return null;
      const size = picture ? [picture.width_pt, picture.height_pt] : extent(here);
      const paper = h("div", { class: "paper", "data-page": page },
        picture ? h("img", { src: picture.src, loading: "lazy", decoding: "async", width: Math.round(size[0] * 2), height: Math.round(size[1] * 2), alt: say("page_of", page, last) }) : drawnPage(here, size),
        here.map(([path, proof]) => mark(path, proof, size)));
      return [paper, last > first ? h("p", { class: "pageno" }, say("page_of", page, last)) : null];
    }),
  ];
}

/** A4, or as much as the fields take up. */
function extent(places) {
  return [Math.max(595, ...places.map(([, p]) => p.bbox[2] + 20)), Math.max(842, ...places.map(([, p]) => p.bbox[3] + 20))];
}

function place(element, bbox, size) {
  const [x0, y0, x1, y1] = bbox;
  element.style.left = `${(x0 / size[0]) * 100}%`;
  element.style.top = `${(y0 / size[1]) * 100}%`;
  element.style.width = `${((x1 - x0) / size[0]) * 100}%`;
  element.style.height = `${((y1 - y0) / size[1]) * 100}%`;
  return element;
}

function mark(path, proof, size) {
  const [x0, y0] = proof.bbox;
  const edge = `${x0 > size[0] * 0.6 ? " flush" : ""}${y0 < 24 ? " under" : ""}`;
  return place(h("button", { class: `mark ${sureness(proof.confidence)}${edge}`, type: "button", tabindex: -1, "data-path": path, title: labelOf(path),
    mouseenter: () => hover(path, "page"), click: () => { point(path, "page"); press(path); } }, h("i", {}, labelOf(path))), proof.bbox, size);
}

/** Where the picture of a page is not there: the values at their places. */
function drawnPage(places, size) {
  return s("svg", { class: "drawn", viewBox: `0 0 ${size[0]} ${size[1]}`, role: "img" }, places.map(([, proof]) => {
    const [x0, y0, x1, y1] = proof.bbox;
    const height = Math.min(y1 - y0, 14);
    const attributes = { x: x0, y: y0 + height * 0.8, "font-size": height * 0.85 };
    if (x1 - x0 > 4) Object.assign(attributes, { textLength: x1 - x0, lengthAdjust: "spacingAndGlyphs" });
    return s("text", attributes, (proof.text ?? "").slice(0, 200));
  }));
}

/** An invoice that has no page: its fields, laid out as one. */
function drawnInvoice(doc) {
  const f = (path) => h("span", { "data-path": path, click: () => { point(path, "page"); press(path); }, mouseenter: () => hover(path, "page") }, shown(doc, path));
  const party = (name) => h("div", {}, h("h3", {}, say(`part_${name}`)),
    ["name", "address", "vat_id", "kvk", "iban"].filter((key) => at(doc, `${name}.${key}`) !== undefined).map((key) => h("div", {}, f(`${name}.${key}`))));
  const facts = ["invoice_number", "issue_date", "due_date", "supply_date", "period", "order_reference", "payment_reference", "credited_invoice"].filter((path) => at(doc, path) !== undefined);
  const sums = ["totals.net", "totals.vat", "totals.gross", "totals.prepaid", "totals.payable"].filter((path) => at(doc, path) !== undefined);
  return h("div", { class: "paper" }, h("div", { class: "sheet" },
    h("h2", {}, say(`type_${doc.document_type ?? "other"}`)),
    h("div", { class: "parties" }, party("supplier"), party("customer")),
    h("table", {}, h("tbody", {}, facts.map((path) => h("tr", {}, h("td", {}, labelOf(path)), h("td", {}, f(path)))))),
    doc.lines ? h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, say("description")), h("th", { class: "num" }, say("quantity")), h("th", { class: "num" }, say("price")), h("th", { class: "num" }, say("net")))),
      h("tbody", {}, doc.lines.map((line, i) => h("tr", { "data-path": `lines[${i}]`, mouseenter: () => hover(`lines[${i}]`, "page"), click: () => { point(`lines[${i}]`, "page"); press(`lines[${i}]`); } }, h("td", {}, line.description ?? ""), h("td", { class: "num" }, line.quantity ?? ""), h("td", { class: "num" }, money(line.unit_price)), h("td", { class: "num" }, money(line.net)))))) : null,
    h("table", { class: "sums" }, h("tbody", {}, sums.map((path) => h("tr", {}, h("td", {}, labelOf(path)), h("td", { class: "num" }, f(path))))))));
}
