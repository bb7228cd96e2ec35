"""``sender``: who may send, with which key and certificate."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from batch.cli.sender import WrongWord
from batch.cli.show import record, table
from batch.cli.typed import codes_typed, company_of, noss_of
from batch.errors import EntryRefused
from batch.model.credential import Certificate, Registered, SshKey
from batch.model.sender import ANSWER_LANGUAGES, GROUPS, QUALITIES, Sender, sender_faults

_FIELDS: dict[str, Callable[[str], Any]] = {
    "name": str,
    "quality": str,
    "language": str,
    "company": company_of,
    "noss": noss_of,
    "codes": codes_typed,
    "contact": str,
}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``sender``."""
    top = verbs.add_parser("sender", help="who may send, with which key and certificate")
    acts = top.add_subparsers(dest="act", required=True, metavar="ACT")
    one = _act(acts, "add", add, "enter a sender and make its folders")
    _add_fields(one, required=("name", "quality"))
    one.add_argument("--wants-mail", action="store_true", help="contact persons get a confirmation by e-mail")
    one.add_argument("--wants-ebox", action="store_true", help="copies of requests go to the company's e-Box")
    one.add_argument("--key", type=Path, metavar="FILE.pub", help="its public SSH key")
    one.add_argument("--certificate", type=Path, metavar="FILE.pem", help="its signing certificate")
    one = _act(acts, "change", change, "change what is known of a sender; an empty text clears")
    _add_fields(one)
    one.add_argument("--status", choices=("yes", "no"), help="whether it wants changes of status (LONO)")
    one.add_argument("--print", choices=("yes", "no"), help="whether it wants printable copies (PRIN)")
    one.add_argument("--mail", choices=("yes", "no"), help="whether contact persons get a confirmation by e-mail")
    one.add_argument("--ebox", choices=("yes", "no"), help="whether copies of requests go to the company's e-Box")
    one = _act(acts, "show", show, "everything about one sender")
    one.add_argument("--json", action="store_true", help="for machines")
    _act(acts, "disable", disable, "take nothing more from a sender")
    _act(acts, "enable", enable, "take from a sender again")
    for name, what, read in (("rotate-key", "SSH key", "FILE.pub"), ("rotate-cert", "certificate", "FILE.pem")):
        one = _act(acts, name, rotate, f"a new {what}; the old one ends after the overlap")
        one.add_argument("file", type=Path, metavar=read)
        one.add_argument("--overlap-days", type=int, default=30, metavar="N", help="default 30; 0 ends it now")
    one = _act(acts, "password", password, "an account with a password for the built-in door; asked, never typed here")
    one.add_argument("--user", required=True, help="8 to 30 characters, 0-9 and a-z")
    one.add_argument("--language", choices=("fr", "nl", "de", "en"), default="en", help="of what is wrong with it")
    one = _act(acts, "keys", keys, "its public SSH keys in force now, as sshd reads them (AuthorizedKeysCommand)")
    one.add_argument("--prefix", default="", metavar="TEXT", help="what stands before NUMBER in the name of its login")
    one = acts.add_parser("list", help="all senders")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(do=list_all)


def _act(acts: Any, name: str, do: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = acts.add_parser(name, help=help_)
    one.add_argument("number", metavar="NUMBER", help="six digits")
    one.set_defaults(do=do)
    return one


def _add_fields(one: argparse.ArgumentParser, required: tuple[str, ...] = ()) -> None:
    one.add_argument("--name", required="name" in required)
    one.add_argument("--quality", choices=QUALITIES, required="quality" in required)
    one.add_argument("--language", choices=ANSWER_LANGUAGES, help="of the answers (default fr)")
    one.add_argument("--company", help="enterprise number of its own enterprise")
    one.add_argument("--noss", help="ONSS number of its own enterprise")
    one.add_argument("--codes", help="applications it may use, as TWCT,LOIC (default: all that its quality allows)")
    one.add_argument("--contact", help="technical contact")


def _fields(options: argparse.Namespace) -> dict[str, Any]:
    """What was typed of a sender, read."""
    typed = {name: getattr(options, name) for name in _FIELDS}
    return {name: _FIELDS[name](text) for name, text in typed.items() if text is not None}


def password(options: argparse.Namespace) -> int:
    """Give a sender an account with a password; the rules are those of the access manual."""
    import secrets

    from batch.app import open_directory
    from batch.clock import system_clock
    from batch.lawbook import account_texts
    from batch.model.accounts import hash_password, name_faults, password_faults

    texts = account_texts()
    faults = list(name_faults(options.user))
    typed = "" if faults else _typed_password()
    if not faults:
        faults = list(password_faults(typed))
    if faults:
        raise EntryRefused(" ".join(texts[fault].in_(options.language) for fault in faults))
    stored = hash_password(typed, secrets.token_bytes(16))
    open_directory(options.home).set_account(options.user, options.number, stored, system_clock())
    print(f"{options.user} is an account of sender {options.number}.")
    return 0


def _typed_password() -> str:
    """From the terminal without showing it, else one line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


def _checked(sender: Sender) -> Sender:
    faults = [*sender_faults(sender), *_code_faults(sender)]
    if faults:
        raise WrongWord(f"{'; '.join(faults)}.")
    return sender


def _code_faults(sender: Sender) -> Iterator[str]:
    """Codes that no message has, or that this quality may not send: with them every set would get 154."""
    from batch.switchboard import OF_CODE

    known = {code for codes in GROUPS.values() for code in codes} | OF_CODE.keys()
    for code in sender.codes:
        only = OF_CODE[code][0].quality if code in OF_CODE else ""
        if code not in known:
            yield f"code {code}: known are {', '.join(sorted(known))}"
        elif only and only != sender.quality:
            yield f"code {code}: only for the quality {only}"


def add(options: argparse.Namespace) -> int:
    """Enter a sender and make its folders."""
    from batch.app import open_directory
    from batch.clock import system_clock

    now = system_clock()
    wishes = {"wants_mail": options.wants_mail, "wants_ebox": options.wants_ebox}
    sender = _checked(Sender(**{"number": options.number, "language": "fr"} | _fields(options) | wishes))
    proofs = _proofs(options.key, options.certificate, now)
    open_directory(options.home).add_sender(sender, now, proofs)
    print(f"Sender {sender.number} entered. {_folders(options.home, sender.number)}")
    for credential in proofs:
        print(f"  {credential.fingerprint}")
    return 0


def _folders(home: Path, number: str) -> str:
    """Make the folders of a sender; what became of it, in a sentence."""
    from batch.app import make_sender_folders

    try:
        made = make_sender_folders(home, number)
    except OSError as error:
        return f"Its folders could not be made: {error.strerror}: {error.filename}. Make them; nothing else is to do."
    return "Its folders are made." if made else "Its folders lie on the SFTP server: make them there."


def _proofs(key: Path | None, certificate: Path | None, now: datetime) -> list[SshKey | Certificate]:
    from batch.transport.credentials import read_certificate, read_ssh_key

    found: list[SshKey | Certificate] = []
    if key is not None:
        found.append(read_ssh_key(key.read_bytes()))
    if certificate is not None:
        found.append(read_certificate(certificate.read_bytes(), now))
    return found


def change(options: argparse.Namespace) -> int:
    """Change what is known of a sender."""
    changes = _fields(options)
    for wish in ("status", "print", "mail", "ebox"):
        if (said := getattr(options, wish)) is not None:
            changes[f"wants_{wish}"] = said == "yes"
    if not changes:
        raise WrongWord("Say what to change: --name, --quality, --language …")
    return _change(options, changes, "changed")


def disable(options: argparse.Namespace) -> int:
    """Take nothing more from a sender."""
    return _change(options, {"active": False}, "disabled")


def enable(options: argparse.Namespace) -> int:
    """Take from a sender again."""
    from batch.app import make_sender_folders

    code = _change(options, {"active": True}, "enabled")
    make_sender_folders(options.home, options.number)
    return code


def _change(options: argparse.Namespace, changes: dict[str, Any], said: str) -> int:
    from batch.app import open_directory
    from batch.clock import system_clock

    directory = open_directory(options.home)
    present = directory.sender(options.number)
    if present is None:
        raise WrongWord(f"There is no sender {options.number}.")
    _checked(Sender(**_as_json(present) | {"codes": present.codes} | changes))
    directory.change_sender(options.number, changes, system_clock())
    print(f"Sender {options.number} {said}.")
    return 0


def rotate(options: argparse.Namespace) -> int:
    """Put a new key or certificate in force; the old one ends after the overlap."""
    from batch.app import open_directory
    from batch.clock import system_clock

    if options.overlap_days not in range(3651):
        raise WrongWord("--overlap-days: 0 to 3650.")
    now, is_key = system_clock(), options.act == "rotate-key"
    (credential,) = _proofs(options.file if is_key else None, None if is_key else options.file, now)
    overlap = timedelta(days=options.overlap_days)
    had_one = open_directory(options.home).rotate(options.number, credential, now, overlap)
    before = f" What was in force ends {(now + overlap).isoformat(timespec='minutes')}." if had_one else ""
    print(f"In force from now: {credential.fingerprint}.{before}")
    return 0


def show(options: argparse.Namespace) -> int:
    """Everything about one sender."""
    from batch.app import open_directory

    directory = open_directory(options.home)
    sender = directory.sender(options.number)
    if sender is None:
        raise WrongWord(f"There is no sender {options.number}.")
    found = _as_json(sender) | {
        "keys": [_credential(one) for one in directory.credentials_of(sender.number) if one.kind == "key"],
        "certificates": [_credential(one) for one in directory.credentials_of(sender.number) if one.kind != "key"],
        "mandates": len(directory.mandates_of(sender.number)),
    }
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(record({"record": "sender"} | found | {"codes": " ".join(sender.codes)}))
    return 0


def keys(options: argparse.Namespace) -> int:
    """The public keys with which an active sender may log in now, one line each.

    Nothing is printed of a name without the prefix: sshd then lets nobody in.
    """
    from batch.app import open_directory
    from batch.clock import system_clock

    number = options.number.removeprefix(options.prefix)
    found = open_directory(options.home).keys_in_force(number, system_clock())
    if found is None or not options.number.startswith(options.prefix):
        raise WrongWord(f"There is no active sender {options.number}.")
    for line in found[1]:
        print(line)
    return 0


def list_all(options: argparse.Namespace) -> int:
    """All senders by number."""
    from batch.app import open_directory

    found = [_as_json(one) for one in open_directory(options.home).senders()]
    if options.json:
        print(json.dumps(found, indent=2))
    elif not found:
        print("No sender yet.")
    else:
        rows = [(one["number"], one["name"], one["quality"], "yes" if one["active"] else "no") for one in found]
        print(table(("NUMBER", "NAME", "QUALITY", "ACTIVE"), rows))
    return 0


def _as_json(sender: Sender) -> dict[str, Any]:
    return asdict(sender) | {"codes": list(sender.codes)}


def _credential(one: Registered) -> dict[str, Any]:
    credential = one.credential
    found: dict[str, Any] = {"fingerprint": credential.fingerprint}
    if isinstance(credential, Certificate):
        found |= {"subject": credential.subject, "serial": credential.serial}
        found["not_after"] = credential.not_after.isoformat(timespec="seconds")
    found["since"] = one.since.isoformat(timespec="seconds")
    found["until"] = one.until.isoformat(timespec="seconds") if one.until is not None else None
    return found
