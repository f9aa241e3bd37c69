/** What the value of a fact looks like, and what it means. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'texts'; readonly about: string }
  | { readonly kind: 'list'; readonly about: string; readonly of: Readonly<Record<string, Shape>> };

/** The value of a fact of this shape; `null` is a known value: the thing was looked for and isn't there. */
export type Value<S extends Shape> = S extends { kind: 'text' }
  ? string | null
  : S extends { kind: 'number' }
    ? number | null
    : S extends { kind: 'flag' }
      ? boolean | null
      : S extends { kind: 'texts' }
        ? readonly string[]
        : S extends { kind: 'list'; of: infer F extends Readonly<Record<string, Shape>> }
          ? readonly { readonly [K in keyof F]: Value<F[K]> }[]
          : never;

export const text = (about: string) => ({ kind: 'text', about }) as const;
export const number = (about: string) => ({ kind: 'number', about }) as const;
export const flag = (about: string) => ({ kind: 'flag', about }) as const;
export const texts = (about: string) => ({ kind: 'texts', about }) as const;
export const list = <const F extends Readonly<Record<string, Shape>>>(about: string, of: F) =>
  ({ kind: 'list', about, of }) as const;
