/** Rectangles of the viewport, in CSS pixels. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** The smallest box around `boxes`. */
export function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function isInView(box: Box): boolean {
  const { clientWidth, clientHeight } = document.documentElement;
  return box.bottom > 0 && box.right > 0 && box.top < clientHeight && box.left < clientWidth;
}

/** The lines on which `ranges` stand. Each range has a rectangle a text node and line; those that touch are one stroke. */
export function linesOf(ranges: readonly Range[]): readonly Box[] {
  const lines: Box[] = [];
  for (const { left, top, right, bottom } of ranges.flatMap((range) => [...range.getClientRects()])) {
    if (right - left < 1 || bottom - top < 1) continue;
    const last = lines.at(-1);
    const height = bottom - top;
    const touches =
      last !== undefined &&
      Math.min(last.bottom, bottom) - Math.max(last.top, top) >
        Math.min(height, last.bottom - last.top) / 2 &&
      left - last.right < height &&
      last.left - right < height;
    if (touches) lines[lines.length - 1] = around([last, { left, top, right, bottom }]);
    else lines.push({ left, top, right, bottom });
  }
  return lines;
}

/** The first lines, as far as they run in one column: a sentence that goes on in the next column goes up the page. */
export function firstRun(lines: readonly Box[]): readonly Box[] {
  const jump = lines.findIndex((line, index) => line.bottom < (lines[index - 1]?.top ?? line.bottom));
  return jump < 0 ? lines : lines.slice(0, jump);
}
