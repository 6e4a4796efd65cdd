/**
 * Advisory lock of a transaction that adds, publishes or withdraws runs, or loads what `data/` holds: one at a time, so
 * that replicas that start together load once, and that "before" and "after" frame one change and no other.
 */
export const DATA_LOCK = 0x496e6765;
