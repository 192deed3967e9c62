import { firstSentence } from './errorText';
import { UpstreamFailure } from '../../upstreamFailure';

type RunsAnswer =
  | { __typename: 'Runs' }
  | { __typename: 'InvalidPipelineRunsFilterError'; message: string }
  | { __typename: 'PythonError'; message: string };

/** @throws UpstreamFailure for the errors that Dagster answers in place of runs */
export function runsOrThrow<Answer extends RunsAnswer>(answer: Answer): Extract<Answer, { __typename: 'Runs' }> {
  if (isRuns(answer)) {
    return answer;
  }
  const message = 'message' in answer ? firstSentence(answer.message) : '';
  throw answer.__typename === 'PythonError'
    ? new UpstreamFailure(
        'unavailable',
        `Dagster failed to read its runs: ${message}`,
        'Look for this error in the log of the Dagster web server'
      )
    : new UpstreamFailure('refused', `Dagster refused the filter of runs: ${message}`, 'Update Dagster');
}

function isRuns<Answer extends RunsAnswer>(answer: Answer): answer is Extract<Answer, { __typename: 'Runs' }> {
  return answer.__typename === 'Runs';
}
