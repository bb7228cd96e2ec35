"""The settings of an installation: defaults, and a helpful sentence for everything that is wrong."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import make_url

from batch.errors import SettingsWrong
from batch.model.door import DoorSettings
from batch.model.limits import Limits
from batch.model.mail import MailSettings
from batch.model.scanner import ScannerSettings
from batch.settings import FILE, SERIES, Settings, example, read_settings


def read(home: Path, text: str) -> Settings:
    (home / FILE).write_text(text, encoding="utf-8")
    return read_settings(home)


def complaint(home: Path, text: str) -> str:
    with pytest.raises(SettingsWrong) as caught:
        read(home, text)
    return str(caught.value)


# -- what is read ------------------------------------------------------------------------------------------------


def test_an_empty_file_gives_every_default(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Settings(tmp_path)


def test_defaults_are_those_of_the_handbook(tmp_path: Path) -> None:
    settings = read(tmp_path, "")
    assert settings.signature == "required"
    assert (settings.wait_for_files_minutes, settings.wait_for_go_hours) == (15, 24)
    assert (settings.back_office, settings.handover_format) == ("999998", "xml")
    assert settings.series == SERIES


def test_every_setting_can_be_written(tmp_path: Path) -> None:
    given = {
        "database": "postgresql://host/name",
        "inbox": "a",
        "outbox": "b",
        "archive": "c",
        "signature": "off",
        "wait_for_files_minutes": 1,
        "wait_for_go_hours": 2,
        "settle_milliseconds": 3,
        "oldest_name_days": 4,
        "unknown_file_hours": 6,
        "back_office": "999990",
        "handover_format": "jsonl",
        "pickup_seconds": 7,
        "judges": 3,
        "engine": "procrastinate",
        "decisions_seconds": 8,
        "handover_seconds": 9,
        "sftp_key": "keys/other",
        "sftp_host_keys": ["SHA256:a", "SHA256:b"],
        "sftp_channels": 10,
        "sftp_timeout_seconds": 11,
        "revocation": "if-available",
        "trust": "authorities",
        "signing": ["keys/new", "keys/old"],
        "sequence": "digits",
        "expiry_days": 12,
        "compress_above_bytes": 13,
        "reminder_days": 15,
        "ebox": "d",
        "door": {"port": 14},
        "mail": {"folder": "e"},
        "scanner": {"address": "127.0.0.1:3310"},
    }
    plain = {key: value for key, value in given.items() if key not in ("door", "mail", "scanner")}
    text = "\n".join(
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in plain.items()
    )
    text += '\n[door]\nport = 14\n[mail]\nfolder = "e"\n[scanner]\naddress = "127.0.0.1:3310"'
    settings = read(tmp_path, text)
    read_back = {key: getattr(settings, key) for key in given}
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    tables = {
        "door": DoorSettings(port=14),
        "mail": MailSettings(folder="e"),
        "scanner": ScannerSettings("127.0.0.1:3310"),
    }
    assert read_back == given | lists | tables
    assert set(given) == {one.name for one in fields(Settings)} - {"home", "series", "limits", "limits_of"}


@pytest.mark.parametrize(("demo", "signing"), [(True, ("keys/onem",)), (False, ())])
def test_the_example_is_read_and_wants_signatures(tmp_path: Path, demo: bool, signing: tuple[str, ...]) -> None:
    assert read(tmp_path, example(demo=demo)) == Settings(tmp_path, signing=signing)
    assert tomllib.loads(example(demo=demo))["signature"] == "required"


# -- limits ------------------------------------------------------------------------------------------------------


def test_limits_hold_for_every_application_unless_it_has_its_own(tmp_path: Path) -> None:
    settings = read(tmp_path, "[limits]\nmost_forms = 10\nmost_parts = 5\n[limits.LOIC]\nmost_forms = 20")
    assert settings.limits_for("TWCT") == settings.limits == Limits(most_forms=10, most_parts=5)
    assert settings.limits_for("LOIC") == Limits(most_forms=20, most_parts=5)
    assert settings.limits_for("XXXX") == settings.limits


def test_every_limit_can_be_written(tmp_path: Path) -> None:
    given = {one.name: number for number, one in enumerate(fields(Limits), 3)}
    table = "\n".join(f"{key} = {value}" for key, value in given.items())
    assert read(tmp_path, f"[limits]\n{table}").limits == Limits(**given)
    assert read(tmp_path, f"[limits.DECI]\n{table}").limits_for("DECI") == Limits(**given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("limits = 5", "limits must be a table, not 5"),
        ("[limits]\nmost_part = 5", "limits.most_part is not a limit. Known: least_form_bytes, "),
        ("[limits]\nmost_parts = 0", "limits.most_parts must be a number from 1 on, not 0"),
        ("[limits]\nmost_parts = -1", "limits.most_parts must be a number from 1 on, not -1"),
        ('[limits]\nmost_parts = "5"', "limits.most_parts must be a number from 1 on, not '5'"),
        ("[limits]\nmost_parts = 5.0", "limits.most_parts must be a number from 1 on, not 5.0"),
        ("[limits]\nmost_parts = true", "limits.most_parts must be a number from 1 on, not True"),
        ("[limits.TWCT]\nmost_form = 5", "limits.TWCT.most_form is not a limit"),
        ("[limits.TWCT]\nmost_forms = 0", "limits.TWCT.most_forms must be a number from 1 on, not 0"),
        ("[limits.twct]\nmost_forms = 5", "limits.twct is no application code, four capital letters"),
        ("[limits.TWCTX]\nmost_forms = 5", "limits.TWCTX is no application code"),
        ("[limits_of.TWCT]\nmost_forms = 5", "'limits_of' is not a setting"),
        ('signing = "keys/onem"', "signing must be a list of texts, not 'keys/onem'"),
        ("signing = [5]", "signing must be a list of texts, not [5]"),
        ('revocation = "sometimes"', "revocation must be one of required, if-available, off"),
        ('sequence = "roman"', "sequence must be one of letters, digits"),
        ("compress_above_bytes = 0", "compress_above_bytes must be at least 1, not 0"),
        ("expiry_days = 0", "expiry_days must be at least 1, not 0"),
    ],
)
def test_a_wrong_limit_or_key_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert said in complaint(tmp_path, text)


def test_a_mail_server_is_named_with_the_address_that_mails_come_from(tmp_path: Path) -> None:
    text = '[mail]\nsmtp = "mail.example:587"\nfrom = "break@onem.example"\nuser = "break"\npassword_file = "keys/mail"'
    server, sender = "mail.example:587", "break@onem.example"
    wanted = MailSettings(smtp=server, sender=sender, user="break", password_file="keys/mail")  # noqa: S106 - its place
    assert read(tmp_path, text).mail == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mail = 5", "mail must be a table, not 5"),
        ("[mail]\nserver = 5", "mail.server is not a setting. Known: folder, from, "),
        ("[mail]\nsender = 'a'", "mail.sender is not a setting"),
        ("[mail]\nsmtp = 5", "mail.smtp must be str, not 5"),
        ('[mail]\nsmtp = "mail.example"', "mail.smtp must be HOST:PORT, not 'mail.example'"),
        ('[mail]\nsmtp = "mail.example:587"', "mail.from must be the address that mails come from"),
        ('[mail]\nuser = "a"\nstarttls = false', "a password does not travel in the open"),
        ("[mail]\ntimeout_seconds = 0", "mail.timeout_seconds must be at least 1, not 0"),
        ("reminder_days = 0", "reminder_days must be at least 1, not 0"),
    ],
)
def test_a_wrong_mail_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert said in complaint(tmp_path, text)


def test_a_series_may_be_changed_alone(tmp_path: Path) -> None:
    settings = read(tmp_path, '[series.R]\nloic = "9ZZ"')
    assert settings.series["R"] == {**SERIES["R"], "loic": "9ZZ"}
    assert settings.series["S"] == SERIES["S"]


def test_the_default_series_differ(tmp_path: Path) -> None:
    every = [series for names in SERIES.values() for series in names.values()]
    assert len(every) == len(set(every))


# -- places ------------------------------------------------------------------------------------------------------


def test_folders_lie_in_the_home_folder_unless_they_are_absolute(tmp_path: Path) -> None:
    settings = read(tmp_path, 'inbox = "sftp/in"\noutbox = "/srv/out"')
    assert settings.folder("inbox") == tmp_path / "sftp" / "in"
    assert settings.folder("outbox") == Path("/srv/out")
    assert settings.folder("archive") == tmp_path / "archive"


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        ("sqlite:///onem-batch.sqlite", "sqlite:///{home}/onem-batch.sqlite"),
        ("sqlite:///data/x.sqlite", "sqlite:///{home}/data/x.sqlite"),
        ("sqlite:////var/lib/x.sqlite", "sqlite:////var/lib/x.sqlite"),
        ("sqlite://", "sqlite://"),
        ("postgresql://x@db.example:5432/x", "postgresql://x@db.example:5432/x"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("postgresql+psycopg:///name", "postgresql+psycopg:///name"),
    ],
)
def test_a_relative_database_lies_in_the_home_folder(tmp_path: Path, database: str, expected: str) -> None:
    settings = read(tmp_path, f'database = "{database}"')
    assert settings.database_url == expected.format(home=tmp_path)


@pytest.mark.parametrize("name", ["plain", "with blank", "100%", "a@b", "a#b", "é"])
def test_a_home_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    url = make_url(Settings(tmp_path / name).database_url)
    assert url.database == str(tmp_path / name / "onem-batch.sqlite")


# -- what is wrong -----------------------------------------------------------------------------------------------


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=r'No onem-batch.toml in .*Run "onem-batch init" first'):
        read_settings(tmp_path)


def test_a_missing_home_folder_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="onem-batch init"):
        read_settings(tmp_path / "nowhere")


def test_a_folder_in_the_place_of_the_file_is_wrong(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(SettingsWrong, match=FILE):
        read_settings(tmp_path)


def test_an_unknown_key_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    said = complaint(tmp_path, 'inbx = "a"')
    assert "'inbx' is not a setting" in said
    assert "inbox" in said
    assert FILE in said


def test_home_is_no_setting(tmp_path: Path) -> None:
    assert "'home' is not a setting" in complaint(tmp_path, 'home = "/"')


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('pickup_seconds = "5"', "pickup_seconds must be int, not '5'"),
        ("pickup_seconds = 5.0", "pickup_seconds must be int, not 5.0"),
        ("pickup_seconds = true", "pickup_seconds must be int, not True"),
        ("inbox = 5", "inbox must be str, not 5"),
        ('inbox = ["a"]', "inbox must be str"),
        ("back_office = 999998", "back_office must be str, not 999998"),
        ('series = "380"', "series must be dict, not '380'"),
        ("database = 2026-01-05", "database must be str"),
        ('sftp_host_keys = "SHA256:a"', "sftp_host_keys must be a list of texts, not 'SHA256:a'"),
        ("sftp_host_keys = [5]", "sftp_host_keys must be a list of texts, not [5]"),
    ],
)
def test_a_wrong_type_is_named_with_the_right_one(tmp_path: Path, line: str, said: str) -> None:
    assert said in complaint(tmp_path, line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('signature = "maybe"', "signature must be one of required, off"),
        ('signature = ""', "signature must be one of required, off"),
        ('handover_format = "XML"', "handover_format must be one of xml, jsonl"),
    ],
)
def test_a_wrong_value_is_named_with_the_right_ones(tmp_path: Path, line: str, said: str) -> None:
    assert said in complaint(tmp_path, line)


@pytest.mark.parametrize(
    "text",
    [
        '[series.R]\nloic = "380"',
        '[series.S]\nfile = "380"',
        '[series.R]\nloic = "9ZZ"\ntwct = "9ZZ"',
        '[series.T]\nfile = "S80"',
    ],
)
def test_two_equal_series_are_wrong(tmp_path: Path, text: str) -> None:
    assert "two ticket series are equal" in complaint(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        '[series.X]\nloic = "9ZZ"',
        '[series.R]\nlioc = "9ZZ"',
        "[series]\nR = 5",
        "[series.R]\nloic = 5",
        '[series.R]\nloic = "9Z"',
        '[series.R]\nloic = "9ZZZ"',
        '[series.R]\nloic = "9ZI"',
        '[series.R]\nloic = "9zz"',
    ],
    ids=["environment", "name", "no table", "no text", "too short", "too long", "letter I", "small letters"],
)
def test_a_series_that_can_make_no_ticket_is_wrong(tmp_path: Path, text: str) -> None:
    assert "series" in complaint(tmp_path, text)


@pytest.mark.parametrize(
    "line",
    ["pickup_seconds = 0", "judges = 0", "handover_seconds = -1", "wait_for_go_hours = -1", "sftp_channels = 0"],
)
def test_a_number_that_cannot_be_meant_is_wrong(tmp_path: Path, line: str) -> None:
    assert line.partition(" ")[0] in complaint(tmp_path, line)


@pytest.mark.parametrize("back_office", ["", "99999", "9999999", "../999998", "99999x"])
def test_a_back_office_that_is_no_sender_number_is_wrong(tmp_path: Path, back_office: str) -> None:
    assert "back_office" in complaint(tmp_path, f'back_office = "{back_office}"')


@pytest.mark.parametrize("content", [b"inbox = ", b"inbox = 'a'\ninbox = 'b'", b"\xff\xfe", b"inbox = '\xe9'", b"= 1"])
def test_a_file_that_does_not_read_is_wrong(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsWrong, match=FILE):
        read_settings(tmp_path)


def test_wrong_settings_end_the_program_with_78() -> None:
    assert SettingsWrong("").exit_code == 78


@pytest.mark.parametrize(
    "line",
    ["address = 3", 'address = "clamd"', 'address = ":3310"', 'address = "h:0"', "timeout_seconds = 0",
     "timeout_seconds = true", 'adress = ""'],
)  # fmt: skip
def test_a_scanner_setting_that_is_wrong_is_named(tmp_path: Path, line: str) -> None:
    assert f"scanner.{line.partition(' ')[0]}" in complaint(tmp_path, f"[scanner]\n{line}\n")


@pytest.mark.parametrize(
    ("address", "place"),
    [("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"), ("127.0.0.1:3310", ("127.0.0.1", 3310)),
     ("[::1]:3310", ("::1", 3310)), ("scanner.example:3310", ("scanner.example", 3310))],
)  # fmt: skip
def test_a_scanner_is_at_a_path_or_at_host_and_port(tmp_path: Path, address: str, place: object) -> None:
    assert read(tmp_path, f'[scanner]\naddress = "{address}"\n').scanner.place == place
