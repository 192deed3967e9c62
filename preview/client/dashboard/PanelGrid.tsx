import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { layOut } from '../page/layout';
import { useWidth } from '../page/useWidth';
import type { Section } from './dashboardJson';
import { PanelFrame } from './PanelFrame';
import { RowHeader } from './RowHeader';
import type { Scene } from './scene';

interface PanelGridProps {
  sections: readonly Section[];
  scene: Scene;
}

/** The panels of a dashboard at their places; closed rows hold none. */
export function PanelGrid({ sections, scene }: PanelGridProps) {
  const [element, width] = useWidth();
  const [closedRows, setClosedRows] = useState(
    () => new Set(sections.flatMap(({ row }) => (row?.collapsed ? [row.id] : [])))
  );
  const { boxes, height } = useMemo(() => layOut(sections, closedRows, width), [sections, closedRows, width]);

  const toggle = (id: number) => {
    const next = new Set(closedRows);
    if (!next.delete(id)) {
      next.add(id);
    }
    setClosedRows(next);
  };

  return (
    <div ref={element} className={grid} style={{ height }}>
      {width > 0 &&
        sections.flatMap(({ row, panels }) => {
          const rowBox = row && boxes.get(row.id);
          return [
            row && rowBox && (
              <RowHeader
                key={`row ${row.id}`}
                title={scene.replaceVariables(row.title)}
                panelCount={panels.length}
                open={!closedRows.has(row.id)}
                box={rowBox}
                onToggle={() => toggle(row.id)}
              />
            ),
            ...panels.map((panel) => {
              const box = boxes.get(panel.id);
              return box && <PanelFrame key={panel.id} panel={panel} box={box} scene={scene} />;
            }),
          ];
        })}
    </div>
  );
}

const grid = css({ position: 'relative' });
