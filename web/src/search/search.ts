import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { addressOf } from "../feed/address.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";

/** What is searched for among the stored comments of a chat; empty fields leave nothing out. */
export interface Search {
  readonly words: string;
  /** Words of the author's name. */
  readonly author: string;
  /** The id of the one author. */
  readonly by: string;
  /** Words within one marked span. */
  readonly span: string;
  /** The name of a label. */
  readonly label: string;
  readonly flagged: boolean;
  /** From when on and until when, as local dates and times. */
  readonly from: string;
  readonly to: string;
  /** The id of the comment whose history is shown; the other fields do not count then. */
  readonly comment: string;
}

const FIELDS = ["words", "author", "by", "span", "label", "from", "to", "comment"] as const;

/** Leaves nothing out: the history of the chat. */
export const HISTORY: Search = {
  words: "",
  author: "",
  by: "",
  span: "",
  label: "",
  flagged: false,
  from: "",
  to: "",
  comment: "",
};

/** The labels that can be searched for. */
export const SEARCHED = [Label.HATE, Label.OFFENSIVE, Label.CLEAN, Label.NOT_JUDGED] as const;

/** The page's address of a search. */
export function searchOf(chat: string, search: Partial<Search>): string {
  const named = new URLSearchParams();
  for (const field of FIELDS) {
    const value = search[field] ?? "";
    if (value !== "") {
      named.set(field, value);
    }
  }
  if (search.flagged === true) {
    named.set("flagged", "1");
  }
  const query = named.toString();
  return `${addressOf(chat, "search")}${query === "" ? "" : `?${query}`}`;
}

/** The search that an address names. */
export function searchIn(hash: string): Search {
  const at = hash.indexOf("?");
  const named = new URLSearchParams(at < 0 ? "" : hash.slice(at + 1));
  const fields = Object.fromEntries(FIELDS.map((field) => [field, named.get(field) ?? ""]));
  return { ...HISTORY, ...fields, flagged: named.get("flagged") === "1" };
}

/** The filter of a request for a search. */
export function filterOf(search: Search) {
  const label = SEARCHED.find((each) => Label[each] === search.label);
  const start = timeOf(search.from);
  const end = timeOf(search.to);
  return {
    text: search.words.trim(),
    authorName: search.author.trim(),
    authorId: search.by,
    span: search.span.trim(),
    labels: label === undefined ? [] : [label],
    flaggedOnly: search.flagged,
    ...(start === undefined ? {} : { startTime: start }),
    ...(end === undefined ? {} : { endTime: end }),
  };
}

function timeOf(local: string) {
  const date = new Date(local);
  return local === "" || Number.isNaN(date.getTime()) ? undefined : timestampFromDate(date);
}
