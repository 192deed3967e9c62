// Loads dist/module.js as Grafana's AMD loader does, with nothing but what Grafana provides, and checks what it exports.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const PROVIDED =
  /^(module|react|react-dom|rxjs|rxjs\/operators|lodash|moment|@emotion\/css|@grafana\/(data|runtime|ui))$/;

const text = readFileSync(new URL('../dist/module.js', import.meta.url), 'utf8');
let dependencies;
let exported;

// Replaces whatever Grafana provides: a class to extend, a function to call, an object to read.
function Anything() {}
class DataSourcePlugin {
  constructor(DataSourceClass) {
    this.DataSourceClass = DataSourceClass;
  }
  setConfigEditor() {
    return this;
  }
  setQueryEditor() {
    return this;
  }
}

// Every property of an external that is read while the module loads is a class or a function.
const provided = new Proxy(
  { DataSourcePlugin, default: undefined },
  {
    get: (known, name) => known[name] ?? Anything,
  }
);

// webpack's chunk loading looks for these while the module loads.
globalThis.self = globalThis;
globalThis.document ??= { currentScript: null, getElementsByTagName: () => [] };

new Function('define', text)((names, factory) => {
  dependencies = names;
  exported = factory(...names.map((name) => (name === 'module' ? { uri: 'dist/module.js' } : provided)));
});

const foreign = dependencies.filter((name) => !PROVIDED.test(name));
if (foreign.length > 0) {
  throw new Error(`dist/module.js needs ${foreign.join(', ')}, which Grafana does not provide`);
}
if (dependencies.some((name) => name.includes('jsx-runtime')) || /jsx-runtime/.test(text)) {
  throw new Error('dist/module.js uses the automatic JSX runtime, which Grafana 12.2.0 does not provide');
}
if (!(exported.plugin instanceof DataSourcePlugin)) {
  throw new Error('dist/module.js exports no plugin');
}

const MAX_KB = 57;
const kilobytes = gzipSync(text).length / 1000;
if (kilobytes > MAX_KB) {
  throw new Error(`dist/module.js has ${kilobytes.toFixed(1)} kB gzipped, more than ${MAX_KB}`);
}
console.log(`dist/module.js: ${kilobytes.toFixed(1)} kB gzipped of at most ${MAX_KB}`);
console.log(`dist/module.js loads with ${dependencies.join(', ')}`);
