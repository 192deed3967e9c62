import { loadAmdModule } from './amdLoader';

/** Acts as the browser: runs `body` as the script that was added. */
function scriptsDo(body: (() => void) | 'fail'): void {
  jest.spyOn(document.head, 'append').mockImplementation((script) => {
    if (!(script instanceof HTMLScriptElement)) {
      return;
    }
    if (body === 'fail') {
      script.onerror?.(new Event('error'));
    } else {
      body();
      script.onload?.(new Event('load'));
    }
  });
}

afterEach(() => {
  jest.restoreAllMocks();
  expect(window.define).toBeUndefined();
});

it('A module receives what it names, in its order, and its own address', async () => {
  scriptsDo(() => window.define?.(['react', 'module', 'rxjs'], (...given) => ({ given })));
  await expect(loadAmdModule('/plugin/module.js', { rxjs: 'R', react: 'X' })).resolves.toEqual({
    given: ['X', { uri: 'http://localhost/plugin/module.js' }, 'R'],
  });
});

it('A module that needs what is not provided is refused by the name of what it needs', async () => {
  scriptsDo(() => window.define?.(['react', 'jquery', 'd3'], () => ({})));
  await expect(loadAmdModule('/module.js', { react: 'X' })).rejects.toThrow('/module.js needs jquery, d3');
});

it('A script that defines nothing is no module', async () => {
  scriptsDo(() => undefined);
  await expect(loadAmdModule('/module.js', {})).rejects.toThrow('defines nothing');
});

it('A script that cannot be loaded is named', async () => {
  scriptsDo('fail');
  await expect(loadAmdModule('/module.js', {})).rejects.toThrow('http://localhost/module.js cannot be loaded');
});
