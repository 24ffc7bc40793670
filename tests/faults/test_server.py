"""`sidelight serve`: starts its parts, stops cleanly, and says what stands in its way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

import psutil
from tests.conftest import LiveServer, free_port

from sidelight.operations.embedded_redis import answers, socket_path


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
