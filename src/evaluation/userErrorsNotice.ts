import { percentInWords } from '../budget/inWords';
import { sliOf } from '../budget/sli';
import type { Notice } from '../sources/contract';
import type { OutcomeSums } from './results';

/** Both readings of user errors, wherever they differ: the document that an objective comes from may mean either. */
export function userErrorsNotice({ finished, userErrors, unexpected }: OutcomeSums): Notice[] {
  if (userErrors === 0 || finished + unexpected === 0) {
    return [];
  }
  const excluded = percentInWords(sliOf(finished, finished + unexpected));
  const good = percentInWords(sliOf(finished + userErrors, finished + userErrors + unexpected));
  return [
    { severity: 'info', text: `SLI ${excluded} with user errors left out, ${good} with user errors counted as good` },
  ];
}
