"""What a service survives: queries that never end, grow or nest without bound, clients that leave, workers that die."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from serving import ENDLESS, EX, FLOOD, Service, alive, cpu, publish, quads, serving, store, until

BUSY = 5  # times as long as on an idle machine: what is waited for is far below what it would be without a limit
ASK = f"ASK {{ <{EX}s1> ?p ?o }}"
TIMEOUT = 2.0
BOUNDS = {"timeout": TIMEOUT, "rows": 100_000, "memory": 200 << 20, "workers": 2, "slow": 2.0, "long": 8}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(store(tmp_path_factory.mktemp("store") / "archive"), bounds=BOUNDS) as running:
        yield running


def idle(service: Service) -> bool:
    workers = service.http.get("/health").json()["workers"]
    return workers["running"] == workers["long"] == 0


class Askers:
    """Clients that ask a small question again and again while the context lasts, and how long each answer took."""

    def __init__(self, service: Service, clients: int = 2) -> None:
        self.took: list[float] = []
        self.wrong: list[object] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(service.url, n)) for n in range(clients)]

    def _ask(self, url: str, number: int) -> None:
        with httpx.Client(base_url=url, timeout=30) as http:
            count = 0
            while not self._over.is_set():
                count += 1  # a new question each time: none is answered from what was kept
                query = f"ASK {{ <{EX}s{count}-{number}> ?p ?o }}"
                begin = time.perf_counter()
                answer = http.get("/sparql", params={"query": query})
                self.took.append(time.perf_counter() - begin)
                if answer.status_code != 200:
                    self.wrong.append(answer.text)

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100)[-1]


# --- time ---


def test_a_query_without_end_ends_at_its_limit_and_keeps_nobody_waiting(service):
    begin = time.monotonic()
    with Askers(service) as askers:
        answer = service.ask(ENDLESS)
        took = time.monotonic() - begin
    assert answer.status_code == 503
    assert answer.text == "over the limit of time: the query takes more than 2 s\n"
    assert answer.headers["retry-after"]
    assert TIMEOUT <= took < TIMEOUT + 3
    assert askers.wrong == []
    assert len(askers.took) > 100
    assert askers.p99 < 0.2 * BUSY


def test_many_queries_without_end_keep_nobody_waiting_for_long(service):
    answers: list[httpx.Response] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(httpx.get(f"{service.url}/sparql", params={"query": ENDLESS}, timeout=60))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    until(lambda: service.http.get("/health").json()["workers"]["long"] == 4)
    with Askers(service) as askers:
        for thread in threads:
            thread.join()
    assert [a.status_code for a in answers] == [503] * 4
    assert askers.p99 < 0.2 * BUSY


def test_long_queries_beyond_their_number_are_refused_and_small_ones_answered(tmp_path):
    with serving(store(tmp_path / "a"), bounds={**BOUNDS, "long": 1, "timeout": 5}) as service:
        first = threading.Thread(target=_ask_and_see, args=(service, ENDLESS))
        first.start()
        until(lambda: service.http.get("/health").json()["workers"]["long"] == 1)
        refused = service.ask(ENDLESS)
        assert refused.status_code == 503
        assert "too many long queries" in refused.text
        assert service.ask(ASK).status_code == 200
        first.join()


def _ask_and_see(service: Service, query: str) -> None:
    """Ask in a connection of its own, whatever becomes of it."""
    with suppress(httpx.HTTPError):
        httpx.get(f"{service.url}/sparql", params={"query": query}, timeout=60)


def test_an_answer_that_is_over_its_time_midway_breaks_off(tmp_path):
    with serving(store(tmp_path / "a"), bounds={**BOUNDS, "rows": 10**9}) as service:
        with (
            pytest.raises(httpx.RemoteProtocolError),
            service.http.stream("GET", "/sparql", params={"query": FLOOD}) as answer,
        ):
            assert answer.status_code == 200
            for _ in answer.iter_raw():
                pass
        until(lambda: idle(service))


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ <{EX}s0> <{EX}next>+ <{EX}none> }}",
        "SELECT (REGEX(STRDT('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', <http://www.w3.org/2001/XMLSchema#string>), '^(a+)+$') AS ?x) {}",
    ],
)
def test_paths_and_patterns_that_hang_others_are_answered(service, query):
    begin = time.monotonic()
    assert service.ask(query).status_code == 200
    assert time.monotonic() - begin < TIMEOUT + 3


# --- size ---


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_an_answer_over_the_limit_of_rows_is_refused(tmp_path, media):
    with serving(store(tmp_path / "a"), bounds={**BOUNDS, "rows": 100}) as service:
        fits, over = (service.ask(f"SELECT * {{ ?s <{EX}label> ?o }} LIMIT {n}", accept=media) for n in (100, 101))
        assert fits.status_code == 200
        assert (over.status_code, over.text) == (503, "over the limit of rows: the answer has more than 100 rows\n")
        graph = service.ask("CONSTRUCT WHERE { ?s ?p ?o }")
        assert graph.status_code == 503


def test_a_query_over_its_memory_is_ended(tmp_path):
    with serving(store(tmp_path / "a"), bounds={**BOUNDS, "timeout": 30}) as service:
        answer = service.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a")
        assert answer.status_code == 503
        assert "over the limit of memory" in answer.text
        assert service.ask(ASK).status_code == 200


def test_a_million_rows_pass_through_without_staying(tmp_path):
    with serving(store(tmp_path / "a"), bounds={"timeout": 120, "kept": 0}) as service:
        service.ask("SELECT * { ?s ?p ?o }")
        before = _resident(service.process.pid)
        query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
        rows, most = 0, 0
        with service.http.stream("GET", "/sparql", params={"query": query}, headers={"accept": "text/csv"}) as answer:
            for piece in answer.iter_bytes():
                rows += piece.count(b"\n")
                most = max(most, _resident(service.process.pid))
        assert rows == 1_000_001
        assert most - before < 100 << 20


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- depth ---


@pytest.mark.parametrize("levels", [10**2, 10**3, 10**4, 10**5, 10**6])
@pytest.mark.parametrize(
    ("begin", "unit", "end"),
    [
        ("SELECT * ", "{", "}"),
        ("ASK { FILTER", "(", ")"),
        ("ASK { FILTER(", "!", "1) }"),
        ("ASK {", "OPTIONAL{?s ?p ?o}", "}"),
        ("ASK {{}", "UNION{}", "}"),
        ("ASK {?s <a:b>", "/<a:b>", " ?o}"),
        ("ASK {FILTER(1", "+1", ")}"),
    ],
)
def test_a_deep_query_is_refused_at_once_and_the_service_lives(service, levels, begin, unit, end):
    query = begin + unit * levels + (end * levels if len(end) == 1 and unit in "{(" else end)
    pid, workers, start = service.process.pid, service.workers(), time.monotonic()
    answer = service.http.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    assert time.monotonic() - start < 0.5 * BUSY
    assert answer.status_code in ((400, 413) if levels > 100 else (200, 400))
    assert (service.process.pid, service.process.poll()) == (pid, None)
    assert levels == 100 or set(service.workers()) == set(workers)


def test_what_the_guard_lets_through_never_overflows_a_worker(service):
    for query in ("SELECT * { VALUES ?x {" + "1 " * 49_000 + "} }", "ASK { FILTER(1 IN (1" + ",1" * 49_000 + ")) }"):
        workers = service.workers()
        answer = service.http.post("/sparql", data={"query": query})
        assert answer.status_code == 200
        assert set(service.workers()) == set(workers)


# --- clients ---


def test_a_query_whose_client_leaves_is_ended(service):
    until(lambda: idle(service))
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{service.url}/sparql", params={"query": ENDLESS}, timeout=0.6)
    until(lambda: idle(service), within=1.3)  # far less than the query's own limit
    begin = time.perf_counter()
    assert service.ask(ASK).status_code == 200
    assert time.perf_counter() - begin < 0.1 * BUSY


def in_a_loop_of_its_own(work):
    """What `work` returns, or raises, in a thread: the browser of other tests has an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def test_a_burst_of_queries_that_are_left_leaves_nothing_behind(service):
    async def burst() -> None:
        async with httpx.AsyncClient(base_url=service.url, limits=httpx.Limits(max_connections=None)) as http:
            asked = [asyncio.create_task(http.get("/sparql", params={"query": ENDLESS})) for _ in range(200)]
            await asyncio.sleep(1)
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)

    in_a_loop_of_its_own(lambda: asyncio.run(burst()))
    until(lambda: idle(service), within=2 * BUSY)
    begin = time.perf_counter()
    assert service.ask(ASK).status_code == 200
    assert time.perf_counter() - begin < 0.1 * BUSY
    until(lambda: _calm([service.process.pid, *service.workers()]), within=5 * BUSY)


def _calm(pids: list[int]) -> bool:
    """Whether processes use less than a tenth of a processor."""
    before = sum(cpu(pid) for pid in pids if alive(pid))
    time.sleep(0.3)
    return sum(cpu(pid) for pid in pids if alive(pid)) - before < 0.03


def test_a_client_that_reads_slowly_does_not_keep_its_worker(tmp_path):
    bounds = {**BOUNDS, "rows": 10**9, "size": 1 << 40}
    with (
        serving(store(tmp_path / "a"), bounds=bounds) as service,
        socket.create_connection(("127.0.0.1", service.port)) as raw,
    ):
        query = httpx.QueryParams({"query": FLOOD})
        raw.sendall(f"GET /sparql?{query} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
        until(lambda: not idle(service))
        until(lambda: idle(service), within=TIMEOUT + 5)
        assert _resident(service.process.pid) < 200 << 20


def test_half_open_connections_keep_nobody_waiting_and_are_closed(service):
    raws = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(200)]
    for n, raw in enumerate(raws):
        raw.sendall(
            (
                b"",
                b"GET /spar",
                b"POST /sparql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\ncontent-type: application/sparql-query\r\n\r\nASK",
            )[n % 3]
        )
    with Askers(service) as askers:
        time.sleep(1)
    assert askers.wrong == []
    assert askers.p99 < 0.2 * BUSY
    for raw in raws:
        raw.settimeout(10)
        with closing(raw):
            assert b"".join(iter(lambda: raw.recv(4096), b""))[:12] in (b"", b"HTTP/1.1 408")  # noqa: B023


def test_a_body_shorter_than_it_says_is_given_up(service):
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/sparql-query\r\ncontent-length: 50\r\n\r\nASK {}"
        )
        raw.settimeout(10)
        assert raw.recv(4096).split()[1] == b"408"


def test_a_body_of_a_hundred_megabytes_is_refused_while_it_comes(service):
    def endless() -> Iterator[bytes]:
        for _ in range(1600):
            yield b"#" * 65536

    before = _resident(service.process.pid)
    try:
        answer = service.http.post("/sparql", content=endless(), headers={"content-type": "application/sparql-query"})
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.RemoteProtocolError):
        pass  # refused before all of it was sent, and the answer lost with the connection
    assert _resident(service.process.pid) - before < 20 << 20
    assert service.ask(ASK).status_code == 200


# --- workers ---


def test_a_worker_killed_under_a_query_costs_that_query_alone(service):
    until(lambda: idle(service))
    answers: list[httpx.Response] = []
    thread = threading.Thread(
        target=lambda: answers.append(httpx.get(f"{service.url}/sparql", params={"query": ENDLESS}))
    )
    before = {pid: cpu(pid) for pid in service.workers()}
    thread.start()
    busy: list[int] = []
    until(lambda: busy.extend(p for p, c in before.items() if cpu(p) > c + 0.1) or busy)
    os.kill(busy[0], signal.SIGKILL)
    thread.join()
    assert answers[0].status_code == 500
    assert "ended the worker" in answers[0].text
    assert service.ask(ASK).json()["boolean"] is True
    until(lambda: len(service.workers()) >= 3 and busy[0] not in service.workers())


def test_idle_workers_that_are_killed_are_replaced(service):
    before = service.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert service.ask(ASK).status_code == 200
    until(lambda: len(service.workers()) >= 3 and not set(before) & set(service.workers()))


def test_workers_end_with_a_front_that_is_killed(tmp_path):
    with serving(store(tmp_path / "a")) as service:
        with httpx.Client(base_url=service.url) as http, pytest.raises(httpx.ReadTimeout):
            http.get("/sparql", params={"query": ENDLESS}, timeout=0.3)
        workers = service.workers()
        assert workers
        service.process.kill()
        until(lambda: not any(alive(pid) for pid in workers), within=3 * BUSY)


def test_nothing_is_left_open_after_a_thousand_queries(service):
    until(lambda: idle(service))
    for _ in range(50):
        service.ask(ASK)
    files, memory = _open_files(service), _resident(service.process.pid)
    for number in range(1000):
        service.ask(f"ASK {{ <{EX}s{number}> ?p ?o }}" if number % 10 else "nonsense")
    assert _open_files(service) <= files + 2
    assert _resident(service.process.pid) - memory < 20 << 20


def _open_files(service: Service) -> int:
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir()))


# --- the network ---


def test_no_query_leaves_the_machine(service, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        secret = tmp_path / "secret.ttl"
        secret.write_text("<a:secret> <a:b> <a:c> .", "utf-8")
        for query in (
            f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
            f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
            f"SELECT * {{ OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
            f"PREFIX ex: <{url}> SELECT * {{ SERVICEex:x {{ ?s ?p ?o }} }}",
            f"PREFIX ex: <{url}> SELECT * {{ ?s ?p trueSERVICE SILENT<{url}>{{ ?s ?p ?o }} }}",
            f"LOAD <{url}>",
            f"SELECT * FROM <{url}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}",
        ):
            answer = service.ask(query)
            assert answer.status_code == (200 if " FROM " in query else 400), query
            assert "secret" not in answer.text or "secret.ttl" in query
            assert answer.status_code == 400 or answer.json()["results"]["bindings"] == []
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone seals a process")
def test_a_worker_can_open_no_connection_and_start_no_program(service):
    for pid in service.workers():
        assert "Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text("utf-8")
    tried = (
        "import socket, subprocess, sys\nfrom dispatchgraph.serve.sealed import seal\nassert seal()\n"
        "for attempt in (socket.socket, lambda: subprocess.run([sys.executable, '-c', ''], close_fds=False)):\n"
        "    try:\n        attempt()\n    except PermissionError:\n        print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["refused", "refused"]


# --- snapshots ---


def test_a_new_snapshot_is_served_and_what_runs_ends_on_the_old(tmp_path):
    folder = store(tmp_path / "a", things=300)
    archive = ox.Store(str(folder / "data"))
    with serving(folder) as service:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        tag = service.ask(count).headers["etag"]
        assert service.rows(count) == [{"n": "900"}]
        archive.extend(list(quads(400)))
        publish(archive, folder, 2)
        until(lambda: service.rows(count) == [{"n": "1200"}], within=3 * BUSY)
        assert service.ask(count, **{"if-none-match": tag}).status_code == 200
        assert service.http.get("/health").json()["snapshot"].startswith("000002-")


def test_a_snapshot_is_held_while_it_is_read(tmp_path):
    import fcntl

    folder = store(tmp_path / "a", things=3)
    with serving(folder) as service:
        with (folder / "snapshots" / "000001.lock").open("a") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert service.end() == 0
    with (folder / "snapshots" / "000001.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_file_is_served_and_read_again_when_it_changes(tmp_path):
    file = tmp_path / "graph.trig"
    file.write_text("<a:g> { <a:b> <a:c> 1 }", "utf-8")
    with serving(file) as service:
        assert service.rows("SELECT ?o { ?s ?p ?o }") == [{"o": "1"}]
        file.write_text("<a:g> { <a:b> <a:c> 2 }", "utf-8")
        until(lambda: service.rows("SELECT ?o { ?s ?p ?o }") == [{"o": "2"}], within=5 * BUSY)


@pytest.mark.parametrize("content", [None, "no graph at all {"])
def test_what_is_no_store_is_refused_in_one_line(tmp_path, content):
    from dispatchgraph.errors import StoreError
    from dispatchgraph.serve.run import Options, serve

    where = tmp_path / "graph.trig"
    if content:
        where.write_text(content, "utf-8")
    with pytest.raises(StoreError) as error:
        in_a_loop_of_its_own(lambda: serve(where, options=Options(port=0)))
    assert "\n" not in str(error.value)


# --- the end ---


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_when_what_runs_has_finished(tmp_path, number):
    with serving(store(tmp_path / "a"), bounds={"timeout": 55}) as service:
        answers: list[httpx.Response] = []
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
        thread = threading.Thread(
            target=lambda: answers.append(httpx.get(f"{service.url}/sparql", params={"query": query}, timeout=60))
        )
        thread.start()
        until(lambda: not idle(service))
        workers = service.workers()
        assert service.end(number) == 0
        thread.join()
        assert answers[0].status_code == 200
        assert not any(alive(pid) for pid in workers)


def test_a_second_signal_ends_it_at_once(tmp_path):
    with serving(store(tmp_path / "a"), bounds={"timeout": 60}) as service:
        thread = threading.Thread(target=_ask_and_see, args=(service, ENDLESS))
        thread.start()
        until(lambda: not idle(service))
        workers = service.workers()
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert service.process.poll() is None
        begin = time.monotonic()
        assert service.end() == 130
        assert time.monotonic() - begin < 1 * BUSY
        until(lambda: not any(alive(pid) for pid in workers), within=2)
        thread.join()
