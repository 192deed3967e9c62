const { TestEnvironment } = require('jest-environment-jsdom');

// What browsers have and jsdom lacks, or has in a version of its own that the rest does not accept.
const FROM_NODE = [
  'AbortController',
  'AbortSignal',
  'fetch',
  'Headers',
  'Request',
  'Response',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'setImmediate',
  'clearImmediate',
  'structuredClone',
];

/** jsdom with Node's fetch and AbortController, as close to a browser as unit tests get. */
module.exports = class BrowserEnvironment extends TestEnvironment {
  // Packages with a build for browsers ship it as ES modules, which Jest does not load.
  exportConditions() {
    return ['node', 'node-addons'];
  }

  async setup() {
    await super.setup();
    for (const name of FROM_NODE) {
      this.global[name] = globalThis[name];
    }
  }
};
