// A report that is only looked at: nothing can be corrected here.

function press() {}
function opened() {}
function extraActions() { return null; }
function reviewKey() { return null; }
function reviewKeys() { return []; }
