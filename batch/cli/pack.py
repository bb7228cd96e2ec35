"""``pack``: makes a set ready to send, FI with its signature and GO, in a folder."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from batch.cli.sender import WrongWord, day_of
from batch.errors import SettingsWrong
from batch.model import names
from batch.model.names import ENVIRONMENTS

if TYPE_CHECKING:
    from batch.writers.cms import Signer

_CHUNK = 1 << 20


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The grammar of ``pack``."""
    one = verbs.add_parser("pack", help="make a set ready to send: FI, FS, GO")
    one.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="the declarations; several are the parts of one set"
    )
    one.add_argument("--code", required=True, metavar="TWCT", help="application")
    one.add_argument("--sender", required=True, metavar="NUMBER", help="six digits")
    one.add_argument("--sequence", required=True, metavar="SEQ", help="five characters, never used before on that day")
    one.add_argument("--environment", choices=ENVIRONMENTS, default="S", help="default S, simulation")
    one.add_argument("--date", metavar="DATE", help="default: today")
    one.add_argument("--key", type=Path, metavar="FILE.pem", help="private key to sign with")
    one.add_argument("--certificate", type=Path, metavar="FILE.pem", help="its certificate, and those above it")
    one.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER", help="default: the current folder")
    one.set_defaults(do=pack)


def pack(options: argparse.Namespace) -> int:
    """Write the files of one set, the GO last; nothing is overwritten."""
    count = len(options.files)
    day = day_of(options.date)
    stem = f"{options.code}.{options.sender}.{day:%Y%m%d}.{options.sequence}.{options.environment}"
    inputs = [f"FI.{stem}.{count}.{part}" for part in range(1, count + 1)]
    go = f"GO.{stem}.{count}"
    codes = sorted({fault.error_id for name in (*inputs, go) for fault in names.read(name).faults})
    if codes:
        raise WrongWord(f"{inputs[0]} would be refused: {', '.join(codes)}.")
    signer = _signer(options)
    if signer is None and options.environment == "R":
        raise WrongWord("Production must be signed: give --key and --certificate.")
    options.output.mkdir(parents=True, exist_ok=True)
    for path, name in zip(options.files, inputs, strict=True):
        digest = _copy(path, options.output / name)
        if signer is not None:
            _sign(signer, digest, options.output / names.signature_of(name))
    with (options.output / go).open("xb"):
        print(f"Upload everything of {stem} from {options.output.resolve()}, {go} last.")
    return 0


def _signer(options: argparse.Namespace) -> Signer | None:
    if (options.key is None) is not (options.certificate is None):
        raise WrongWord("Give --key and --certificate together, or none of them.")
    if options.key is None:
        return None
    from batch.writers.cms import signer_of

    try:
        return signer_of(options.key.read_bytes(), options.certificate.read_bytes())
    except SettingsWrong as error:
        raise WrongWord(f"{options.key} and {options.certificate}: {error.detail}") from None


def _copy(source: Path, target: Path) -> bytes:
    """The exact bytes under their name of the channel; returns their SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as file, target.open("xb") as copy:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    return digest.digest()


def _sign(signer: Signer, digest: bytes, target: Path) -> None:
    from batch.clock import system_clock
    from batch.writers.cms import detached

    with target.open("xb") as file:
        file.write(detached(signer, digest, system_clock()))
