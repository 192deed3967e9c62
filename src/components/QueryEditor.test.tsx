import './layout.testing';
import { CoreApp, dateTime, LoadingState, type PanelData } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { Catalogue } from '../catalogue/parseCatalogue';
import type { ErrorBudgetQuery } from '../queries/query';
import { objectiveOf } from '../evaluation/objective.testing';
import { QueryEditor } from './QueryEditor';
import { testIds } from './testIds';

// Grafana's components are slow in jsdom.
jest.setTimeout(30_000);

const core = { id: 'core', displayName: 'Core Source Data', description: '' };
const web = { id: 'web', displayName: 'Public Applications', description: '' };
const shop = { id: 'shop', displayName: 'Shop' };
const catalogue: Catalogue = {
  categories: [core, web],
  objectives: [
    objectiveOf({ id: 'runs', displayName: 'Successful runs', category: core }),
    objectiveOf({ id: 'requests', displayName: 'Successful requests', category: web, application: shop }),
  ],
  problems: [],
};

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getTemplateSrv: () => ({ getVariables: () => [{ name: 'category' }, { name: 'objective' }] }),
}));

/** The editor as a panel holds it: every change comes back as the query. */
async function edit(
  initial: Partial<ErrorBudgetQuery> = {},
  getCatalogue = () => Promise.resolve(catalogue),
  app?: CoreApp,
  data?: PanelData
) {
  const onChange = jest.fn();
  const onRunQuery = jest.fn();
  const owner = { getCatalogue, uid: 'errorbudget' };
  function Panel() {
    const [query, setQuery] = useState<ErrorBudgetQuery>({ refId: 'A', ...initial });
    const change = (next: ErrorBudgetQuery) => {
      onChange(next);
      setQuery(next);
    };
    const rest = { query, app, data, onChange: change, onRunQuery };
    return <QueryEditor datasource={owner} {...rest} />;
  }
  render(<Panel />);
  await screen.findByRole('combobox', { name: /^Show/ });
  await Promise.resolve();
  return { onChange, onRunQuery, user: userEvent.setup() };
}

/** What a panel shows that asked a data source. */
function dataOf(uid: string): PanelData {
  const timeRange = { from: dateTime(0), to: dateTime(1), raw: { from: 'now-6h', to: 'now' } };
  const request = {
    ...{ requestId: 'Q1', interval: '1m', intervalMs: 60_000, range: timeRange, scopedVars: {}, timezone: 'utc' },
    ...{ app: CoreApp.PanelEditor, startTime: 0, targets: [{ refId: 'A', datasource: { uid } }] },
  };
  return { state: LoadingState.Done, series: [], timeRange, request };
}

const words = () => screen.findByTestId(testIds.queryEditor.words);

describe('the query editor', () => {
  it('shows the status of all objectives at once, and says so in words', async () => {
    await edit();
    expect(screen.getByRole('combobox', { name: /^Show/ })).toHaveValue('Status');
    expect(await words()).toHaveTextContent('Status of all 2 objectives over their own windows');
  });

  it('runs the query at once where the panel shows data of another data source', async () => {
    const chosen = await edit({}, undefined, CoreApp.PanelEditor, dataOf('grafana'));
    await userEvent.setup().click(screen.getByRole('combobox', { name: /^Show/ }));
    expect(chosen.onRunQuery).toHaveBeenCalledTimes(1);
    expect(chosen.onChange).not.toHaveBeenCalled();
  });

  it('runs no query that its panel has run', async () => {
    const { onRunQuery } = await edit({}, undefined, CoreApp.PanelEditor, dataOf('errorbudget'));
    expect(onRunQuery).not.toHaveBeenCalled();
  });

  it('says in a panel how to alert instead of by "New alert rule", with a link to the generated rules', async () => {
    await edit({ objectives: ['requests'] }, undefined, CoreApp.PanelEditor);
    expect(
      screen.getByText(/leaves this query out: Grafana alerts on data sources with a backend only/)
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /rules of this objective/ })).toHaveAttribute(
      'href',
      expect.stringContaining('/alerting/list?search=label%3Aobjective%3Drequests')
    );
  });

  it('says nothing of alerts in Explore', async () => {
    await edit({}, undefined, CoreApp.Explore);
    expect(screen.queryByText(/leaves this query out/)).not.toBeInTheDocument();
  });

  it('labels every field', async () => {
    await edit({ queryType: 'sli' });
    for (const name of ['Categories', 'Applications', 'Objectives']) {
      expect(screen.getByRole('combobox', { name })).toBeInTheDocument();
    }
    expect(screen.getByLabelText(/^Window/)).toBeInTheDocument();
  });

  it('explains each type of query, and changes it by keyboard alone', async () => {
    const { user, onChange, onRunQuery } = await edit();
    await user.tab();
    await user.keyboard('{ArrowDown}Burn rate{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'burnRate' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(screen.getByText(/how many times faster than allowed/)).toBeInTheDocument();
    expect(await words()).toHaveTextContent('over 1 h, 6 h and 3 d');
  });

  it('offers display names, keeps ids, and runs the query at once', async () => {
    const { user, onChange, onRunQuery } = await edit({ queryType: 'budget' });
    await user.click(screen.getByRole('combobox', { name: 'Objectives' }));
    await user.click(await screen.findByRole('option', { name: /Successful runs/ }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'budget', objectives: ['runs'] });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(await words()).toHaveTextContent('Budget remaining of Successful runs');
  });

  it('offers only what belongs to the selected categories', async () => {
    const { user } = await edit({ categories: ['core'] });
    await words();
    await user.click(screen.getByRole('combobox', { name: 'Objectives' }));
    expect(await screen.findByRole('option', { name: /Successful runs/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /Successful requests/ })).not.toBeInTheDocument();
  });

  it('offers the variables of the dashboard', async () => {
    const { user, onChange } = await edit();
    await user.click(screen.getByRole('combobox', { name: 'Categories' }));
    await user.click(await screen.findByRole('option', { name: '$category' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'status', categories: ['$category'] });
    expect(await words()).toHaveTextContent('the objectives in $category');
  });

  it('says of a saved type that does not exist that it will show nothing, and why', async () => {
    await edit(JSON.parse('{ "queryType": "range" }'));
    expect(await words()).toHaveTextContent('The query type "range" does not exist. Choose one of status, category,');
  });

  it('takes whatever is typed, and marks what the catalogue does not hold', async () => {
    const { user, onChange } = await edit();
    await words();
    await user.type(screen.getByRole('combobox', { name: 'Objectives' }), 'gone{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'status', objectives: ['gone'] });
    expect(await screen.findByText('gone (unknown)')).toBeInTheDocument();
    expect(await words()).toHaveTextContent('The catalogue holds no objective "gone"');
  });

  it('marks what a saved query selects outside its categories', async () => {
    await edit({ categories: ['core'], objectives: ['runs', 'requests'] });
    expect(await screen.findByText('Successful requests (outside the selection)')).toBeInTheDocument();
  });

  it('forgets a selection that was emptied', async () => {
    const { user, onChange } = await edit({ objectives: ['runs'] });
    await words();
    await user.click(screen.getByRole('button', { name: 'Remove Successful runs' }));
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'status', objectives: undefined });
  });

  it('takes a window once it is complete, by Enter or by leaving the field', async () => {
    const { user, onChange, onRunQuery } = await edit({ queryType: 'sli' });
    await user.type(screen.getByLabelText(/^Window/), '7d');
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    await user.tab();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onChange).toHaveBeenCalledWith({ refId: 'A', queryType: 'sli', window: '7d' });
    expect(await words()).toHaveTextContent('over 7 d');
  });

  it('refuses a window that is no duration, and says what is', async () => {
    const { user, onChange } = await edit({ queryType: 'sli' });
    await user.type(screen.getByLabelText(/^Window/), 'a week{Enter}');
    expect(screen.getByText(/Expected a number and a unit/)).toBeInTheDocument();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('asks for a window only where one makes a difference', async () => {
    await edit({ queryType: 'events' });
    expect(screen.queryByLabelText(/^Window/)).not.toBeInTheDocument();
    expect(screen.queryByRole('combobox', { name: 'Lookbacks' })).not.toBeInTheDocument();
  });

  it('takes lookbacks of burn rates, and refuses what is no duration', async () => {
    const { user, onChange } = await edit({ queryType: 'burnRate' });
    const lookbacks = screen.getByRole('combobox', { name: 'Lookbacks' });
    await user.type(lookbacks, '2h{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'burnRate', lookbacks: ['2h'] });
    await user.clear(lookbacks);
    await user.type(lookbacks, 'alerts{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', queryType: 'burnRate', lookbacks: ['2h', 'alerts'] });
    await user.clear(lookbacks);
    await user.type(lookbacks, 'soon{ArrowDown}{Enter}');
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(screen.getByText(/"soon" is not a duration/)).toBeInTheDocument();
  });

  it('asks a lineage for direction and form, upstream and a graph at first', async () => {
    const { user, onChange } = await edit({ queryType: 'lineage', objectives: ['runs'] });
    expect(screen.getByRole('radio', { name: 'Upstream' })).toBeChecked();
    expect(screen.getByRole('radio', { name: 'Graph' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Downstream' }));
    await user.click(screen.getByRole('radio', { name: 'Table' }));
    expect(onChange).toHaveBeenLastCalledWith({
      refId: 'A',
      queryType: 'lineage',
      objectives: ['runs'],
      direction: 'downstream',
      form: 'table',
    });
    expect(await words()).toHaveTextContent('What derives from the assets of Successful runs');
  });

  it('asks for direction and form of nothing else', async () => {
    await edit({ queryType: 'freshness' });
    expect(screen.queryByRole('radio', { name: 'Upstream' })).not.toBeInTheDocument();
  });

  it('says why the catalogue cannot be read', async () => {
    await edit({}, () => Promise.reject(new Error('the chunk is gone')));
    expect(within(await screen.findByRole('alert')).getByText('the chunk is gone')).toBeInTheDocument();
  });
});
