import { useCallback, useEffect, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { fitted, moved, zoomed, type Viewport } from './viewport';

interface Size {
  width: number;
  height: number;
}

const STEP = 1.25;
const KEY_MOVE_PX = 40;

const KEYS: Record<string, (viewport: Viewport, screen: Size) => Viewport> = {
  ArrowLeft: (viewport) => moved(viewport, KEY_MOVE_PX, 0),
  ArrowRight: (viewport) => moved(viewport, -KEY_MOVE_PX, 0),
  ArrowUp: (viewport) => moved(viewport, 0, KEY_MOVE_PX),
  ArrowDown: (viewport) => moved(viewport, 0, -KEY_MOVE_PX),
  '+': (viewport, screen) => zoomed(viewport, STEP, middleOf(screen)),
  '-': (viewport, screen) => zoomed(viewport, 1 / STEP, middleOf(screen)),
};

/**
 * What part of a drawing a reader sees: all of it, until they move it by dragging, by arrow keys, by + and -, or by the wheel. The
 * wheel alone scrolls the page, as beside the drawing; with Ctrl or ⌘ it zooms, or always where the panel wants it so.
 */
export function useViewport(drawing: Size, screen: Size, wheel: 'cooperative' | 'greedy') {
  const { width, height } = screen;
  const whole = useMemo(
    () => fitted({ width: drawing.width, height: drawing.height }, { width, height }),
    [drawing.width, drawing.height, width, height]
  );
  const [chosen, setChosen] = useState<Viewport>();
  const [element, setElement] = useState<SVGSVGElement | null>(null);
  const viewport = chosen ?? whole;
  const change = useCallback(
    (next: (viewport: Viewport) => Viewport) => setChosen((now) => next(now ?? whole)),
    [whole]
  );

  useEffect(() => {
    const onWheel = (event: WheelEvent) => {
      if (wheel === 'greedy' || event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const { left, top } = (element ?? document.body).getBoundingClientRect();
        const at = { x: event.clientX - left, y: event.clientY - top };
        change((now) => zoomed(now, Math.exp(-event.deltaY / 300), at));
      }
    };
    // React listens to wheels passively, and then the page would zoom too.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [element, wheel, change]);

  return {
    viewport,
    isWhole: chosen === undefined,
    showWhole: () => setChosen(undefined),
    zoom: (direction: 'in' | 'out') =>
      change((now) => zoomed(now, direction === 'in' ? STEP : 1 / STEP, middleOf(screen))),
    handlers: {
      ref: setElement,
      onPointerMove: (event: PointerEvent) => {
        if (event.buttons === 1) {
          change((now) => moved(now, event.movementX, event.movementY));
        }
      },
      onKeyDown: (event: KeyboardEvent) => {
        const move = event.key === '=' ? KEYS['+'] : KEYS[event.key];
        if (event.key === '0') {
          setChosen(undefined);
        } else if (move && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          change((now) => move(now, screen));
        }
      },
    },
  };
}

function middleOf({ width, height }: Size) {
  return { x: width / 2, y: height / 2 };
}
