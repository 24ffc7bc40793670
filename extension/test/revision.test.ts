import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whileVisible } from "../src/page/revision";

let visibility: DocumentVisibilityState = "visible";
Object.defineProperty(document, "visibilityState", { get: () => visibility });

function becomes(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("whileVisible", () => {
  let stop: AbortController;
  const look = vi.fn(() => Promise.resolve());

  beforeEach(() => {
    vi.useFakeTimers();
    look.mockClear();
    visibility = "visible";
    stop = new AbortController();
    whileVisible(look, stop.signal);
  });
  afterEach(() => {
    stop.abort();
    vi.useRealTimers();
  });

  it("looks every few seconds, one look after the other", async () => {
    let finish = (): void => undefined;
    look.mockImplementationOnce(() => new Promise<void>((resolve) => (finish = resolve)));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(look).toHaveBeenCalledTimes(4);
  });

  it("does not look at a page that nobody sees, and looks at once when it is seen again", async () => {
    becomes("hidden");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).not.toHaveBeenCalled();
    becomes("visible");
    expect(look).toHaveBeenCalledTimes(1);
  });

  it("looks at once when the connection or the page is back", () => {
    dispatchEvent(new Event("online"));
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(look).toHaveBeenCalledTimes(2);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
    expect(look).toHaveBeenCalledTimes(2);
  });

  it("ends when it is stopped", async () => {
    stop.abort();
    becomes("visible");
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).not.toHaveBeenCalled();
  });
});
