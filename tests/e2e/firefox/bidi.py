"""
A small client of WebDriver BiDi, the protocol by which Firefox lets itself be driven. It knows commands and their
answers only; nothing here waits for events, because what a test waits for can be asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count

import websocket

COMMAND_SECONDS = 60

# Arguments and the result travel as JSON. `script` is an expression; where that is a function it is called.
CALL = """async (told) => {
  const value = (%s);
  const result = typeof value === "function" ? await value(...JSON.parse(told)) : await value;
  return JSON.stringify(result) ?? "null";
}"""


class Refused(Exception):
    """Firefox did not do what a command asked: a place that is gone, an argument that it does not know."""


class ScriptFailed(Exception):
    """A script that ran in a page threw."""


@dataclass(frozen=True)
class Connection:
    """A session with one Firefox. Commands run one after the other."""

    socket: websocket.WebSocket
    _numbers: count[int] = field(default_factory=count)

    def command(self, method: str, **parameters: object) -> dict:
        """Sends one command and gives the result of its answer."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise Refused(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def evaluate(self, context: str, script: str, *arguments: object) -> object:
        """
        What `script` gives in the document of `context`, in the page's own world. It is an expression or a function,
        which may be asynchronous; arguments and result are values that JSON knows, so a missing value is None.
        """
        answer = self.command(
            "script.callFunction",
            functionDeclaration=CALL % script,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise ScriptFailed(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])


@contextmanager
def session(address: str) -> Iterator[Connection]:
    """A session with the Firefox that listens at `address`; its pages may have certificates that nobody signed."""
    # A browser sends an origin, a driver does not; Firefox refuses those that it was not told of.
    socket = websocket.create_connection(f"{address}/session", timeout=COMMAND_SECONDS, suppress_origin=True)
    with closing(socket):
        connection = Connection(socket)
        connection.command("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        yield connection
