// The overview: what a run came to, as pictures.

/** One horizontal bar in parts. */
function stacked(parts) {
  const total = parts.reduce((sum, part) => sum + part.value, 0) || 1;
  let x = 0;
  const shown = parts.filter((part) => part.value > 0).map((part) => {
    const width = (part.value / total) * 600;
    const bar = s("rect", { class: `bar ${part.kind}`, x, y: 0, width: Math.max(width - 2, 1), height: 22, rx: 3 },
      s("title", {}, `${part.label}: ${part.text}`));
    x += width;
    return bar;
  });
  return [
    s("svg", { viewBox: "0 0 600 22", role: "img", "aria-label": parts.map((p) => `${p.label} ${p.text}`).join(", "), preserveAspectRatio: "none", style: null, height: 22 }, shown),
    h("div", { class: "legend" }, parts.map((part) =>
      h("span", {}, h("i", { class: `dot ${part.kind}` }), `${part.label} `, h("b", { class: "num" }, part.text)))),
  ];
}

/** Rows of label, bar, amount. `second` is drawn behind it in a lighter tone. */
function bars(rows) {
  const most = Math.max(...rows.map((row) => Math.max(Math.abs(row.value), Math.abs(row.second ?? 0))), 1e-9);
  const height = 30;
  // drawn at the size it is seen at, so that its letters stay those of the page
  const width = Math.max(260, Math.min(440, innerWidth - 60));
  const left = width * 0.4, right = 88;
  const room = width - left - right;
  const letters = Math.floor(left / 7.7);
  const long = (text) => (text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text);
  return s("svg", { viewBox: `0 0 ${width} ${rows.length * height}`, role: "img" }, rows.map((row, i) => {
    const y = i * height;
    const length = (value) => Math.max((Math.abs(value) / most) * room, value === 0 ? 0 : 2);
    return s("g", {},
      s("title", {}, `${row.label}: ${row.text}`),
      s("text", { x: 0, y: y + 16 }, long(row.label)),
      s("rect", { class: "track", x: left, y: y + 6, width: room, height: 13, rx: 3 }),
      row.second === undefined ? null : s("rect", { class: "bar base", x: left, y: y + 6, width: length(row.second), height: 13, rx: 3 }),
      s("rect", { class: `bar ${row.kind ?? ""}`, x: left, y: y + 6, width: length(row.value), height: 13, rx: 3 }),
      s("text", { class: "num", x: width, y: y + 16 }, row.text));
  }));
}

function card(title, ...content) {
  return h("section", { class: "card" }, h("h2", {}, title), content);
}

function tile(number, label) {
  return h("div", { class: "tile" }, h("b", {}, number), h("span", {}, label));
}

function seconds(value) {
  if (value < 90) return `${value < 10 ? value.toFixed(1).replace(".", DATA.lang === "nl" ? "," : ".") : Math.round(value)} s`;
  return value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1).replace(".", DATA.lang === "nl" ? "," : ".")} ${say("hours")}`;
}

function overview() {
  const sum = DATA.summary;
  const tally = counts();
  const cards = [];
  const wide = h("section", { class: "card wide" }, stacked(["ready", "review", "failed"].map((kind) => (
    { kind, label: say(kind), value: tally[kind], text: whole.format(tally[kind]) }))));
  cards.push(wide);
  for (const total of sum.totals) {
    cards.push(card(say(total.direction === "sale" ? "sales" : "purchases"), h("div", { class: "tiles" },
      tile(money(total.gross, total.currency), say("gross_of", whole.format(total.documents))),
      tile(money(total.net, total.currency), say("net")),
      tile(money(total.vat, total.currency), say("vat")))));
  }
  if (sum.boxes.length) {
    cards.push(card(say("vat_return"), bars(sum.boxes.map((box) => ({
      label: `${box.box}  ${say(`box_${box.box}`)}`,
      value: Number(box.vat), second: box.base === undefined ? undefined : Number(box.base),
      text: money(box.base === undefined || Number(box.vat) ? box.vat : box.base),
    }))), h("div", { class: "legend" },
      h("span", {}, s("svg", { viewBox: "0 0 10 10", width: 10, height: 10, style: null }, s("rect", { class: "bar", width: 10, height: 10, rx: 2 })), say("vat")),
      h("span", {}, s("svg", { viewBox: "0 0 10 10", width: 10, height: 10 }, s("rect", { class: "bar base", width: 10, height: 10, rx: 2 })), say("taxable")))));
  }
  if (DATA.administrations.length) {
    const of = new Map();
    for (const doc of DATA.documents.filter((doc) => doc.verdict !== "failed")) {
      const client = doc.administration ?? say("no_client");
      of.set(client, [...(of.get(client) ?? []), doc]);
    }
    const rows = [...of].map(([label, docs]) => {
      const open = docs.filter((doc) => doc.verdict === "review" && !isAccepted(doc)).length;
      return { label, value: open, second: docs.length, text: say("open_of", whole.format(open), whole.format(docs.length)) };
    }).sort((a, b) => b.value - a.value);
    cards.push(card(say("clients"), bars(rows.slice(0, 15))));
  }
  if (sum.suppliers.length) {
    cards.push(card(say("suppliers_by_amount"), bars(sum.suppliers.map((row) => (
      { label: `${row.name}`, value: Number(row.gross), text: money(row.gross), kind: row.other ? "other" : "" })))));
  }
  if (sum.accounts.length) {
    cards.push(card(say("accounts_by_amount"), bars(sum.accounts.map((row) => (
      { label: row.name ? `${row.account} ${row.name}` : row.account, value: Number(row.net), text: money(row.net), kind: row.other ? "other" : "" })))));
  }
  const run = sum.run;
  const content = [h("div", { class: "tiles" },
    tile(whole.format(run.pages), say("pages")),
    tile(whole.format(run.ocr_pages), say("pages_recognised")),
    run.pages_per_second ? tile(run.pages_per_second, say("pages_per_second")) : null)];
  if (run.time.some((part) => part.seconds > 0)) {
    content.push(h("h2", { class: "gap" }, say("where_time_went")), stacked(run.time.map((part) => (
      { kind: part.what === "ocr" ? "review" : "ready", label: say(`time_${part.what}`), value: part.seconds, text: seconds(part.seconds) }))));
  }
  cards.push(card(say("reading"), content));
  if (run.runs.length > 1) {
    cards.push(card(say("runs"), bars(run.runs.map((one) => (
      { label: one.started, value: one.pages, text: say("n_pages", whole.format(one.pages)) })))));
  }
  if (sum.skipped.length) {
    cards.push(card(say("left_out"), h("table", { class: "table" }, h("tbody", {}, sum.skipped.map((row) =>
      h("tr", {}, h("td", {}, row.reason), h("td", { class: "num" }, whole.format(row.files))))))));
  }
  return [
    h("h1", { class: "title" }, say("title_overview")),
    h("p", { class: "soft" }, say("of_documents", whole.format(DATA.documents.length))),
    h("div", { class: "cards" }, cards),
  ];
}
