import { createDataFrame, LoadingState, type DataFrame, type DataQueryResponse } from '@grafana/data';
import { streamPackets, type Emit, type RunTarget } from './packets';

const frame = (name: string): DataFrame => createDataFrame({ name, fields: [] });
const namesOf = (packets: DataQueryResponse[]) =>
  packets.map(({ key, data }) => `${key}:${data.map(({ name }) => name)}`);

/** Lets promises run; timers stay where they are. */
async function settle() {
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

function collect(refIds: string[], run: RunTarget<{ refId: string }>) {
  const packets: DataQueryResponse[] = [];
  let completed = false;
  const subscription = streamPackets(
    refIds.map((refId) => ({ refId })),
    run
  ).subscribe({ next: (packet) => packets.push(packet), complete: () => (completed = true) });
  return { packets, isCompleted: () => completed, subscription };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the packets of a request', () => {
  it('begin at once, then come at most every 250 ms, and end with Done', async () => {
    let emit: Emit = () => undefined;
    let end: () => void = () => undefined;
    const { packets, isCompleted } = collect(['A'], (_, emitFrames) => {
      emit = emitFrames;
      return new Promise((resolve) => (end = resolve));
    });
    emit(() => [frame('loading')]);
    emit(() => [frame('one')]);
    emit(() => [frame('two')]);
    expect(namesOf(packets)).toEqual(['A:loading']);
    jest.advanceTimersByTime(249);
    expect(packets).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(namesOf(packets)).toEqual(['A:loading', 'A:two']);
    emit(() => [frame('three')]);
    end();
    await settle();
    expect(namesOf(packets)).toEqual(['A:loading', 'A:two', 'A:three']);
    expect(packets.map(({ state }) => state)).toEqual([
      LoadingState.Streaming,
      LoadingState.Streaming,
      LoadingState.Done,
    ]);
    expect(isCompleted()).toBe(true);
  });

  it('are built when they are due, not for every row that arrives', async () => {
    let built = 0;
    const { packets } = collect(['A'], async (_, emit) => {
      for (let row = 0; row < 500; row++) {
        emit(() => {
          built++;
          return [frame(`${row}`)];
        });
      }
    });
    await settle();
    expect(namesOf(packets)).toEqual(['A:0', 'A:499']);
    expect(built).toBe(2);
  });

  it('have one key per target, and only the last one is Done', async () => {
    const { packets } = collect(['A', 'B'], async ({ refId }, emit) => emit(() => [frame(refId)]));
    await settle();
    expect(packets.map(({ key }) => key)).toEqual(['A', 'B', 'B']);
    expect(packets.at(-1)?.state).toBe(LoadingState.Done);
    expect(packets.slice(0, -1).every(({ state }) => state === LoadingState.Streaming)).toBe(true);
  });

  it('name an error once, on the last packet, and leave the other targets alone', async () => {
    const { packets } = collect(['A', 'B'], async ({ refId }, emit) => {
      if (refId === 'A') {
        throw new Error('no objective "x"');
      }
      emit(() => [frame('B')]);
    });
    await settle();
    expect(packets.filter(({ errors }) => errors)).toHaveLength(1);
    expect(packets.at(-1)).toMatchObject({ key: 'B', errors: [{ refId: 'A', message: 'no objective "x"' }] });
    expect(packets.at(-1)?.data).toHaveLength(1);
  });

  it('end, with an error, where a frame cannot be built, whenever that is found out', async () => {
    const unbuildable = () => {
      throw new Error('a defect');
    };
    let end: () => void = () => undefined;
    const { packets, isCompleted } = collect(['A', 'B'], ({ refId }, emit) => {
      emit(() => [frame(`${refId} loading`)]);
      emit(refId === 'A' ? unbuildable : () => [frame('B')]);
      return refId === 'A' ? new Promise((resolve) => (end = resolve)) : Promise.resolve();
    });
    jest.advanceTimersByTime(250);
    expect(namesOf(packets)).toEqual(['A:A loading', 'B:B loading', 'A:A loading', 'B:B']);
    end();
    await settle();
    expect(isCompleted()).toBe(true);
    expect(packets.at(-1)).toMatchObject({ key: 'B', errors: [{ refId: 'A', message: 'a defect' }] });

    const { packets: last } = collect(['A'], async (_, emit) => {
      emit(() => [frame('loading')]);
      emit(unbuildable);
    });
    await settle();
    expect(last.at(-1)).toMatchObject({ state: LoadingState.Done, errors: [{ refId: 'A', message: 'a defect' }] });
  });

  it('are one empty packet without targets', () => {
    expect(collect([], async () => undefined).packets).toEqual([{ data: [], state: LoadingState.Done }]);
  });

  it('stop, and abort the work, when no one is listening', async () => {
    let signal: AbortSignal | undefined;
    const { packets, subscription } = collect(['A'], (_, emit, given) => {
      signal = given;
      emit(() => [frame('loading')]);
      emit(() => [frame('more')]);
      return new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(given.reason)));
    });
    subscription.unsubscribe();
    expect(signal?.aborted).toBe(true);
    jest.advanceTimersByTime(1000);
    await settle();
    expect(packets).toHaveLength(1);
  });
});
