import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

const CHANNEL = 'wattfactor_data';
const RECONNECT_MS = 1_000;

/** Raises the version inside the caller's transaction; the notice goes out when it commits. */
export async function bumpDataVersion(manager: EntityManager): Promise<void> {
  await manager.query('SELECT bump_data_version()');
}

export async function readDataVersion(manager: EntityManager): Promise<string> {
  const [row] = await manager.query<{ version: string }[]>(
    `SELECT left(epoch::text, 8) || '.' || counter AS version FROM data_version`,
  );
  if (!row) throw new Error('the table data_version is empty: run the migrations');
  return row.version;
}

/** Hears of new data versions over LISTEN; after a lost connection it reconnects and assumes it missed one. */
export class DataVersionListener {
  private readonly logger = new Logger('DataVersion');
  private client: pg.Client | null = null;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly onChange: () => Promise<void>,
  ) {}

  async start(): Promise<void> {
    const { url } = this.dataSource.options as { url: string };
    const client = new pg.Client({
      connectionString: url,
      application_name: 'wattfactor-listen',
      keepAlive: true,
    });
    client.on('notification', () => this.changed());
    client.on('error', (error) => this.logger.warn(`lost the listening connection: ${error.message}`));
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    // not before it listens: the caller tries again where it fails to
    client.on('end', () => this.reconnect());
    if (this.stopped) await client.end();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client?.end().catch(() => undefined);
  }

  private changed(): void {
    this.onChange().catch((error: unknown) => {
      this.logger.error(`could not load the new data version: ${String(error)}`);
      setTimeout(() => !this.stopped && this.changed(), RECONNECT_MS).unref();
    });
  }

  private reconnect(): void {
    if (this.stopped) return;
    setTimeout(() => {
      if (this.stopped) return;
      this.start().then(
        () => this.changed(),
        () => this.reconnect(),
      );
    }, RECONNECT_MS).unref();
  }
}
