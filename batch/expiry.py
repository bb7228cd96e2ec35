"""What ends soon: certificates and keys of senders, our own signing keys, authorities and their revocation lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from batch.jobs.desk import Desk

_A_DAY = timedelta(days=1)
"""A revocation list is announced in the last quarter of its own life, at least a day ahead: some live for a week."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One thing that cannot be used after a moment (UTC), perhaps already."""

    what: str
    whose: str
    ends: datetime
    remedy: str

    notice: timedelta | None = None
    """How long before its end it is announced, when that is not what the settings say."""

    def in_words(self, now: datetime) -> str:
        """How long it has left, in days, or in hours on its last day."""
        if self.ends <= now:
            return f"ended {self.ends:%Y-%m-%d}"
        left = self.ends - now
        told = f"{left.days} days" if left.days > 1 else f"{int(left.total_seconds() // 3600)} hours"
        return f"ends {self.ends:%Y-%m-%d}, in {told}"


def endings(desk: Desk, now: datetime) -> list[Ending]:
    """Everything that ends within the days of the settings and has no successor, next first.

    Raises:
        SettingsWrong: a key, a certificate or a list does not read.
    """
    usual = timedelta(days=desk.settings.expiry_days)
    found = [*_of_senders(desk, now), *_ours(desk), *_of_authorities(desk)]
    soon = (one for one in found if one.ends <= now + (one.notice or usual))
    return sorted(soon, key=lambda one: (one.ends, one.whose))


def _of_senders(desk: Desk, now: datetime) -> Iterator[Ending]:
    for one in desk.directory.expiring(now, desk.settings.expiry_days):
        ends = one.ends()
        if ends is not None:
            verb = "rotate-key" if one.kind == "key" else "rotate-cert"
            yield Ending(one.kind, f"sender {one.sender}", ends, f"onem-batch sender {verb} {one.sender} FILE")


def _ours(desk: Desk) -> Iterator[Ending]:
    """Of several keys the last to end counts: it signs when the others cannot."""
    if desk.settings.signing and desk.signing.signers:
        last = max(signer.certificate.not_valid_after_utc for signer in desk.signing.signers)
        yield Ending("certificate", "our signature", last, 'a new key and certificate, named in "signing"')


def _of_authorities(desk: Desk) -> Iterator[Ending]:
    if desk.settings.signature != "required" or not desk.trust.is_ready():
        return
    trust = desk.trust.load()
    for certificate in (*trust.anchors, *trust.intermediates):
        name = certificate.subject.rfc4514_string()
        yield Ending("authority", name, certificate.not_valid_after_utc, "its successor into trust/anchors")
    if desk.settings.revocation == "off":
        return
    newest: dict[str, Ending] = {}
    for one in trust.crls:
        until = one.crl.next_update_utc
        issuer = one.crl.issuer.rfc4514_string()
        if until is not None and (issuer not in newest or until > newest[issuer].ends):
            notice = max(_A_DAY, (until - one.crl.last_update_utc) / 4)
            remedy = "the new list into trust/crl; its issuer publishes it"
            newest[issuer] = Ending("revocation list", issuer, until, remedy, notice)
    yield from newest.values()
