/** The one-way flow of docs/architecture.md, enforced. Anything not allowed here is an error. */
const layer = (name, from, allowed) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${name} may import only: ${allowed.join(', ')}`,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(server|cards|plugin|migrations|sandbox|tests|bench)/', pathNot: allowed },
});
const packages = (name, only, where) => ({
  name: `package-${name}`,
  severity: 'error',
  comment: `${name} is known only to ${where}`,
  from: { pathNot: [where, '\\.test\\.ts$', '^bench/', '^tests/'] },
  to: { path: only, pathNot: '^(server|cards|plugin|migrations|sandbox|tests|bench)/' },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-resolution', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer('domain', '^server/domain/', ['^server/domain/']),
    layer('cards', '^cards/', ['^cards/', '^server/domain/']),
    layer('ports', '^server/ports/', ['^server/ports/', '^server/domain/', '^cards/']),
    layer('commands', '^server/commands/', ['^server/commands/', '^server/domain/', '^cards/', '^server/ports/']),
    layer('app', '^server/app/', ['^server/app/', '^server/commands/', '^server/domain/', '^cards/', '^server/ports/']),
    layer('storage', '^server/storage/', ['^server/storage/', '^server/ports/', '^server/domain/', '^migrations/']),
    layer('queue', '^server/queue/', ['^server/queue/', '^server/ports/', '^server/domain/']),
    layer('observability', '^server/observability/', ['^server/observability/', '^server/ports/', '^server/domain/']),
    layer('http', '^server/http/', ['^server/http/', '^server/ports/', '^server/app/', '^server/domain/', '^cards/']),
    layer('plugin', '^plugin/', ['^plugin/', '^server/ports/', '^server/domain/', '^cards/']),
    layer('migrations', '^migrations/', ['^migrations/']),
    layer('sandbox', '^sandbox/', ['^sandbox/']),
    packages('typeorm', 'node_modules/(typeorm|@photostructure/sqlite)/', '^(server/storage|migrations)/'),
    packages('koa', 'node_modules/(koa|@koa/router)/', '^(server/http|sandbox)/'),
    packages('feishu-sdk', 'node_modules/@larksuiteoapi/', '^plugin/channels/feishu/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
