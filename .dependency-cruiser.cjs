/** Who may import whom: docs/adr/0001-layout.md says why. */
const modules = [
  'catalogue',
  'runs',
  'factors',
  'grid',
  'references',
  'estimate',
  'ingestion',
  'benchmark',
  'auth',
  'health',
];
const may = {
  catalogue: [],
  grid: [],
  references: [],
  auth: [],
  health: [],
  runs: ['catalogue', 'auth'],
  factors: ['runs', 'catalogue', 'grid', 'auth'],
  estimate: ['factors', 'grid', 'catalogue', 'references', 'auth'],
  ingestion: ['runs', 'catalogue', 'factors', 'auth'],
  benchmark: ['runs', 'catalogue', 'ingestion', 'factors', 'auth'],
};

const edges = modules.map((from) => {
  const allowed = [from, ...may[from]].join('|');
  return {
    name: `${from}-imports`,
    severity: 'error',
    comment: `${from} may use only: ${may[from].join(', ') || 'nothing beside core, common and database'}`,
    from: { path: `^src/modules/${from}/` },
    to: { path: '^src/modules/', pathNot: `^src/modules/(${allowed})/` },
  };
});

/** The programs: the service, its command line, and what `npm run` starts. */
const ENTRIES = ['^src/main\\.ts$', '^src/cli/(main|calibrate|generate-contracts)\\.ts$'];

/** What only specs share. */
const FOR_SPECS = '^src/core/statistics/seeded-normal\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unused-file',
      severity: 'error',
      comment: 'what no program reaches is dead; a spec does not keep it alive',
      from: { path: ENTRIES },
      to: { path: '^src/', pathNot: ['\\.spec\\.ts$', FOR_SPECS, ...ENTRIES], reachable: false },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'core uses itself and mathematics only: no framework, no database, no Node',
      from: { path: '^src/core/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^src/core/', 'node_modules/@stdlib/'] },
    },
    {
      name: 'common-knows-no-module',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/(modules|database)/' },
    },
    {
      name: 'database-knows-no-module',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^src/modules/', pathNot: '\\.entity\\.ts$' },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'modules meet through index.ts',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '/index\\.ts$'] },
    },
    {
      name: 'controllers-belong-to-their-module',
      severity: 'error',
      from: { pathNot: '\\.(module|spec)\\.ts$' },
      to: { path: '\\.(controller|resolver)\\.ts$' },
    },
    ...edges,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/metadata\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
