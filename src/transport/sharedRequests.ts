interface SharedWork {
  result: Promise<unknown>;
  controller: AbortController;
  callers: number;
}

/**
 * Makes one of all requests for the same thing at the same time. Nothing is kept: once the work has settled, or its last
 * caller has left, the next call with its key starts over.
 */
export class SharedRequests {
  private readonly underWay = new Map<string, SharedWork>();

  /**
   * Resolves or rejects as the work under `key` does, which `start` begins unless it is under way already.
   * Rejects with the signal's reason when `signal` aborts; the work itself is aborted when the last caller has left.
   * One key has one type of result.
   */
  run<T>(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) {
      return Promise.reject(signal.reason);
    }
    const work = this.underWay.get(key) ?? this.begin(key, start);
    work.callers++;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        work.callers--;
        if (work.callers === 0) {
          this.forget(key, work);
          work.controller.abort(signal.reason);
        }
      };
      const stay = () => signal.removeEventListener('abort', leave);
      signal.addEventListener('abort', leave, { once: true });
      work.result.then(
        (value) => {
          stay();
          resolve(value as T);
        },
        (error) => {
          stay();
          reject(error);
        }
      );
    });
  }

  private begin<T>(key: string, start: (signal: AbortSignal) => Promise<T>): SharedWork {
    const controller = new AbortController();
    const result = new Promise<T>((resolve) => resolve(start(controller.signal)));
    const work: SharedWork = { result, controller, callers: 0 };
    this.underWay.set(key, work);
    const forget = () => this.forget(key, work);
    result.then(forget, forget);
    return work;
  }

  private forget(key: string, work: SharedWork): void {
    if (this.underWay.get(key) === work) {
      this.underWay.delete(key);
    }
  }
}
