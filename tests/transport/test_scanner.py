"""The virus scanner: the protocol of clamd."""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from clamd import FINDING, Clamd, clamd
from papers import EICAR, pdf

from batch.errors import ScannerUnreachable
from batch.model.scanner import ScannerSettings
from batch.transport.scanner import ClamdScanner


def scanner(of: Clamd | str, seconds: int = 5) -> ClamdScanner:
    return ClamdScanner(ScannerSettings(of if isinstance(of, str) else of.address, seconds))


@pytest.mark.parametrize("content", [b"", b"x", pdf(), bytes(1 << 16), bytes((2 << 20) + 1)])
def test_a_content_arrives_whole_and_is_clean(content: bytes) -> None:
    with clamd() as one:
        assert scanner(one).finding(content) is None
        assert one.contents == [content]


def test_a_finding_has_its_name() -> None:
    with clamd() as one:
        assert scanner(one).finding(EICAR.encode()) == FINDING
        assert scanner(one).finding(pdf(comment=EICAR)) == FINDING


def test_a_unix_socket_does_as_well() -> None:
    with TemporaryDirectory() as folder, clamd(Path(folder) / "clamd.sock") as one:
        scanner(one).check()
        assert scanner(one).finding(EICAR.encode()) == FINDING


@pytest.mark.parametrize("answer", ["INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", " ", "OK"])
def test_an_answer_that_is_no_verdict_is_none(answer: str) -> None:
    with clamd() as one:
        one.says = answer
        with pytest.raises(ScannerUnreachable):
            scanner(one).finding(b"x")


def test_a_scanner_that_is_not_there_is_unreachable() -> None:
    with clamd() as one:
        gone = scanner(one)
        gone.check()
    for ask in (gone.check, lambda: gone.finding(b"x"), scanner("/no/such.sock").check):
        with pytest.raises(ScannerUnreachable):
            ask()


def test_a_scanner_that_is_silent_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = scanner(f"127.0.0.1:{silent.getsockname()[1]}", seconds=1)
        with pytest.raises(ScannerUnreachable):
            mute.finding(b"x")
