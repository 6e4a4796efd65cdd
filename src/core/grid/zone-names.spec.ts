import { cloudRegionKey, plain, providerKey, zoneNames } from './index.js';
import type { NamedZone } from './index.js';

const zone = (code: string, name: string, kind: string, more: Partial<NamedZone> = {}): NamedZone => ({
  code,
  name,
  kind,
  alpha2: null,
  aliases: [],
  sameAreaAs: null,
  ...more,
});

const names = zoneNames([
  zone('US-usa', 'Usa', 'us-state', { sameAreaAs: 'USA' }),
  zone('US-EGRID-US', 'US average (eGRID)', 'us-egrid-subregion', { sameAreaAs: 'USA' }),
  zone('US-GA', 'Georgia', 'us-state'),
  zone('US-OR', 'Oregon', 'us-state'),
  zone('GCP:us-west1', 'Oregon', 'cloud-region'),
  zone('US-EGRID-NWPP', 'WECC Northwest (eGRID subregion)', 'us-egrid-subregion'),
  zone('GEO', 'Georgia', 'country', { alpha2: 'GE' }),
  zone('USA', 'United States', 'country', { alpha2: 'US', aliases: ['USA', 'America'] }),
  zone('CIV', "Cote d'Ivoire", 'country', { alpha2: 'CI', aliases: ["Côte d'Ivoire", 'Ivory Coast'] }),
  zone('CAN', 'Canada', 'country', { alpha2: 'CA' }),
  zone('US-CA', 'California', 'us-state'),
]);

const meaning = (text: string) => names.get(plain(text));

it.each([
  ['USA', 'USA', 'exact'],
  ['  usa ', 'USA', 'exact'],
  ['us', 'USA', 'alpha-2'],
  ['america', 'USA', 'name'],
  ['united  STATES', 'USA', 'name'],
  ['côte d’ivoire', 'CIV', 'name'],
  ['ivory coast', 'CIV', 'name'],
  ['US-EGRID-NWPP', 'US-EGRID-NWPP', 'exact'],
  ['nwpp', 'US-EGRID-NWPP', 'egrid'],
  ['eGRID-NWPP', 'US-EGRID-NWPP', 'egrid'],
  ['WECC Northwest', 'US-EGRID-NWPP', 'name'],
  ['us-egrid-us', 'US-EGRID-US', 'exact'],
  ['us-or', 'US-OR', 'exact'],
  ['gcp:us-west1', 'GCP:us-west1', 'exact'],
])('understands "%s" as %s', (text, code, how) => {
  expect(meaning(text)).toEqual({ zone: code, how });
});

it('gives a contested name to the country, and a code of two letters to the country of that alpha-2', () => {
  expect(meaning('Georgia')?.zone).toBe('GEO');
  expect(meaning('ca')?.zone).toBe('CAN');
});

it("keeps a place's name for the grid of that place: a cloud region there goes by its code alone", () => {
  expect(meaning('Oregon')?.zone).toBe('US-OR');
});

it('does not guess: a state without its country, a national row by its name', () => {
  expect(meaning('or')).toBeUndefined();
  expect(meaning('US average')).toBeUndefined();
  expect(meaning('constructor')).toBeUndefined();
});

it.each([
  ['aws/us-west-2', 'aws/us-west-2'],
  [' AWS / US-West-2 ', 'aws/us-west-2'],
  ['Amazon:us-west-2', 'aws/us-west-2'],
  ['google cloud/us-west1', 'gcp/us-west1'],
  ['azure/East US', 'azure/eastus'],
  ['us-west-2', null],
  ['/us-west-2', null],
  ['aws/', null],
])('reads the cloud region "%s" as %s', (text, key) => {
  expect(cloudRegionKey(text)).toBe(key);
});

it('knows a provider by any of its names', () => {
  expect(['AWS', 'amazon', 'Amazon Web Services'].map(providerKey)).toEqual(['aws', 'aws', 'aws']);
  expect(providerKey(' Microsoft ')).toBe(providerKey('azure'));
  expect(providerKey('Meta')).toBe('meta');
});
