import { createContext } from "preact";

/** Where comments are shown: their chat, and how to open the card of an author. */
export interface CommentPlace {
  readonly chat: string;
  /** Opens the card; not there where the caller may not see it. */
  readonly openAuthor: ((authorId: string) => void) | undefined;
  /** Whether rows are reached by the tab key: not where they move. */
  readonly reachable: boolean;
}

/** The place of the comments below; without one they are shown without links. */
export const CommentContext = createContext<CommentPlace | undefined>(undefined);
