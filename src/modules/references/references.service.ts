import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '../../common/text/directory.js';
import type { Page } from '../../common/pagination/index.js';
import { byText } from '../../core/collections.js';
import type { SnapshotPart } from '../../database/snapshot/snapshot-part.js';
import { SnapshotStore } from '../../database/snapshot/snapshot-store.js';
import type { ReferenceDto } from './reference.dto.js';
import { ReferenceEntity } from './reference.entity.js';
import type { ReferenceQuery } from './reference.input.js';

/** Published figures of others, for comparison. */
@Injectable()
export class ReferencesService {
  private readonly snapshot: () => Directory<ReferenceDto>;

  constructor(@Inject(SnapshotStore) snapshots: SnapshotStore) {
    this.snapshot = snapshots.register(REFERENCES_PART);
  }

  list(query: ReferenceQuery): Page<ReferenceDto> {
    return this.snapshot().page(query, (reference) => fits(reference, query.output));
  }

  one(id: string): ReferenceDto {
    return this.snapshot().get(id, 'id');
  }

  /** Those that may be held against a task with such outputs. */
  ofOutputs(outputs: readonly string[]): ReferenceDto[] {
    return this.snapshot().all.filter(({ outputModality }) => outputs.includes(outputModality));
  }
}

const fits = ({ outputModality }: ReferenceDto, output: string | undefined): boolean =>
  output === undefined || outputModality === output;

const REFERENCES_PART: SnapshotPart<readonly ReferenceDto[], Directory<ReferenceDto>> = {
  name: 'references',
  read: async (manager) =>
    (await manager.find(ReferenceEntity))
      .map(({ emissionsGPerUnit, ...own }) => ({ ...own, emissionsGCo2ePerUnit: emissionsGPerUnit }))
      .sort(byText(({ id }) => id)),
  build: (references) =>
    new Directory(references, {
      keyOf: ({ id }) => id,
      searched: ['id', 'name'],
      unknown: 'UNKNOWN_REFERENCE',
    }),
};
