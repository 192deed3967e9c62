process.env.TZ = 'UTC';

module.exports = {
  ...require('../../.config/jest.config'),
  rootDir: '../..',
  runtime: '<rootDir>/tests/reusingRuntime.js',
  testEnvironment: 'node',
  setupFilesAfterEnv: [],
  testMatch: ['<rootDir>/tests/integration/**/*.test.ts'],
  testTimeout: 120_000,
  // On two processors, real servers of two suites at a time would miss scrapes; scripts/integration.mjs runs two of the others.
  maxWorkers: 1,
};
