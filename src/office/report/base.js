"use strict";
// What every part of the page uses. Text from documents only ever becomes text nodes and attributes.

const DATA = JSON.parse(document.getElementById("data").textContent);
const WORDS = DATA.words;
const SVG = "http://www.w3.org/2000/svg";

/** The text for a key, with {} replaced by the values that follow. */
function say(key, ...values) {
  let text = WORDS[key] ?? key;
  for (const value of values) text = text.replace("{}", value);
  return text;
}

/** An element: attributes (functions are listeners, null is left out), then children (strings, elements, null). */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const LOCALE = DATA.lang === "nl" ? "nl-NL" : "en-GB";
const grouped = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 20, minimumFractionDigits: 2 });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const dated = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** An exact amount ("1234.50") as people write it; the digits stay what they are. */
function money(text, currency) {
  if (text === undefined || text === null) return "";
  const shown = grouped.format(text);
  return currency ? `${currency === "EUR" ? "€" : currency} ${shown}` : shown;
}

/** A number with the decimal mark of the page's language. */
function local(text) {
  return DATA.lang === "nl" ? String(text).replace(".", ",") : String(text);
}

function day(iso) {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? (iso ?? "") : dated.format(time);
}

/** A class for how sure a value is. */
function sureness(confidence) {
  if (confidence >= DATA.sure) return "high";
  return confidence >= 0.6 ? "mid" : "low";
}

function percent(confidence) {
  return `${Math.floor(confidence * 100)} %`;
}

/** The value at a path like "vat_breakdown[0].rate". */
function at(object, path) {
  return path.split(/[.[\]]+/).filter(Boolean).reduce((value, key) => value?.[key], object);
}

let toastTimer = 0;
function toast(text, bad) {
  document.querySelector(".toast")?.remove();
  clearTimeout(toastTimer);
  document.body.append(h("div", { class: bad ? "toast bad" : "toast", role: "status" }, text));
  toastTimer = setTimeout(() => document.querySelector(".toast")?.remove(), bad ? 6000 : 2200);
}
