/** Unit tests sit beside the code; larger ones live in tests/. One reporter prints the plain closing line. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{server,cards,plugin,sandbox,tests,bench}/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // Lazily loaded modules carry the extension Node asks for; here they are still TypeScript.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  reporters: ['default', '<rootDir>/tests/closing-line-reporter.js'],
  testTimeout: 30_000,
};
