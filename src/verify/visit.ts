/** A first walk through a site: in, the site; out, its pages, static files and login form, which the probes share. */

import { type Exchange, headerOf } from './exchange.ts';
import { type Form, isLoginForm, type Load, readPage } from './html.ts';
import type { Site } from './site.ts';

/** A walk is a glance, not a crawl. */
const maxPages = 8;
const maxStaticFiles = 24;

/** Where Django projects put their login, tried when no page that was seen has one. */
const usualLogins = ['/accounts/login/', '/login/', '/admin/login/'];

export interface Page {
  readonly seen: Exchange;
  readonly loads: readonly Load[];
  readonly forms: readonly Form[];
}

export interface StaticFile {
  readonly path: string;
  readonly kind: Load['kind'];
  /** The page that loads it. */
  readonly page: string;
  /** Asked for as it is, without compression. */
  readonly seen: Exchange;
}

export interface Visit {
  /** The named paths, after redirects. */
  readonly entries: readonly Page[];
  /** Pages that the entries link to. */
  readonly linked: readonly Page[];
  /** The admin's login page, also when it is absent. */
  readonly admin: Page;
  readonly login: { readonly page: Page; readonly form: Form } | undefined;
  /** Below the folder that stylesheets and scripts are in; without doubles. */
  readonly staticFiles: readonly StaticFile[];
}

/** Walks: named paths, links on them, the admin, the login. Sequential, at most some fifty requests. */
export async function visitSite(site: Site): Promise<Visit> {
  const entries = await openAll(site, site.paths);
  const linked = await openAll(site, pickLinks(site, entries));
  const admin = await openPage(site, '/admin/login/');
  const pages = [...entries, ...linked, admin];
  const extra = pages.some(hasLogin) ? [] : await openAll(site, [...loginLinks(site, pages), ...usualLogins]);
  const found = [...pages, ...extra].find(hasLogin);
  const form = found?.forms.find(isLoginForm);
  return {
    entries,
    linked,
    admin,
    login: found && form ? { page: found, form } : undefined,
    staticFiles: await openStaticFiles(site, pickStaticFiles(site, [...pages, ...extra])),
  };
}

async function openAll(site: Site, paths: readonly string[]): Promise<Page[]> {
  const pages: Page[] = [];
  for (const path of new Set(paths)) pages.push(await openPage(site, path));
  return pages;
}

async function openPage(site: Site, path: string): Promise<Page> {
  const seen = await site.follow(path);
  const { loads, forms } = isHtml(seen) ? readPage(seen.body) : { loads: [], forms: [] };
  return { seen, loads, forms };
}

export function isHtml(seen: Exchange): boolean {
  return headerOf(seen, 'content-type').startsWith('text/html');
}

function hasLogin(page: Page): boolean {
  return page.seen.status === 200 && page.forms.some(isLoginForm);
}

/** Links to follow: pages only, never one that acts when it is opened (log out, delete). */
function pickLinks(site: Site, pages: readonly Page[]): string[] {
  const seen = new Set(pages.map((page) => page.seen.path));
  return linksOf(site, pages)
    .filter((path) => !seen.has(path) && !/log-?out|sign-?out|delete|remove|unsubscribe/i.test(path))
    .filter((path) => !/\.[a-z0-9]{2,5}$/i.test(path.replace(/\?.*/, '')))
    .slice(0, maxPages);
}

function loginLinks(site: Site, pages: readonly Page[]): string[] {
  return linksOf(site, pages)
    .filter((path) => /log-?in|sign-?in/i.test(path))
    .slice(0, 3);
}

function linksOf(site: Site, pages: readonly Page[]): string[] {
  const paths = pages.flatMap(({ seen }) =>
    (isHtml(seen) ? readPage(seen.body).links : []).map((link) => site.pathOf(link, seen.path)),
  );
  return [...new Set(paths.filter((path) => path !== undefined))];
}

/** Images are static only below the same first folder as stylesheets and scripts; others are uploads. */
function pickStaticFiles(site: Site, pages: readonly Page[]): Omit<StaticFile, 'seen'>[] {
  const files = pages.flatMap(({ seen, loads }) =>
    loads.flatMap(({ kind, url }) => {
      const path = site.pathOf(url, seen.path);
      return path === undefined || !/\.[a-z0-9]+(\?.*)?$/i.test(path) ? [] : [{ path, kind, page: seen.path }];
    }),
  );
  const folders = new Set(files.filter(({ kind }) => kind !== 'image').map(({ path }) => firstFolder(path)));
  const wanted = files.filter(({ path }) => folders.has(firstFolder(path)));
  return [...new Map(wanted.map((file) => [file.path, file])).values()].slice(0, maxStaticFiles);
}

async function openStaticFiles(site: Site, files: readonly Omit<StaticFile, 'seen'>[]): Promise<StaticFile[]> {
  const opened: StaticFile[] = [];
  for (const file of files) {
    opened.push({ ...file, seen: await site.ask(file.path, { headers: { 'Accept-Encoding': 'identity' } }) });
  }
  return opened;
}

function firstFolder(path: string): string {
  return path.split('/')[1] ?? '';
}
