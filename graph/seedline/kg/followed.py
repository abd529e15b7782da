"""One lineage as graph, tables, statements and picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from seedline.export.forms import write
from seedline.export.tables import evidence_of
from seedline.export.text import lineage_text
from seedline.export.view import View
from seedline.kg.frames import frame

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

Json = dict[str, Any]


@dataclass(frozen=True)
class FollowedLineage:
    """A lineage; ``json`` is the document that pages, pictures and the API share (its schema: ``lineage.schema()``).

    In a notebook it shows its picture.
    """

    view: View = field(repr=False)

    @property
    def json(self) -> Json:
        """Return the document: focus, nodes, edges, money, carriedOnBy, timing, byWhoseWord, omitted."""
        return self.view.document

    @property
    def summary(self) -> str:
        """Return the sentence that reads the lineage aloud."""
        return str(self.json["summary"])

    def __str__(self) -> str:
        return lineage_text(self.json)

    def graph(self) -> nx.MultiDiGraph:
        """Return the lineage as a networkx graph: IRIs as nodes, steps as edges with their IRI as key.

        Nodes have ``label``, ``kind``, ``stage``, ``start`` and ``end``; edges ``relation``, ``status``, ``as_of``,
        ``basis`` and ``voice``. The lineage itself is the graph's attribute ``focus`` and ``version``.
        """
        import networkx as nx

        graph = nx.MultiDiGraph(focus=self.json["focus"], version=self.json["version"])
        for node in self.json["nodes"]:
            graph.add_node(node["iri"], **{name: node[name] for name in ("label", "kind", "stage", "start", "end")})
        for edge in self.json["edges"]:
            graph.add_edge(
                edge["from"],
                edge["to"],
                key=edge["iri"],
                relation=edge["relation"],
                status=edge["status"],
                as_of=edge["statusAsOf"],
                basis=edge["basis"],
                voice=edge["assertedBy"],
            )
        return graph

    def table(self) -> pd.DataFrame:
        """Return a row per step, from the earlier to the later, with status, date, basis and by whose word."""
        labels = {node["iri"]: node["label"] for node in self.json["nodes"]}
        columns = "from relation to status as_of launched basis voice confidence summary from_iri to_iri iri"
        return frame(
            columns.split(),
            (
                [
                    labels[edge["from"]],
                    edge["relation"],
                    labels[edge["to"]],
                    edge["status"],
                    edge["statusAsOf"],
                    edge["date"],
                    edge["basis"],
                    edge["assertedBy"],
                    edge["confidence"],
                    edge["summary"],
                    edge["from"],
                    edge["to"],
                    edge["iri"],
                ]
                for edge in self.json["edges"]
            ),
        )

    def money(self) -> pd.DataFrame:
        """Return a row per commitment: ``part`` is ``seed``, ``followOn`` (it counts) or ``leftOut``, with why.

        Amounts are exact decimals in whole units of their currency, which are never to be added across currencies; a
        sum of ``followOn`` in one currency is the lineage's total with the weakest ``bound`` of its rows.
        """
        rows = []
        for entry in self.json["money"]:
            told = [("seed", c, None) for c in entry["seeds"]]
            told += [("followOn", c, None) for c in entry["commitments"]]
            told += [("leftOut", out["commitment"], out["reason"]) for out in entry["leftOut"]]
            for part, c, reason in told:
                amount = Decimal(c["amount"]) if c["amount"] else None
                more = [c[name] for name in ("currency", "bound", "status", "funderLabel", "recipientLabel")]
                more += [c[name] for name in ("sourceType", "asOf", "fundingYear")]
                rows.append([part, amount, *more, reason, c["iri"]])
        columns = "part amount currency bound status funder recipient source_type as_of funding_year reason iri"
        return frame(columns.split(), rows)

    def evidence(self) -> pd.DataFrame:
        """Return a row per place that backs a statement of the lineage: source, section, lines, page or address."""
        columns = "source section first_line last_line page url sha256 title iri"
        rows = []
        for place in evidence_of(self.json):
            first, last = place.get("lines", (None, None))
            more = [place.get(name) for name in ("page", "url", "sha256")]
            rows.append([place["source"], place.get("section"), first, last, *more, place["sourceTitle"], place["iri"]])
        return frame(columns.split(), rows)

    def rdf(self) -> rdflib.Graph:
        """Return exactly the statements that the lineage shows, with what backs them, as an rdflib graph."""
        import rdflib

        graph = rdflib.Graph()
        graph.parse(data=write(self.view, "ttl"), format="turtle")
        return graph

    def to(self, ending: str) -> bytes:
        """Return the lineage in a form of the views: ``svg``, ``png``, ``pdf``, ``xlsx``, ``csv``, ``mmd``, ``dot`` …

        Raises:
            NotFound: there is no such form.

        """
        return write(self.view, ending)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": str(self), "image/svg+xml": write(self.view, "svg").decode()}
