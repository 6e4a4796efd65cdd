/** A name as it is compared: no accents, no case, no blanks around it or doubled inside. */
export const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replaceAll('’', "'")
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** A provider's other names, by the name that the cloud regions use. */
const PROVIDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['amazon', 'aws'],
  ['amazon web services', 'aws'],
  ['google', 'gcp'],
  ['google cloud', 'gcp'],
  ['google cloud platform', 'gcp'],
  ['microsoft', 'azure'],
  ['microsoft azure', 'azure'],
  ['ovh', 'ovhcloud'],
]);

/** One key for all names of a provider: `AWS`, `Amazon` and `aws` are one. */
export function providerKey(name: string): string {
  const key = plain(name);
  return PROVIDER_NAMES.get(key) ?? key;
}

/** `aws/us-west-2` of `AWS / us-west-2`, `gcp/us-west1` of `gcp:us-west1`; null where the text has no such form. */
export function cloudRegionKey(text: string): string | null {
  const cut = text.search(/[/:]/);
  if (cut < 1) return null;
  const region = plain(text.slice(cut + 1)).replaceAll(' ', '');
  return region === '' ? null : `${providerKey(text.slice(0, cut))}/${region}`;
}
