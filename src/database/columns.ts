import { Column, PrimaryColumn } from 'typeorm';

/** One word per kind of column, so that storage is settled in one place. Optional columns are null where unknown. */
export const Key = () => PrimaryColumn({ type: 'text' });
export const WholeKey = () => PrimaryColumn({ type: 'integer' });
export const UuidKey = () => PrimaryColumn({ type: 'uuid' });
export const Text = () => Column({ type: 'text' });
export const OptionalText = () => Column({ type: 'text', nullable: true });
export const TextList = () => Column({ type: 'text', array: true, default: () => "'{}'" });
/** A list that must be given; `TextList` may be left out and is then empty. */
export const TextArray = () => Column({ type: 'text', array: true });
/** Off where it is not given. */
export const FlagOff = () => Column({ type: 'boolean', default: false });
export const Flag = () => Column({ type: 'boolean' });
/** Whole numbers below 2^31. */
export const Whole = () => Column({ type: 'integer' });
export const OptionalWhole = () => Column({ type: 'integer', nullable: true });
/** Whole numbers up to 2^53, such as parameter counts. */
export const OptionalBigCount = () => Column({ type: 'bigint', nullable: true });
/** IEEE 754 double: energies, powers, intensities. */
export const Real = () => Column({ type: 'double precision' });
export const OptionalReal = () => Column({ type: 'double precision', nullable: true });
