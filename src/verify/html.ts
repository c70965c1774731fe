/** What a page holds that a probe follows: in, HTML; out, links, static files and forms. */

import { Parser } from 'htmlparser2';

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export interface Form {
  readonly method: 'get' | 'post';
  /** As written; empty means the page itself. */
  readonly action: string;
  readonly fields: readonly Field[];
}

/** One thing that the page loads by itself. */
export interface Load {
  readonly kind: 'style' | 'script' | 'image';
  readonly url: string;
}

export interface PageContent {
  readonly links: readonly string[];
  readonly loads: readonly Load[];
  readonly forms: readonly Form[];
}

type Attributes = Readonly<Record<string, string | undefined>>;
type OpenForm = { method: 'get' | 'post'; action: string; fields: Field[] };

/** Reads a page the way a browser's tokenizer does: broken HTML gives what it gives, never an error. */
export function readPage(html: string): PageContent {
  const links: string[] = [];
  const loads: Load[] = [];
  const forms: OpenForm[] = [];
  let open: OpenForm | undefined;
  const parser = new Parser({
    onopentag(name, attributes: Attributes) {
      if (name === 'a' && attributes.href) links.push(attributes.href);
      const load = readLoad(name, attributes);
      if (load) loads.push(load);
      if (name === 'form') {
        open = openForm(attributes);
        forms.push(open);
      } else if (attributes.name) open?.fields.push(readField(name, attributes.name, attributes));
    },
    onclosetag(name) {
      if (name === 'form') open = undefined;
    },
  });
  parser.end(html);
  return { links, loads, forms };
}

function openForm(attributes: Attributes): OpenForm {
  const method = attributes.method?.toLowerCase() === 'post' ? 'post' : 'get';
  return { method, action: attributes.action ?? '', fields: [] };
}

function readField(tag: string, name: string, attributes: Attributes): Field {
  return {
    name,
    type: tag === 'input' ? (attributes.type ?? 'text').toLowerCase() : tag,
    value: attributes.value ?? '',
  };
}

function readLoad(name: string, attributes: Attributes): Load | undefined {
  if (name === 'script' && attributes.src) return { kind: 'script', url: attributes.src };
  if (name === 'img' && attributes.src) return { kind: 'image', url: attributes.src };
  if (name !== 'link' || !attributes.href) return undefined;
  const relations = (attributes.rel ?? '').toLowerCase().split(/\s+/);
  if (relations.includes('stylesheet')) return { kind: 'style', url: attributes.href };
  return relations.includes('icon') ? { kind: 'image', url: attributes.href } : undefined;
}

/** Whether a person logs in with this form: it posts and asks for one password, not for two (which would be a sign-up). */
export function isLoginForm(form: Form): boolean {
  return form.method === 'post' && form.fields.filter(({ type }) => type === 'password').length === 1;
}
