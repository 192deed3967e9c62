import './layout.testing';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { type ComponentProps } from 'react';
import { objectiveOf } from '../evaluation/objective.testing';
import { VariableQueryEditor } from './VariableQueryEditor';

// The first test also loads Grafana's components.
jest.setTimeout(30_000);

const category = { id: 'core', displayName: 'Core Source Data', description: '' };
const datasource = {
  getCatalogue: async () => ({
    categories: [category],
    objectives: [objectiveOf({ category, application: { id: 'shop', displayName: 'Shop' } })],
    problems: [],
  }),
};

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  getTemplateSrv: () => ({ getVariables: () => [{ name: 'category' }] }),
}));

function edit(query: ComponentProps<typeof VariableQueryEditor>['query']) {
  const onChange = jest.fn();
  render(<VariableQueryEditor datasource={datasource} query={query} onChange={onChange} />);
  return { onChange, user: userEvent.setup() };
}

describe('the editor of a dashboard variable', () => {
  it('lists objectives until something else is chosen', async () => {
    const { user, onChange } = edit('');
    expect(screen.getByRole('radio', { name: 'Objectives' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Categories' }));
    expect(onChange).toHaveBeenCalledWith({ refId: 'ErrorBudgetVariable', list: 'categories' }, 'Categories');
  });

  it('limits the list by categories, and says so in the definition', async () => {
    const { user, onChange } = edit({ refId: 'v', list: 'objectives' });
    await user.click(screen.getByRole('combobox', { name: /^Of categories/ }));
    await user.click(await screen.findByRole('option', { name: 'Core Source Data' }));
    expect(onChange).toHaveBeenCalledWith(
      { refId: 'v', list: 'objectives', categories: ['core'] },
      'Objectives of core'
    );
  });

  it('chains to another variable', async () => {
    const { user, onChange } = edit({ refId: 'v', list: 'applications' });
    await user.click(screen.getByRole('combobox', { name: /^Of categories/ }));
    await user.click(await screen.findByRole('option', { name: '$category' }));
    expect(onChange).toHaveBeenCalledWith(
      { refId: 'v', list: 'applications', categories: ['$category'] },
      'Applications of $category'
    );
  });

  it('marks what the catalogue does not hold', async () => {
    edit({ refId: 'v', list: 'objectives', applications: ['shop', 'gone'] });
    expect(await screen.findByText('gone (unknown)')).toBeInTheDocument();
    expect(screen.getByText('Shop')).toBeInTheDocument();
  });
});
