import { DagsterFailure } from './dagsterFailure';
import { firstSentence } from './errorText';

type RunsAnswer =
  | { __typename: 'Runs' }
  | { __typename: 'InvalidPipelineRunsFilterError'; message: string }
  | { __typename: 'PythonError'; message: string };

/** @throws DagsterFailure for the errors that Dagster answers in place of runs */
export function runsOrThrow<Answer extends RunsAnswer>(answer: Answer): Extract<Answer, { __typename: 'Runs' }> {
  if (isRuns(answer)) {
    return answer;
  }
  const message = 'message' in answer ? firstSentence(answer.message) : '';
  throw answer.__typename === 'PythonError'
    ? new DagsterFailure(
        'unavailable',
        `Dagster failed to read its runs: ${message}`,
        'Look for this error in the log of the Dagster web server'
      )
    : new DagsterFailure('refused', `Dagster refused the filter of runs: ${message}`, 'Update Dagster');
}

function isRuns<Answer extends RunsAnswer>(answer: Answer): answer is Extract<Answer, { __typename: 'Runs' }> {
  return answer.__typename === 'Runs';
}
