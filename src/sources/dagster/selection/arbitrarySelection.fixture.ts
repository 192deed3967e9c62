import fc from 'fast-check';
import type { Depth, Selection, Term } from './selection';

const value = fc.oneof(
  fc.constantFrom(
    'core',
    'raw',
    'sqlmesh',
    'warehouse',
    'models',
    '__repository__@warehouse',
    'a.b/c d',
    '(x) and +y*'
  ),
  fc.stringMatching(/^[^"\\\r\n]{0,8}$/)
);
const valueOrNull = fc.option(value, { nil: null, freq: 5 });

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.constant<Term>({ type: 'all' }),
  value.map((pattern): Term => ({ type: 'key', pattern })),
  value.map((part): Term => ({ type: 'keySubstring', part })),
  fc.tuple(value, value).map(([key, tag]): Term => ({ type: 'tag', key, value: tag })),
  fc
    .tuple(fc.constantFrom('owner' as const, 'group' as const, 'kind' as const, 'job' as const), valueOrNull)
    .map(([type, of]): Term => ({ type, value: of })),
  fc
    .constantFrom('warehouse', 'models', '__repository__@models', null)
    .map((name): Term => ({ type: 'code_location', value: name })),
  fc.constantFrom('external' as const, 'materializable' as const).map((is): Term => ({ type: 'is', value: is })),
  fc.constant<Term>({ type: 'unpartitioned' })
);

const depth: fc.Arbitrary<Depth> = fc.oneof(fc.constant('unlimited' as const), fc.nat({ max: 3 }));

/** Selections of every construct. */
export const arbitrarySelection: fc.Arbitrary<Selection> = fc.letrec<{ selection: Selection }>((tie) => ({
  selection: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('selection'), { minLength: 2, maxLength: 3 }))
      .map(([type, operands]): Selection => ({ type, operands })),
    tie('selection').map((operand): Selection => ({ type: 'not', operand })),
    fc
      .tuple(tie('selection'), depth, fc.constantFrom('upstream', 'downstream', 'both'), depth)
      .map(([of, steps, direction, otherSteps]): Selection => {
        const downstream = direction === 'both' ? otherSteps : steps;
        return {
          type: 'traversal',
          of,
          ...(direction !== 'downstream' && { upstream: steps }),
          ...(direction !== 'upstream' && { downstream }),
        };
      }),
    fc
      .tuple(fc.constantFrom('roots' as const, 'sinks' as const), tie('selection'))
      .map(([type, of]): Selection => ({ type, of }))
  ),
})).selection;
