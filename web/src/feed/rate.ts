const SECOND_MS = 1000;

/** How fast a count grows, measured over whole seconds. */
export class Rate {
  #since = Number.NaN;
  #from = 0;
  #last = 0;

  /** The growth a second over the last second that is over, at a time in milliseconds and the count then. */
  at(time: number, count: number): number {
    const passed = time - this.#since;
    if (!(passed < SECOND_MS) || count < this.#from) {
      // After a pause the count is that of the whole pause, spread over it.
      this.#last = passed >= SECOND_MS && count >= this.#from ? ((count - this.#from) * SECOND_MS) / passed : 0;
      this.#since = time;
      this.#from = count;
    }
    return this.#last;
  }
}
