import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

// Data flows one way; no room may import from one above it (docs/architecture.md).
const FIGURES = ['budget', 'catalogue', 'transport', 'sources', 'evaluation'];
const PLUGIN = [...FIGURES, 'frames', 'queries', 'datasource', 'components'];
const MAY_IMPORT = {
  'src/budget': [],
  'src/catalogue': ['budget'],
  'src/transport': ['budget'],
  'src/sources': ['budget', 'catalogue', 'transport'],
  'src/evaluation': ['budget', 'catalogue', 'transport', 'sources'],
  'src/frames': FIGURES,
  'src/queries': [...FIGURES, 'frames'],
  'src/datasource': [...FIGURES, 'frames', 'queries'],
  'src/components': [...FIGURES, 'frames', 'queries', 'datasource'],
  dashboards: [...FIGURES, 'frames', 'queries'],
  alerting: [...FIGURES, 'dashboards'],
  'preview/server': [...FIGURES, 'queries', 'datasource', 'dashboards'],
  'preview/client': PLUGIN,
  serve: FIGURES,
  command: [...FIGURES, 'queries', 'datasource', 'dashboards', 'alerting', 'preview', 'serve'],
  demo: [],
};
const ROOMS = [...PLUGIN, 'dashboards', 'alerting', 'preview', 'serve', 'command', 'bench'];

// Frames and queries are Grafana's in their types only, as are the ports to Grafana: all of them run in Node too.
const KNOWS_TYPES_OF_GRAFANA = ['src/transport', 'src/frames', 'src/queries'];
const RUNS_WITHOUT_GRAFANA = Object.keys(MAY_IMPORT).filter(
  (room) => !/^src\/(datasource|components)$|^preview|^dashboards$/.test(room)
);

const oneWay = Object.entries(MAY_IMPORT).map(([room, below]) => ({
  files: [`${room}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}', '**/*.testing.{ts,tsx}'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ROOMS.filter((other) => other !== room.split('/')[room.startsWith('src/') ? 1 : 0])
              .filter((other) => !below.includes(other))
              .map((other) => `**/${other}/**`),
            message: `${room}/ knows nothing of this room, see docs/architecture.md`,
          },
          ...(RUNS_WITHOUT_GRAFANA.includes(room)
            ? [
                {
                  group: ['@grafana/*', '!@grafana/grafana-foundation-sdk'],
                  message: `${room}/ runs without Grafana`,
                  allowTypeImports: KNOWS_TYPES_OF_GRAFANA.includes(room),
                },
              ]
            : []),
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
