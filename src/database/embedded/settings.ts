import { formatProcessName, type ProcessName } from './processes.js';

/** A setting of our own on Postgres's command line that names the service which started it. */
export const ownerSetting = 'wattfactor.owner';

export const host = '127.0.0.1';

/**
 * Arguments of `postgres`. The settings suit a small service and follow the program, not the cluster: nothing
 * depends on what an older version wrote to postgresql.conf. Durability settings keep their safe defaults.
 */
export function postgresArguments(dataFolder: string, port: number, owner: ProcessName): string[] {
  const settings: Readonly<Record<string, string | number>> = {
    listen_addresses: host,
    port,
    unix_socket_directories: '',
    max_connections: 50,
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '512MB',
    // No replicas: less to write.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    cluster_name: 'wattfactor',
    [ownerSetting]: formatProcessName(owner),
  };
  return [
    '-D',
    dataFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
