"""What people take away: a snapshot and its lineages as networkx, pandas and rdflib objects, and in a notebook.

::

    from seedline import kg

    kg.lineage("CT.0921").graph()        # networkx.MultiDiGraph, of the current snapshot of the default home
    graph = kg.open()                    # or of a home and version: all that can be asked of a snapshot
    graph.lineage("CT.0921").money()     # pandas.DataFrame: every commitment, counted or not and why
    graph.ask("follow-on").table()       # pandas.DataFrame: the answer to a named question, with its caveats
    graph.rdf()                          # rdflib.Graph
"""

from seedline.notebook.knowledge import KnowledgeGraph, LineageView, ask, lineage, open_graph, rdf
from seedline.notebook.reply import Reply

open = open_graph

__all__ = ["KnowledgeGraph", "LineageView", "Reply", "ask", "lineage", "open", "open_graph", "rdf"]
