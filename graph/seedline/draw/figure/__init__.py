"""The figure of a lineage, laid out for the place where it will stand: cards, frames with rows, right-angled lines.

Graphviz gives the order within columns and nothing else; places, lines and markup are ours. Nothing is ever set smaller
to make it fit: what does not fit is folded, wrapped, or counted in words.
"""
