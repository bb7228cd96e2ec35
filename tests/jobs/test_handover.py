from __future__ import annotations

import base64
import json
import re

from installations import STEM, Installation, demo_set

from batch.settings import FILE

OFFICE = "999998"


def test_a_processed_production_set_is_handed_over_once(installation: Installation):
    installation.lay(STEM, demo_set("1-accepted"))
    installation.run()
    installation.run()

    (hand,) = installation.texts("HAND", sender=OFFICE)
    assert hand.count("<Identification>HAND001</Identification>") == 3


def test_each_declaration_goes_over_byte_for_byte(installation: Installation):
    sent = demo_set("1-accepted")
    installation.lay(STEM, sent)
    installation.run()

    (hand,) = installation.texts("HAND", sender=OFFICE)
    handed = [base64.b64decode(text).decode() for text in re.findall(r"<DocumentBase64>(.*?)<", hand)]
    assert handed == re.findall(r"<Form>.*?</Form>", sent, flags=re.DOTALL)


def test_remarks_that_do_not_block_go_over_with_the_declaration(installation: Installation):
    installation.lay(STEM, demo_set("2-accepted-with-remarks"))
    installation.run()

    (hand,) = installation.texts("HAND", sender=OFFICE)
    assert "<Finding><ErrorID>00199-270</ErrorID><AnomalyClass>NP</AnomalyClass>" in hand
    assert "<LawDay>2026-03-15</LawDay>" in hand


def test_refused_declarations_and_simulations_are_not_handed_over(installation: Installation):
    installation.lay(STEM, demo_set("3-refused"))
    installation.lay(STEM.replace(".R", ".S"), demo_set("1-accepted"), folder="INTEST-S")
    installation.run()

    assert installation.texts("HAND", sender=OFFICE) == []


def test_more_than_five_hundred_declarations_are_split(installation: Installation):
    whole = demo_set("2-accepted-with-remarks")
    start, end = whole.index("  <Form>"), whole.index("</TWCT001>")
    installation.lay(STEM, whole[:start] + whole[start:end] * 501 + whole[end:])
    installation.run()

    counts = [text.count("<Form>") for text in installation.texts("HAND", sender=OFFICE)]
    assert counts == [500, 1]


def test_json_lines_carry_the_same(installation: Installation):
    settings = installation.home / FILE
    settings.write_text(settings.read_text() + 'handover_format = "jsonl"\n')
    sent = demo_set("2-accepted-with-remarks")
    installation.lay(STEM, sent)
    installation.run()

    (hand,) = installation.texts("HAND", sender=OFFICE)
    (line,) = [json.loads(line) for line in hand.splitlines()]
    assert line["declaration"] in sent
    assert line["findings"][0]["error_id"] == "00199-270"
