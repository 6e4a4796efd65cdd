/** One of several figures of a zone. */
export interface Figure {
  readonly vintage: string;
  readonly year: number | null;
  /** False where the figure is kept for reference only. */
  readonly usable: boolean;
  /** Read where others quote it. */
  readonly secondHand: boolean;
}

/** Names one of several figures of a zone: who publishes the series and the year, such as `ember-2024`. */
export const vintageOf = (family: string, year: number | null): string => `${family}-${year ?? 'undated'}`;

/** The figure that a request wants: of a year, of a vintage, or (both absent) the newest. */
export interface Pin {
  readonly year?: number;
  readonly vintage?: string;
}

/** `SWE@2023` and `SWE@ember-2023` pin the figure of a zone; without `@` nothing is pinned. */
export function splitPin(text: string): { readonly name: string; readonly pin: Pin } {
  const at = text.lastIndexOf('@');
  if (at < 0) return { name: text, pin: {} };
  const wanted = text
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return {
    name: text.slice(0, at),
    pin: /^\d{4}$/.test(wanted) ? { year: Number(wanted) } : { vintage: wanted },
  };
}

export const fitsPin =
  ({ year, vintage }: Pin) =>
  (figure: Figure): boolean =>
    (year === undefined || figure.year === year) && (vintage === undefined || figure.vintage === vintage);

/** Usable before not usable, then newest first, then first-hand; the vintage's name settles the rest. */
export const byPreference = (a: Figure, b: Figure): number =>
  Number(b.usable) - Number(a.usable) ||
  (b.year ?? -Infinity) - (a.year ?? -Infinity) ||
  Number(a.secondHand) - Number(b.secondHand) ||
  (a.vintage < b.vintage ? -1 : Number(a.vintage > b.vintage));

/** The figure that a zone resolves to; undefined where none fits and is usable. */
export const preferredFigure = <T extends Figure>(figures: readonly T[], pin: Pin = {}): T | undefined =>
  figures
    .filter(({ usable }) => usable)
    .filter(fitsPin(pin))
    .sort(byPreference)[0];
