import type { ComponentChildren } from "preact";
import { EN, type Key, type Param, VI } from "./catalogue.ts";
import { whole } from "./format.ts";
import { type Language, language, locale } from "./locale.ts";
import type { Text } from "./same.ts";

const CATALOGUES: Record<Language, Record<Key, Text>> = { en: EN, vi: VI };
const PLACE = /\{(\w+)\}/u;

type Given<K extends Key, V> = [Param<K>] extends [never] ? [] : [Record<Param<K>, V>];

/**
 * A text in the language of the page. Numbers among its parameters are written as that language does, and `n` decides
 * between the plural forms of a text that has several. A component that calls it is drawn again when the language changes.
 */
export function say<K extends Key>(key: K, ...given: Given<K, string | number | bigint>): string {
  const params: Partial<Record<string, string | number | bigint>> = given[0] ?? {};
  return split(formOf(key, Number(params.n ?? 0)))
    .map((piece, at) => (at % 2 === 0 ? piece : written(params[piece])))
    .join("");
}

/** The same with elements for parameters. `count` decides between plural forms. */
export function sayWith<K extends Key>(
  key: K,
  params: Record<Param<K>, ComponentChildren>,
  count = 0,
): ComponentChildren[] {
  const all: Partial<Record<string, ComponentChildren>> = params;
  return split(formOf(key, count)).map((piece, at) => (at % 2 === 0 ? piece : all[piece]));
}

/** Texts and the names of parameters, in turn. */
function split(text: string): string[] {
  return text.split(PLACE);
}

function formOf(key: Key, count: number): string {
  const text = CATALOGUES[language.value][key];
  if (typeof text === "string") {
    return text;
  }
  const category = new Intl.PluralRules(locale()).select(count);
  return (category === "one" ? text.one : undefined) ?? text.other;
}

function written(value: string | number | bigint | undefined): string {
  return typeof value === "string" || value === undefined ? (value ?? "") : whole(value);
}
