import type { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import type { Entry } from "./feed.ts";

/** Which comments to show. */
export interface Filter {
  readonly flaggedOnly: boolean;
  /** Only comments at least this probably offensive, in [0, 1]. */
  readonly minProbability: number;
  /** Only comments of this label; of every label without one. */
  readonly label: Label | undefined;
  /** Only comments whose author's name or id holds this; everybody's when empty. */
  readonly author: string;
  /** Only comments whose text holds all of these words, or their beginnings and ends; every text when empty. */
  readonly words: string;
}

/** Lets everything through. */
export const EVERYTHING: Filter = { flaggedOnly: false, minProbability: 0, label: undefined, author: "", words: "" };

/** A filter that is ready to be asked about many comments. */
export type Passes = (entry: Entry) => boolean;

/** Prepares a filter: names and words are compared without regard to case, and to diacritics that were left out. */
export function passing(filter: Filter): Passes {
  const author = folded(filter.author.trim());
  const words = filter.words.split(/\s+/u).filter(Boolean).map(Word.of);
  return (entry) =>
    (!filter.flaggedOnly || entry.flagged) &&
    entry.probability >= filter.minProbability &&
    (filter.label === undefined || entry.label === filter.label) &&
    (author === "" || folded(entry.author).includes(author) || folded(entry.authorId).includes(author)) &&
    (words.length === 0 || words.every((word) => word.isIn(entry.text)));
}

/** A word that is looked for: written without diacritics, it finds every way of writing it. */
class Word {
  private constructor(
    readonly exact: string,
    readonly bare: boolean,
  ) {}

  static of(this: void, word: string): Word {
    const exact = word.normalize("NFC").toLowerCase();
    return new Word(exact, exact === folded(word));
  }

  isIn(text: string): boolean {
    return (this.bare ? folded(text) : text.normalize("NFC").toLowerCase()).includes(this.exact);
  }
}

function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/đ/giu, "d")
    .normalize("NFC")
    .toLowerCase();
}

/** The newest comments that pass the filter, at most so many, the oldest of them first. */
export function newest(entries: readonly Entry[], passes: Passes, most: number): Entry[] {
  const found: Entry[] = [];
  for (let n = entries.length - 1; n >= 0 && found.length < most; n--) {
    const entry = entries[n];
    if (entry !== undefined && passes(entry)) {
      found.push(entry);
    }
  }
  return found.reverse();
}

/** The flagged comment before or after another, or at the end without another; none at the last. */
export function flaggedBeside(entries: readonly Entry[], id: string | undefined, step: -1 | 1): string | undefined {
  const at = id === undefined ? -1 : entries.findIndex((entry) => entry.id === id);
  let n = at < 0 ? (step < 0 ? entries.length - 1 : 0) : at + step;
  for (; n >= 0 && n < entries.length; n += step) {
    const entry = entries[n];
    if (entry?.flagged === true) {
      return entry.id;
    }
  }
  return undefined;
}
