"""The namespaces of averment and the prefixes under which they are written."""

from __future__ import annotations

from rdflib import Namespace, URIRef

__all__ = [
    "ASPECT",
    "AV",
    "AVSH",
    "BASE",
    "FAMILY",
    "ID",
    "KIND",
    "OPERATOR",
    "PREFIXES",
    "STANCE",
    "STATE",
    "VERIFICATION",
]


class _Namespace(Namespace):
    """A namespace that makes each of its terms once: deriving asks for the same few thousands of times."""

    def __getattr__(self, name: str) -> URIRef:
        term = super().__getattr__(name)
        self.__dict__[name] = term
        return term


BASE = "https://w3id.org/averment/"
ID = _Namespace(BASE + "id/")
AV = _Namespace(BASE + "ontology#")
AVSH = _Namespace(BASE + "shapes#")
ASPECT = _Namespace(BASE + "aspect#")
FAMILY = _Namespace(BASE + "family#")
KIND = _Namespace(BASE + "kind#")
OPERATOR = _Namespace(BASE + "operator#")
STANCE = _Namespace(BASE + "stance#")
STATE = _Namespace(BASE + "state#")
VERIFICATION = _Namespace(BASE + "verification#")

PREFIXES: dict[str, str] = {
    "act": ID + "act/",
    "actor": ID + "actor/",
    "article": ID + "article/",
    "aspect": str(ASPECT),
    "av": str(AV),
    "avsh": str(AVSH),
    "country": ID + "country/",
    "coverage": BASE + "coverage#",
    "dcterms": "http://purl.org/dc/terms/",
    "dimension": BASE + "dimension#",
    "document": ID + "document/",
    "entitlement": BASE + "entitlement#",
    "family": str(FAMILY),
    "force": BASE + "force#",
    "group": ID + "group/",
    "judgement": ID + "judgement/",
    "kind": str(KIND),
    "law": ID + "law/",
    "liability": BASE + "liability#",
    "measure": BASE + "measure#",
    "naming": BASE + "naming#",
    "operator": str(OPERATOR),
    "owl": "http://www.w3.org/2002/07/owl#",
    "part": BASE + "part#",
    "prov": "http://www.w3.org/ns/prov#",
    "purpose": ID + "purpose/",
    "qualification": BASE + "qualification#",
    "question": ID + "question/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "request": BASE + "request#",
    "role": BASE + "role#",
    "ru": BASE + "process/ru#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "stance": str(STANCE),
    "state": str(STATE),
    "unit": BASE + "unit#",
    "verb": BASE + "verb#",
    "verification": str(VERIFICATION),
    "wikidata": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a user may write in parameters and values, and that exports declare."""
