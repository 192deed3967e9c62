process.env.TZ = 'UTC';

module.exports = {
  ...require('../../.config/jest.config'),
  rootDir: '../..',
  testEnvironment: 'node',
  setupFilesAfterEnv: [],
  testMatch: ['<rootDir>/tests/integration/**/*.test.ts'],
  testTimeout: 120_000,
  // Each worker has a Trino of its own, with 1 GB of memory.
  maxWorkers: 2,
};
