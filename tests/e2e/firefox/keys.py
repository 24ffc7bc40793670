"""Keys by their names, as the browser's window wants them."""

from __future__ import annotations

# Name: the number that old scripts know the key by.
NAMED = {
    "Alt": 18,
    "ArrowDown": 40,
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "ArrowUp": 38,
    "Control": 17,
    "End": 35,
    "Enter": 13,
    "Escape": 27,
    "Home": 36,
    "PageDown": 34,
    "PageUp": 33,
    "Shift": 16,
    "Tab": 9,
}
MODIFIERS = {"Alt", "Control", "Shift"}


def chord(name: str) -> list[dict[str, object]]:
    """The keys of a chord such as `Alt+Shift+J`, in the order in which they go down. A character is a key by itself."""
    return [_key(part) for part in (name.split("+") if len(name) > 1 else [name])]


def _key(name: str) -> dict[str, object]:
    if name in NAMED:
        return {"key": name, "code": f"{name}Left" if name in MODIFIERS else name, "keyCode": NAMED[name]}
    assert len(name) == 1, f"{name} is no key that is known here"
    if name.isascii() and name.isalpha():
        return {"key": name, "code": f"Key{name.upper()}", "keyCode": ord(name.upper())}
    if name.isascii() and name.isdigit():
        return {"key": name, "code": f"Digit{name}", "keyCode": ord(name)}
    return {"key": name, "code": "Space" if name == " " else "", "keyCode": 32 if name == " " else 0}
