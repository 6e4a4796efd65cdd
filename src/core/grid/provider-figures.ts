/** One year's figures of a provider. */
export interface ProviderYear {
  readonly provider: string;
  readonly pue: number | null;
  readonly pueYear: number | null;
  readonly wueLPerKwh: number | null;
  readonly wueYear: number | null;
  readonly scope: string;
  readonly source: string;
  readonly confidence: string;
  readonly secondHand: boolean;
}

export interface ProviderFigure {
  /** PUE: facility energy over IT energy. WUE: litres per kWh of IT energy, water of the site only. */
  readonly value: number;
  readonly year: number | null;
  readonly scope: string;
  readonly source: string;
  readonly confidence: string;
  readonly secondHand: boolean;
}

/** The newest PUE and the newest WUE, which may be of different years; null where none is published. */
export interface ProviderFigures {
  readonly provider: string;
  readonly pue: ProviderFigure | null;
  readonly wue: ProviderFigure | null;
}

export const newestOf = (provider: string, years: readonly ProviderYear[]): ProviderFigures => ({
  provider,
  pue: newest(years, ({ pue, pueYear }) => [pue, pueYear]),
  wue: newest(years, ({ wueLPerKwh, wueYear }) => [wueLPerKwh, wueYear]),
});

function newest(
  years: readonly ProviderYear[],
  read: (row: ProviderYear) => [value: number | null, year: number | null],
): ProviderFigure | null {
  const figures = years.flatMap((row) => {
    const [value, year] = read(row);
    const { scope, source, confidence, secondHand } = row;
    return value === null ? [] : [{ value, year, scope, source, confidence, secondHand }];
  });
  return figures.sort((a, b) => (b.year ?? -Infinity) - (a.year ?? -Infinity))[0] ?? null;
}
