import { Entity } from 'typeorm';
import { FlagOff, Key, OptionalText, Text, TextArray, TextList } from '../../../database/columns.js';

@Entity('task')
export class TaskEntity {
  @Key() slug: string;
  @Text() name: string;
  @Text() description: string;
  @TextArray() inputModality: string[];
  @TextArray() outputModality: string[];
  @Text() functionalUnit: string;
  @TextArray() functionalUnits: string[];
  @OptionalText() pipelineTag: string | null;
  @TextList() aliases: string[];
  @FlagOff() zeroShotVariant: boolean;
}
