import { ArgsType } from '@nestjs/graphql';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import { BOUNDARIES } from '../../core/factor/index.js';
import { ENERGY_SCOPES, FUNCTIONAL_UNITS } from '../../core/run/index.js';
import {
  ChoiceField,
  FlagParameter,
  NumberParameter,
  RequiredTextField,
  TextField,
} from '../../common/fields/index.js';
import { CursorField, DEFAULT_PAGE, LimitField, PageQuery } from '../../common/pagination/index.js';
import { PARAMETERS_B_RANGE } from './imputed-factors.js';

/** Largest PUE that is taken for a data centre rather than a slip. */
export const PUE_RANGE = { min: 1, max: 5 };

/** The grid and the facility that emissions are computed for. */
@ArgsType()
export class FactorBasis {
  /** Grid zone: alpha-3, alpha-2, name, `US-EGRID-…` or cloud region. Default: where the source measured, else WORLD. */
  @TextField(100) zone?: string;

  /** Power usage effectiveness, 1 to 5. Default 1: as measured, without the facility's overhead. */
  @NumberParameter(PUE_RANGE) pue?: number;

  /** Label or `sha256:…` of a published factor set; `latest`, the default, is derived live. */
  @TextField(100) factorSet?: string;

  /** `one-gpu-share` scales the study's node to one active GPU and its share of the rest, an estimate. Default: as-measured. */
  @ChoiceField(BOUNDARIES) boundary?: string;

  /** Leave out runs that carry one of these quality flags, separated by commas; `any` leaves out every flagged run. */
  @TextField(400) excludeFlags?: string;
}

/** One factor in GraphQL, where the arguments of a field are one class. */
@ArgsType()
export class OneFactorArgs extends FactorBasis {
  /** Id of the factor. */
  @RequiredTextField() id: string;
}

/** The runs of one factor in GraphQL. */
@ArgsType()
export class FactorRunsArgs extends PageQuery {
  /** Id of the factor. */
  @RequiredTextField() id: string;
}

@ArgsType()
export class FactorQuery extends FactorBasis {
  /** Slug, name or alias of the task. */
  @TextField() task?: string;

  /** Id of the AI model. */
  @TextField() model?: string;

  /** Slug of the dataset. */
  @TextField() dataset?: string;

  /** Slug of the hardware. */
  @TextField() hardware?: string;

  /** Slug of the source. */
  @TextField() source?: string;

  /** What the meter saw. */
  @ChoiceField(ENERGY_SCOPES) scope?: string;

  /** Functional unit. */
  @ChoiceField(FUNCTIONAL_UNITS) unit?: string;

  /** Level of evidence. */
  @ChoiceField(EVIDENCE_LEVELS) level?: string;

  /** Size in billions of parameters: adds factors imputed from it, where the model is not measured on the task. */
  @NumberParameter(PARAMETERS_B_RANGE) parametersB?: number;

  /** Only zero-shot factors, or only the others. */
  @FlagParameter() zeroShot?: boolean;

  /** Only factors whose energies a meter saw, or only those that were modelled. */
  @FlagParameter() measured?: boolean;

  /** Form of the input, such as `640x480` or `original`. */
  @TextField(100) inputVariant?: string;

  /** Smallest batch size. */
  @NumberParameter({ min: 0, max: 1e6 }) batchMin?: number;

  /** Largest batch size. */
  @NumberParameter({ min: 0, max: 1e6 }) batchMax?: number;

  /** Items in the answer, 1 to 500. */
  @LimitField() limit?: number = DEFAULT_PAGE;

  /** `nextCursor` of the page before. */
  @CursorField() cursor?: string;
}

/** Factors nested below a task or a model in GraphQL. */
@ArgsType()
export class NestedFactorQuery extends FactorBasis {
  /** Slug of the task; below a task it is that task's. */
  @TextField() task?: string;

  /** Slug of the source. */
  @TextField() source?: string;

  /** What the meter saw. */
  @ChoiceField(ENERGY_SCOPES) scope?: string;

  /** Level of evidence. */
  @ChoiceField(EVIDENCE_LEVELS) level?: string;

  /** Only zero-shot factors, or only the others. */
  @FlagParameter() zeroShot?: boolean;

  /** Most factors in the answer, 1 to 500. */
  @LimitField() limit?: number = DEFAULT_PAGE;
}

/** Runs nested below a factor in GraphQL. */
@ArgsType()
export class NestedRunQuery {
  /** Most runs in the answer, 1 to 500. */
  @LimitField() limit?: number = DEFAULT_PAGE;
}
