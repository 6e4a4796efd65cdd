import { ObjectType } from '@nestjs/graphql';

/** What a CodeCarbon client reads of the answer to a run that it begins: the id. */
@ObjectType('CodecarbonRun')
export class CodecarbonRunDto {
  /** The run_id of the emissions to come, and of the client's CSV. */
  id: string;

  experiment_id: string | null;

  /**
   * open; unbound, where its experiment is not bound yet; empty, where it ended without energy; closed, where it
   * became a run; quarantined, where it broke a rule; superseded, where a file of the same run came.
   */
  state: string;

  /** The run that it became. */
  runId: string | null;

  /** Entry of the quarantine, where it broke a rule. */
  quarantineId: string | null;
}
