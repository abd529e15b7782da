"""What people take away: a snapshot in the hands of networkx, pandas and rdflib, for notebooks and scripts.

::

    from seedline import kg

    graph = kg.open()                    # the current snapshot of the default home
    crest = graph.lineage("CT.0921")
    crest.graph()                        # networkx.MultiDiGraph
    crest.money()                        # pandas.DataFrame: every commitment, counted or not and why
    graph.sparql("SELECT ?x { ?x a sl:SeedProject }")
    graph.rdf()                          # rdflib.Graph
"""

from seedline.kg.followed import FollowedLineage
from seedline.kg.knowledge import KnowledgeGraph, lineage, open, rdf

__all__ = ["FollowedLineage", "KnowledgeGraph", "lineage", "open", "rdf"]
