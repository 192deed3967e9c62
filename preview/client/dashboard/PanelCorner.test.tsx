import React from 'react';
import { createDataFrame, type DataFrame, type DataLink, type QueryResultMetaNotice } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PanelCorner } from './PanelCorner';

const replaceVariables = (text: string) => text.replace('${objective}', 'x');

function frame(...notices: QueryResultMetaNotice[]): DataFrame {
  return createDataFrame({ fields: [], meta: { notices } });
}

function show(frames: DataFrame[], links: DataLink[] = []) {
  return render(<PanelCorner panel={{ links }} frames={frames} replaceVariables={replaceVariables} />);
}

it('A panel without notices and links has nothing in its corner', () => {
  expect(show([frame()]).container.innerHTML).toBe('');
});

it('Notices of all frames are reported once each, when asked for', async () => {
  show([
    frame({ severity: 'info', text: 'Demo data' }, { severity: 'warning', text: 'Trino failed' }),
    frame({ severity: 'info', text: 'Demo data' }),
  ]);
  await userEvent.hover(screen.getByRole('button', { name: '2 notices' }));
  const notices = await screen.findAllByRole('listitem');
  expect(notices.map(({ textContent }) => textContent)).toEqual(['Demo data', 'Trino failed']);
});

it('A single link is shown without a menu, with its variables', () => {
  show([], [{ title: 'Detail of ${objective}', url: '/d/detail?var-objective=${objective}' }]);
  expect(screen.getByRole('link', { name: 'Detail of x' })).toHaveAttribute('href', '/d/detail?var-objective=x');
});

it('Several links are a menu', async () => {
  show(
    [],
    [
      { title: 'One', url: '/d/one' },
      { title: 'Two', url: 'https://example.org/', targetBlank: true },
    ]
  );
  await userEvent.click(screen.getByRole('button', { name: 'Links' }));
  expect(screen.getByRole('menuitem', { name: 'One' })).toHaveAttribute('href', '/d/one');
  expect(screen.getByRole('menuitem', { name: 'Two' })).toHaveAttribute('target', '_blank');
});
