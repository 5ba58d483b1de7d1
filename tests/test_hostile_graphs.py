"""Graph files from strangers: nothing is fetched, no other file is opened, nothing grows without bound."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from dispatchgraph import cli, query, store
from dispatchgraph.errors import GraphError, QueryError
from dispatchgraph.store import loads

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="urn:e#">'
LEVELS = (10**2, 10**3, 10**4, 10**5, 10**6)

#: What would fetch {web} or open {file} in a reader that follows what it reads.
FILES = {
    "context.jsonld": '{"@context": "{web}", "@id": "urn:a", "name": "b"}',
    "contexts.jsonld": '{"@context": [{"n": "urn:n"}, ["{web}", "{file}"]], "@id": "urn:a", "n": "b"}',
    "file.jsonld": '{"@context": "{file}", "@id": "urn:a", "name": "b"}',
    "import.jsonld": '{"@context": {"@version": 1.1, "@import": "{web}"}, "@id": "urn:a", "name": "b"}',
    "scoped.jsonld": '{"@context": {"p": {"@id": "urn:p", "@context": "{web}"}}, "@id": "urn:a", "p": {"q": 1}}',
    "within.jsonld": '{"@id": "urn:a", "urn:p": {"@context": "{web}", "q": 1}}',
    "doctype.rdf": f'<!DOCTYPE rdf:RDF SYSTEM "{{web}}">{XML}</rdf:RDF>',
    "entity.rdf": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{{file}}">]>{XML}<e:C><e:p>&x;</e:p></e:C></rdf:RDF>',
    "parameter.rdf": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{{web}}"> %x;]>{XML}</rdf:RDF>',
    "include.rdf": f'{XML}<e:C><e:p rdf:parseType="Literal"><i:include xmlns:i="http://www.w3.org/2001/XInclude"'
    ' href="{file}"/></e:p></e:C></rdf:RDF>',
    "style.rdf": f'<?xml-stylesheet href="{{web}}"?>{XML}<e:C rdf:about="{{web}}"/></rdf:RDF>',
    "imports.ttl": "<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ;"
    " <http://www.w3.org/2002/07/owl#imports> <{web}>, <{file}> .",
    "base.ttl": "@base <{web}> . @prefix p: <{web}#> . <a> p:b <c> ; a <{web}> .",
    "shapes.ttl": "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetNode <urn:s> ;"
    " sh:shapesGraph <{web}> ; <http://www.w3.org/ns/shacl#js> [ sh:jsLibrary [ sh:jsLibraryURL '{web}' ] ] ;"
    " sh:sparql [ sh:select 'SELECT $this { SERVICE <{web}> { ?a ?b ?c } }' ] .",
    "names.trig": "<{web}> { <{web}> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{file}> ;"
    " <http://www.w3.org/2000/01/rdf-schema#label> '<img src={web}>' }",
}
READ_AS_WORDS = {"include.rdf", "style.rdf", "imports.ttl", "base.ttl", "shapes.ttl", "names.trig"}

QUERIES = [
    "SELECT * { SERVICE <{web}> { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <{web}> { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE <{web}> { ?a ?b ?c } } } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <{web}> { ?a ?b ?c } } }",
    "SELECT * { OPTIONAL { SERVICE <{web}> { ?a ?b ?c } } }",
    "SELECT * { ?x ?y ?s OPTIONAL { SERVICE ?s { ?a ?b ?c } } }",
    "SELECT * FROM <{web}> { ?a ?b ?c }",
    "SELECT * FROM <{file}> { ?a ?b ?c }",
    "SELECT * FROM NAMED <{file}> { GRAPH ?g { ?a ?b ?c } }",
    "SELECT * { GRAPH <{web}> { ?a ?b ?c } }",
    "SELECT * { GRAPH <{file}> { ?a ?b ?c } }",
    "DESCRIBE <{web}> <{file}>",
    "LOAD <{web}>",
    "LOAD SILENT <{file}> INTO GRAPH <urn:g>",
    "INSERT { ?a ?b ?c } WHERE { SERVICE <{web}> { ?a ?b ?c } }",
    "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <{web}>",
]
HARMLESS = ("SELECT * { GRAPH", "DESCRIBE")  # they ask the graph itself for what it has by that name

#: Runs commands in one process, with an ear on all that Python opens, and tells codes, lines and what it heard.
DRIVER = """
import json, sys
jobs = json.load(sys.stdin)
heard = []
watched = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request", "ftplib.connect", "os.system")
def listen(event, arguments):
    if event in watched:
        heard.append([event, str(arguments)[:200]])
    elif event == "open" and "bait" in str(arguments[0]):
        heard.append([event, str(arguments[0])])
sys.addaudithook(listen)
import io, contextlib
from dispatchgraph import cli, query, store
from dispatchgraph.errors import DispatchGraphError
told = []
for job in jobs:
    out = io.StringIO()
    with contextlib.redirect_stderr(out):
        if job[0] == "python":
            try:
                query.run(store.load(job[1]), job[2])
                code = 0
            except DispatchGraphError as error:
                code = 2
                print(error, file=sys.stderr)
        elif job[0] == "control":
            open(job[1]).close()
            code = 0
        else:
            code = cli.run(job)
    told.append([code, out.getvalue()])
sys.stdout.flush()
print("\\n" + json.dumps({"told": told, "heard": heard}))
"""


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked there."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.ttl", asked
    server.shutdown()
    server.server_close()


def written(text: str, *, web: str, file: str) -> str:
    return text.replace("{web}", web).replace("{file}", file)


def test_no_command_fetches_or_opens_what_a_file_or_a_query_names(web, tmp_path):
    address, asked = web
    bait = tmp_path / "bait.ttl"
    bait.write_text("<urn:secret> <urn:secret> <urn:secret> .")
    for name, text in FILES.items():
        (tmp_path / name).write_text(written(text, web=address, file=bait.as_uri()), "utf-8")
    (tmp_path / "plain.ttl").write_text(f"<urn:a> <urn:b> <{address}> .")
    jobs = [["control", str(bait)]]
    for name in FILES:
        path = str(tmp_path / name)
        jobs += [["export", path, "-o", str(tmp_path / "o.nq")], ["query", path, "SELECT * { ?s ?p ?o }"]]
        if name in {"imports.ttl", "shapes.ttl", "names.trig"}:
            jobs += [["validate", path], ["view", path, "-o", str(tmp_path / "o.html")], ["explain", path, "urn:a"]]
    jobs += [["add", str(tmp_path / "store"), str(tmp_path / "names.trig")]]
    for sparql in (written(q, web=address, file=bait.as_uri()) for q in QUERIES):
        jobs += [["query", str(tmp_path / "plain.ttl"), sparql], ["python", str(tmp_path / "plain.ttl"), sparql]]
    done = subprocess.run([sys.executable, "-c", DRIVER], input=json.dumps(jobs), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert asked == []
    assert told["heard"] == [["open", str(bait)]], "the control alone opens the bait"
    for job, (code, said) in zip(jobs, told["told"], strict=True):
        assert code in {0, 1, 2} and "Traceback" not in said, (job, said)
        if job[0] in {"export", "query"} and Path(job[1]).name in FILES:
            assert (code == 0) == (Path(job[1]).name in READ_AS_WORDS), (job, said)
        if job[1].endswith("plain.ttl"):
            assert code == (0 if job[2].startswith(HARMLESS) else 2), (job, said)


def entity_bomb() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
    return f'<!DOCTYPE r [<!ENTITY l0 "ha">{levels}]>{XML}<e:C><e:p>&l19;</e:p></e:C></rdf:RDF>'


def nested(form: str, levels: int) -> bytes:
    """A graph with `levels` of nesting."""
    begin, unit, middle, last, end = {
        "brackets": ("<urn:a> <urn:b> ", "[ <urn:b> ", "1", " ]", " ."),
        "lists": ("<urn:a> <urn:b> ", "( ", "1", " )", " ."),
        "statements": ("<urn:a> <urn:b> ", "<<( <urn:a> <urn:b> ", "1", " )>>", " ."),
        "open": ("<urn:a> <urn:b> ", "( ", "", "", ""),
        "graphs": ("", "{", "", "}", ""),
        "objects": ("", '{"@id":"urn:a","urn:b":', "1", "}", ""),
        "arrays": ("", "[", "1", "]", ""),
        "elements": (XML, "<rdf:Description><e:p>", "", "</e:p></rdf:Description>", "</rdf:RDF>"),
        "literal": (f'{XML}<e:C><e:p rdf:parseType="Literal">', "<x>", "", "</x>", "</e:p></e:C></rdf:RDF>"),
    }[form]
    return (begin + unit * levels + middle + last * levels + end).encode()


FORMS = {
    "brackets": "turtle",
    "lists": "trig",
    "statements": "turtle",
    "open": "turtle",
    "graphs": "trig",
    "objects": "jsonld",
    "arrays": "jsonld",
    "elements": "rdfxml",
    "literal": "rdfxml",
}


@pytest.mark.parametrize("form", FORMS)
def test_nesting_is_read_or_refused_at_once(form):
    for levels in LEVELS:
        data = nested(form, levels)
        begin = time.monotonic()
        try:
            loads(data, format=FORMS[form])
            refused = ""
        except GraphError as error:
            refused = str(error)
        assert time.monotonic() - begin < 10  # 0.1 s alone
        assert "\n" not in refused
        if levels > 200:
            assert "nested too deeply" in refused


def test_brackets_in_words_and_names_are_no_nesting():
    words = '"' + "((([[[{{{<<" * 200 + '"'
    more = f"<urn:a> <urn:b> {words}, ''{words}'', <urn:{'(' * 300}> . # {'[' * 300}\n"
    line = f'<urn:a> <urn:b> {words} . # {"[" * 300}\n<urn:a> <urn:c> \'{"(" * 300}\' , """{"[" * 300}""" .'
    assert len(loads(line.encode(), format="turtle")) == 3
    assert len(loads((f"<urn:a> <urn:b> ( 1 [] ), {words} .\n" * 250).encode(), format="turtle")) > 500
    with pytest.raises(GraphError):
        loads(more.encode(), format="turtle")  # two words without a comma: no Turtle, and no bracket's fault


@pytest.mark.parametrize("name", ["bomb.rdf", "bomb.ttl", "bomb"])
def test_an_entity_bomb_is_refused_at_once_in_little_memory(name, tmp_path):
    (tmp_path / name).write_text(entity_bomb())
    script = "import resource, sys; from dispatchgraph.cli import run; resource.setrlimit(resource.RLIMIT_AS, (1 << 30,) * 2)"
    begin = time.monotonic()
    command = [sys.executable, "-c", f"{script}; sys.exit(run(sys.argv[1:]))", "export", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr[-500:]
    assert time.monotonic() - begin < 10  # 0.4 s alone


@pytest.mark.parametrize(
    "data",
    [
        b'{"@id": "urn:a", "urn:b": "\\ud800"}',
        b'{"@id": "urn:a", "urn:b": ' + b"9" * 5_000 + b"}",
        b'{"@id": "urn:a", "urn:b": 1e999}',
        b'{"@id": "urn:a", "urn:b": NaN}',
        b'{"@id": 5, "@type": [[]], "@graph": 7}',
        b'{"@context": {"@vocab": 3}, "a": 1}',
        b'{"@context": {"a": "b:c", "b": "a:c"}, "a": 1}',
        b"[[[1, null, {}]]]",
        b"\xff\xfe{\x00}\x00",
    ],
)
def test_broken_json_ld_is_read_or_refused_in_one_line(data, tmp_path, capsys):
    (tmp_path / "g.jsonld").write_bytes(data)
    assert cli.run(["export", str(tmp_path / "g.jsonld"), "-o", str(tmp_path / "o.ttl")]) in {0, 2}
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said


@pytest.mark.parametrize(("name", "length"), [("turtle", 20_000), ("jsonld", 5_000)])
def test_a_long_chain_of_nodes_without_names_and_a_long_list_are_written(name, length):
    chain = "".join(f"_:n{n} <urn:p> _:n{n + 1} .\n" for n in range(1_000))
    told = loads(f"{chain}<urn:a> <urn:l> ( {'1 ' * length}) .".encode(), format="turtle")
    again = loads(store.dumps(told, format=name), format=name)
    assert len(again) == len(told) == 1_000 + 1 + 2 * length


def test_many_graphs_are_written_in_proportion():
    def took(count: int) -> float:
        quads = "".join(f'<urn:d{n}> <urn:p> "mot {n}" <urn:g{n}> .\n' for n in range(count))
        told = loads(quads.encode(), format="nquads")
        begin = time.process_time()
        assert store.dumps(told, format="trig").count(b"urn:g") == count
        return time.process_time() - begin

    took(100)
    assert took(8_000) < 40 * max(took(1_000), 0.02)  # a square would take 64 times as long


def test_a_literal_of_a_megabyte_and_hostile_names_come_back():
    words = "<\"'\\\n\t]]>\u202e😀\u0085{}" * 100_000
    node = "urn:x:%3C%22%5C%0A"
    told = loads(f"<{node}> <urn:p> {json.dumps(words, ensure_ascii=False)} .".encode(), format="turtle")
    for name in ("turtle", "trig", "nquads", "ntriples", "jsonld"):
        (row,) = query.run(loads(store.dumps(told, format=name), format=name), "SELECT ?s ?o { ?s ?p ?o }").bindings
        assert {str(value) for value in row.values()} == {node, words}, name


def test_a_query_that_is_refused_never_reaches_an_engine(monkeypatch):
    monkeypatch.setattr("dispatchgraph.query.parseQuery", lambda _: pytest.fail("the engine's parser was asked"))
    deep = [unit * levels for unit in ("(", "{", "[", "!", "ASK{OPTIONAL{") for levels in LEVELS]
    for sparql in [*(f"ASK {{ FILTER({words}" for words in deep), "ASK { SERVICE <urn:x> {} }", "LOAD <urn:x>"]:
        with pytest.raises(QueryError) as caught:
            query.run(store.loads(b"<urn:a> <urn:b> 1 ."), sparql)
        assert "\n" not in str(caught.value)
