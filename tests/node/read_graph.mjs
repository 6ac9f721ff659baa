// Reads a GEXF, GraphML or graphology file as Gephi Lite does, and prints its nodes and edges as JSON.
import { readFileSync } from "node:fs";
import { DOMParser } from "@xmldom/xmldom";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const [format, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const { MultiDirectedGraph } = graphology;
let graph;
if (format === "graphology") {
  graph = MultiDirectedGraph.from(JSON.parse(text));
} else {
  const document = new DOMParser().parseFromString(text, "text/xml");
  const { parse } = format === "gexf" ? gexf : graphml;
  graph = parse(MultiDirectedGraph, document, { addMissingNodes: false });
}
const { nodes, edges } = graph.export();
process.stdout.write(JSON.stringify({ nodes, edges }));
