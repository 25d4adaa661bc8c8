import { test as base, type BrowserContext, type Page } from '@playwright/test';

import { sessionOf, type Role } from './users.ts';

export { expect } from '@playwright/test';

type Told = {
  /** Who is signed in when the test begins; nobody, unless the file says who. */
  signedInAs: Role | undefined;
};

type Watched = {
  /** What went wrong in the browser so far. A test that provokes some of it says so by {@link expectProblem}. */
  problems: string[];
};

/**
 * Playwright's `test`, which also fails when any page of the test complained on its console, threw,
 * broke the content security policy, or asked another host for something.
 */
export const test = base.extend<Told & Watched>({
  signedInAs: [undefined, { option: true }],
  storageState: async ({ signedInAs }, use) => {
    await use(signedInAs && sessionOf(signedInAs));
  },
  problems: [
    async ({ context, baseURL, javaScriptEnabled }, use) => {
      const problems: string[] = [];
      watchPages(context, problems, javaScriptEnabled !== false);
      await watchRequests(context, problems, baseURL);
      if (javaScriptEnabled !== false) await watchPolicy(context, problems);
      await use(problems);
      base.expect(problems, 'console, page errors, content security policy, foreign requests').toEqual([]);
    },
    { auto: true },
  ],
});

function watchPages(context: BrowserContext, problems: string[], runsScript: boolean) {
  context.on('console', (message) => {
    // a browser without script has no use for what the page preloads for one with it
    const isIdlePreload = !runsScript && message.text().includes('was preloaded using link preload but not used');
    if (['error', 'warning', 'assert'].includes(message.type()) && !isIdlePreload) {
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => problems.push(`page error: ${String(error.error())}`));
}

async function watchRequests(context: BrowserContext, problems: string[], baseURL: string | undefined) {
  const own = new URL(baseURL ?? 'http://127.0.0.1').host;
  const isForeign = (url: URL) => /^(https?|wss?):$/.test(url.protocol) && url.host !== own;
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
