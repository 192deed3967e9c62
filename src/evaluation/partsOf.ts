import type { ObjectivePolicy } from '../catalogue/objective';
import type { Contributor, ContributorsAnswer, Notice } from '../sources/contract';

/** Differences below half an event, or a thousandth of the figure, are rounding. */
const LEAST_DIFFERENCE = 0.5;
const LEAST_SHARE = 0.001;

interface Figure {
  bad: number;
  total: number;
}

/**
 * Contributors that add up to the bad events of the figure, dimension by dimension. Rounding is spread over them. What the source counted without saying
 * what it belongs to, such as the growth over a gap in the samples, becomes a contributor of its own; contributors of more
 * than the figure holds are said, with the arithmetic.
 */
export function partsOf(
  figure: Figure,
  { contributors, overlapping = false }: Pick<ContributorsAnswer, 'contributors' | 'overlapping'>,
  { noData }: Pick<ObjectivePolicy, 'noData'>
): Pick<ContributorsAnswer, 'contributors' | 'notices'> {
  const dimensions = new Map<string | undefined, Contributor[]>();
  for (const contributor of contributors) {
    dimensions.set(contributor.dimension, [...(dimensions.get(contributor.dimension) ?? []), contributor]);
  }
  const attributed: Contributor[] = [];
  const notices: Notice[] = [];
  for (const [dimension, parts] of dimensions) {
    const bad = parts.reduce((sum, part) => sum + part.bad, 0);
    const missing = figure.bad - bad;
    if (Math.abs(missing) <= Math.max(LEAST_DIFFERENCE, LEAST_SHARE * figure.bad)) {
      attributed.push(...(bad > 0 && !overlapping ? scaled(parts, figure.bad / bad) : parts));
      continue;
    }
    attributed.push(...parts);
    if (missing < 0) {
      notices.push(excess(dimension, bad, figure.bad, overlapping));
    } else if (!overlapping) {
      const total = parts.reduce<number | null>((sum, part) => addedTo(sum, part.total), 0);
      attributed.push({
        ...(dimension === undefined ? {} : { dimension }),
        ...(noData === 'bad' ? UNOBSERVED : UNATTRIBUTED),
        bad: missing,
        total: total === null ? null : Math.max(missing, figure.total - total),
      });
    }
  }
  return { contributors: attributed, notices };
}

function scaled(parts: readonly Contributor[], factor: number): Contributor[] {
  return factor === 1 ? [...parts] : parts.map((part) => ({ ...part, bad: part.bad * factor }));
}

const UNOBSERVED = { name: 'unobserved time', message: 'Counts as bad by the objective’s no-data policy' };
const UNATTRIBUTED = {
  name: 'not attributed',
  message: 'Counted, but not attributable, as over a gap in the samples',
};

function addedTo(sum: number | null, total: number | null): number | null {
  return sum === null || total === null ? null : sum + total;
}

function excess(dimension: string | undefined, bad: number, ofFigure: number, overlapping: boolean): Notice {
  const arithmetic = `contributors${dimension === undefined ? '' : ` by ${dimension}`} add up to ${inWords(bad)} bad events, the figure counts ${inWords(ofFigure)}`;
  return overlapping
    ? { severity: 'info', text: `${arithmetic}: an event with several of them counts for each` }
    : { severity: 'warning', text: `${arithmetic}: their shares are too large` };
}

function inWords(events: number): string {
  return Math.round(events).toLocaleString('en');
}
