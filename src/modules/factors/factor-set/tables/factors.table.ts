import type { IdentifiedFactor } from '../../factors.snapshot.js';
import { energyIntensity } from '../../to-factor-dto.js';
import { columnsOf } from './column.js';
import { defineTable } from './set-table.js';

const { text, optionalText, list, flag, whole, real, optionalReal } = columnsOf<IdentifiedFactor>();
const WH = 'Wh per functional unit';

export const factorsTable = defineTable<IdentifiedFactor>({
  name: 'factors',
  description:
    'Energy intensity of AI inference, one row a factor. Emissions are energy × PUE × carbon intensity.',
  rowsOf: ({ factors }) => factors.all,
  columns: [
    text('id', 'Id of the factor; the same in every installation', (f) => f.id),
    text('task', 'Slug of the task', (f) => f.group.task),
    optionalText('model', 'Id of the AI model; null for a factor of a task', (f) => f.modelId),
    optionalText('dataset', 'Slug of the dataset; null for a factor of a model or a task', (f) => f.dataset),
    text('level', 'Level of evidence', (f) => f.evidence.level),
    text('source', 'Slug of the source of the runs', (f) => f.group.sourceId),
    text('hardware', 'Slug of the hardware', (f) => f.group.hardware),
    text(
      'scope',
      'What the meter saw: gpu, node-components, system-wall or facility',
      (f) => f.group.energyScope,
    ),
    text('unit', 'Functional unit that the factor is per', (f) => f.group.unit),
    flag('zero_shot', 'Measured with models that were not fine-tuned for the task', (f) => f.group.zeroShot),
    optionalText(
      'input_variant',
      'Form of the input where the source ran several',
      (f) => f.group.inputVariant,
    ),
    optionalText(
      'cohort',
      'Named subset of runs behind the factor; null where all were used',
      (f) => f.cohort,
    ),
    text('energy_method', 'How the energy was found', (f) => f.group.energyMethod),
    optionalText('meter', 'Metering tool and version', (f) => f.group.meter),
    text('phase', 'Phase of the runs', (f) => f.group.phase),
    optionalText('weight_precision', 'Number format of the weights', (f) => f.group.weightPrecision),
    optionalText('engine', 'Inference engine', (f) => f.group.engine),
    optionalText('parallelism', 'How the model was spread over GPUs', (f) => f.group.parallelism),
    optionalText('scenario', 'Load scenario of the source', (f) => f.group.scenario),
    optionalReal('batch_size', 'Requests answered together', (f) => f.group.batchSize),
    optionalText('output_shape', 'Size of the image or video', (f) => f.group.outputShape),
    whole('runs', 'Measured runs behind the factor', (f) => f.evidence.n.runs),
    whole('models', 'AI models behind the factor', (f) => f.evidence.n.models),
    whole('datasets', 'Datasets behind the factor', (f) => f.evidence.n.datasets),
    real('energy_wh_per_unit_mean', 'Arithmetic mean of what was measured', (f) => f.evidence.mean, WH),
    optionalReal('energy_wh_per_unit_sd', 'Sample standard deviation over runs', (f) => f.evidence.sd, WH),
    optionalReal('energy_wh_per_unit_p5', '5th percentile', (f) => energyIntensity(f.evidence).p5, WH),
    optionalReal('energy_wh_per_unit_p50', 'Median', (f) => energyIntensity(f.evidence).p50, WH),
    optionalReal('energy_wh_per_unit_p95', '95th percentile', (f) => energyIntensity(f.evidence).p95, WH),
    real('ln_energy_mu', 'Location of the natural logarithm of Wh per functional unit', (f) => f.evidence.mu),
    optionalReal(
      'ln_energy_sigma',
      'Standard deviation of that logarithm, as a normal equivalent; null where the data cannot tell it',
      (f) => f.evidence.sigma,
    ),
    optionalReal(
      'degrees_of_freedom',
      'Of the t distribution that sigma stands for; null where it is normal or unknown',
      (f) => f.evidence.degreesOfFreedom,
    ),
    optionalReal('seconds_per_unit', 'Mean time; null where no run was timed', (f) => f.secondsPerUnit, 's'),
    optionalReal(
      'cold_start_energy_wh',
      'Mean energy of loading the model',
      (f) => f.coldStartEnergyWh,
      'Wh',
    ),
    optionalReal('output_tokens_per_unit', 'Mean output tokens', (f) => f.outputTokensPerUnit, 'tokens'),
    list('flags', 'Data-quality flags that any run behind the factor carries', (f) => f.flags),
  ],
  keyOf: ({ id }) => id,
  valueOf: ({ evidence }) => evidence.mean,
  membersOf: ({ id, group, modelId, dataset, cohort, evidence, cellIds, ...others }) => {
    const { level, n, ...figures } = evidence;
    const spread = Object.entries(figures).map(([name, value]) => [`energyWhPerUnit.${name}`, value]);
    return { ...Object.fromEntries(spread), n, ...others };
  },
  figuresOf: ({ evidence }) => ({
    energyWhPerUnit: evidence.mean,
    sigma: evidence.sigma,
    runs: evidence.n.runs,
  }),
  subjectOf: ({ group, modelId, dataset, evidence }) => ({
    task: group.task,
    model: modelId,
    dataset,
    level: evidence.level,
    source: group.sourceId,
    hardware: group.hardware,
    scope: group.energyScope,
    unit: group.unit,
  }),
});
