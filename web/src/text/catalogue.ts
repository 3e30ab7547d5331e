import { CHATS as CHATS_EN } from "./en/chats.ts";
import { DECIDING as DECIDING_EN } from "./en/deciding.ts";
import { DESK as DESK_EN } from "./en/desk.ts";
import { FAULTS as FAULTS_EN } from "./en/faults.ts";
import { MODELS as MODELS_EN } from "./en/models.ts";
import { SEARCH as SEARCH_EN } from "./en/search.ts";
import type { Same } from "./same.ts";
import { CHATS as CHATS_VI } from "./vi/chats.ts";
import { DECIDING as DECIDING_VI } from "./vi/deciding.ts";
import { DESK as DESK_VI } from "./vi/desk.ts";
import { FAULTS as FAULTS_VI } from "./vi/faults.ts";
import { MODELS as MODELS_VI } from "./vi/models.ts";
import { SEARCH as SEARCH_VI } from "./vi/search.ts";

/** Every text of the page in English. Its keys and parameters are those of all languages. */
export const EN = {
  ...CHATS_EN,
  ...DESK_EN,
  ...DECIDING_EN,
  ...MODELS_EN,
  ...FAULTS_EN,
  ...SEARCH_EN,
} as const;

/** Every text of the page in Vietnamese. */
export const VI: Same<typeof EN> = {
  ...CHATS_VI,
  ...DESK_VI,
  ...DECIDING_VI,
  ...MODELS_VI,
  ...FAULTS_VI,
  ...SEARCH_VI,
};

/** The name of a text. */
export type Key = keyof typeof EN;

type Params<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Params<Rest> : never;

/** The parameters of a text, by its English form. */
export type Param<K extends Key> = (typeof EN)[K] extends infer T
  ? T extends string
    ? Params<T>
    : T extends { readonly other: infer O extends string }
      ? Params<O>
      : never
  : never;

/** A text without parameters. */
export type PlainKey = { [K in Key]: [Param<K>] extends [never] ? K : never }[Key];
