"""Inbox and outbox as the settings place them: on this machine, on one SFTP server, on two."""

from __future__ import annotations

from batch.settings import Settings
from batch.transport.inbox import FolderInbox
from batch.transport.layout import Layout, Server, layout_of
from batch.transport.near import NearInbox, NearOutbox
from batch.transport.outbox import FolderOutbox
from batch.transport.tree import LocalTree, Tree


def open_boxes(settings: Settings) -> tuple[FolderInbox, FolderOutbox]:
    """Put both together; boxes in one account share one connection, which is made when it is first needed.

    Raises:
        SettingsWrong: a template, the key or the host keys cannot be used.
    """
    trees: dict[Server | None, Tree] = {}
    inbox, outbox = layout_of(settings, "inbox"), layout_of(settings, "outbox")
    for layout in (inbox, outbox):
        if layout.server not in trees:
            trees[layout.server] = _tree(settings, layout)
    taken, laid = trees[inbox.server], trees[outbox.server]
    return (
        FolderInbox(taken, inbox) if inbox.server else NearInbox(taken, inbox),
        FolderOutbox(laid, outbox) if outbox.server else NearOutbox(laid, outbox),
    )


def _tree(settings: Settings, layout: Layout) -> Tree:
    if layout.server is None:
        return LocalTree()
    from batch.transport.dialling import Dialler, key_at
    from batch.transport.hostkeys import PinnedKeys
    from batch.transport.line import Line
    from batch.transport.sftp import SftpTree

    key = key_at(settings.home / settings.sftp_key)
    dialler = Dialler(layout.server, key, PinnedKeys(settings.sftp_host_keys), settings.sftp_timeout_seconds)
    return SftpTree(Line(dialler, settings.sftp_channels))
