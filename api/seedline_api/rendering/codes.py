"""A query as code for other tools, each with its PREFIX lines, so that it runs wherever it is pasted."""

from __future__ import annotations

import json


def codes(query: str, address: str, kind: str) -> dict[str, str]:
    """Return how to ask a query at an address, by the name of the tool.

    >>> "--data-urlencode" in codes("ASK {}", "https://example.org/sparql", "ask")["curl"]
    True
    """
    media = {"select": "text/csv", "ask": "application/sparql-results+json", "graph": "text/turtle"}[kind]
    quoted = query.replace("'", "'\\''")
    python = _python(query)
    told = {"curl": f"curl -H 'Accept: {media}' --data-urlencode 'query=\n{quoted}' {address}"}
    if kind == "select":
        told["Python"] = (
            "import io\nimport urllib.parse\nimport urllib.request\n\nimport pandas as pd\n\n"
            f"query = {python}\n"
            f'body = urllib.parse.urlencode({{"query": query}}).encode()\n'
            f'request = urllib.request.Request({json.dumps(address)}, body, {{"Accept": "text/csv"}})\n'
            "answer = io.BytesIO(urllib.request.urlopen(request).read())\n"
            "table = pd.read_csv(answer, dtype=str, keep_default_na=False)\nprint(table)"
        )
        told["R"] = (
            f"library(httr)\nquery <- {json.dumps(query, ensure_ascii=False)}\n"
            f'answer <- POST({json.dumps(address)}, body = list(query = query), encode = "form", accept("text/csv"))\n'
            'text <- content(answer, "text", encoding = "UTF-8")\n'
            'read.csv(text = text, colClasses = "character", na.strings = character())'
        )
    told["JavaScript"] = (
        f"const query = {json.dumps(query, ensure_ascii=False)};\n"
        f"const answer = await fetch({json.dumps(address)}, {{\n"
        f'  method: "POST", headers: {{ Accept: {json.dumps(media)} }}, body: new URLSearchParams({{ query }}),\n}});\n'
        "console.log(await answer.text());"
    )
    if kind == "select":
        m = query.replace("#(", "#(#)(").replace('"', '""').replace("\n", "#(lf)")
        told["Power Query"] = (
            "let\n"
            f'  Query = "{m}",\n'
            f'  Answer = Web.Contents("{address}", [Content = Text.ToBinary(Uri.BuildQueryString([query = Query])),\n'
            '    Headers = [Accept = "text/csv", #"Content-Type" = "application/x-www-form-urlencoded"]]),\n'
            "  Table = Table.PromoteHeaders(Csv.Document(Answer, [Encoding = 65001]))\n"
            "in\n  Table"
        )
    return told


def _python(query: str) -> str:
    if '"""' in query or "\\" in query or query.endswith('"'):
        return json.dumps(query)
    return f'"""\n{query}\n"""'
