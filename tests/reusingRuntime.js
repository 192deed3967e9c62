const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

// They outlive a runtime: a worker creates one per test file. Projects transform files differently.
const codeOfPackages = new Map();
const scripts = new Map();

/**
 * Jest's runtime, except that a worker reads and compiles each file of code once, not once per test file. Every test file still has
 * modules of its own: only their compiled code is shared.
 */
module.exports = class ReusingRuntime extends Runtime {
  transformFile(filename, options) {
    // Files of packages do not change while tests run.
    if (!filename.includes('/node_modules/')) {
      return super.transformFile(filename, options);
    }
    const key = options?.isInternalModule ? filename : `${this._config.id}\n${filename}`;
    const code = codeOfPackages.get(key) ?? super.transformFile(filename, options);
    codeOfPackages.set(key, code);
    return code;
  }

  createScriptFromCode(code, filename) {
    if (this._resolver.isCoreModule(filename)) {
      return super.createScriptFromCode(code, filename);
    }
    const known = scripts.get(filename);
    if (known?.code === code) {
      return known.script;
    }
    const script = new Script(this.wrapCodeInModuleWrapper(code), { filename });
    scripts.set(filename, { code, script });
    return script;
  }
};
