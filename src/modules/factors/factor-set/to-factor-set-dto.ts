import type { FactorSetDto } from './factor-set.dto.js';
import type { FactorSetEntity } from './factor-set.entity.js';

/** A publication with the other labels of the same content. */
export function toFactorSetDto(set: FactorSetEntity, all: readonly FactorSetEntity[]): FactorSetDto {
  const { version, hash, methodVersion, dataVersion, notes, publishedAt, content } = set;
  const { hash: _hash, body: _body, ...counts } = content;
  const twins = all.filter((other) => other.hash === hash && other.version !== version);
  return {
    version,
    hash,
    method: methodVersion,
    dataVersion,
    publishedAt: publishedAt.toISOString(),
    notes,
    counts,
    sameContentAs: twins.map((twin) => twin.version).reverse(),
  };
}
