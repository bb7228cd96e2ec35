"""A form element by element, with line, column and location: made only when something must be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from batch.model.forms import Path


@dataclass(slots=True)
class Node:
    """One element of a form as sent."""

    tag: str
    line: int
    column: int
    location: str
    parent: Node | None = None
    nth: int = 1
    text: str = ""
    attributes: tuple[str, ...] = ()
    children: list[Node] = field(default_factory=list)
    steps: dict[tuple[str, int], Node] = field(default_factory=dict)
    """Its children by name and which of that name, so that a path is walked without search."""

    @property
    def name(self) -> str:
        """The XML name without its namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def is_leaf(self) -> bool:
        """Whether it holds no element."""
        return not self.children

    def path(self) -> Path:
        """The steps from the form to this element."""
        steps: list[tuple[str, int]] = []
        node: Node = self
        while node.parent is not None:
            steps.append((node.name, node.nth))
            node = node.parent
        return tuple(reversed(steps))

    def up(self) -> Iterator[Node]:
        """The element and what holds it, up to the form."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


def find(form: Node, path: Path) -> tuple[Node, bool]:
    """The element at the end of ``path`` and True, or the nearest one that is there and False."""
    node = form
    for name_and_nth in path:
        step = node.steps.get(name_and_nth)
        if step is None:
            return node, False
        node = step
    return node, True
