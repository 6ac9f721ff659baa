// The editor of queries: it asks this server and nobody else.
"use strict";
(() => {
  const { prefixes, questions } = JSON.parse(document.getElementById("data").textContent);
  const Yasgui = window.Yasgui.default ?? window.Yasgui;
  const endpoint = new URL("/sparql", window.location.href).href;

  // Completion of classes and properties would ask a service elsewhere, that of prefixes as well.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.prefixCcApi = null;
  Yasgui.Yasqe.defaults.value = questions.length > 0 ? questions[0].text : "SELECT * WHERE { ?s ?p ?o } LIMIT 10";
  Yasgui.Yasr.defaults.prefixes = prefixes;

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    populateFromUrl: false,
    persistenceId: null,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  });

  const show = (name, text) => {
    const tab = yasgui.addTab(true, { name });
    tab.setEndpoint(endpoint);
    tab.setQuery(text);
    return tab;
  };

  const asked = new URLSearchParams(window.location.search).get("query");
  if (asked !== null) {
    show("from the address", asked);
  }

  document.getElementById("example").addEventListener("change", (event) => {
    const question = questions.find((one) => one.name === event.target.value);
    if (question !== undefined) {
      show(question.title, question.text);
    }
    event.target.value = "";
  });
})();
