// Fixed time zone: a test that needs another one says so.
process.env.TZ = 'UTC';

const grafana = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const inNode = ['budget', 'catalogue', 'sources', 'transport', 'evaluation'];

// Compiling Grafana's packages for every test file would take a fifth of the time.
const runtime = '<rootDir>/tests/reusingRuntime.js';

module.exports = {
  // A loaded machine takes its time; no test is about it.
  testTimeout: 30_000,
  // Jest leaves one of two processors idle otherwise.
  maxWorkers: '100%',
  projects: [
    {
      ...grafana,
      displayName: 'logic',
      runtime,
      testEnvironment: 'node',
      setupFilesAfterEnv: [],
      testMatch: [
        `<rootDir>/src/(${inNode.join('|')})/**/*.test.ts`,
        // Queries are answered without a browser too.
        '<rootDir>/src/queries/answers.test.ts',
        '<rootDir>/{command,serve,scripts,dashboards,alerting,preview/server}/**/*.test.ts',
      ],
    },
    {
      ...grafana,
      displayName: 'grafana',
      runtime,
      testEnvironment: '<rootDir>/tests/browserEnvironment.js',
      testMatch: ['<rootDir>/{src,preview}/**/*.test.{ts,tsx}'],
      transform: {
        ...grafana.transform,
        '\\.yaml$': '<rootDir>/src/components/yamlText.jestTransform.cjs',
        // All of Grafana's packages would take more time than most tests.
        '/@grafana/(data|runtime|ui)/dist/cjs/index\\.cjs$': '<rootDir>/tests/lazyBarrel.js',
      },
      transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@grafana/(data|runtime|ui)/dist/cjs'])],
      testPathIgnorePatterns: [
        ...inNode.map((room) => `<rootDir>/src/${room}/`),
        '<rootDir>/preview/server/',
        '<rootDir>/src/queries/answers.test.ts',
      ],
    },
  ],
};
