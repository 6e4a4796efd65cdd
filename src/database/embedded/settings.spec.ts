import { initdbArguments } from './cluster.js';
import { databaseUrl } from './connection.js';
import { postgresArguments } from './settings.js';

const args = postgresArguments('/srv/wattfactor/postgres', 45123, { pid: 4711, mark: 'm' });

it('listens on this machine only, over TCP only', () => {
  expect(args).toEqual(
    expect.arrayContaining(['listen_addresses=127.0.0.1', 'port=45123', 'unix_socket_directories=']),
  );
});

it('leaves durability alone', () => {
  expect(args.join(' ')).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
});

it('makes clusters that ask for a password and check their pages', () => {
  expect(initdbArguments('/data', '/password')).toEqual(
    expect.arrayContaining([
      '--auth=scram-sha-256',
      '--data-checksums',
      '--encoding=UTF8',
      '--pwfile=/password',
    ]),
  );
});

it('gives a URL that keeps odd passwords whole', () => {
  const url = new URL(databaseUrl(45123, 'a/b@c:d'));
  expect([url.hostname, url.port, url.pathname]).toEqual(['127.0.0.1', '45123', '/wattfactor']);
  expect(decodeURIComponent(url.password)).toBe('a/b@c:d');
});
