// Search in the names of all pages: each word has to be there; names that begin with the words come first.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const { pages } = JSON.parse(document.getElementById("index").textContent);
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const most = 100;
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const index = pages.map((page) => ({ ...page, text: folded(`${page.name} ${page.also} ${page.id}`) }));

  const rank = (page, query) => {
    const name = folded(page.name);
    return (name === query ? 0 : name.startsWith(query) ? 1 : name.includes(query) ? 2 : 3) * 2 + (page.kind === "question" ? 1 : 0);
  };

  const show = (query) => {
    const wanted = folded(query.trim());
    const words = wanted.split(/\s+/u).filter(Boolean);
    const matching = words.length === 0 ? [] : index.filter((page) => words.every((word) => page.text.includes(word)));
    matching.sort((one, other) => rank(one, wanted) - rank(other, wanted));
    results.replaceChildren(
      ...matching.slice(0, most).map((page) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const name = document.createElement("bdi");
        const kind = document.createElement("span");
        name.textContent = page.name;
        link.href = page.file;
        link.append(name);
        kind.className = "dim";
        kind.textContent = ` ${page.kind}`;
        item.append(link, kind);
        return item;
      }),
    );
    found.textContent =
      words.length === 0
        ? "Write a name of a law, a source, an article or a question."
        : `${matching.length === 1 ? "1 page" : `${matching.length} pages`} for “${query.trim()}”${matching.length > most ? `, the first ${most} shown` : ""}`;
  };

  field.value = new URLSearchParams(window.location.search).get("q") ?? "";
  field.addEventListener("input", () => show(field.value));
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(field.value);
  });
  show(field.value);
});
