import { Alert, CodeEditor, Text, useTheme2 } from '@grafana/ui';
import React, { useRef, useState } from 'react';
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

/** One's own catalogue as YAML, with what is wrong in it beside it. */
export function CatalogueEditor({ text, parsed, readOnly, onChange }: Props) {
  const theme = useTheme2();
  const cursor = useRef<Cursor>();
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
          onEditorDidMount={(editor) => {
            cursor.current = editor;
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

function Verdict({ parsed, onSelect }: { parsed: ParsedCatalogue; onSelect: (problem: Problem) => void }) {
  switch (parsed.state) {
    case 'blank':
      return <Text color="secondary">While nothing stands here, the shipped catalogue is used.</Text>;
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
