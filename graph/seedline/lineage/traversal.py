"""Following a lineage: what came before the focus, what followed, and in which stage each node stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from seedline.errors import InputError
from seedline.lineage.graph import Network, Step
from seedline.vocabulary import BASES, RELATIONS, STATUSES

StepFilter = Callable[[Step], bool]


@dataclass(frozen=True, slots=True)
class Lineage:
    """The nodes and steps of one lineage, relative to a focus.

    ``stages`` gives each node's column; ``continues`` are steps that lead out of the lineage, to a later thing
    that rests on it or to what lies beyond the asked depth, ``precedes`` those that lead into it from elsewhere.
    ``focus`` is empty where several things were chosen.
    """

    focus: str
    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    stages: dict[str, str]
    seeds: tuple[str, ...]
    continues: tuple[Step, ...] = ()
    precedes: tuple[Step, ...] = ()

    @property
    def after(self) -> list[Step]:
        """Return the steps that lead to what came of the seeds."""
        return [step for step in self.steps if self.stages[step.later] not in {"before", "seed"}]


def trace(
    network: Network,
    focus: str,
    *,
    up: int | None = None,
    down: int | None = None,
    keep: StepFilter | None = None,
) -> Lineage:
    """Return the lineage of a node: all upstream, all downstream, and what is upstream of its products.

    ``up`` and ``down`` limit the number of steps each way; ``keep`` may leave steps out (by status, relation …).
    """
    kept = keep or (lambda step: True)
    before = reach(network, [focus], back=True, depth=up, keep=keep)
    after = reach(network, [focus], back=False, depth=down, keep=keep)
    products = {
        step.later
        for node in after | {focus}
        for step in network.later.get(node, ())
        if step.relation == "produced" and step.later in after and kept(step)
    }
    fed = reach(network, products, back=True, depth=up, keep=keep) if up != 0 else set()
    nodes = {focus} | before | after | fed
    return assemble(network, focus, nodes, kept)


def step_filter(
    *, statuses: Sequence[str] = (), relations: Sequence[str] = (), bases: Sequence[str] = ()
) -> StepFilter:
    """Return a filter that keeps steps of some statuses, relations and bases; an empty list keeps all.

    Raises:
        InputError: a status, relation or basis is none.

    """
    for given, known, name in (
        (statuses, tuple(STATUSES), "status"),
        (relations, tuple(RELATIONS), "relation"),
        (bases, tuple(BASES), "basis"),
    ):
        if unknown := sorted(set(given) - set(known)):
            raise InputError(f"{unknown[0]!r} is no {name}; there are {', '.join(known)}")

    def keep(step: Step) -> bool:
        return (
            (not statuses or step.status in statuses)
            and (not relations or step.relation in relations)
            and (not bases or step.basis in bases)
        )

    return keep


def component(network: Network, nodes: Iterable[str], focus: str, keep: StepFilter | None = None) -> Lineage:
    """Return a whole component as a lineage whose stages are relative to all its seeds.

    ``keep`` may leave steps out, and with them what no other step joins to the focus.
    """
    inside = set(nodes)
    if keep is None:
        return assemble(network, focus, inside, lambda step: True, whole=True)
    found, stack = {focus}, [focus]
    while stack:
        here = stack.pop()
        steps = [*network.later.get(here, ()), *network.earlier.get(here, ())]
        fresh = ({end for step in steps if keep(step) for end in (step.earlier, step.later)} & inside) - found
        found |= fresh
        stack.extend(fresh)
    return assemble(network, focus, found, keep, whole=True)


def part(network: Network, nodes: Iterable[str], *, focus: str = "", keep: StepFilter | None = None) -> Lineage:
    """Return some nodes of larger stories with the steps between them.

    Each stands in the stage that it has in its whole story: relative to all seeds upstream, shown or not.
    """
    inside = set(nodes)
    above = inside | reach(network, inside, back=True, depth=None)
    stages = assemble(network, focus, above, lambda step: True, whole=True).stages
    made = assemble(network, focus, inside, keep or (lambda step: True), whole=True)
    return replace(made, stages={node: stages[node] for node in made.nodes})


def expand(network: Network, lineage: Lineage, things: Sequence[str], keep: StepFilter | None = None) -> Lineage:
    """Return a lineage with all that is one step from some of its things, each of which may open the way to the next.

    The steps of such a thing are there whatever ``keep`` says of others. A thing that the lineage does not hold is
    passed over: it may have been reached through one that is gone.
    """
    nodes, opened = set(lineage.nodes), set()
    for thing in things:
        if thing in nodes:
            opened.add(thing)
            nodes |= {step.later for step in network.later.get(thing, ()) if step.joins(back=True)}
            nodes |= {step.earlier for step in network.earlier.get(thing, ()) if step.joins(back=True)}
    if not opened:
        return lineage

    def kept(step: Step) -> bool:
        return keep is None or keep(step) or not opened.isdisjoint((step.earlier, step.later))

    wider = part(network, nodes, focus=lineage.focus, keep=kept)
    return replace(wider, seeds=lineage.seeds, stages={**wider.stages, **lineage.stages})


def reach(
    network: Network, starts: Iterable[str], *, back: bool, depth: int | None, keep: StepFilter | None = None
) -> set[str]:
    """Return the nodes reached from some nodes along joining steps, upstream or downstream, within a depth."""
    if depth is None and keep is None:
        return network.closure(starts, back=back)
    found: set[str] = set()
    frontier = set(starts)
    level = 0
    while frontier and (depth is None or level < depth):
        following = set()
        for node in frontier:
            # A shared instrument belongs to many stories; it is shown, but nothing is followed through it.
            if not network.is_shared(node):
                steps = (network.earlier if back else network.later).get(node, ())
                kept = (step for step in steps if step.joins(back=back) and (keep is None or keep(step)))
                following |= {step.earlier if back else step.later for step in kept}
        frontier = following - found
        found |= frontier
        level += 1
    return found


def assemble(network: Network, focus: str, nodes: set[str], keep: StepFilter, *, whole: bool = False) -> Lineage:
    """Return some nodes with all steps between them as a lineage; ``whole`` makes all their seeds seeds."""
    steps = tuple(
        sorted(
            (step for node in nodes for step in network.later.get(node, ()) if step.later in nodes and keep(step)),
            key=lambda step: step.iri,
        )
    )
    own = [node for node in nodes if not network.is_shared(node)]
    leading = [step for node in own for step in network.later.get(node, ()) if step.later not in nodes]
    entering = [step for node in own for step in network.earlier.get(node, ()) if step.earlier not in nodes]
    seeds = _seeds(network, focus, nodes, whole=whole)
    return Lineage(
        focus=focus,
        nodes=tuple(sorted(nodes)),
        steps=steps,
        stages=_stages(nodes, [step for step in steps if not network.is_shared(step.earlier)], seeds),
        seeds=seeds,
        continues=_joining(leading),
        precedes=_joining(entering),
    )


def _joining(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted((step for step in steps if step.joins(back=True)), key=lambda step: step.iri))


def _seeds(network: Network, focus: str, nodes: set[str], *, whole: bool) -> tuple[str, ...]:
    if not whole and focus and network.is_seed(focus):
        return (focus,)
    if whole:
        return tuple(sorted(node for node in nodes if network.is_seed(node)))
    before = reach(network, [focus], back=True, depth=None)
    return tuple(sorted(node for node in before & nodes if network.is_seed(node)))


def _stages(nodes: set[str], steps: Sequence[Step], seeds: tuple[str, ...]) -> dict[str, str]:
    """Return each node's stage by the first rule that matches; downstream wins in a cycle.

    ``steps`` are those along which something may be followed: none from a shared instrument.
    """
    later: dict[str, list[Step]] = {}
    for step in steps:
        later.setdefault(step.earlier, []).append(step)
    produced = _closure(seeds, later, lambda relation: relation == "produced")
    downstream = _closure(seeds, later, lambda relation: True) | set(seeds)
    scaled = {step.later for step in steps if RELATIONS[step.relation].scaling and step.earlier in downstream}
    # What a seed made stays its product where one product rests on another; what else rests on it came after it.
    followed = scaled | _closure(scaled, later, lambda relation: True) | (downstream - produced)
    # Until an institution has taken a thing up, it is only to be carried on.
    carried = {
        step.later
        for step in steps
        if step.relation == "institutionalisedIn" and step.earlier in downstream and STATUSES[step.status].scaled
    }
    stages = {}
    for node in nodes:
        if node in seeds:
            stages[node] = "seed"
        elif node in carried:
            stages[node] = "carried on"
        elif node in followed:
            stages[node] = "followed"
        elif node in produced:
            stages[node] = "produced"
        else:
            stages[node] = "before"
    return stages


def _closure(starts: Iterable[str], later: dict[str, list[Step]], follow: Callable[[str], bool]) -> set[str]:
    found: set[str] = set()
    stack = list(starts)
    while stack:
        for step in later.get(stack.pop(), ()):
            if follow(step.relation) and step.later not in found:
                found.add(step.later)
                stack.append(step.later)
    return found
