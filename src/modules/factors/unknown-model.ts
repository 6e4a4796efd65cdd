import { unknownName } from '../../common/errors/index.js';
import type { Directory } from '../../common/text/directory.js';
import type { DomainError } from '../../core/errors/index.js';
import type { AiModelDto } from '../catalogue/index.js';

/** The way out where an AI model was not measured. */
export const GIVE_PARAMETERS =
  'or give parametersB, its size in billions of parameters, to have its energy imputed from models of the task';

/** An AI model that the service does not know: its close matches, and that its size would do. */
export const unknownModel = (value: string, field: string, models: Directory<AiModelDto>): DomainError =>
  unknownName({
    code: 'UNKNOWN_MODEL',
    field,
    value,
    known: models.all.map(({ id }) => id),
    hint: GIVE_PARAMETERS,
  });
