"""Replies to a listing, read by hand: the same as the library reads, and never past their end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paramiko.message import Message
from paramiko.sftp import SFTPError
from paramiko.sftp_attr import SFTPAttributes

from batch.transport.listing import names_in

SIZE, OWNER, RIGHTS, TIMES, MORE = 1, 2, 4, 8, 0x80000000
EVERY = SIZE | OWNER | RIGHTS | TIMES | MORE
calm = settings(deadline=None, derandomize=True)


def reply(*named: tuple[bytes, int]) -> bytes:
    """A reply with these names, each with as many attributes as its flags say."""
    message = Message()
    message.add_int(len(named))
    for name, flags in named:
        message.add_string(name)
        message.add_string(b"-rw-r--r-- as a person reads it")
        message.add_int(flags)
        if flags & SIZE:
            message.add_int64(5_000_000_000)
        if flags & OWNER:
            message.add_int(1000)
            message.add_int(1001)
        if flags & RIGHTS:
            message.add_int(0o100644)
        if flags & TIMES:
            message.add_int(1_700_000_000)
            message.add_int(1_700_000_001)
        if flags & MORE:
            message.add_int(1)
            message.add_string(b"a@b")
            message.add_string(b"c")
    return message.asbytes()


@given(
    st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 31).map(lambda n: (n & 15) | (MORE if n > 15 else 0))))
)
@calm
def test_size_rights_and_time_are_what_the_library_reads(named: list[tuple[bytes, int]]) -> None:
    theirs = Message(reply(*named))
    expected = []
    for _ in range(theirs.get_int()):
        name, _ = theirs.get_string(), theirs.get_string()
        read = SFTPAttributes._from_msg(theirs)
        if name not in (b".", b".."):
            expected.append((name.decode("utf-8", "surrogateescape"), read.st_size, read.st_mode, read.st_mtime))
    found = [(name, one.st_size, one.st_mode, one.st_mtime) for name, one in names_in(Message(reply(*named)))]
    assert found == expected


@pytest.mark.parametrize("cut", range(1, len(reply((b"FI.a", EVERY)))))
def test_a_reply_that_ends_too_early_is_an_error(cut: int) -> None:
    with pytest.raises(SFTPError, match="too early"):
        names_in(Message(reply((b"FI.a", EVERY))[:-cut]))
