import { Entity } from 'typeorm';
import { Flag, Key, OptionalText, Text, TextList } from '../../../database/columns.js';

@Entity('task')
export class TaskEntity {
  @Key() slug: string;
  @Text() name: string;
  @Text() description: string;
  @TextList() inputModality: string[];
  @TextList() outputModality: string[];
  @Text() functionalUnit: string;
  @TextList() functionalUnits: string[];
  @OptionalText() pipelineTag: string | null;
  @TextList() aliases: string[];
  @Flag() zeroShotVariant: boolean;
}
