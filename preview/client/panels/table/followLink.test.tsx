import React from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { followLink } from './followLink';

describe('Enter on a cell of a table', () => {
  it('follows the link in it', async () => {
    expect(await clicksAfter('{Enter}', 'with a link')).toBe(1);
  });

  it('does nothing on a cell without a link, and neither does another key', async () => {
    expect(await clicksAfter('{Enter}', 'without')).toBe(0);
    expect(await clicksAfter('x', 'with a link')).toBe(0);
  });
});

async function clicksAfter(key: string, cell: string): Promise<number> {
  const onClick = jest.fn((event: React.MouseEvent) => event.preventDefault());
  const { unmount } = render(
    <div onKeyDown={followLink}>
      <div role="gridcell" tabIndex={0}>
        <a href="/d/objective" onClick={onClick}>
          with a link
        </a>
      </div>
      <div role="gridcell" tabIndex={0}>
        without
      </div>
    </div>
  );
  screen.getByRole('gridcell', { name: cell }).focus();
  await userEvent.keyboard(key);
  unmount();
  return onClick.mock.calls.length;
}
