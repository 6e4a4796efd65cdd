import { luccioni2023 } from './luccioni-2023.js';
import type { SourceMapping } from './source-mapping.js';

export type { Row, SourceFile, SourceHardware, SourceMapping } from './source-mapping.js';

/** Every measured source that is seeded; one line each. */
export const SOURCE_MAPPINGS: readonly SourceMapping[] = [luccioni2023];
