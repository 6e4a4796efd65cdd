import type { RunDraft } from '../../../../core/run/index.js';
import { codecarbonCsv } from '../codecarbon-csv.js';
import type { ByteStream } from '../../../../common/files/index.js';
import type { ImportedRecord } from '../importer.js';
import { oneAfterAnother } from '../shared/one-after-another.js';

/** Task, dataset and, where a dataset was run in several forms, which. */
type Subject = readonly [task: string, dataset: string, inputVariant?: string];

/**
 * What each of the 56 logs of whole runs in the study's repository (`data/emissions/complete/*.csv`) is
 * about. Their names say it, in the authors' own abbreviations; `zeroshot_` files are zero-shot.
 */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  fillmask_bookcorpus: ['masked-language-modelling', 'bookcorpus'],
  fillmask_c4: ['masked-language-modelling', 'c4'],
  fillmask_oscar: ['masked-language-modelling', 'oscar'],
  image_class_cifar10: ['image-classification', 'cifar10', 'original'],
  image_class_cifar100: ['image-classification', 'cifar100', 'original'],
  image_class_cifar100_resized: ['image-classification', 'cifar100', '640x480'],
  image_class_cifar10_resized: ['image-classification', 'cifar10', '640x480'],
  image_class_imagenet: ['image-classification', 'imagenet-1k', 'original'],
  image_class_imagenet_resized: ['image-classification', 'imagenet-1k', '640x480'],
  itt_coco_resized: ['image-captioning', 'coco-2017', '640x480'],
  itt_redcaps: ['image-captioning', 'redcaps', 'original'],
  itt_redcaps_resized: ['image-captioning', 'redcaps', '640x480'],
  itt_visualgenome: ['image-captioning', 'visual-genome', 'original'],
  itt_visualgenome_resized: ['image-captioning', 'visual-genome', '640x480'],
  obj_detection_CPPE: ['object-detection', 'cppe-5', 'original'],
  obj_detection_CPPE_resized: ['object-detection', 'cppe-5', '640x480'],
  obj_detection_coco: ['object-detection', 'coco-2017', 'original'],
  obj_detection_coco_resized: ['object-detection', 'coco-2017', '640x480'],
  obj_detection_visualgenome: ['object-detection', 'visual-genome', 'original'],
  obj_detection_visualgenome_resized: ['object-detection', 'visual-genome', '640x480'],
  qa_sciq: ['extractive-qa', 'sciq'],
  qa_squad: ['extractive-qa', 'squad'],
  qa_squadv2: ['extractive-qa', 'squad-v2'],
  summarize_cnn_15: ['summarization', 'cnn-dailymail'],
  summarize_samsum_15: ['summarization', 'samsum'],
  summarize_xsum_15: ['summarization', 'xsum'],
  text_classif_imdb: ['text-classification', 'imdb'],
  text_classif_sst2: ['text-classification', 'sst2'],
  text_classif_tomatoes: ['text-classification', 'rotten-tomatoes'],
  textgen_bookcorpus: ['text-generation', 'bookcorpus'],
  textgen_oscar: ['text-generation', 'oscar'],
  textgen_wikitext: ['text-generation', 'wikitext-103'],
  token_classif_conll2003: ['token-classification', 'conll2003'],
  token_classif_record: ['token-classification', 'superglue-record'],
  token_classif_wikiann: ['token-classification', 'wikiann'],
  tti_diffusiondb: ['image-generation', 'diffusiondb'],
  tti_imagereward: ['image-generation', 'imagerewarddb'],
  tti_sd_prompts: ['image-generation', 'stable-diffusion-prompts'],
  zeroshot_qa_sciq: ['extractive-qa', 'sciq'],
  zeroshot_qa_sciq_bloomz: ['extractive-qa', 'sciq'],
  zeroshot_qa_squad: ['extractive-qa', 'squad'],
  zeroshot_qa_squad2: ['extractive-qa', 'squad-v2'],
  zeroshot_qa_squad2_bloomz: ['extractive-qa', 'squad-v2'],
  zeroshot_qa_squad_bloomz: ['extractive-qa', 'squad'],
  zeroshot_sentiment_imdb: ['text-classification', 'imdb'],
  zeroshot_sentiment_imdb_bloomz: ['text-classification', 'imdb'],
  zeroshot_sentiment_sst2: ['text-classification', 'sst2'],
  zeroshot_sentiment_sst2_bloomz: ['text-classification', 'sst2'],
  zeroshot_sentiment_tomatoes: ['text-classification', 'rotten-tomatoes'],
  zeroshot_sentiment_tomatoes_bloomz: ['text-classification', 'rotten-tomatoes'],
  zeroshot_summarize_cnn: ['summarization', 'cnn-dailymail'],
  zeroshot_summarize_cnn_bloomz: ['summarization', 'cnn-dailymail'],
  zeroshot_summarize_samsum: ['summarization', 'samsum'],
  zeroshot_summarize_samsum_bloomz: ['summarization', 'samsum'],
  zeroshot_summarize_xsum: ['summarization', 'xsum'],
  zeroshot_summarize_xsum_bloomz: ['summarization', 'xsum'],
};

/** Where the node stood; CodeCarbon lost it in a few runs. */
const PLACE = { country: 'USA', region: 'oregon' };

export const STUDY_LOGS: readonly string[] = Object.keys(SUBJECTS).map((name) => `${name}.csv`);

/**
 * The runs of one log of "Power Hungry Processing" (Luccioni, Jernite, Strubell 2023) from the authors' own
 * files: the log of whole runs, which says dataset and model, and the files of tasks
 * (`data/emissions/base/emissions_base_<run id>.csv`), which hold the phases.
 */
export async function* readStudyLog(
  fileName: string,
  whole: ByteStream,
  tasks: Iterable<ByteStream>,
): AsyncGenerator<ImportedRecord> {
  const subject = SUBJECTS[fileName.replace(/\.csv$/, '')];
  if (subject === undefined) throw new Error(`${fileName} is no log of the study`);
  const [task, dataset, inputVariant] = subject;
  const records = codecarbonCsv.read(oneAfterAnother([whole, ...tasks]), {
    sourceId: 'luccioni-2023',
    sourceVersion: '1',
    licence: 'MIT',
    fileName,
    task,
    dataset,
    ...(inputVariant !== undefined && { inputVariant }),
    zeroShot: fileName.startsWith('zeroshot_'),
    modelFromProject: true,
    inferences: 1000,
    batchSize: 1,
    ...(task === 'text-generation' && { outputTokensPerUnit: 10 }),
    gpusActive: 1,
    energyMethod: 'nvml+constants',
    measured: true,
  });
  for await (const record of records)
    yield 'draft' in record ? { ...record, draft: inPlace(record.draft) } : record;
}

/** A run that was located elsewhere is put where the node stood, and flagged. */
function inPlace(draft: RunDraft): RunDraft {
  if (draft.country === PLACE.country && draft.region === PLACE.region) return draft;
  return { ...draft, ...PLACE, qcFlags: [...draft.qcFlags, 'geolocation-fallback'] };
}
