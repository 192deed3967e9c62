import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

// Data flows one way; nothing below may import from what stands above it.
const ROOMS = ['catalogue', 'budget', 'transport', 'sources', 'evaluation', 'frames', 'datasource', 'components'];
const MAY_IMPORT = {
  budget: [],
  catalogue: ['budget'],
  transport: ['budget'],
  sources: ['budget', 'catalogue', 'transport'],
  evaluation: ['budget', 'catalogue', 'transport', 'sources'],
  frames: ['budget', 'catalogue', 'sources', 'evaluation'],
};

// The frames are Grafana's; the two ports to Grafana only name its types.
const KNOWS_GRAFANA = ['frames', 'transport'];

const oneWay = Object.entries(MAY_IMPORT).map(([room, below]) => ({
  files: [`src/${room}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ROOMS.filter((other) => other !== room && !below.includes(other)).map((other) => `**/${other}/**`),
            message: `${room}/ knows nothing of this room, see docs/architecture.md`,
          },
          ...(KNOWS_GRAFANA.includes(room)
            ? []
            : [{ group: ['@grafana/*'], message: `${room}/ runs without Grafana` }]),
        ],
      },
    ],
  },
}));

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '**/artifacts/',
      'test-results/',
      'playwright-report/',
      '.config/types/',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      complexity: ['error', 20],
      'no-duplicate-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'max-lines': ['error', 400] },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    rules: { 'no-console': 'error' },
  },
  ...oneWay,
]);
