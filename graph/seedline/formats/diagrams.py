"""A view as the text of a diagram: Mermaid and Graphviz DOT, every label quoted and escaped."""

from __future__ import annotations

from seedline.document.cleaning import clean
from seedline.document.types import Node, Step
from seedline.formats.tables import kind_words
from seedline.i18n.words import begin
from seedline.narrative import notes
from seedline.narrative.sentence import carrier_named, dated_status, relation_told
from seedline.views.view import View
from seedline.vocabulary import STAGES, STATUSES

#: A label longer than this is cut: both drawers set it in one box.
_LABEL = 160
# Mermaid: kind → what stands before and after the quoted label.
_MERMAID = {
    "seedProject": ('(["', '"])'),
    "programme": ('[["', '"]]'),
    "policy": ('{{"', '"}}'),
    "sharedInstrument": ('[/"', '"/]'),
    "placeholder": ('("', '")'),
}
_DOT = {
    "seedProject": 'shape="box", style="rounded,bold"',
    "programme": 'shape="box3d"',
    "policy": 'shape="octagon"',
    "sharedInstrument": 'shape="hexagon"',
    "placeholder": 'shape="box", style="dashed"',
    "product": 'shape="note"',
}


def mermaid(view: View) -> bytes:
    """Return a view as a Mermaid flowchart: stages as subgraphs, what has happened solid, the rest dotted."""
    lines = ["---", f"title: {mermaid_text(notes.title(view.document, view.words), quote=True)}", "---", "flowchart LR"]
    names = _names(view)
    for number, stage in enumerate(STAGES):
        members = [node for node in view.document.nodes if node.stage == stage]
        if not members:
            continue
        lines.append(f'  subgraph s{number}["{mermaid_text(view.words.token("stage", stage))}"]')
        for node in members:
            before, after = _MERMAID.get(node.kind, ('["', '"]'))
            lines.append(f"    {names[node.iri]}{before}{'<br/>'.join(map(mermaid_text, _node(node, view)))}{after}")
        lines.append("  end")
    for step in view.document.steps:
        if step.earlier in names and step.later in names:
            left, right = ("--", "-->") if STATUSES[step.status].scaled else ("-.", ".->")
            if STATUSES[step.status].stopped:
                left, right = "--", "--x"
            told = mermaid_text(_step(step, view))
            lines.append(f'  {names[step.earlier]} {left}"{told}"{right} {names[step.later]}')
    lines += [f"  %% {_comment(text)}" for text in _imprint(view)]
    return ("\n".join(lines) + "\n").encode()


def dot(view: View) -> bytes:
    """Return a view as Graphviz DOT: stages as clusters, each thing with its address."""
    title = notes.title(view.document, view.words)
    lines = [f"// {_comment(text)}" for text in _imprint(view)]
    lines += [
        'digraph "lineage" {',
        f'  graph [rankdir="LR", label="{dot_text(title)}", labelloc="t", fontname="Noto Sans"]',
        '  node [fontname="Noto Sans", shape="box"]',
        '  edge [fontname="Noto Sans", fontsize="10"]',
    ]
    names = _names(view)
    for number, stage in enumerate(STAGES):
        members = [node for node in view.document.nodes if node.stage == stage]
        if not members:
            continue
        lines.append(f'  subgraph "cluster_{number}" {{ label="{dot_text(view.words.token("stage", stage))}"')
        for node in members:
            shape = _DOT.get(node.kind, 'shape="box"')
            label, iri = "\\n".join(map(dot_text, _node(node, view))), dot_text(node.iri)
            lines.append(f'    "{names[node.iri]}" [label="{label}", {shape}, comment="{iri}"]')
        lines.append("  }")
    for step in view.document.steps:
        if step.earlier in names and step.later in names:
            style = "solid" if STATUSES[step.status].scaled else "dashed"
            head = ', arrowhead="tee"' if STATUSES[step.status].stopped else ""
            lines.append(
                f'  "{names[step.earlier]}" -> "{names[step.later]}" [label="{dot_text(_step(step, view))}", '
                f'style="{style}"{head}, comment="{dot_text(step.iri)}"]'
            )
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _names(view: View) -> dict[str, str]:
    # Names are ours: "end" as a node's name breaks Mermaid, and an address needs quoting in both.
    return {node.iri: f"n{number}" for number, node in enumerate(view.document.nodes)}


def _node(node: Node, view: View) -> list[str]:
    """Return the lines of a thing: what it is, its money once each, and who carries it on."""
    code = f" {node.code}" if node.code and node.code not in node.label else ""
    name = view.words.pair(f"{kind_words(node, view.words)}{code}", _short(node.label))
    return [name, *money_words(node, view), *carrier_words(node, view)]


def money_words(node: Node, view: View) -> list[str]:
    """Return what is reported to have been given to a thing: each amount with its status and funder."""
    say, told = view.words, []
    for entry in view.document.money:
        for c in (*entry.seeds, *entry.commitments):
            if c.recipient == node.iri:
                amount = say.amount(c.amount, c.currency, c.bound)
                unnamed = say("money.privateSector") if c.source_type == "private" else say("money.funderNotNamed")
                kind = say.token("source", c.source_type) if c in entry.seeds else say.token("commitment", c.status)
                told.append(f"{amount} ({say.apart([kind, c.named or unnamed])})")
    return told


def carrier_words(node: Node, view: View) -> list[str]:
    """Return who carries a thing on."""
    say = view.words
    return [
        say("page.carriedOnBy", who=carrier_named(carrier, say))
        for carrier in view.document.holders
        if carrier.node == node.iri
    ]


def _step(step: Step, view: View) -> str:
    say = view.words
    told = f"{relation_told(step, say)} · {dated_status(step, say)}"
    if step.inferred:
        told += f" · {say('ui.ourReading')}"
    return begin(told)


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def mermaid_text(text: str, *, quote: bool = False) -> str:
    """Return a label as Mermaid takes it between quotes: what it would read as markup is a character's number.

    >>> mermaid_text('a "b" <c> #d; `e`')
    'a #quot;b#quot; #lt;c#gt; #35;d#59; #96;e#96;'
    """
    named = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
    # A colon would make "javascript:" of it, brackets and braces end a shape in some places, stars are Markdown.
    told = "".join(
        named.get(letter) or (f"#{ord(letter)};" if letter in "#;`\\{}[]*_:%|~$" else letter) for letter in clean(text)
    )
    return f'"{told}"' if quote else told


def dot_text(text: str) -> str:
    r"""Return a label as DOT takes it between quotes; a backslash is never the start of an escape.

    >>> dot_text('a "b" \\N <c>')
    'a \\"b\\" \\\\N <c>'
    """
    return clean(text).replace("\\", "\\\\").replace('"', '\\"')


def _comment(text: str) -> str:
    return clean(text).replace("*/", "* /").replace("%%", "% %").replace("{", "(").replace("}", ")")


def _imprint(view: View) -> list[str]:
    return [
        notes.caption(view.document, view.words),
        notes.source(view.document, view.words),
        notes.dates(view.document, view.words),
        f"{view.version} {view.pinned}",
        notes.licence(view.document, view.words),
    ]
