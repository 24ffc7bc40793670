/** https://wicg.github.io/scheduling-apis/#dom-scheduler-yield, which the compiler's own types do not have yet. */
declare interface Scheduler {
  readonly yield: () => Promise<void>;
}
declare var scheduler: Scheduler;
