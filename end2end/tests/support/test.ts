import { type EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';

import { test as base, type BrowserContext, type Page } from '@playwright/test';

import { NOBODY, sessionOf, type Role } from './users.ts';

export { expect } from '@playwright/test';

/** By which a browser is known to run scripts. */
export const SCRIPT_COOKIE = '__Host-fyren-script';

type Told = {
  /** Who is signed in when the test begins; nobody, unless the file says who. */
  signedInAs: Role | undefined;
  /** The address of another server that the story leads through; none, unless the file says which. */
  goesTo: string | undefined;
};

type Watched = {
  /** What went wrong in the browser so far. A test that provokes some of it says so by {@link expectProblem}. */
  problems: string[];
  /** Opens a page in a browser of somebody else, which is watched as the test's own is; without a role of nobody who is signed in. */
  openElsewhere: (role?: Role) => Promise<Page>;
};

/**
 * Playwright's `test`, which also fails when any page of the test complained on its console, threw,
 * broke the content security policy, or asked another host for something.
 */
export const test = base.extend<Told & Watched>({
  signedInAs: [undefined, { option: true }],
  goesTo: [undefined, { option: true }],
  storageState: async ({ signedInAs, javaScriptEnabled }, use) => {
    await use(signedInAs && begun(signedInAs, javaScriptEnabled !== false));
  },
  problems: [
    async ({ context, baseURL, goesTo, javaScriptEnabled }, use) => {
      const problems: string[] = [];
      await watch(context, problems, [baseURL, goesTo], javaScriptEnabled !== false);
      await use(problems);
      base.expect(problems, 'console, page errors, content security policy, foreign requests').toEqual([]);
    },
    { auto: true },
  ],
  openElsewhere: async ({ browser, problems, baseURL, goesTo, javaScriptEnabled }, use) => {
    const runsScript = javaScriptEnabled !== false;
    const opened: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ storageState: role ? begun(role, runsScript) : NOBODY });
      opened.push(context);
      await watch(context, problems, [baseURL, goesTo], runsScript);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

type StorageState = { cookies: { name: string }[]; origins: [] };

/** The session of a role, as a browser has it. They were begun by one that runs scripts; one without has never told that it does. */
function begun(role: Role, runsScript: boolean) {
  const session = sessionOf(role);
  if (runsScript) return session;
  const state = JSON.parse(readFileSync(session, 'utf8')) as StorageState;
  return { ...state, cookies: state.cookies.filter((cookie) => cookie.name !== SCRIPT_COOKIE) } as never;
}

type Hosts = (string | undefined)[];

async function watch(context: BrowserContext, problems: string[], hosts: Hosts, runsScript: boolean) {
  watchPages(context, problems, runsScript);
  await watchRequests(context, problems, hosts);
  if (runsScript) await watchPolicy(context, problems);
}

function watchPages(context: BrowserContext, problems: string[], runsScript: boolean) {
  context.on('console', (message) => {
    // a browser without script has no use for what the page preloads for one with it
    const isIdlePreload = !runsScript && message.text().includes('was preloaded using link preload but not used');
    if (['error', 'warning', 'assert'].includes(message.type()) && !isIdlePreload) {
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  // a question that a story does not expect is one that somebody is asked for nothing
  context.on('page', (page) => {
    page.on('dialog', async (dialog) => {
      // a page counts its listeners, which its type does not tell
      const { listenerCount } = page as unknown as EventEmitter;
      if (listenerCount.call(page, 'dialog') > 1) return;
      // a story that goes to another address leaves as whoever closes the page, and means it
      if (dialog.type() === 'beforeunload') return dialog.accept();
      problems.push(`question: ${dialog.message()}`);
      await dialog.dismiss();
    });
  });
  context.on('weberror', (error) => problems.push(`page error: ${String(error.error())}`));
}

async function watchRequests(context: BrowserContext, problems: string[], hosts: Hosts) {
  const own = hosts.filter((host) => host !== undefined).map((host) => new URL(host).host);
  const isForeign = (url: URL) => /^(https?|wss?):$/.test(url.protocol) && !own.includes(url.host);
  await context.route(isForeign, async (route) => {
    problems.push(`request to another host: ${route.request().url()}`);
    await route.abort();
  });
}

async function watchPolicy(context: BrowserContext, problems: string[]) {
  await context.exposeFunction('fyrenReportViolation', (violation: string) => problems.push(violation));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { fyrenReportViolation: (violation: string) => void }).fyrenReportViolation;
      report(`content security policy: ${event.effectiveDirective} forbids ${event.blockedURI || 'inline'}`);
    });
  });
}

/** Waits for a complaint that the test provokes on purpose, and takes it off the list. */
export async function expectProblem(problems: string[], pattern: RegExp) {
  await base.expect.poll(() => problems.some((problem) => pattern.test(problem))).toBe(true);
  problems.splice(0, problems.length, ...problems.filter((problem) => !pattern.test(problem)));
}

/** Waits until the page's own code runs, so that what the test does is not lost on a page without ears. */
export async function hydrated(page: Page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Goes to an address and waits for hydration, where there is a script to hydrate. */
export async function open(page: Page, path: string) {
  await page.goto(path);
  await ready(page);
}

/** Waits for hydration, where there is a script to hydrate. */
export async function ready(page: Page) {
  if (await hydrates(page)) await hydrated(page);
}

async function hydrates(page: Page): Promise<boolean> {
  // without script the browser still evaluates for the test, and the page where one signs in ships no script
  return page.evaluate(
    () => matchMedia('(scripting: enabled)').matches && document.querySelector('script[type=module]') !== null,
  );
}
