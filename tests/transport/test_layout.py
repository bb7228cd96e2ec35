"""Templates: where the folders of the channel lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch.errors import SettingsWrong
from batch.settings import Settings
from batch.transport.layout import Layout, Server, layout_of


def layout(text: str) -> Layout:
    return layout_of(Settings(Path("/home"), inbox=text), "inbox")


@pytest.mark.parametrize(
    ("text", "folder", "claims"),
    [
        ("inbox", "/home/inbox/123456/IN", "/home/inbox/.claims"),
        ("inbox/", "/home/inbox/123456/IN", "/home/inbox/.claims"),
        ("inbox/{sender}/{folder}", "/home/inbox/123456/IN", "/home/inbox/.claims"),
        ("/srv/sftp/{sender}/{folder}", "/srv/sftp/123456/IN", "/srv/sftp/.claims"),
        ("/srv/{sender}/box/{folder}/new", "/srv/123456/box/IN/new", "/srv/.claims"),
        ("{sender}/{folder}", "/home/123456/IN", "/home/.claims"),
        ("/{sender}/{folder}", "/123456/IN", "/.claims"),
        ("sftp://batch@host/data", "/data/123456/IN", "/data/.claims"),
        ("sftp://batch@host:8022/data/{sender}/{folder}", "/data/123456/IN", "/data/.claims"),
        ("sftp://batch@host", "/123456/IN", "/.claims"),
    ],
)
def test_a_template_gives_the_path_of_a_folder_and_of_the_claims_beside_the_senders(
    text: str, folder: str, claims: str
) -> None:
    found = layout(text)
    assert (found.folder("123456", "IN"), found.claims) == (folder, claims)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("inbox", None),
        ("sftp://batch@host/data", Server("batch", "host", 22)),
        ("sftp://batch@host:8022/data", Server("batch", "host", 8022)),
        ("sftp://b.c-d@[::1]:8022/data", Server("b.c-d", "::1", 8022)),
    ],
)
def test_an_address_names_account_and_server(text: str, server: Server | None) -> None:
    assert layout(text).server == server


def test_braces_in_the_home_folder_are_no_template() -> None:
    found = layout_of(Settings(Path("/home/{x}")), "outbox")
    assert found.folder("123456", "OUT") == "/home/{x}/outbox/123456/OUT"


@pytest.mark.parametrize(
    "text",
    [
        "{folder}/{sender}",
        "in/{sender}",
        "in/{folder}",
        "in/{sender}/{sender}/{folder}",
        "in/{sender}/{folder}/{folder}",
        "in/x{sender}/{folder}",
        "in/{sender}-{folder}",
        "in/{sender}/{folder}/{code}",
        "in/{sender}/{folder}/}",
    ],
)
def test_a_template_without_both_words_once_and_in_order_is_wrong(text: str) -> None:
    with pytest.raises(SettingsWrong, match=r"inbox = .* must have \{sender\} once and after it \{folder\} once"):
        layout(text)


@pytest.mark.parametrize(
    "text",
    [
        "sftp://host/data",
        "sftp://batch:secret@host/data",
        "sftp://batch@host:port/data",
        "sftp://batch@/data",
        "sftp://{sender}@{host}/data",
        "ftp://batch@host/data",
        "https://host/data",
        "sftp://batch@host:70000/data",
        "sftp://batch@host:0/data",
    ],
)
def test_an_address_that_is_none_is_wrong(text: str) -> None:
    with pytest.raises(SettingsWrong, match="inbox = "):
        layout(text)
