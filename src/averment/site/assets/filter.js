// Filters of findings and of tables: what does not match is hidden, and how much is left is said.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.filter");
  if (form === null) {
    return;
  }
  const list = document.getElementById(form.dataset.filters);
  const isOfFindings = form.dataset.filters === "findings";
  const items = [...list.querySelectorAll(isOfFindings ? ".finding" : "tr")].map((element) => ({
    element,
    text: element.textContent.toLocaleLowerCase(),
  }));
  const closed = new Set([...list.querySelectorAll("details.family:not([open])")]);
  const status = form.querySelector("output");
  const nothing = document.querySelector(".nothing");

  const apply = () => {
    const wanted = new FormData(form);
    const words = (wanted.get("text") ?? "").toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    const kept = ["severity", "family", "kind"].filter((name) => wanted.get(name));
    let left = 0;
    for (const { element, text } of items) {
      const matches =
        words.every((word) => text.includes(word)) &&
        kept.every((name) => element.dataset[name] === wanted.get(name));
      element.hidden = !matches;
      left += matches ? 1 : 0;
    }
    const isFiltered = words.length > 0 || kept.length > 0;
    for (const group of list.querySelectorAll("details.family")) {
      group.hidden = group.querySelector(".finding:not([hidden])") === null;
      group.open = isFiltered || !closed.has(group);
    }
    for (const section of list.querySelectorAll("section.severity")) {
      section.hidden = section.querySelector("details.family:not([hidden])") === null;
    }
    nothing.hidden = left > 0;
    status.textContent = isFiltered ? `${left} of ${items.length}` : `${items.length} in all`;
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply(); // a browser that goes back fills the form again
});
