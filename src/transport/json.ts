import { inOneLine } from './oneLine';
import type { HttpAnswer } from './port';

const EXCERPT_LENGTH = 120;

export type JsonBody =
  | { ok: true; value: unknown }
  | {
      ok: false;
      /** `html`: mostly a login page or a proxy's error page. `truncated`: JSON that ends in the middle. */
      reason: 'html' | 'empty' | 'truncated' | 'notJson';
      /** The beginning of the body on one line, at most 120 characters; of HTML its title, where it has one. */
      excerpt: string;
    };

/** Parses a body, and says what it is instead if it is not JSON. The status is the caller's to judge. */
export function parseJson({ headers, text }: HttpAnswer): JsonBody {
  const body = text.trim();
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    if (body === '') {
      return { ok: false, reason: 'empty', excerpt: '' };
    }
    if (saysHtml(headers) || /^<(!doctype html|html|head|body|title)\b/i.test(withoutComments(body))) {
      return { ok: false, reason: 'html', excerpt: excerptOf(htmlTitle(body) ?? htmlText(body)) };
    }
    return { ok: false, reason: endsInTheMiddle(body) ? 'truncated' : 'notJson', excerpt: excerptOf(body) };
  }
}

function saysHtml(headers: Record<string, string>): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

function withoutComments(html: string): string {
  return html.replace(/^(\s*(<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>))+\s*/, '');
}

/** Every attempt ends at the next tag, so that no page, however long or odd, takes more than one pass. */
function htmlTitle(html: string): string | undefined {
  return /<title\b[^<>]*>([^<]*)/i.exec(html)?.[1].trim() || undefined;
}

/** True if a string or a bracket is still open at the end of what begins like JSON. */
function endsInTheMiddle(body: string): boolean {
  if (!/^[{["]/.test(body)) {
    return false;
  }
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index++) {
    const character = body[index];
    if (inString) {
      if (character === '\\') {
        index++;
      } else if (character === '"') {
        inString = false;
      }
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if (character === '}' || character === ']') {
      depth--;
    }
  }
  return inString || depth > 0;
}

function excerptOf(text: string): string {
  return inOneLine(text.slice(0, 10 * EXCERPT_LENGTH), EXCERPT_LENGTH);
}

/** The words of a page without a title. */
function htmlText(html: string): string {
  return html
    .slice(0, 10 * EXCERPT_LENGTH)
    .replace(/<(script|style)\b[^]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>?/g, ' ');
}
