import { ArgsType } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import {
  ChoiceField,
  FlagParameter,
  NumberParameter,
  RequiredTextField,
  TextField,
} from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { ENERGY_SCOPES } from '../../../core/run/index.js';
import { RunDefaultsInput } from '../run-defaults.input.js';
import { IMPORTERS } from '../importers/index.js';

const KWH = { min: 0, max: 1e9 };

/** The rows of one import that were not accepted. */
@ArgsType()
export class ImportRejectionsQuery extends PageQuery {
  /** Id of the import. */
  @RequiredTextField(36) id: string;
}

/** How a file is read, and what it does not say itself. */
@ArgsType()
export class ImportQuery extends RunDefaultsInput {
  /** Recognised by the file's beginning if not given. */
  @ChoiceField(IMPORTERS.map((importer) => importer.format)) format?: string;

  /** The file's name, kept with its runs; or the header X-File-Name. Folders are left off. */
  @TextField(300) fileName?: string;

  /** Id of an experiment whose binding says what the file does not; other parameters win over it. */
  @IsUUID('all', { message: 'experiment must be a UUID' })
  @TextField(36)
  experiment?: string;

  /** Checks everything and stores nothing. */
  @FlagParameter() dryRun?: boolean;

  /** Answers 202 once the file is here, and reads it afterwards. */
  @FlagParameter() async?: boolean;

  /** A meter's reading for a file of one record that has no energy, kWh. */
  @NumberParameter(KWH) readingEnergyKwh?: number;

  @NumberParameter(KWH) readingEnergyGpuKwh?: number;

  @NumberParameter(KWH) readingEnergyCpuKwh?: number;

  @NumberParameter(KWH) readingEnergyRamKwh?: number;

  /** Seconds that the reading covers. */
  @NumberParameter({ min: 0, max: 1e9 }) readingDurationS?: number;

  /** What the meter saw. */
  @ChoiceField(ENERGY_SCOPES) readingScope?: (typeof ENERGY_SCOPES)[number];

  /** How the reading was taken, such as `rapl` or `power-analyzer`. */
  @TextField(100) readingMethod?: string;

  /** False for a reading that was modelled; true if not given. */
  @FlagParameter() readingMeasured?: boolean;

  @TextField(100) readingTool?: string;

  @TextField(100) readingToolVersion?: string;

  /** MLPerf: when the metered window began and ended, in UTC, where no detail log says so. */
  @TextField(50) powerWindowBegin?: string;

  @TextField(50) powerWindowEnd?: string;
}
