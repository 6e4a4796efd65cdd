import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { ArrayContains, DataSource, In } from 'typeorm';
import type { FindOptionsWhere } from 'typeorm';
import { groupBy } from '../../core/collections.js';
import { DomainError } from '../../core/errors/index.js';
import type { RunStatus } from '../../core/run/index.js';
import type { Page, PageQuery } from '../../common/pagination/index.js';
import type { Directory } from '../../common/text/directory.js';
import { pageBySequence } from '../../database/page-by-sequence.js';
import { CatalogueService, HardwareEntity } from '../catalogue/index.js';
import type { RunDto } from './run.dto.js';
import { RunEntity } from './run.entity.js';
import type { RunQuery } from './run.input.js';
import { toRunDto } from './to-run-dto.js';

type Where = FindOptionsWhere<RunEntity>;

const WITH_PHASES = { relations: { phases: true }, relationLoadStrategy: 'query' } as const;

/** Measured runs, read from the database: there are too many of them for memory, and they are seldom asked for. */
@Injectable()
export class RunsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  list(query: RunQuery): Promise<Page<RunDto>> {
    return this.page(this.where(query), query);
  }

  /** The runs of some cells, in the order of their arrival. */
  ofCells(cellIds: readonly string[], query: PageQuery): Promise<Page<RunDto>> {
    return this.page({ cellId: In([...cellIds]), status: 'published' }, query);
  }

  /** The first runs of each of several lists of cells, in four statements however many lists there are. */
  async firstOfEach(cellLists: readonly (readonly string[])[], limit: number): Promise<RunDto[][]> {
    const picks = await this.dataSource.query<{ list: number; id: string }[]>(FIRST_OF_EACH, [
      JSON.stringify(cellLists),
      limit,
    ]);
    const runs = await this.find({ id: In([...new Set(picks.map(({ id }) => id))]) }, picks.length + 1);
    const byId = new Map((await this.toDtos(runs)).map((run) => [run.id, run]));
    const byList = groupBy(picks, ({ list }) => list);
    return cellLists.map((_, index) => (byList.get(index + 1) ?? []).flatMap(({ id }) => byId.get(id) ?? []));
  }

  async one(id: string): Promise<RunDto> {
    const [run] = isUUID(id) ? await this.toDtos(await this.find({ id }, 1)) : [];
    if (run) return run;
    throw new DomainError('NOT_FOUND', `There is no run ${id.slice(0, 80)}; GET /v1/runs lists them`);
  }

  private where(query: RunQuery): Where {
    const { models, datasets, sources, hardware } = this.catalogue.directories;
    const status = (query.status ?? 'published') as RunStatus;
    // what only unpublished runs name is in no directory
    const known = <T>(directory: Directory<T>, key: string, field: string): string => {
      if (status === 'published') directory.require(key, field);
      return key;
    };
    return {
      status,
      ...(query.task !== undefined && { task: this.catalogue.taskSlug(query.task, 'task') }),
      ...(query.model !== undefined && { modelId: known(models, query.model, 'model') }),
      ...(query.dataset !== undefined && { dataset: known(datasets, query.dataset, 'dataset') }),
      ...(query.source !== undefined && { sourceId: known(sources, query.source, 'source') }),
      ...(query.hardware !== undefined && { hardware: known(hardware, query.hardware, 'hardware') }),
      ...(query.zeroShot !== undefined && { zeroShot: query.zeroShot }),
      ...(query.flag !== undefined && { qcFlags: ArrayContains([query.flag]) }),
    };
  }

  private async page(where: Where, query: PageQuery): Promise<Page<RunDto>> {
    const table = this.dataSource.getRepository(RunEntity);
    const page = await pageBySequence(table, where, query, WITH_PHASES);
    return { ...page, items: await this.toDtos(page.items) };
  }

  private async toDtos(runs: readonly RunEntity[]): Promise<RunDto[]> {
    const slugs = [...new Set(runs.map(({ hardware }) => hardware))];
    const machines = await this.dataSource.manager.findBy(HardwareEntity, { slug: In(slugs) });
    const bySlug = new Map(machines.map((machine) => [machine.slug, machine]));
    return runs.map((run) => toRunDto(run, bySlug.get(run.hardware)));
  }

  private find(where: Where, limit: number): Promise<RunEntity[]> {
    return this.dataSource.manager.find(RunEntity, {
      ...WITH_PHASES,
      where,
      order: { seq: 'ASC' },
      take: limit,
    });
  }
}

const FIRST_OF_EACH = `
  SELECT lists.number AS list, first.id
  FROM json_array_elements($1::json) WITH ORDINALITY AS lists (cells, number)
  CROSS JOIN LATERAL (
    SELECT id FROM run
    WHERE cell_id = ANY (ARRAY(SELECT json_array_elements_text(lists.cells)::uuid)) AND status = 'published'
    ORDER BY seq LIMIT $2
  ) AS first`;
