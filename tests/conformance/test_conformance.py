"""Two hundred sets of five senders, sent by four real clients at once while the program serves: who gets what."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from crowd import NUMBERS, Crowd, Lot
from pki import needs
from sshd import PROGRAM
from stage import BACK_OFFICE, Stage, serving, staged
from uploaders import UPLOADERS, Login

from batch.model.names import IN_FOLDER, OUT_FOLDER
from batch.status import status_of

DONE = {"answered", "refused", "tested"}
FILE_NAME = re.compile(r"<FileName>([^<]*)</FileName>")
ACCEPTED = re.compile("<ReferenceNbr>([^<]*)</ReferenceNbr></HandledReference><HandlingResult><ResultCode>1<")
HANDED = re.compile("<ReferenceType>0</ReferenceType><ReferenceOrigin>2</ReferenceOrigin><ReferenceNbr>([^<]*)<")
NAMED = re.compile(r"(?:<FileName>GO\.[A-Z]{4}\.|<SenderId>)([0-9]{6})[.<]")


def send(stage: Stage, lots: Sequence[Lot], wave: str) -> None:
    """All senders with all clients at once, each pair in a session of its own."""
    work: dict[tuple[str, str], list[tuple[Path, str]]] = defaultdict(list)
    clients = list(UPLOADERS)
    for place, lot in enumerate(lots):
        for name, content in lot.files:
            path = stage.logins[lot.sender].room / wave / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            work[lot.sender, clients[place % len(clients)]].append((path, IN_FOLDER[lot.environment]))
    with ThreadPoolExecutor(len(work)) as pool:
        sessions = []
        for (sender, client), uploads in work.items():
            login = stage.logins[sender]
            room = login.room / client
            room.mkdir(exist_ok=True)
            sessions.append(pool.submit(UPLOADERS[client], Login(login.sshd, room, login.key), uploads))
        for session in sessions:
            session.result()


def wait_for(stage: Stage, sets: int, handed_over: int = 0, seconds: float = 300) -> None:
    """Until so many sets are answered, so many handed over at least, and every answer is laid down."""
    until = time.monotonic() + seconds
    while True:
        found = status_of(stage.home, with_sets=False)
        answered = sum(found["sets"].get(state, 0) for state in DONE)
        there = len(list(stage.out(BACK_OFFICE, "R").glob("GO.HAND.*")))
        if answered == sets and there >= handed_over and not found["unsent"]:
            return
        assert time.monotonic() < until, json.dumps(found, indent=1)
        time.sleep(0.3)


# -- what must be true afterwards ----------------------------------------------------------------------------------


def every_set_has_one_receipt_and_its_notification(stage: Stage, lots: Sequence[Lot]) -> None:
    """By the file name in the answer; a name used twice has two receipts, the later one negative."""
    expected = Counter((lot.sender, lot.environment, lot.go, " ".join(lot.codes)) for lot in lots)
    receipts, notified = Counter[Any](), {}
    for sender in NUMBERS:
        for environment in IN_FOLDER:
            for path in stage.out(sender, environment).glob("FO.*"):
                text = path.read_text()
                (name,) = set(FILE_NAME.findall(text))
                if ".ACRF." in path.name:
                    codes = re.findall("<ErrorID>(ACRF-[0-9]{3})</ErrorID>", text)
                    assert f"<ResultCode>{0 if codes else 1}</ResultCode>" in text
                    receipts[sender, environment, name, " ".join(codes)] += 1
                else:
                    assert ".NOTI." in path.name
                    assert (sender, environment, name) not in notified
                    results = Counter(re.findall("<HandlingResult><ResultCode>([01])</ResultCode>", text))
                    notified[sender, environment, name] = (results["1"], results["0"])
    assert receipts == expected
    assert notified == {
        (lot.sender, lot.environment, lot.go): (lot.accepted, lot.refused) for lot in lots if lot.accepted + lot.refused
    }


def nobody_has_anothers(stage: Stage) -> None:
    """Whatever names a sender lies in the folders of that one; only the back office sees the work of all."""
    for sender in NUMBERS:
        for path in (stage.home / "sftp" / sender).glob("OUT*/FO.*"):
            named = set(NAMED.findall(path.read_text()))
            assert named == {sender}, path


def sets_to_hand_over(lots: Sequence[Lot]) -> int:
    return sum(1 for lot in lots if lot.environment == "R" and lot.accepted)


def every_accepted_declaration_is_handed_over_once(stage: Stage, lots: Sequence[Lot]) -> None:
    """One hand-over for each set, with the tickets that its notification gave."""
    handed = [HANDED.findall(path.read_text()) for path in stage.out(BACK_OFFICE, "R").glob("FO.*")]
    notified = [
        ACCEPTED.findall(path.read_text()) for sender in NUMBERS for path in stage.out(sender, "R").glob("FO.NOTI.*")
    ]
    assert sorted(handed) == sorted(tickets for tickets in notified if tickets)
    assert len(handed) == sets_to_hand_over(lots)


def every_signature_verifies(stage: Stage) -> int:
    """All of them, each by an openssl process of its own: the authority, its revocation list, the exact bytes."""
    trusted = stage.home / "authority.pem"
    parts = [stage.home / "keys" / f"demo-authority.{ending}" for ending in ("cert.pem", "crl.pem")]
    trusted.write_bytes(b"".join(part.read_bytes() for part in parts))
    signed = [path for path in stage.answers() if path.name.startswith("FO.")]
    signatures = [path for path in stage.answers() if path.name.startswith("FS.")]
    assert len(signatures) == len(signed)
    armour = stage.home / "armour"
    armour.mkdir()

    def verify(place: int, answer: Path) -> None:
        text = answer.with_name(f"FS{answer.name[2:]}").read_text()
        lines = [text[start : start + 64] for start in range(0, len(text), 64)]
        pem = armour / f"{place}.pem"
        pem.write_text("\n".join(["-----BEGIN CMS-----", *lines, "-----END CMS-----", ""]))
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "PEM", "-in", pem, "-content", answer]
        trust = ["-CAfile", trusted, "-crl_check", "-purpose", "any", "-out", "/dev/null"]
        said = subprocess.run([*command, *trust], capture_output=True, text=True, check=False, timeout=30)
        assert said.returncode == 0, f"{answer.name}: {said.stderr}"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(verify, range(len(signed)), signed))
    return len(signed)


def nothing_is_left(stage: Stage) -> None:
    assert list(stage.home.glob("sftp/*/IN*/*")) == []
    assert list(stage.home.glob("sftp/.claims/*")) == []
    assert [path for path in stage.answers() if path.name.startswith(".")] == []
    assert list(stage.home.glob("archive/**/*.tmp")) == []


def the_status_adds_up(stage: Stage, lots: Sequence[Lot]) -> None:
    command = [sys.executable, "-m", "batch", "--home", str(stage.home), "status", "--json", "--sets"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)
    circuit, bad = sum(lot.environment == "T" for lot in lots), sum(bool(lot.codes) for lot in lots)
    assert found["sets"] == {"answered": len(lots) - circuit - bad, "refused": bad, "tested": circuit}
    assert found["forms"] == {name: sum(getattr(lot, name) for lot in lots) for name in ("accepted", "refused")}
    assert [found[name] for name in ("unsent", "aside", "conflicts", "waiting", "unknown")] == [[], [], [], [], []]
    told = sorted(answer for one in found["list"] for answer in one["answers"])
    assert told == sorted(
        f"{path.parts[-3]}/{path.parent.name}/{path.name}" for path in stage.answers() if path.name.startswith("FO.")
    )


def what_is_fetched_is_what_lies_there(stage: Stage) -> int:
    """Each sender fetches all of its three folders with OpenSSH's client."""

    def fetch(sender: str) -> int:
        login, got = stage.logins[sender], stage.home.parent / f"got-{sender}"
        for folder in OUT_FOLDER.values():
            (got / folder).mkdir(parents=True)
        login.sftp(*(f"get {folder}/* {got / folder}/" for folder in OUT_FOLDER.values()))
        there = {path.relative_to(got): path.read_bytes() for path in got.glob("*/*")}
        root = stage.home / "sftp" / sender
        assert there == {path.relative_to(root): path.read_bytes() for path in root.glob("OUT*/*")}
        return len(there)

    with ThreadPoolExecutor(len(NUMBERS)) as pool:
        return sum(pool.map(fetch, NUMBERS))


def test_two_hundred_sets_are_each_answered_once_in_the_right_folder_and_signed(
    tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    needs(PROGRAM, "sftp", "ssh", "ssh-keygen", "lftp", "psftp", "puttygen", "openssl")
    with staged(tmp_path) as stage:
        crowd = Crowd(stage.home / "keys", datetime.now(UTC))
        first = [lot for sender in NUMBERS for lot in crowd.first_wave(sender)]
        second = [
            lot for sender in NUMBERS for lot in crowd.second_wave([one for one in first if one.sender == sender])
        ]
        lots = first + second
        assert len(lots) == 200
        with serving(stage.home):
            begun = time.monotonic()
            send(stage, first, "first")
            uploaded = time.monotonic() - begun
            wait_for(stage, len(first))
            send(stage, second, "second")
            wait_for(stage, len(lots), handed_over=sets_to_hand_over(lots))
            taken = time.monotonic() - begun
        every_set_has_one_receipt_and_its_notification(stage, lots)
        nobody_has_anothers(stage)
        every_accepted_declaration_is_handed_over_once(stage, lots)
        nothing_is_left(stage)
        the_status_adds_up(stage, lots)
        signatures = every_signature_verifies(stage)
        fetched = what_is_fetched_is_what_lies_there(stage)
    files = sum(len(lot.files) for lot in lots)
    forms = sum(lot.accepted + lot.refused for lot in lots)
    record_property(
        "figures",
        f"conformance: {len(lots)} sets, {files} files, {forms} forms by {len(UPLOADERS)} clients and {len(NUMBERS)} "
        f"senders at once; uploaded in {uploaded:.1f} s, all answered {taken:.1f} s after the first byte; "
        f"{signatures} signatures verified by openssl, {fetched} files fetched",
    )
