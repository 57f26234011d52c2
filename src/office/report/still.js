// A report that is only looked at: nothing can be corrected here.

function press() {}
function opened() {}
function extraActions() { return null; }
function reviewKey() { return null; }
function reviewKeys() { return []; }

function accept() {
  const doc = byId.get(state.id);
  if (!doc || doc.verdict === "failed") return;
  if (accepted.has(doc.id)) accepted.delete(doc.id); else accepted.add(doc.id);
  remember();
  accepting(doc);
}

function lacking() { return null; }
function lineTools() { return null; }
function rowKey() {}
