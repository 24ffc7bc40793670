/** A scale for the values of a plot: where each stands, and which round numbers are written below it. */

export interface Scale {
  /** Where a value stands, in per cent of the width. */
  readonly at: (value: number) => number;
  /** Two to four round numbers, rising. */
  readonly ticks: readonly number[];
  /** Whether it leaves out the way from zero to the lowest value. */
  readonly broken: boolean;
}

// Values that all lie in the last tenth of the way from zero would be one heap on a scale from zero. Any wider, and a scale
// without zero makes small differences look large.
const FAR = 0.9;
const MOST_TICKS = 4;
const ROUND = [1, 2, 2.5, 5];
// In per cent: room after the highest value for the arrow of "at least", and before the lowest for the mark of a break.
const ROOM = 7;
const ROOM_FOR_BREAK = 9;

/** The scale of `values`, of which there is at least one. It starts at zero unless all lie far above. */
export function scaleOf(values: readonly number[]): Scale {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const broken = lowest < highest && lowest > FAR * highest;
  const from = broken ? lowest : Math.min(0, lowest);
  // Where everything is zero, any length will do.
  const length = Math.max(highest, 0) - from || 1;
  const margin = broken ? ROOM_FOR_BREAK : 0;
  const at = (value: number) => margin + ((100 - margin - ROOM) * (value - from)) / length;
  return { at, ticks: roundNumbers(from, from + length), broken };
}

function roundNumbers(from: number, to: number): readonly number[] {
  let power = 10 ** Math.floor(Math.log10((to - from) / MOST_TICKS));
  for (;;) {
    for (const round of ROUND) {
      const step = round * power;
      const first = Math.ceil(from / step);
      const count = Math.floor(to / step) - first + 1;
      if (count <= MOST_TICKS) return Array.from({ length: count }, (_, index) => (first + index) * step);
    }
    power *= 10;
  }
}
