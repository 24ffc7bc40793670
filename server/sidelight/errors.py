"""Typed errors, named after what happened.

Every one carries a sentence for the person who caused it or must mend it. `api` turns them into RFC 9457 problems by
their `status`; `cli` prints the sentence and exits with 2.
"""

from __future__ import annotations


class SidelightError(Exception):
    """Something that Sidelight can name. `str(error)` is one clear sentence, free of page text."""

    status = 500
    title = "Something went wrong"

    def headers(self) -> dict[str, str]:
        """HTTP headers that belong to the problem."""
        return {}


class InvalidRequest(SidelightError):
    """What was sent does not have the form that was asked for."""

    status = 422
    title = "The request is not valid"


class TooLarge(SidelightError):
    """A page over one of the limits in settings."""

    status = 413
    title = "The page is too large"


class UnsupportedMediaType(SidelightError):
    status = 415
    title = "The body must be JSON"


class ForeignOrigin(SidelightError):
    status = 403
    title = "Other web sites may not ask"


class UnknownHost(SidelightError):
    status = 421
    title = "This server does not answer to that name"


class UnknownEntry(SidelightError):
    status = 404
    title = "No such entry"


class UnknownRevision(SidelightError):
    status = 404
    title = "No such revision"


class PairingRequired(SidelightError):
    """A private server was asked without its token, or with another."""

    status = 401
    title = "This server is private"

    def __init__(self, message: str = "This server is private: put its pairing token into the extension's options."):
        super().__init__(message)

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class TryAgainLater(SidelightError):
    """What passes by itself; the problem says when to ask again."""

    status = 503
    title = "The server is busy"

    # A model server that starts again needs about that; what knows better, says it.
    def __init__(self, message: str, retry_after_seconds: int = 10):
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_seconds)}


class EncoderSaturated(TryAgainLater):
    """More pages wait for the encoder than the queue holds."""


class VerifierUnavailable(TryAgainLater):
    """The operator's own verifier does not answer, or answers something that cannot be read."""

    title = "The verifier is not available"


class TooManyReports(TryAgainLater):
    """More reports in a minute, from all readers together, than the settings allow."""

    status = 429
    title = "Too many reports"


class InvalidEntryFile(SidelightError):
    """A file that does not hold an entry."""

    status = 422
    title = "The entry file is not valid"


class ChecksFailed(SidelightError):
    """Entries that may not be published; `problems` says why, each in a sentence."""

    status = 422
    title = "The entries cannot be published"

    def __init__(self, problems: list):
        self.problems = problems
        count = len(problems)
        super().__init__(
            f"{count} {'thing stands' if count == 1 else 'things stand'} in the way of publication:\n"
            + "\n".join(f"  {problem}" for problem in problems)
        )


class WrongState(SidelightError):
    """A step that the entry's state does not allow."""

    status = 409
    title = "The entry is in another state"


class UnreadablePage(SidelightError):
    """A file or an address from which no article can be read."""

    status = 422
    title = "No article could be read"


class ModelUnusable(SidelightError):
    """The model is absent, damaged or not the one that was asked for."""

    title = "The model cannot be used"


class ServiceUnavailable(SidelightError):
    """A part that Sidelight needs cannot be started or reached."""

    status = 503
    title = "A part is not available"


class InvalidSettings(SidelightError):
    title = "The settings are not valid"
