"""Where a case is written, and how."""
import base64
import json
import pathlib

HERE = pathlib.Path(__file__).parent.parent
FIXTURES = HERE / "fixtures"
CORPUS = HERE.parent / "fuzz" / "connectors" / "corpus"
NOW = 1760000000


def write(kind, case, secrets, request, seed=True, now=NOW):
    folder = FIXTURES / kind
    folder.mkdir(parents=True, exist_ok=True)
    record = {"secrets": secrets, "now": now, "request": request}
    (folder / f"{case}.in.json").write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    if not seed:
        return
    body = request.get("body", "").encode() or base64.b64decode(request.get("body_base64", ""))
    headers = {name.lower(): value for name, value in request["headers"].items()}
    first_line = f"{request['method']} {request['query']} {headers.get('content-type', '')}\n".encode()
    (CORPUS / kind).mkdir(parents=True, exist_ok=True)
    (CORPUS / kind / case).write_bytes(first_line + body)
