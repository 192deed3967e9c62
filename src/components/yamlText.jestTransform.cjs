// What webpack's asset/source does: a YAML file is its own text.
module.exports = { process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
