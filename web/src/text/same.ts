/** A text: one string, or a form for each plural category of the language that needs its own. */
export type Text = string | { readonly one?: string; readonly other: string };

/** A catalogue with the same keys as another: plural forms where that has them, else a string. */
export type Same<C extends Record<string, Text>> = {
  readonly [K in keyof C]: C[K] extends string ? string : { readonly one?: string; readonly other: string };
};
