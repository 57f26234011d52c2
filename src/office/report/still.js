// A report that is only looked at: nothing can be corrected or accepted here.

function press() {}
function opened() {}
function actions(doc) { return doc.verdict === "failed" ? null : h("p", { class: "soft" }, say("only_looked_at")); }
function reviewKey() { return null; }
function reviewKeys() { return []; }
function lacking() { return null; }
function lineTools() { return null; }
function rowKey() {}
