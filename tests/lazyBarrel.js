const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const REQUIRED = /^var ([\w$]+) = require\(('[^']+')\);$/gm;
// A module that exports nothing, or the address of a source map.
const UNUSED = /^require\('[^']+'\);$|^\/\/#.*$/gm;

/**
 * Jest's transform for the `dist/cjs/index.cjs` of a package of Grafana, which requires hundreds of modules to export a few names of
 * each: they are required when a name of theirs is asked for. Throws for a file of another form.
 */
module.exports = {
  process(source, path) {
    const modules = new Set();
    const code = source
      .replace(UNUSED, '')
      .replace(REQUIRED, (_, name, from) => {
        modules.add(name);
        return `const ${name} = () => require(${from});`;
      })
      .replace(/^exports\.(\w+) = ([\w$]+);$/gm, (line, name, module) =>
        modules.has(module) ? property(name, `${module}()`) : line
      )
      .replace(/^exports\.(\w+) = ([\w$]+)\.([\w$]+);$/gm, (_, name, module, of) => property(name, `${module}().${of}`))
      .replace(/get: function \(\) \{ return ([\w$]+)\.([\w$]+); \}/g, 'configurable: true, get: () => $1().$2')
      .replace(/get: function \(\) \{ return ([\w$]+); \}/g, 'configurable: true, get: () => $1()')
      // Objects that are put together of such names.
      .replace(/^ {2}(\w+): ([\w$]+)\.([\w$]+),?$/gm, '  get $1() { return $2().$3; },');
    const uses = code.replace(/'[^']*'/g, '').matchAll(/([\w$]+)\.[\w$]+/g);
    const eager = [...uses].find(([, name]) => modules.has(name));
    if (modules.size === 0 || eager) {
      throw new Error(`${path} has another form than known: ${eager?.[0] ?? 'it requires nothing'}`);
    }
    return { code };
  },
  getCacheKey: (source) => createHash('sha256').update(readFileSync(__filename)).update(source).digest('hex'),
};

function property(name, value) {
  return `Object.defineProperty(exports, '${name}', { enumerable: true, configurable: true, get: () => ${value} });`;
}
