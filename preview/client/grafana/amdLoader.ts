type Factory = (...dependencies: unknown[]) => unknown;

declare global {
  interface Window {
    define?: (names: string[], factory: Factory) => void;
  }
}

/**
 * Loads an AMD module as Grafana's loader does: its script calls `define` with the names of what it needs. `module` is
 * given to it with its own `uri`, below which it finds its lazy chunks.
 *
 * Rejects if the script cannot be loaded, defines nothing, or needs something that is not among `provided`.
 */
export async function loadAmdModule(url: string, provided: Readonly<Record<string, unknown>>): Promise<unknown> {
  const uri = new URL(url, document.baseURI).href;
  const [names, factory] = await definitionOf(uri);
  const missing = names.filter((name) => name !== 'module' && !Object.hasOwn(provided, name));
  if (missing.length > 0) {
    throw new Error(`${url} needs ${missing.join(', ')}, which the preview does not provide`);
  }
  return factory(...names.map((name) => (name === 'module' ? { uri } : provided[name])));
}

function definitionOf(uri: string): Promise<[string[], Factory]> {
  return new Promise((resolve, reject) => {
    let definition: [string[], Factory] | undefined;
    const script = document.createElement('script');
    const end = (settle: () => void) => {
      delete window.define;
      script.remove();
      settle();
    };
    window.define = (names, factory) => {
      definition = [names, factory];
    };
    script.src = uri;
    script.onerror = () => end(() => reject(new Error(`${uri} cannot be loaded`)));
    script.onload = () =>
      end(() => (definition ? resolve(definition) : reject(new Error(`${uri} is no AMD module: it defines nothing`))));
    document.head.append(script);
  });
}
