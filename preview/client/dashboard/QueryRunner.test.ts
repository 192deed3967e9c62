import {
  createDataFrame,
  getDefaultTimeRange,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
} from '@grafana/data';
import { Subject } from 'rxjs';
import { QueryRunner } from './QueryRunner';

const request = (requestId: string): DataQueryRequest => ({
  requestId,
  app: 'dashboard',
  interval: '1m',
  intervalMs: 60_000,
  range: getDefaultTimeRange(),
  scopedVars: {},
  targets: [],
  timezone: 'utc',
  startTime: 0,
});
const frame = (name: string) => createDataFrame({ name, refId: 'A', fields: [] });
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

let answers: Array<Subject<DataQueryResponse>>;
let runner: QueryRunner;
const shown = () => ({ state: runner.snapshot().state, names: runner.snapshot().frames.map(({ name }) => name) });

beforeEach(() => {
  answers = [];
  runner = new QueryRunner(() => {
    const answer = new Subject<DataQueryResponse>();
    answers.push(answer);
    return answer;
  });
});
afterEach(() => runner.stop());

it('hands on no more than one answer in an animation frame, the latest', async () => {
  const heard = jest.fn();
  runner.run(request('1'));
  runner.subscribe(heard);
  answers[0].next({ key: 'A', data: [frame('one')], state: LoadingState.Loading });
  answers[0].next({ key: 'A', data: [frame('two')], state: LoadingState.Done });
  await nextFrame();
  expect(heard).toHaveBeenCalledTimes(1);
  expect(shown()).toEqual({ state: LoadingState.Done, names: ['two'] });
});

it('keeps the frames while a refresh is under way, and lets go of the run before', async () => {
  runner.run(request('1'));
  answers[0].next({ key: 'A', data: [frame('one')], state: LoadingState.Done });
  await nextFrame();
  runner.run(request('2'));
  expect(shown()).toEqual({ state: LoadingState.Loading, names: ['one'] });
  expect(answers[0].observed).toBe(false);
});

it('runs a request once', () => {
  const same = request('1');
  runner.run(same);
  runner.run(same);
  expect(answers).toHaveLength(1);
});

it('runs again what was stopped', () => {
  const same = request('1');
  runner.run(same);
  runner.stop();
  expect(answers[0].observed).toBe(false);
  runner.run(same);
  expect(answers).toHaveLength(2);
});

it('shows a query that breaks off as an error beside the last frames', async () => {
  runner.run(request('1'));
  answers[0].next({ key: 'A', data: [frame('one')], state: LoadingState.Loading });
  await nextFrame();
  answers[0].error(new Error('gone'));
  expect(shown()).toEqual({ state: LoadingState.Error, names: ['one'] });
  expect(runner.snapshot().errors).toEqual([{ message: 'gone' }]);
});
