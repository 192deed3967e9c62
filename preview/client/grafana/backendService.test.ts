import { lastValueFrom, toArray } from 'rxjs';
import { backendService } from './backendService';

const fetchBefore = globalThis.fetch;
const fetched = jest.fn<Promise<Response>, [string, RequestInit]>();

beforeEach(() => {
  fetched.mockReset();
  Object.assign(globalThis, { fetch: fetched });
});
afterAll(() => Object.assign(globalThis, { fetch: fetchBefore }));

const request = { url: '/api/x', method: 'POST', data: 'query=up', headers: { a: 'b' }, responseType: 'text' as const };

it('sends a request as it is and answers with status, headers and text', async () => {
  fetched.mockResolvedValue(new Response('{}', { status: 200, headers: { 'x-y': 'z' } }));
  const answer = await lastValueFrom(backendService.fetch(request));
  expect(fetched.mock.calls[0]).toMatchObject(['/api/x', { method: 'POST', body: 'query=up', headers: { a: 'b' } }]);
  expect(answer).toMatchObject({ status: 200, ok: true, data: '{}' });
  expect(answer.headers.get('x-y')).toBe('z');
});

it('reads JSON unless text is asked for', async () => {
  fetched.mockResolvedValue(new Response('{"a":1}'));
  const { data } = await lastValueFrom(backendService.fetch({ url: '/api/x' }));
  expect(data).toEqual({ a: 1 });
});

it('rejects with status and body when the server says no', async () => {
  fetched.mockResolvedValue(new Response('broken', { status: 502 }));
  await expect(lastValueFrom(backendService.fetch(request))).rejects.toMatchObject({ status: 502, data: 'broken' });
});

it('rejects as fetch does when there is no answer', async () => {
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  await expect(lastValueFrom(backendService.fetch(request))).rejects.toThrow('Failed to fetch');
});

it('aborts a request that no one is waiting for', () => {
  fetched.mockReturnValue(new Promise(() => undefined));
  backendService.fetch(request).subscribe().unsubscribe();
  expect(fetched.mock.calls[0][1].signal?.aborted).toBe(true);
});

it('hands over a body part by part, error statuses too, and last an answer without data', async () => {
  fetched.mockResolvedValue(new Response('broken', { status: 502 }));
  const answers = await lastValueFrom(backendService.chunked(request).pipe(toArray()));
  expect(answers.map(({ data }) => new TextDecoder().decode(data))).toEqual(['broken', '']);
  expect(answers[0]).toMatchObject({ status: 502, ok: false });
});
