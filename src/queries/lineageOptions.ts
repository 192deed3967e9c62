import {
  LINEAGE_DIRECTIONS,
  LINEAGE_FORMS,
  type ErrorBudgetQuery,
  type LineageDirection,
  type LineageForm,
} from './query';

/** An option of a query has a value that does not exist; the message says which exist. */
class OptionError extends Error {
  override name = 'OptionError';
}

/** What a lineage query asks for, with its defaults. @throws OptionError */
export function lineageOptions({ direction, form }: Pick<ErrorBudgetQuery, 'direction' | 'form'>): {
  direction: LineageDirection;
  form: LineageForm;
} {
  return {
    direction: chosen('direction', direction, LINEAGE_DIRECTIONS),
    form: chosen('form', form, LINEAGE_FORMS),
  };
}

/** The first choice is the default. Saved queries may hold any text. */
function chosen<Choice extends string>(
  option: string,
  value: string | undefined,
  choices: readonly [Choice, ...Choice[]]
): Choice {
  const found = value ? choices.find((choice) => choice === value) : choices[0];
  if (found === undefined) {
    throw new OptionError(`The ${option} "${value}" of a lineage does not exist. Write ${choices.join(' or ')}.`);
  }
  return found;
}
