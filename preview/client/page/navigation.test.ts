import { followLinks } from './navigation';

let stopFollowing: () => void;

beforeEach(() => {
  window.history.replaceState(null, '', '/d/start');
  window.scrollTo = jest.fn();
  stopFollowing = followLinks(document);
});

afterEach(() => {
  stopFollowing();
  document.body.innerHTML = '';
});

function click(html: string, init: MouseEventInit = {}): { followed: boolean; link: HTMLAnchorElement } {
  document.body.innerHTML = html;
  const link = document.querySelector('a');
  if (!link) {
    throw new Error('The test needs a link');
  }
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
  // jsdom follows no links; it would complain about the attempt.
  document.addEventListener('click', (late) => queueMicrotask(() => late.preventDefault()), { once: true });
  (link.firstElementChild ?? link).dispatchEvent(event);
  return { followed: window.location.pathname !== '/d/start', link };
}

it('A link to a dashboard changes the address without loading a page', () => {
  expect(click('<a href="/d/other?var-x=1"><b>there</b></a>').followed).toBe(true);
  expect(window.location.search).toBe('?var-x=1');
});

it.each([
  ['with Ctrl', '<a href="/d/other">there</a>', { ctrlKey: true }],
  ['with the middle button', '<a href="/d/other">there</a>', { button: 1 }],
  ['on a link for a new tab', '<a href="/d/other" target="_blank">there</a>', {}],
  ['on a link to a file', '<a href="/docs/first-day.md">there</a>', {}],
])('A click %s is the browser’s', (_, html, init) => {
  expect(click(html, init).followed).toBe(false);
});

it('A link to another site does not reveal the page that it was on', () => {
  const { followed, link } = click('<a href="https://example.org/d/other" target="_blank">there</a>');
  expect(followed).toBe(false);
  expect(link.rel).toBe('noreferrer noopener');
});
