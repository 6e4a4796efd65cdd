export type { IncomingRecord, IngestContext, IngestOutcome, RecordOutcome } from './incoming.js';
export { IngestResultDto, RecordProblemDto, toIngestResultDto } from './ingest-result.dto.js';
export { IngestionModule } from './ingestion.module.js';
export { IngestionService } from './ingestion.service.js';
