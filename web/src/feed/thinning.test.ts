import { describe, expect, it } from "vitest";
import type { Entry } from "./feed.ts";
import { SHOWN_MOVING, type Thinned, Thinning } from "./thinning.ts";

const everything = () => true;

/** A chat of this many comments a second in ten steps a second, every so manieth of which is flagged. */
class Chat {
  readonly thinning = new Thinning();
  readonly drawn = new Set<Entry>();
  readonly entries: Entry[] = [];
  now = 0;

  run(seconds: number, perSecond: number, flaggedEvery: number, passes: (entry: Entry) => boolean = everything) {
    let last: Thinned = { shown: [], rule: undefined };
    for (let step = 0; step < seconds * 10; step++) {
      for (let n = 0; n < perSecond / 10; n++) {
        const id = `c${this.entries.length}`;
        this.entries.push({ id, flagged: this.entries.length % flaggedEvery === 0 } as Entry);
      }
      this.now += 100;
      last = this.thinning.at(this.now, this.moment(), passes);
      for (const entry of last.shown) {
        this.drawn.add(entry);
      }
    }
    return last;
  }

  moment(ending?: object) {
    return { entries: this.entries.slice(-2000), seen: this.entries.length, ending };
  }
}

function ids(entries: readonly Entry[]): string[] {
  return entries.map(({ id }) => id);
}

describe("Thinning", () => {
  it("draws the newest of all in a slow chat", () => {
    const chat = new Chat();
    const { shown, rule } = chat.run(5, 100, 4);
    expect(rule).toBeUndefined();
    expect(ids(shown)).toEqual(ids(chat.entries.slice(-SHOWN_MOVING)));
    expect(chat.drawn.size).toBe(500);
  });

  it("draws one of so many of a fast chat, and every flagged one", () => {
    const chat = new Chat();
    chat.run(3, 2000, 100);
    chat.drawn.clear();
    const from = chat.entries.length;
    const { shown, rule } = chat.run(5, 2000, 100);
    const came = chat.entries.slice(from);
    expect(shown).toHaveLength(SHOWN_MOVING);
    expect(rule).toMatchObject({ others: 1980, flagged: 20, every: 25, everyFlagged: 1 });
    expect(came.filter(({ flagged }) => flagged).every((entry) => chat.drawn.has(entry))).toBe(true);
    const others = came.filter((entry) => !entry.flagged && chat.drawn.has(entry));
    expect(others.length).toBeGreaterThanOrEqual(Math.floor((5 * 1980) / 25));
    expect(others.length).toBeLessThanOrEqual(Math.ceil((5 * 1980) / 25) + SHOWN_MOVING);
  });

  it("counts each comment that it leaves out", () => {
    const chat = new Chat();
    const before = chat.run(3, 2000, 100).rule?.left ?? Number.NaN;
    const after = chat.run(2.5, 2000, 100).rule?.left ?? Number.NaN;
    expect(after - before).toBe(2.5 * 1980 - (2.5 * 1980) / 25);
  });

  it("draws every flagged one also where the page was too busy to draw for a second", () => {
    const chat = new Chat();
    chat.run(3, 2000, 100);
    const from = chat.entries.length;
    for (let n = 0; n < 2000; n++) {
      chat.entries.push({ id: `late${n}`, flagged: n % 100 === 0 } as Entry);
    }
    const { shown, rule } = chat.thinning.at(chat.now + 1000, chat.moment(), everything);
    expect(rule).toBeDefined();
    expect(shown).toHaveLength(SHOWN_MOVING);
    expect(shown.filter(({ flagged }) => flagged)).toEqual(chat.entries.slice(from).filter(({ flagged }) => flagged));
  });

  it("counts those that were no longer kept when the page had time for them", () => {
    const chat = new Chat();
    const before = chat.run(3, 2000, 100).rule?.left ?? Number.NaN;
    const { left } = chat.thinning.at(
      chat.now + 100,
      { entries: chat.entries.slice(-100), seen: chat.entries.length + 500, ending: undefined },
      everything,
    ).rule ?? { left: Number.NaN };
    expect(left - before).toBeGreaterThanOrEqual(400);
  });

  it("draws one of so many flagged ones where these alone are too many", () => {
    const { shown, rule } = new Chat().run(5, 2000, 4);
    expect(rule).toMatchObject({ others: 1500, flagged: 500, every: 1500, everyFlagged: 5 });
    expect(shown.filter(({ flagged }) => flagged).length).toBeGreaterThan(SHOWN_MOVING / 2);
  });

  it("leaves out only what passes the filter", () => {
    const { rule } = new Chat().run(5, 2000, 4, ({ flagged }) => flagged);
    expect(rule).toMatchObject({ others: 0, flagged: 500, everyFlagged: 5 });
    expect(new Chat().run(5, 200, 4, ({ flagged }) => flagged).rule).toBeUndefined();
  });

  it("takes stored comments that come at once for no fast chat", () => {
    const chat = new Chat();
    chat.run(0.5, 4000, 4);
    const { shown, rule } = chat.run(5, 10, 4);
    expect(rule).toBeUndefined();
    expect(chat.drawn.size).toBeGreaterThan(SHOWN_MOVING);
    expect(ids(shown)).toEqual(ids(chat.entries.slice(-SHOWN_MOVING)));
  });

  it("is complete again once the chat is slower or over", () => {
    const slower = new Chat();
    slower.run(5, 2000, 4);
    expect(ids(slower.run(3, 10, 4).shown)).toEqual(ids(slower.entries.slice(-SHOWN_MOVING)));

    const over = new Chat();
    over.run(5, 2000, 4);
    const { shown, rule } = over.thinning.at(over.now + 10, over.moment({}), everything);
    expect(rule).toBeUndefined();
    expect(ids(shown)).toEqual(ids(over.entries.slice(-SHOWN_MOVING)));
  });

  it("begins anew with another filter", () => {
    const chat = new Chat();
    chat.run(5, 2000, 4);
    const { shown, rule } = chat.thinning.at(chat.now + 10, chat.moment(), ({ flagged }) => flagged);
    expect(rule).toBeUndefined();
    expect(ids(shown)).toEqual(ids(chat.entries.filter(({ flagged }) => flagged).slice(-SHOWN_MOVING)));
  });
});
