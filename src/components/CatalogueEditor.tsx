import { Alert, CodeEditor, Text, useTheme2 } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';
import type { Problem } from '../catalogue/problem';
import { counted } from './counted';
import { rewriteIntervalVariables } from './intervalVariables';
import { ProblemList } from './ProblemList';
import { testIds } from './testIds';
import { useLatestCallback } from './useLatestCallback';
import { errorsOf, type ParsedCatalogue } from './useParsedCatalogue';

interface Props {
  text: string;
  parsed: ParsedCatalogue;
  readOnly: boolean;
  onChange: (text: string) => void;
}

/** The part of Monaco's editor that leads to a place. */
interface Cursor {
  setPosition: (position: { lineNumber: number; column: number }) => void;
  revealLineInCenter: (lineNumber: number) => void;
  focus: () => void;
}

const HEIGHT_IN_SPACING = 60;
const NONE: readonly Problem[] = [];

/** One's own catalogue as YAML, with what is wrong in it beside it. */
export function CatalogueEditor({ text, parsed, readOnly, onChange }: Props) {
  const theme = useTheme2();
  const cursor = useRef<Cursor>();
  const mark = useRef<(problems: readonly Problem[]) => void>();
  const problems = parsed.state === 'read' ? parsed.catalogue.problems : NONE;
  const [rewritten, setRewritten] = useState<string[]>([]);

  // CodeEditor keeps the callback that it was mounted with.
  const change = useLatestCallback((typed: string) => {
    const { text: next, variables } = rewriteIntervalVariables(typed);
    if (readOnly || next === text) {
      return;
    }
    if (variables.length > 0) {
      setRewritten(variables);
    }
    onChange(next);
  });

  useEffect(() => mark.current?.(problems), [problems]);

  const goTo = ({ line, column }: Problem) => {
    cursor.current?.setPosition({ lineNumber: line, column });
    cursor.current?.revealLineInCenter(line);
    cursor.current?.focus();
  };

  return (
    <>
      <div data-testid={testIds.configEditor.catalogueEditor}>
        <CodeEditor
          language="yaml"
          value={text}
          height={theme.spacing(HEIGHT_IN_SPACING)}
          showLineNumbers
          showMiniMap={false}
          readOnly={readOnly}
          monacoOptions={{ ariaLabel: 'Catalogue, OpenSLO documents in YAML' }}
          onChange={change}
          onEditorDidMount={(editor, monaco) => {
            cursor.current = editor;
            mark.current = (problems) => {
              // An editor of plain text, as the preview's, has no marks.
              const model = monaco && editor.getModel();
              if (model) {
                monaco.editor.setModelMarkers(model, 'error-budget', problems.map(markerOf));
              }
            };
            mark.current(problems);
          }}
        />
      </div>
      {rewritten.length > 0 && (
        <Alert severity="info" title={`${rewritten.join(', ')} became {{.window}}`} onRemove={() => setRewritten([])}>
          The width of a bucket takes the place of Grafana&apos;s variables, which are empty outside panels.
        </Alert>
      )}
      <Verdict parsed={parsed} onSelect={goTo} />
    </>
  );
}

/** Monaco's severities. */
const SEVERITY: Record<Problem['severity'], number> = { error: 8, warning: 4 };

/** The rest of the line, underlined, with what is wrong when it is pointed at. */
function markerOf({ line, column, severity, found, expected }: Problem) {
  return {
    severity: SEVERITY[severity],
    message: `found ${found}, expected ${expected}`,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    // Beyond the end of the line; Monaco cuts it.
    endColumn: Number.MAX_SAFE_INTEGER,
  };
}

function Verdict({ parsed, onSelect }: { parsed: ParsedCatalogue; onSelect: (problem: Problem) => void }) {
  switch (parsed.state) {
    case 'blank':
      return <Text color="secondary">While this is empty, the shipped catalogue is used.</Text>;
    case 'reading':
      return <Text color="secondary">Reading the catalogue …</Text>;
    case 'unreadable':
      return (
        <Alert severity="error" title="The parser of catalogues cannot be loaded">
          {parsed.reason}. Reload the page.
        </Alert>
      );
    case 'read': {
      const { objectives, categories, problems } = parsed.catalogue;
      const errors = errorsOf(parsed.catalogue);
      const warnings = problems.filter(({ severity }) => severity === 'warning');
      return (
        <>
          <div role="status" data-testid={testIds.configEditor.objectivesFound}>
            <Text>{`${counted(objectives.length, 'objective')} in ${counted(categories.length, 'category', 'categories')}`}</Text>
          </div>
          {errors.length > 0 && (
            <Alert severity="error" title={`${counted(errors.length, 'error')} in the catalogue`}>
              <ProblemList label="Errors in the catalogue" problems={errors} onSelect={onSelect} />
            </Alert>
          )}
          {warnings.length > 0 && (
            <Alert severity="warning" title={`${counted(warnings.length, 'warning')} about the catalogue`}>
              <ProblemList label="Warnings about the catalogue" problems={warnings} onSelect={onSelect} />
            </Alert>
          )}
        </>
      );
    }
  }
}
