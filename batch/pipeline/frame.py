"""The frame around the forms: one pass over the whole file, before any form is judged."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

from batch import switchboard
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.law import Law, Release
from batch.model.limits import Limits
from batch.parsers.frame import Element, FormStream
from batch.parsers.prolog import Prolog, read_prolog
from batch.pipeline.named import Employers
from batch.switchboard import BY_IDENTIFICATION
from batch.switchboard.message import ENVELOPE, Message

Open = Callable[[], BinaryIO]
_XSI_NO_NAMESPACE = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"


_NO_OTHER = Limits()


def frame_of(open_file: Open, law: Law, day: date, code: str = "", limits: Limits = _NO_OTHER) -> Frame:
    """One pass over the whole file: prolog, root, schema, form types, count.

    ``code`` is the application code of the file name; empty when the name is not judged.
    """
    with open_file() as file:
        prolog = read_prolog(file)
    if isinstance(prolog, FileFault):
        return Frame(faults=(prolog,))
    faults = list(_root_faults(prolog, law, day, code))
    if faults:
        return Frame(encoding=prolog.encoding, faults=tuple(faults))
    return _count(open_file, prolog, law, day, code, limits)


def _root_faults(prolog: Prolog, law: Law, day: date, code: str) -> Iterator[FileFault]:
    roots = {_frame_name(message): message for message in switchboard.INBOUND}
    if prolog.root not in roots:
        yield FileFault("089", prolog.root)
        return
    namespace = next(release.namespace for release in law.releases.values() if release.message == prolog.root)
    if prolog.namespace != namespace:
        yield FileFault("139", prolog.namespace or "no namespace")
    messages = switchboard.OF_CODE.get(code, ())
    if messages and _frame_name(messages[0]) != prolog.root:
        yield FileFault("158", prolog.root)
    yield from _schema_faults(prolog, law, day)


def _frame_name(message: Message) -> str:
    return message.frame or message.identification


def _schema_faults(prolog: Prolog, law: Law, day: date) -> Iterator[FileFault]:
    if not prolog.schemas:
        yield FileFault("136")
        return
    quoted = prolog.schemas[0]
    release = next((one for one in law.releases.values() if one.schema == quoted), None)
    if release is None:
        yield FileFault("137", quoted)
    elif release.message != prolog.root:
        yield FileFault("135", quoted)
    elif not release.accepted_on(day):
        yield FileFault("088", quoted)


def _count(open_file: Open, prolog: Prolog, law: Law, day: date, code: str, limits: Limits) -> Frame:
    release = next(one for one in law.releases.values() if one.schema == prolog.schemas[0])
    expected = tuple(message.identification for message in switchboard.OF_CODE.get(code, ()))
    kinds, employers = _Kinds(law, day, release, expected), Employers()
    with open_file() as file:
        stream = FormStream(file, release.namespace, prolog.encoding, release.max_form_bytes)
        for form in stream:
            kinds.look(form)
            employers.look(form)
        size = file.seek(0, io.SEEK_END)
    faults = [*stream.faults, *kinds.faults, *_count_faults(stream.count, size, release, limits)]
    if not stream.count and not stream.faults:
        faults.append(FileFault("157"))
    message = kinds.message or next(iter(expected), "")
    if not message and not faults:
        faults.append(FileFault("158", "no form says which one it is"))
    return Frame(
        message=message,
        release=release.name,
        encoding=prolog.encoding,
        prefixes=prolog.prefixes,
        count=stream.count,
        faults=tuple(faults),
        employers=employers.told,
    )


def _count_faults(count: int, size: int, release: Release, limits: Limits) -> Iterator[FileFault]:
    """Too many forms for one file (275), for one message (246), or for a file of this size (172)."""
    most = min(limits.most_forms, release.max_forms or limits.most_forms)
    if count > most:
        yield FileFault("246" if most == 1 else "275", f"{count} forms, at most {most}")
    if count * limits.least_form_bytes > size:
        yield FileFault("172", f"{count} forms in {size} bytes, at least {limits.least_form_bytes} each")


class _Kinds:
    """Looks at the form types of a file while it streams by."""

    def __init__(self, law: Law, day: date, release: Release, expected: tuple[str, ...]) -> None:
        self._law = law
        self._day = day
        self._release = release
        self._expected = expected
        self.message = "" if release.message == ENVELOPE else release.message
        self.faults: list[FileFault] = []

    def look(self, form: Element) -> None:
        first = form[0] if len(form) else None
        is_named = first is not None and str(first.tag).endswith("Identification")
        named = (first.text or "").strip() if first is not None and is_named else ""
        if named in self._law.forms or named in BY_IDENTIFICATION:
            self._known(named, form)
        if self.message and self._release.message == ENVELOPE:
            self._payload_release(form)

    def _known(self, named: str, form: Element) -> None:
        another = bool(self._expected and named not in self._expected) or bool(self.message and named != self.message)
        if another or named not in BY_IDENTIFICATION:
            self._once(FileFault("158", named, form.sourceline))
        else:
            self.message = named

    def _payload_release(self, form: Element) -> None:
        quoted = quoted_payload(form, self.message)
        if quoted is None:
            return
        release = next((one for one in self._law.releases.values() if one.schema == quoted), None)
        if release is None or release.message != self.message:
            self._once(FileFault("137", quoted, form.sourceline))
        elif not release.accepted_on(self._day):
            self._once(FileFault("088", quoted, form.sourceline))

    def _once(self, fault: FileFault) -> None:
        if all(known.code != fault.code for known in self.faults):
            self.faults.append(fault)


def quoted_payload(form: Element, name: str) -> str | None:
    """The schema that a payload element names by itself; None when it names none."""
    for payload in form.iterdescendants(name):
        quoted = payload.get(_XSI_NO_NAMESPACE)
        return str(quoted).rpartition("/")[2] if quoted else None
    return None
