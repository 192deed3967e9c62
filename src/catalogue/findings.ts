import { type FieldPath, pathText } from './fieldPath';

/** What a rule has to say about one field, before its place in the text is known. */
export interface Finding {
  severity: 'error' | 'warning';
  path: FieldPath;
  found: string;
  expected: string;
  /** Where exactly: at the field's key instead of its value, or so many characters into its text. */
  spot?: 'key' | number;
}

/** What all rules together found in one document, each thing once. */
export class Findings {
  private readonly byText = new Map<string, Finding>();

  error(path: FieldPath, found: string, expected: string, spot?: Finding['spot']): void {
    this.add({ severity: 'error', path, found, expected, spot });
  }

  warning(path: FieldPath, found: string, expected: string, spot?: Finding['spot']): void {
    this.add({ severity: 'warning', path, found, expected, spot });
  }

  get all(): Finding[] {
    return [...this.byText.values()];
  }

  get broken(): boolean {
    return this.all.some((finding) => finding.severity === 'error');
  }

  // What all objectives of an SLO share is checked for each of them.
  private add(finding: Finding): void {
    const text = JSON.stringify([pathText(finding.path), finding.found, finding.expected]);
    this.byText.set(text, this.byText.get(text) ?? finding);
  }
}
