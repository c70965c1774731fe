/** A visitor with a cookie jar: in, the URL of a site; out, pages, and forms sent as a browser sends them. */

import { readPage } from '../../../src/verify/html.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly path: string;
}

export interface Browser {
  get(path: string): Promise<Answer>;
  /** Opens the page, fills its last form in and sends it; follows the redirect. */
  submit(path: string, fields: Readonly<Record<string, string | File>>): Promise<Answer>;
}

/** Opens a browser of one visitor. */
export function openBrowser(url: string): Browser {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string> | undefined), Cookie: cookie };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const body = await response.text();
    const next = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && next) return ask(new URL(next, response.url).pathname);
    return { status: response.status, headers: response.headers, body, path };
  }

  return {
    get: (path) => ask(path),
    submit: async (path, fields) => {
      const page = await ask(path);
      const form = readPage(page.body).forms.findLast(({ method }) => method === 'post');
      const data = new FormData();
      for (const { name, type, value } of form?.fields ?? []) if (type === 'hidden') data.set(name, value);
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      return ask(page.path, { method: 'POST', body: data, headers: { Origin: new URL(url).origin } });
    },
  };
}
