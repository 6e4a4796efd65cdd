import { DomainError } from '../../core/errors/index.js';
import { cloudRegionKey, plain, preferredFigure, splitPin } from '../../core/grid/index.js';
import type { Pin } from '../../core/grid/index.js';
import { didYouMean } from '../../common/text/fuzzy.js';
import { unknownName } from '../../common/errors/index.js';
import type { CloudRegionEntity } from './cloud-region/cloud-region.entity.js';
import type { GridIntensityDto, ResolvedZoneDto } from './grid.dto.js';
import { regionKeyOf } from './grid.snapshot.js';
import type { GridSnapshot, UsableIntensity } from './grid.snapshot.js';

/** A zone as an estimate needs it: the figure, how it was found, and how uncertain it is. */
export interface ZoneResolution {
  readonly resolved: ResolvedZoneDto;
  /** The figure to compute with: stored, or live where that was asked for. */
  readonly intensity: Pick<UsableIntensity, 'zone' | 'carbonIntensityGPerKwh' | 'sigma'>;
  /** The country varies inside and no part of it was named. */
  readonly subRegionUnknown: boolean;
  readonly cloudRegion: CloudRegionEntity | null;
}

/** What a caller's text means, before a figure is chosen. */
export interface ZoneReference {
  readonly asked: string | null;
  readonly zone: string;
  readonly how: string;
  readonly pin: Pin;
  readonly basis: string | null;
  readonly cloudRegion: CloudRegionEntity | null;
}

/** The zone that a caller means; an unknown one is a 422 with close matches, never a default. */
export function findZone(snapshot: GridSnapshot, text: string, field: string): ZoneReference {
  const { name, pin } = splitPin(text);
  const region = snapshot.cloudRegions.find(cloudRegionKey(name) ?? '');
  if (region) return { ...ofCloudRegion(region, text, field), pin };
  const found = snapshot.names.get(plain(name));
  if (found) return { asked: text, zone: found.zone, how: found.how, pin, basis: null, cloudRegion: null };
  throw isOfProvider(snapshot, name)
    ? unknownCloudRegion(snapshot, name, field)
    : unknownZone(snapshot, name, field);
}

/** `aws/us-west-2`, `gcp:us-west1`, `azure/eastus`, and nothing else. */
export function findCloudRegion(snapshot: GridSnapshot, text: string, field: string): ZoneReference {
  const { name, pin } = splitPin(text);
  const region = snapshot.cloudRegions.find(cloudRegionKey(name) ?? '');
  if (!region) throw unknownCloudRegion(snapshot, name, field);
  return { ...ofCloudRegion(region, text, field), pin };
}

/** The figure of a zone that is meant: the pinned one, else the newest that is usable. */
export function resolveReference(
  snapshot: GridSnapshot,
  reference: ZoneReference,
  field: string,
): ZoneResolution {
  const { zone, pin, cloudRegion } = reference;
  const figures = snapshot.byZone.get(zone) ?? [];
  const intensity = preferredFigure(figures.filter(isUsable), pin);
  if (!intensity) throw noFigure(zone, pin, figures, field);
  return {
    resolved: { ...shownOf(intensity), asked: reference.asked, how: reference.how, basis: reference.basis },
    intensity,
    subRegionUnknown: snapshot.varied.has(intensity.area),
    cloudRegion,
  };
}

const isUsable = (row: GridIntensityDto): row is UsableIntensity =>
  row.usable && row.carbonIntensityGPerKwh !== null && row.sigma !== null;

function shownOf(intensity: UsableIntensity): Omit<ResolvedZoneDto, 'asked' | 'how' | 'basis'> {
  const { zone, name, carbonIntensityGPerKwh, year, vintage, lifeCycle } = intensity;
  const { source, licence, secondHand, note } = intensity;
  const figure = { carbonIntensityGPerKwh, year, vintage, lifeCycle };
  return { zone, name, ...figure, source, licence, secondHand, note, live: null };
}

function ofCloudRegion(region: CloudRegionEntity, asked: string, field: string): Omit<ZoneReference, 'pin'> {
  const { location, gridZone, gridBasis } = region;
  if (!gridZone) {
    const message = `the grid of ${asked} (${location}) is not known; give zone instead`;
    throw DomainError.field('UNKNOWN_ZONE', field, message);
  }
  const basis = gridBasis ?? `${location} lies in ${gridZone}`;
  return { asked, zone: gridZone, how: 'cloud-region', basis, cloudRegion: region };
}

const providerPart = (key: string): string => key.slice(0, key.indexOf('/') + 1);

const regionKeys = ({ cloudRegions }: GridSnapshot): string[] => cloudRegions.all.map(regionKeyOf);

const regionsOf = (snapshot: GridSnapshot, key: string): string[] =>
  regionKeys(snapshot).filter((known) => known.startsWith(providerPart(key)));

function isOfProvider(snapshot: GridSnapshot, name: string): boolean {
  const key = cloudRegionKey(name);
  return key !== null && (name.includes('/') || regionsOf(snapshot, key).length > 0);
}

/** Close matches among the regions of the provider that is named, else among all. */
function unknownCloudRegion(snapshot: GridSnapshot, name: string, field: string): DomainError {
  const key = cloudRegionKey(name) ?? plain(name);
  const ofProvider = key.includes('/') ? regionsOf(snapshot, key) : [];
  const known = ofProvider.length > 0 ? ofProvider : regionKeys(snapshot);
  return unknownName({ code: 'UNKNOWN_CLOUD_REGION', field, value: name, known });
}

function unknownZone(snapshot: GridSnapshot, name: string, field: string): DomainError {
  const spoken = snapshot.zones.flatMap(({ code, name: spokenName }) => [code, spokenName]);
  const known = [...spoken, ...regionKeys(snapshot)];
  const state = snapshot.names.get(`us-${plain(name)}`);
  return unknownName({ code: 'UNKNOWN_ZONE', field, value: name, known, first: state && [state.zone] });
}

function noFigure(zone: string, pin: Pin, figures: readonly GridIntensityDto[], field: string): DomainError {
  const usable = figures.filter(isUsable).map(({ vintage }) => `${zone}@${vintage}`);
  const wanted = pin.vintage ?? pin.year;
  if (usable.length === 0 || wanted === undefined) {
    const note = figures[0]?.note;
    const message = `${zone} has no usable figure${note ? ` (${note})` : ''}; name another zone`;
    return DomainError.field('NO_FIGURE', field, message);
  }
  const suggestions = usable.slice(0, 5);
  const message = `${zone} has no usable figure "${wanted}"${didYouMean(suggestions)}`;
  return DomainError.field('UNKNOWN_VINTAGE', field, message, suggestions);
}
