import { createDataFrame, LoadingState } from '@grafana/data';
import { addPacket, NOTHING_YET } from './packets';

const frame = (refId: string, name: string) => createDataFrame({ refId, name, fields: [] });
const named = (data: { frames: Array<{ name?: string }> }) => data.frames.map(({ name }) => name);

it('A packet replaces the one before it under its key, and is shown beside the rest', () => {
  const first = addPacket(NOTHING_YET, { key: 'A', data: [frame('A', 'old')], state: LoadingState.Loading });
  const second = addPacket(first, { key: 'B', data: [frame('B', 'other')], state: LoadingState.Loading });
  const third = addPacket(second, { key: 'A', data: [frame('A', 'new')], state: LoadingState.Done });
  expect(named(third)).toEqual(['new', 'other']);
  expect(third.state).toBe(LoadingState.Done);
});

it('A packet without key goes by the refId of its first frame', () => {
  const first = addPacket(NOTHING_YET, { data: [frame('B', 'old')] });
  expect(named(addPacket(first, { data: [frame('B', 'new')] }))).toEqual(['new']);
});

it('A packet without state is the last', () => {
  expect(addPacket(NOTHING_YET, { data: [] }).state).toBe(LoadingState.Done);
});

it('Errors make the end an error, and the frames of the others stay', () => {
  const first = addPacket(NOTHING_YET, { key: 'A', data: [frame('A', 'a')], state: LoadingState.Loading });
  const last = addPacket(first, { key: 'B', data: [], state: LoadingState.Done, errors: [{ message: 'no' }] });
  expect(last).toMatchObject({ state: LoadingState.Error, errors: [{ message: 'no' }] });
  expect(named(last)).toEqual(['a']);
});
