"""`sidelight serve`: starts its parts, stops cleanly, and says what stands in its way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import psutil
import pytest
from tests.conftest import LiveServer, free_port

from sidelight.operations.embedded_redis import answers, socket_path

CHUNKED = (
    b"POST /v1/notes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


def test_ctrl_c_stops_everything(serve: Callable[..., LiveServer]) -> None:
    server = serve()
    children = psutil.Process(server.process.pid).children(recursive=True)
    assert any(child.name() == "redis-server" for child in children)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []
    assert not socket_path(server.data_dir).exists()
    assert "Traceback" not in server.log.read_text()
    assert f"{server.url}/" in server.log.read_text()


def test_a_killed_server_leaves_nothing_in_the_way_of_the_next(serve: Callable[..., LiveServer]) -> None:
    first = serve()
    processes = [psutil.Process(first.process.pid), *psutil.Process(first.process.pid).children(recursive=True)]
    for process in processes:
        if process.name() != "redis-server":
            process.kill()
    first.process.wait(10)
    assert answers(socket_path(first.data_dir))
    second = serve(SIDELIGHT_DATA_DIR=str(first.data_dir))
    assert answers(socket_path(second.data_dir))
    redis_servers = [p for p in psutil.process_iter(["name", "cmdline"]) if p.info["name"] == "redis-server"]
    ours = [p for p in redis_servers if str(socket_path(second.data_dir)) in " ".join(p.info["cmdline"] or [])]
    assert len(ours) == 1


def test_a_worker_that_ends_leaves_redis_to_the_next(serve: Callable[..., LiveServer]) -> None:
    server = serve()
    (worker,) = [child for child in psutil.Process(server.process.pid).children() if child.name() != "redis-server"]
    worker.terminate()
    worker.wait(20)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as response:
                assert json.load(response)["parts"]["redis"]["ok"]
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no worker answered")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header secretword: x\r\n\r\n", 400),
        (b"secretword\r\n\r\n", 400),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 10_000 + b"\r\n\r\n", 431),
        (CHUNKED + b"zz\r\nsecretword", 422),
        (CHUNKED + b"1f0000\r\n" + b" " * 0x1F0000 + b"\r\n0\r\n\r\n", 413),
    ],
)
def test_what_is_no_proper_request_gets_a_problem_and_no_word_in_the_log(
    live_server: LiveServer, request_bytes: bytes, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", int(live_server.url.rsplit(":", 1)[1])), timeout=20) as connection:
        connection.sendall(request_bytes)
        answer = b""
        while b"\r\n\r\n" not in answer or b"}" not in answer:
            received = connection.recv(65536)
            if not received:
                break
            answer += received
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), answer
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status
    log = live_server.log.read_bytes()
    assert b"secretword" not in log
    assert b"ip=" not in log


def test_a_path_cannot_forge_a_line_of_the_log(live_server: LiveServer) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{live_server.url}/v1/entries/%0AGET%20forged%20200")
    assert b"\nGET forged" not in live_server.log.read_bytes()


def test_a_second_server_in_the_same_folder_is_refused(live_server: LiveServer) -> None:
    result = run_serve(SIDELIGHT_DATA_DIR=str(live_server.data_dir), SIDELIGHT_PORT=str(free_port()))
    assert result.returncode == 2
    assert result.stderr.startswith("sidelight: Another Sidelight runs with the data folder")


def test_a_port_in_use_is_said_in_a_sentence(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run_serve(SIDELIGHT_DATA_DIR=str(tmp_path), SIDELIGHT_PORT=port)
    assert result.returncode == 2
    assert f"sidelight: The address 127.0.0.1:{port} is in use" in result.stderr


def test_a_wrong_setting_is_said_in_a_sentence(tmp_path) -> None:
    result = run_serve(SIDELIGHT_DATA_DIR=str(tmp_path), SIDELIGHT_PORT="99999")
    assert (result.returncode, result.stderr.splitlines()[0][:26]) == (2, "sidelight: SIDELIGHT_PORT:")


def run_serve(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sidelight.cli", "serve"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
