import { defineConfig, devices } from '@playwright/test';

/** The dashboards in the preview at PREVIEW_URL; scripts/browser.mjs starts it and says where it is. */
export default defineConfig({
  testDir: '.',
  // Pictures for people: taken where they are to be renewed.
  testIgnore: process.env.UPDATE_SCREENSHOTS === '1' ? [] : ['screenshots.spec.ts'],
  outputDir: '../../test-results/browser',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.PREVIEW_URL,
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'dark',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
        // Memory is read by its true size.
        '--enable-precise-memory-info',
      ],
    },
  },
});
