"""Writes the requests under fixtures/ (`<case>.in.json`) and the seeds of the fuzz targets.

Run it by .venv/bin/python, since some requests are signed by PyNaCl or pycryptodome. Each request is signed here, by code that shares nothing with the connectors. The outcomes (`<case>.out.json`) are written by
`./test --update-golden`. A new channel needs no code: write its two files by hand, or add a case here.
"""
import importlib
import pathlib

from record import CORPUS, FIXTURES

WRITERS = sorted(path.stem for path in pathlib.Path(__file__).parent.glob("*.py") if path.stem not in ("__main__", "record"))


def parser_seeds():
    """Inputs of parsers_fuzz.cpp: a letter for the parser, then its text."""
    seeds = {"form": "fBody=Hi+%26+%E4%BD%A0&From=%2B49&a&=", "text": 't"\\/\n \u4f60 \U0001f44d', "json": 'j[{"a":"1"},{"a":1},{"a":null},[[1.5,true]]]',
             "base64": "b/wA=", "phone": "p+1 (650) 555-4444", "time": "i2026-03-01T12:30:05.25+02:30"}
    for kind, case in (("whatsapp", "a_text"), ("twilio", "an_sms"), ("telegram", "a_text")):
        seeds[f"record_{kind}"] = "r" + (FIXTURES / kind / f"{case}.in.json").read_text()
    (CORPUS / "parsers").mkdir(parents=True, exist_ok=True)
    for name, seed in seeds.items():
        (CORPUS / "parsers" / name).write_text(seed)


for writer in WRITERS:  # twilio.py has a function twilio()
    getattr(importlib.import_module(writer), writer)()
parser_seeds()
