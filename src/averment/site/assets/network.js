// The picture of the network: search, filters by kind and by date, and what is known of the chosen thing.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const source = document.getElementById("data");
  const place = document.getElementById("network");
  if (source === null || !hasWebGl()) {
    return; // the still picture and the tables remain
  }
  const data = JSON.parse(source.textContent);
  const graph = new graphology.MultiDirectedGraph();
  for (const node of data.nodes) {
    graph.addNode(node.id, { ...node, color: data.nodeColours[node.kind] });
  }
  for (const edge of data.edges) {
    graph.addEdgeWithKey(edge.id, edge.source, edge.target, { ...edge, label: null, says: edge.label, color: data.edgeColours[edge.kind] });
  }

  const form = place.querySelector("form");
  const about = place.querySelector(".about");
  const status = form.querySelector("output");
  const names = document.getElementById("names");
  const state = { chosen: null, hovered: null, near: new Set(), kinds: { node: new Set(), edge: new Set() }, from: "", to: "" };
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  document.getElementById("still").hidden = true;
  place.hidden = false;
  let colours = themed();
  const renderer = new Sigma(graph, place.querySelector(".canvas"), {
    ...labels(),
    defaultEdgeType: "arrow",
    labelRenderedSizeThreshold: 7,
    labelDensity: 0.7,
    minCameraRatio: 0.05,
    maxCameraRatio: 3,
    zIndex: true,
    nodeReducer: (id, node) => {
      const shown = { ...node };
      const centre = state.hovered ?? state.chosen;
      if (!isShown(node)) {
        shown.hidden = true;
      } else if (centre !== null && id !== centre && !state.near.has(id)) {
        shown.color = colours.faint;
        shown.label = null;
        shown.zIndex = 0;
      } else if (id === centre) {
        shown.highlighted = true;
        shown.zIndex = 2;
      } else if (centre !== null) {
        shown.forceLabel = state.near.size < 30;
        shown.zIndex = 1;
      }
      return shown;
    },
    edgeReducer: (id, edge) => {
      const shown = { ...edge };
      const centre = state.hovered ?? state.chosen;
      if (!isEdgeShown(edge)) {
        shown.hidden = true;
      } else if (centre !== null && !graph.hasExtremity(id, centre)) {
        shown.color = colours.faint;
        shown.size = 0.5;
      }
      return shown;
    },
    defaultDrawNodeHover: drawHover,
  });

  function hasWebGl() {
    try {
      return document.createElement("canvas").getContext("webgl2") !== null;
    } catch {
      return false;
    }
  }

  function themed() {
    return { ink: css("--ink"), faint: css("--line"), card: css("--card") };
  }

  function labels() {
    return { labelColor: { color: colours.ink }, labelFont: css("--sans"), labelSize: 12 };
  }

  function drawHover(context, node, settings) {
    const size = settings.labelSize;
    context.font = `${settings.labelWeight} ${size}px ${settings.labelFont}`;
    const width = node.label ? context.measureText(node.label).width + 12 : 0;
    context.fillStyle = colours.card;
    context.strokeStyle = colours.ink;
    context.beginPath();
    context.roundRect(node.x - node.size - 4, node.y - size, node.size * 2 + 8 + width, size * 2, 6);
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(node.x, node.y, node.size, 0, Math.PI * 2);
    context.fillStyle = node.color;
    context.fill();
    if (node.label) {
      context.fillStyle = colours.ink;
      context.fillText(node.label, node.x + node.size + 4, node.y + size / 3);
    }
  }

  function overlaps({ start, end }) {
    return (state.from === "" || !end || end >= state.from) && (state.to === "" || !start || start <= state.to);
  }

  function isShown(node) {
    return !state.kinds.node.has(node.kind) && overlaps(node);
  }

  function isEdgeShown(edge) {
    return (
      !state.kinds.edge.has(edge.kind) &&
      overlaps(edge) &&
      isShown(graph.getNodeAttributes(edge.source)) &&
      isShown(graph.getNodeAttributes(edge.target))
    );
  }

  function element(name, text, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    if (text !== null) {
      const isolated = document.createElement("bdi");
      isolated.textContent = text;
      made.append(isolated);
    }
    return made;
  }

  function tell() {
    about.hidden = state.chosen === null;
    if (state.chosen === null) {
      about.replaceChildren();
      return;
    }
    const node = graph.getNodeAttributes(state.chosen);
    const heading = element("h2", node.name);
    const kind = element("p", node.kind, { className: "dim" });
    const parts = [heading, kind];
    if (node.file) {
      const line = document.createElement("p");
      line.append(element("a", "Open its page", { href: node.file }));
      parts.push(line);
    }
    const ties = graph.edges(state.chosen).map((id) => graph.getEdgeAttributes(id)).filter(isEdgeShown);
    const list = document.createElement("ul");
    for (const tie of ties.slice(0, 200)) {
      const isOut = tie.source === state.chosen;
      const other = graph.getNodeAttributes(isOut ? tie.target : tie.source);
      const item = document.createElement("li");
      const words = `${isOut ? "" : "← "}${tie.kind}${tie.says ? ` “${tie.says}”` : ""}${isOut ? " →" : ""} `;
      item.append(tie.file ? element("a", words, { href: tie.file }) : element("span", words));
      const button = element("button", other.name, { type: "button" });
      button.addEventListener("click", () => choose(other.id, true));
      item.append(button);
      list.append(item);
    }
    parts.push(element("p", `${ties.length === 1 ? "1 tie" : `${ties.length} ties`}`, { className: "dim" }), list);
    const close = element("button", "Close", { type: "button", className: "close" });
    close.addEventListener("click", () => choose(null));
    about.replaceChildren(close, ...parts);
  }

  function choose(id, isFollowed = false) {
    state.chosen = id;
    centre();
    tell();
    if (id !== null && isFollowed) {
      const { x, y } = renderer.getNodeDisplayData(id);
      const duration = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 400;
      renderer.getCamera().animate({ x, y, ratio: Math.min(renderer.getCamera().ratio, 0.5) }, { duration });
    }
    renderer.refresh({ skipIndexation: true });
  }

  function centre() {
    const id = state.hovered ?? state.chosen;
    state.near = new Set(id === null ? [] : graph.neighbors(id));
  }

  function filter() {
    for (const sort of ["node", "edge"]) {
      state.kinds[sort] = new Set([...place.querySelectorAll(`input[name=${sort}]:not(:checked)`)].map((box) => box.value));
    }
    state.from = form.elements.from?.value ?? "";
    state.to = form.elements.to?.value ?? "";
    const nodes = graph.filterNodes((_, node) => isShown(node)).length;
    const edges = graph.filterEdges((_, edge) => isEdgeShown(edge)).length;
    status.textContent = `${nodes} of ${graph.order} things, ${edges} of ${graph.size} ties`;
    if (state.chosen !== null && !isShown(graph.getNodeAttributes(state.chosen))) {
      state.chosen = null;
      centre();
    }
    tell();
    renderer.refresh({ skipIndexation: true });
  }

  const byName = new Map(data.nodes.map((node) => [node.name.toLocaleLowerCase(), node.id]));
  names.append(...data.nodes.map((node) => Object.assign(document.createElement("option"), { value: node.name })));
  function find() {
    const wanted = form.elements.find.value.trim().toLocaleLowerCase();
    const found = wanted === "" ? undefined : (byName.get(wanted) ?? data.nodes.find((node) => node.name.toLocaleLowerCase().includes(wanted))?.id);
    if (found !== undefined) {
      choose(found, true);
    } else if (wanted !== "") {
      status.textContent = "Nothing has this name.";
    }
  }

  form.elements.find.addEventListener("change", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  place.addEventListener("change", (event) => {
    if (event.target.name !== "find") {
      filter();
    }
  });
  form.elements.all.addEventListener("click", () => {
    form.reset();
    for (const box of place.querySelectorAll("input[type=checkbox]")) {
      box.checked = true;
    }
    state.chosen = null;
    centre();
    filter();
    renderer.getCamera().animatedReset({ duration: 0 });
  });
  const camera = renderer.getCamera();
  place.querySelector("[name=in]").addEventListener("click", () => camera.animatedZoom({ duration: 200 }));
  place.querySelector("[name=out]").addEventListener("click", () => camera.animatedUnzoom({ duration: 200 }));
  place.querySelector("[name=reset]").addEventListener("click", () => camera.animatedReset({ duration: 200 }));
  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickStage", () => choose(null));
  renderer.on("enterNode", ({ node }) => {
    state.hovered = node;
    centre();
    renderer.refresh({ skipIndexation: true });
  });
  renderer.on("leaveNode", () => {
    state.hovered = null;
    centre();
    renderer.refresh({ skipIndexation: true });
  });
  document.addEventListener("themechange", () => {
    colours = themed();
    renderer.setSettings(labels());
    renderer.refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      choose(null);
    }
  });
  filter();
  const start = decodeURIComponent(window.location.hash.slice(1));
  if (graph.hasNode(start)) {
    choose(start, true);
  }
});
