"""The envelope around a payload: where the payload stands, or should stand."""

from __future__ import annotations

from batch.model.forms import Block, Place


def payload_place(form: Block, name: str) -> Place:
    """The place of a payload element: in the first DocumentXML, else in Data."""
    for data in form.every("Data"):
        document = data.first("DocumentXML")
        if document is not None:
            return document.at(name)
    return form.at("Data")
