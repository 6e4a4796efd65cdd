import { CreateDateColumn, Entity } from 'typeorm';
import { Key, OptionalBigCount } from '../../../database/columns.js';

@Entity('ai_model')
export class AiModelEntity {
  @Key() id: string;
  @OptionalBigCount() parameters: number | null;
  @OptionalBigCount() activeParameters: number | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt: Date;
}
