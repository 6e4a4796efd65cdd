import { Entity } from 'typeorm';
import { Key, OptionalText, Text, TextList } from '../../../database/columns.js';

@Entity('dataset')
export class DatasetEntity {
  @Key() slug: string;
  @Text() name: string;
  @OptionalText() description: string | null;
  @TextList() modality: string[];
  @OptionalText() hubId: string | null;
  @OptionalText() url: string | null;
}
