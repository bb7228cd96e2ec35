"""A form element by element, with line, column and location: made only when something must be pointed at."""

from __future__ import annotations

from collections.abc import Iterator

from batch.model.forms import Path


class Node:
    """One element of a form as sent. On the way of every refused form, so it is slotted and made by hand."""

    __slots__ = ("attributes", "children", "column", "line", "name", "nth", "parent", "place", "steps", "tag", "text")

    def __init__(self, tag: str, name: str, line: int, column: int, place: str, parent: Node | None) -> None:
        self.tag = tag
        self.name = name
        """The XML name without its namespace."""
        self.line = line
        self.column = column
        self.place = place
        """Its position among the elements that its parent holds, from 1; of a form, where it stands in the file."""
        self.parent = parent
        self.nth = 1
        self.text = ""
        self.attributes: tuple[str, ...] = ()
        self.children: list[Node] = []
        self.steps: dict[tuple[str, int], Node] = {}
        """Its children by name and which of that name, so that a path is walked without search."""

    @property
    def location(self) -> str:
        """The way down from the root, by positions."""
        return ",".join(reversed([node.place for node in self.up()]))

    @property
    def is_leaf(self) -> bool:
        """Whether it holds no element."""
        return not self.children

    def forget(self) -> None:
        """Let go of what is above each element: an outline nobody needs is gone without the collector of cycles."""
        open_nodes = [self]
        while open_nodes:
            node = open_nodes.pop()
            node.parent = None
            open_nodes += node.children

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
