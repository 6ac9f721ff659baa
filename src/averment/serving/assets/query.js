// The editor of queries: it asks this server and nobody else.
"use strict";
(async () => {
  const reply = await fetch("/questions", { headers: { Accept: "application/json" } });
  const { prefixes, questions } = await reply.json();
  const { Yasqe, Yasr } = window.Yasgui;
  const endpoint = new URL("/sparql", window.location.href).href;

  // Completion of classes and properties would ask a service elsewhere, and so would that of prefixes.
  Yasqe.defaults.autocompleters = ["variables"];
  Yasqe.defaults.prefixCcApi = null;
  Yasqe.defaults.value = "PREFIX av: <https://w3id.org/averment/ontology#>\n\nSELECT ?claim ?value WHERE {\n  ?claim a av:Claim ; av:value ?value .\n}\nLIMIT 10\n";
  Yasr.defaults.prefixes = prefixes;

  const yasgui = new window.Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    populateFromUrl: false,
    persistenceId: null, // what somebody asks stays on no shared machine
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  });

  const show = (name, text) => {
    const tab = yasgui.addTab(true, { name });
    tab.setEndpoint(endpoint);
    tab.setQuery(text);
  };

  const asked = new URLSearchParams(window.location.search).get("query");
  if (asked !== null) {
    show("From the address", asked);
  }

  // What the graph speaks of is told of here, wherever its addresses may lead one day.
  const base = "https://w3id.org/averment/";
  document.getElementById("yasgui").addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link !== null && link.href.startsWith(`${base}id/`)) {
      link.href = `/${link.href.slice(base.length)}`;
    }
  }, true);

  const examples = document.getElementById("example");
  examples.addEventListener("change", () => {
    const question = questions.find((one) => one.name === examples.value);
    if (question !== undefined) {
      show(question.title, question.query);
    }
    examples.value = "";
  });
  examples.disabled = false;
})();
