"""One SFTP session: each request of a client is answered by the room, a refusal by its status and sentence."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import islice

from paramiko.message import Message

from batch.ports import Clock
from batch.transport.door import wire
from batch.transport.door.handles import Handles, Open, Reading
from batch.transport.door.house import Log, escaped
from batch.transport.door.pair import Wish
from batch.transport.door.paths import absolute, place_of
from batch.transport.door.refusal import (
    EOF,
    NO_SUCH_FILE,
    OK,
    UNSUPPORTED,
    Refused,
    denied,
    failed,
    refusal_of,
    unsupported,
)
from batch.transport.door.room import Room
from batch.transport.door.uploads import Upload

_MOST_LOGGED = 100
_PAGE = 100
_FARTHEST = 1 << 62


class Session:
    """One channel of a client that has logged in; ``run`` returns when the channel ends."""

    def __init__(self, line: wire.Line, room: Room, log: Log, clock: Clock) -> None:
        self._line = line
        self._room = room
        self._log = log
        self._clock = clock
        self._handles = Handles()
        self._logged = 0
        self.last_asked = time.monotonic()
        """When the client last asked for something."""

    def run(self) -> None:
        """Answer until the client ends or the line is cut; then let go of what is still open."""
        try:
            for kind, content in wire.packets(self._line):
                self.last_asked = time.monotonic()
                if kind == wire.INIT:
                    wire.greet(self._line)
                else:
                    self._answer(kind, Message(content))
        except wire.Garbage as garbage:
            self._log.warning("no SFTP", sender=self._room.sender, detail=str(garbage))
        except (OSError, EOFError) as error:  # the line is gone, as lines go
            self._log.info("line cut", sender=self._room.sender, kind=type(error).__name__)
        finally:
            for found in self._handles.take_all():
                self._let_go(found, is_closed=False)

    def _answer(self, kind: int, message: Message) -> None:
        request = message.get_int()
        verb = _VERBS.get(kind)
        try:
            reply = verb(self, message) if verb else wire.status(UNSUPPORTED, "not offered")
        except Refused as refusal:
            reply = self._no(verb, message, refusal)
        except UnicodeDecodeError:
            reply = self._no(verb, message, denied("names are written in UTF-8"))
        except OSError as error:
            self._log.error("door could not", sender=self._room.sender, detail=error.strerror, number=error.errno)
            reply = self._no(verb, message, refusal_of(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the client's session unanswered
            self._log.error("door failed", sender=self._room.sender, kind=type(error).__name__, detail=str(error))
            reply = self._no(verb, message, failed("the server could not do this"))
        wire.answer(self._line, request, reply)

    def _no(self, verb: object, message: Message, refusal: Refused) -> wire.Reply:
        """Say no, and log it, but for a file that is not there and for a client that never stops."""
        self._logged += refusal.status != NO_SUCH_FILE
        if refusal.status != NO_SUCH_FILE and self._logged <= _MOST_LOGGED:
            path = Message(message.asbytes()[4:]).get_binary() if verb in _BY_PATH else b""
            self._log.info(
                "refused",
                sender=self._room.sender,
                verb=getattr(verb, "__name__", "").strip("_"),
                asked=escaped(path.decode("utf-8", "replace")),
                reason=refusal.text,
            )
        return wire.status(refusal.status, refusal.text)

    def _let_go(self, found: Open, *, is_closed: bool) -> None:
        if isinstance(found, Reading):
            os.close(found.number)
        elif isinstance(found, Upload):
            (self._room.finish if is_closed else self._room.abandon)(found)

    def _open(self, message: Message) -> wire.Reply:
        place, flags = place_of(message.get_text()), message.get_int()
        if not flags & (wire.FOR_WRITE | wire.APPEND):
            return wire.handle(self._handles.keep(lambda: Reading(place.name, self._room.open_to_read(place))))
        wish = Wish(
            make=bool(flags & wire.CREATE),
            empty=bool(flags & wire.TRUNCATE),
            new=bool(flags & wire.EXCLUSIVE),
            append=bool(flags & wire.APPEND),
        )
        return wire.handle(self._handles.keep(lambda: self._room.open_to_write(place, wish)))

    def _close(self, message: Message) -> wire.Reply:
        self._let_go(self._handles.take(message.get_binary()), is_closed=True)
        return wire.status(OK)

    def _read(self, message: Message) -> wire.Reply:
        file, offset = self._handles.file(message.get_binary()), message.get_int64()
        piece = file.read(min(offset, _FARTHEST), min(message.get_int(), wire.LARGEST_READ))
        return wire.content(piece) if piece else wire.status(EOF, "end of file")

    def _write(self, message: Message) -> wire.Reply:
        upload, offset = self._handles.upload(message.get_binary()), message.get_int64()
        upload.write(offset, message.get_binary())
        return wire.status(OK)

    def _stat(self, message: Message) -> wire.Reply:
        return wire.attributes(self._room.look(place_of(message.get_text())))

    def _fstat(self, message: Message) -> wire.Reply:
        return wire.attributes(self._handles.file(message.get_binary()).look())

    def _setstat(self, message: Message) -> wire.Reply:
        """Times and modes are taken without effect: what counts is when a file arrived."""
        self._room.look(place_of(message.get_text()))
        if wire.wished_size(message) is not None:
            raise unsupported("a size is set while the file is open")
        return wire.status(OK)

    def _fsetstat(self, message: Message) -> wire.Reply:
        name = message.get_binary()
        size = wire.wished_size(message)
        if size is not None:
            self._handles.upload(name).resize(size)
        return wire.status(OK)

    def _opendir(self, message: Message) -> wire.Reply:
        place = place_of(message.get_text())
        return wire.handle(self._handles.keep(lambda: iter(self._room.entries(place))))

    def _readdir(self, message: Message) -> wire.Reply:
        page = list(islice(self._handles.folder(message.get_binary()), _PAGE))
        return wire.listing(page, self._clock().timestamp()) if page else wire.status(EOF, "end of folder")

    def _remove(self, message: Message) -> wire.Reply:
        self._room.remove(place_of(message.get_text()))
        return wire.status(OK)

    def _rename(self, message: Message) -> wire.Reply:
        self._room.rename(place_of(message.get_text()), place_of(message.get_text()), replace=False)
        return wire.status(OK)

    def _realpath(self, message: Message) -> wire.Reply:
        return wire.one_name(absolute(message.get_text()))

    def _folders_stay(self, _message: Message) -> wire.Reply:
        raise denied("there are six folders, and they stay")

    def _no_links(self, _message: Message) -> wire.Reply:
        raise denied("there are no links")

    def _extended(self, message: Message) -> wire.Reply:
        asked = message.get_text()
        if asked == "posix-rename@openssh.com":
            self._room.rename(place_of(message.get_text()), place_of(message.get_text()), replace=True)
        elif asked == "fsync@openssh.com":
            self._handles.upload(message.get_binary()).sync()
        else:
            raise unsupported("not offered")
        return wire.status(OK)


_VERBS: dict[int, Callable[[Session, Message], wire.Reply]] = {
    wire.OPEN: Session._open,
    wire.CLOSE: Session._close,
    wire.READ: Session._read,
    wire.WRITE: Session._write,
    wire.LSTAT: Session._stat,
    wire.STAT: Session._stat,
    wire.FSTAT: Session._fstat,
    wire.SETSTAT: Session._setstat,
    wire.FSETSTAT: Session._fsetstat,
    wire.OPENDIR: Session._opendir,
    wire.READDIR: Session._readdir,
    wire.REMOVE: Session._remove,
    wire.RENAME: Session._rename,
    wire.REALPATH: Session._realpath,
    wire.MKDIR: Session._folders_stay,
    wire.RMDIR: Session._folders_stay,
    wire.READLINK: Session._no_links,
    wire.SYMLINK: Session._no_links,
    wire.EXTENDED: Session._extended,
}
_BY_PATH = {Session._open, Session._setstat, Session._opendir, Session._remove, Session._rename}
