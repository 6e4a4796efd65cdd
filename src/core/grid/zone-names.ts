import { plain } from './names.js';

export interface NamedZone {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly alpha2: string | null;
  readonly aliases: readonly string[];
  /** Code of the zone that a request for this area means, where this one only repeats it. */
  readonly sameAreaAs: string | null;
}

/** How a name was understood. */
export type HowNamed = 'exact' | 'alpha-2' | 'egrid' | 'name';

export interface ZoneName {
  readonly zone: string;
  readonly how: HowNamed;
}

const EGRID_PREFIX = 'us-egrid-';
/** Sub-regions have four letters; what is shorter, such as the national `US`, means something else without the prefix. */
const EGRID_CODE = /^[a-z]{4}$/;

/**
 * The zone that each name means, by `plain(name)`. Where two zones claim one name, an exact code wins over an
 * alpha-2 code, that over an eGRID code without its prefix, that over a country's name, and that over any other
 * name: `Georgia` is the country, the state is `US-GA`.
 */
export function zoneNames(zones: readonly NamedZone[]): ReadonlyMap<string, ZoneName> {
  const own = zones.filter(({ sameAreaAs }) => sameAreaAs === null);
  const isCountry = ({ kind }: NamedZone) => kind === 'country';
  return new Map([
    ...own.filter((zone) => !isCountry(zone)).flatMap(spoken),
    ...own.filter(isCountry).flatMap(spoken),
    ...own.flatMap(egridShort),
    ...own.flatMap(({ code, alpha2 }) => (alpha2 ? [entry(alpha2, code, 'alpha-2')] : [])),
    ...zones.map(({ code }) => entry(code, code, 'exact')),
  ]);
}

const entry = (name: string, zone: string, how: HowNamed): [string, ZoneName] => [plain(name), { zone, how }];

/** Of these the code alone is a name: `Oregon` is the state, not Google's region or the study's grid there. */
const UNSPOKEN: readonly string[] = ['cloud-region', 'study'];

/** Names and aliases, also without what the source adds in brackets: `WECC Northwest (eGRID subregion)`. */
function spoken({ code, kind, name, aliases }: NamedZone): [string, ZoneName][] {
  if (UNSPOKEN.includes(kind)) return [];
  return [name, name.replace(/\s*\(egrid[^)]*\)$/i, ''), ...aliases].map((text) => entry(text, code, 'name'));
}

/** `NWPP`, `eGRID-NWPP` and `eGRID NWPP` of `US-EGRID-NWPP`. */
function egridShort({ code }: NamedZone): [string, ZoneName][] {
  const key = plain(code);
  const short = key.startsWith(EGRID_PREFIX) ? key.slice(EGRID_PREFIX.length) : '';
  if (!EGRID_CODE.test(short)) return [];
  return [short, `egrid-${short}`, `egrid ${short}`].map((text) => entry(text, code, 'egrid'));
}
