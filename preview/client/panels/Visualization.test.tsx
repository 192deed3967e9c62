import React, { type ComponentProps } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { dateTime, FieldType, LoadingState, ThemeContext, type DataFrame } from '@grafana/data';
import type { TableNG } from '@grafana/ui/unstable';
import type { VisualizationProps } from '../contract';
import { standInForBrowser } from './browser.testing';
import { frameOf, noVariables, panelOf, theme } from './panel.testing';
import { Visualization } from './Visualization';

// Grafana's table comes as ES modules that Jest does not load, and measures texts on a canvas: it is looked at in a browser.
jest.mock('@grafana/ui/unstable', () => ({
  TableNG: ({ data, ariaLabel, initialSortBy }: ComponentProps<typeof TableNG>) => (
    <table aria-label={ariaLabel} data-sort={JSON.stringify(initialSortBy)}>
      <tbody>
        {data.fields.map(({ name, values }) => (
          <tr key={name}>
            <td>{name}</td>
            <td>{values.join()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  ),
}));

beforeAll(standInForBrowser);

const categories = frameOf(
  { name: 'Category', type: FieldType.string, values: ['Public Applications', 'Elsewhere'] },
  { name: 'Status', type: FieldType.string, values: ['breached', 'met'] },
  { name: 'Budget', type: FieldType.number, values: [-0.5, null], config: { unit: 'percentunit' } },
  {
    name: 'Category id',
    type: FieldType.string,
    values: ['public', 'elsewhere'],
    config: { custom: { hideFrom: { viz: true } } },
  }
);
const LINK = { title: 'Open', url: '/d/category?var-category=${__data.fields["Category id"]}' };

describe('a stat', () => {
  it('names its tiles by another field and makes each a link', () => {
    draw(tilesOf([LINK]), [categories]);
    const tiles = screen.getAllByRole('link');
    expect(tiles.map((tile) => [tile.textContent, tile.getAttribute('href')])).toEqual([
      ['Public Applicationsbreached', '/d/category?var-category=public'],
      ['Elsewheremet', '/d/category?var-category=elsewhere'],
    ]);
  });

  it('offers several links of a tile as a menu', async () => {
    draw(tilesOf([LINK, { title: 'Manual', url: 'https://example.com', targetBlank: true }]), [categories]);
    await userEvent.click(screen.getByRole('button', { name: 'Links of Elsewhere' }));
    expect(screen.getAllByRole('menuitem').map((item) => item.getAttribute('href'))).toEqual([
      '/d/category?var-category=elsewhere',
      'https://example.com',
    ]);
  });

  it('says why there is nothing to show', () => {
    const empty = {
      ...frameOf(),
      meta: { notices: [{ severity: 'info' as const, text: 'Freshness has no history' }] },
    };
    draw(panelOf({ type: 'stat' }), [empty]);
    expect(screen.getByText('No data')).toBeVisible();
    expect(screen.getByText('Freshness has no history')).toBeVisible();
  });

  it('does not say that there are no data before the first answer', () => {
    draw(panelOf({ type: 'stat' }), [], { state: LoadingState.Loading });
    expect(screen.queryByText('No data')).not.toBeInTheDocument();
  });
});

describe('a bar gauge', () => {
  it('shows a bar for every row, with its value', () => {
    const properties = [{ id: 'displayName', value: '${__data.fields.Category}' }];
    draw(
      panelOf({
        type: 'bargauge',
        options: { reduceOptions: { values: true, calcs: [], fields: '/Category\\}$/' }, orientation: 'horizontal' },
        fieldConfig: {
          defaults: { noValue: '–' },
          overrides: [{ matcher: { id: 'byName', options: 'Budget' }, properties }],
        },
      }),
      [categories]
    );
    expect(screen.getByText('Public Applications')).toBeInTheDocument();
    expect(screen.getByText('-50')).toBeInTheDocument();
    expect(screen.getByText('–')).toBeInTheDocument();
  });
});

describe('a table', () => {
  it('shows the transformed frame, sorted at first as the panel says', () => {
    const options = { sortBy: [{ displayName: 'Status', desc: true }] };
    const transformations = [{ id: 'organize', options: { excludeByName: { Status: true } } }];
    draw(panelOf({ type: 'table', options, transformations }), [categories]);
    const table = screen.getByRole('table', { name: 'X' });
    expect(table).toHaveAttribute('data-sort', JSON.stringify(options.sortBy));
    expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'CategoryPublic Applications,Elsewhere',
      'Budget-0.5,',
      'Category idpublic,elsewhere',
    ]);
  });

  it('lets its reader choose among several frames', async () => {
    const other = { ...frameOf({ name: 'Since', type: FieldType.string, values: ['yesterday'] }), name: 'Sprints' };
    draw(panelOf({ type: 'table' }), [categories, other]);
    await userEvent.click(screen.getByRole('combobox', { name: 'Table of X' }));
    await userEvent.click(screen.getByText('Sprints'));
    expect(screen.getByRole('row')).toHaveTextContent('yesterday');
  });

  it('says in the words of the panel that no row is there', () => {
    const fieldConfig = { defaults: { noValue: 'Nothing is breached' }, overrides: [] };
    draw(panelOf({ type: 'table', fieldConfig }), [frameOf({ name: 'Since', type: FieldType.string, values: [] })]);
    expect(screen.getByText('Nothing is breached')).toBeVisible();
  });
});

describe('a node graph', () => {
  const nodes = frameOf(
    { name: 'id', type: FieldType.string, values: ['a', 'b', 'c'] },
    { name: 'title', type: FieldType.string, values: ['raw/events', 'marts/metrics', 'marts/apart'] },
    { name: 'mainstat', type: FieldType.string, values: ['stale', 'fresh', null] },
    { name: 'secondarystat', type: FieldType.string, values: ['75.0%', null, null] },
    {
      name: 'arc__fresh',
      type: FieldType.number,
      values: [0.75, 1, 1],
      config: { color: { mode: 'fixed', fixedColor: '#1B9766' } },
    },
    { name: 'detail__group', type: FieldType.string, values: ['raw', null, null], config: { displayName: 'Group' } }
  );
  const edges = frameOf(
    { name: 'id', type: FieldType.string, values: ['e', 'gone'] },
    { name: 'source', type: FieldType.string, values: ['a', 'a'] },
    { name: 'target', type: FieldType.string, values: ['b', 'nowhere'] }
  );

  it('draws nodes with what they say, and the edges between them', () => {
    draw(panelOf({ type: 'nodeGraph' }), [edges, nodes]);
    expect(screen.getByRole('group', { name: /3 nodes, 1 edges/ })).toBeVisible();
    expect(screen.getByText('raw/events', { selector: 'text' })).toBeVisible();
    expect(screen.getByText('stale · 75.0%')).toBeVisible();
    expect(screen.getByText('fresh', { selector: 'li' })).toBeVisible();
  });

  it('shows everything about the node that a reader looks at', async () => {
    draw(panelOf({ type: 'nodeGraph' }), [nodes, edges]);
    await userEvent.hover(screen.getByText('raw/events', { selector: 'text' }));
    expect(screen.getByRole('status')).toHaveTextContent('raw/eventsstale · 75.0%Groupraw');
    await userEvent.unhover(screen.getByText('raw/events', { selector: 'text' }));
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  it('zooms by keyboard and shows all of it again', async () => {
    draw(panelOf({ type: 'nodeGraph' }), [nodes, edges]);
    const all = screen.getByRole('button', { name: 'Show all' });
    expect(all).toBeDisabled();
    screen.getByRole('group', { name: /3 nodes/ }).focus();
    await userEvent.keyboard('+{ArrowLeft}');
    expect(all).toBeEnabled();
    await userEvent.keyboard('0');
    expect(all).toBeDisabled();
  });

  it('says that there are no data where there is no node', () => {
    draw(panelOf({ type: 'nodeGraph' }), [frameOf({ name: 'id', type: FieldType.string, values: [] })]);
    expect(screen.getByText('No data')).toBeVisible();
  });
});

describe('a text', () => {
  it('is rendered from Markdown with variables, and never as what a variable holds', () => {
    const replaceVariables: VisualizationProps['replaceVariables'] = (text, _vars, format) =>
      text.replace('$name', typeof format === 'function' ? format('<b>A</b>') : '');
    const content = '# Title\n[link](/d/x) for $name <img src=x onerror="alert(1)">';
    const { container } = draw(panelOf({ type: 'text', options: { mode: 'markdown', content } }), [], {
      replaceVariables,
    });
    expect(screen.getByRole('heading', { name: 'Title' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'link' })).toHaveAttribute('href', '/d/x');
    expect(container).toHaveTextContent('for <b>A</b>');
    expect(container.querySelector('[onerror]')).toBeNull();
  });

  it('may be HTML, in which no script survives', () => {
    const content = '<b>bold</b><script>alert(1)</script>';
    const { container } = draw(panelOf({ type: 'text', options: { mode: 'html', content } }), []);
    expect(container.querySelector('b')).toHaveTextContent('bold');
    expect(container.querySelector('script')).toBeNull();
  });
});

describe('a time series', () => {
  it('says that there are no data where no frame has a time', () => {
    draw(panelOf({ type: 'timeseries' }), [categories]);
    expect(screen.getByText('No data')).toBeVisible();
  });
});

function tilesOf(links: object[]) {
  return panelOf({
    type: 'stat',
    options: {
      reduceOptions: { values: true, calcs: [], fields: '/^\\$\\{__data\\.fields\\.Category\\}$/' },
      textMode: 'value_and_name',
    },
    fieldConfig: {
      defaults: {},
      overrides: [
        {
          matcher: { id: 'byName', options: 'Status' },
          properties: [
            { id: 'displayName', value: '${__data.fields.Category}' },
            { id: 'links', value: links },
          ],
        },
      ],
    },
  });
}

function draw(panel: VisualizationProps['panel'], frames: DataFrame[], others: Partial<VisualizationProps> = {}) {
  const [from, to] = [dateTime(0), dateTime(10_000)];
  return render(
    <ThemeContext.Provider value={theme}>
      <Visualization
        panel={panel}
        frames={frames}
        annotations={[]}
        state={LoadingState.Done}
        timeRange={{ from, to, raw: { from, to } }}
        timeZone="utc"
        width={600}
        height={200}
        replaceVariables={noVariables}
        onChangeTimeRange={() => {}}
        {...others}
      />
    </ThemeContext.Provider>
  );
}
