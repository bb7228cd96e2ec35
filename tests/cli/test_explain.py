"""``explain``: the sentence of a code, in the language asked for."""

from __future__ import annotations

import pytest

from batch.cli.main import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ACRF-102", "--language", "nl"), "XML"),
        (("139", "--language", "nl"), "standaardnaamruimte"),
        (("acrf-089", "--language", "de"), "Wurzelelement"),
        (("00522-160", "--language", "fr"), "Incompatibilité code postal"),
        (("90176-092",), " - "),
    ],
)
def test_a_code_is_said_in_the_language_asked_for(capsys, words: tuple[str, ...], said: str) -> None:
    assert main(["explain", *words]) == 0
    assert said.casefold() in capsys.readouterr().out.casefold()


@pytest.mark.parametrize("code", ["ACRF-999", "00199-999", "99999-270", "hello", ""])
def test_what_is_no_code_is_refused(capsys, code: str) -> None:
    assert main(["explain", code]) == 2
    assert "ACRF-NNN or ZZZZZ-NNN" in capsys.readouterr().err


def said_of(capsys, code: str, language: str = "en") -> list[str]:
    assert main(["explain", code, "--language", language]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("language", "effect", "rule", "number", "advice"),
    [
        (
            "fr",
            "ne bloque pas : une remarque pour l'ONEM",
            "Règle : Un original communique l'accident technique au plus tard le premier jour ouvrable qui le suit.",
            "le premier jour : 7 (depuis le 01/01/2023 ; source : retour au régime légal)",
            "Que faire : Communiquez le premier jour quand il est certain.",
        ),
        (
            "nl",
            "blokkeert niet: een opmerking voor de RVA",
            "Regel: Een origineel meldt de technische stoornis uiterlijk op de eerste werkdag erna.",
            "de eerste dag: 7 (sinds 01/01/2023; bron: terugkeer naar het wettelijke stelsel)",
            "Wat te doen: Deel de eerste dag mee wanneer die zeker is.",
        ),
        (
            "de",
            "blockiert nicht: eine Anmerkung für das LfA",
            "Regel: Ein Original teilt die technische Störung spätestens am ersten darauffolgenden Werktag mit.",
            "dem ersten Tag: 7 (seit dem 01.01.2023; Quelle: Rückkehr zur gesetzlichen Regelung)",
            "Was zu tun ist: Teilen Sie den ersten Tag mit, wenn er sicher ist.",
        ),
        (
            "en",
            "does not block: a remark for ONEM",
            "Rule: An original tells the accident on the first working day after it at the latest.",
            "the first day: 7 (since 2023-01-01; source: legal regime back)",
            "What to do: Send the first day when it is certain.",
        ),
    ],
)
def test_an_anomaly_is_told_with_class_rules_numbers_and_advice(
    capsys, language: str, effect: str, rule: str, number: str, advice: str
) -> None:
    _, head, *lines = said_of(capsys, "00199-270", language)
    assert head == f"TWCT001 - {effect}"
    assert f"  {rule}" in lines
    assert f"  {advice}" in lines
    assert any(line.startswith("    ") and line.endswith(number) for line in lines)


@pytest.mark.parametrize(
    ("language", "rule", "number", "advice"),
    [
        (
            "fr",
            "Règle : Un congé pour aidant proche ne dure pas plus longtemps qu'une personne aidée n'en donne.",
            (
                "mois de congé parental complet par enfant : 4"
                " (depuis le 01/06/2012 ; source : arrêté royal du 31/05/2012 : le quatrième mois)"
            ),
            "Que faire : Demandez un mois, et faites une autre demande pour la prolongation.",
        ),
        (
            "nl",
            "Regel: Een mantelzorgverlof duurt niet langer dan één verzorgde persoon geeft.",
            (
                "maanden volledig ouderschapsverlof per kind: 4"
                " (sinds 01/06/2012; bron: koninklijk besluit van 31/05/2012: de vierde maand)"
            ),
            "Wat te doen: Vraag één maand, en doe een andere aanvraag voor de verlenging.",
        ),
        (
            "de",
            "Regel: Ein Urlaub für pflegende Angehörige dauert nicht länger, als eine gepflegte Person gibt.",
            (
                "Monate vollständiger Elternurlaub je Kind: 4"
                " (seit dem 01.06.2012; Quelle: Königlicher Erlass vom 31.05.2012: der vierte Monat)"
            ),
            "Was zu tun ist: Beantragen Sie einen Monat, und stellen Sie für die Verlängerung einen anderen Antrag.",
        ),
    ],
)
def test_a_break_that_is_too_long_is_told_by_kind_of_leave(
    capsys, language: str, rule: str, number: str, advice: str
) -> None:
    lines = said_of(capsys, "00911-494", language)
    assert {f"  {rule}", f"    {number}", f"  {advice}"} <= set(lines)


def test_the_same_condition_of_several_kinds_of_leave_names_the_leave(capsys) -> None:
    rules = [line for line in said_of(capsys, "01136-497") if line.startswith("  Rule: ")]
    assert len(set(rules)) == len(rules) > 3


def test_what_blocks_is_told_as_such_and_a_number_of_ours_says_so(capsys) -> None:
    lines = said_of(capsys, "90059-460")
    assert lines[1] == "TWCT001 - blocks: the declaration is refused"
    assert any("the last known day of the communication: 60 (source: ours: " in line for line in lines)


def test_weeks_of_white_collar_workers_come_with_their_law(capsys) -> None:
    lines = said_of(capsys, "00754-271", "nl")
    assert any("per bediende en per jaar: 16 (bron: wet van 03/07/1978, art. 77/1 tot 77/8)" in line for line in lines)


def test_messages_that_say_the_same_share_their_lines_and_others_have_their_own(capsys) -> None:
    heads = [line for line in said_of(capsys, "00222-180", "de") if not line.startswith(" ")]
    assert [line.partition(" - ")[0] for line in heads[1:]] == [
        "TWCT001, LOIC001",
        "LOIC004, DECI002, LOWK002, LOWK003, LOWK004, LOWK005",
        "DECI001",
    ]


def test_what_stands_beside_a_message_is_told_of_that_message_too(capsys) -> None:
    assert said_of(capsys, "98231-006")[1].startswith("LOIC001, LOIC004, LOWK002, LOWK004 - ")
    assert said_of(capsys, "99204-005")[1:3] == [
        "LOIC001 - blocks: the declaration is refused",
        "  Rule: Only a request brings files.",
    ]


def test_an_anomaly_of_the_structure_gets_the_advice_of_its_code(capsys) -> None:
    assert "  Que faire : Placez les éléments dans l'ordre du schéma." in said_of(capsys, "90017-091", "fr")


def test_a_rule_that_has_ended_says_until_when_it_held(capsys) -> None:
    assert any("(bis zum 25.03.2014)" in line for line in said_of(capsys, "90488-005", "de"))


def test_advice_that_rules_share_is_told_once(capsys) -> None:
    lines = said_of(capsys, "90059-163", "fr")
    assert sum(line.startswith("  Que faire") for line in lines) == 1


def test_what_a_glossary_lists_and_no_rule_says_is_told_of_the_messages_that_say_it_only(capsys) -> None:
    heads = [line for line in said_of(capsys, "90059-163") if " - " in line]
    assert heads[1:] == ["TWCT001, VBLV001 - blocks: the declaration is refused"]


def test_an_anomaly_that_no_rule_lets_block_is_told_as_a_remark(capsys) -> None:
    assert "LOIC001, LOIC002 - does not block: a remark for ONEM" in said_of(capsys, "00911-493")


def test_a_rule_milder_than_its_anomaly_says_so_beside_its_sentence(capsys) -> None:
    lines = said_of(capsys, "01139-499")
    assert any(line.endswith("(does not block: a remark for ONEM)") for line in lines if line.startswith("  Rule: "))
    assert any(line.startswith("LOIC001") and " - blocks" in line for line in lines)
