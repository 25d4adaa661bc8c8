import { test as base, type BrowserContext, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

type Watched = {
  /** What went wrong in the browser so far. A test that provokes some of it removes that from the list. */
  problems: string[];
};

/**
 * Playwright's `test`, which also fails when any page of the test complained on its console, threw,
 * broke the content security policy, or asked another host for something.
 */
export const test = base.extend<Watched>({
  problems: [
    async ({ context, baseURL, javaScriptEnabled }, use) => {
      const problems: string[] = [];
      watchPages(context, problems);
      await watchRequests(context, problems, baseURL);
      if (javaScriptEnabled !== false) await watchPolicy(context, problems);
      await use(problems);
      base.expect(problems, 'console, page errors, content security policy, foreign requests').toEqual([]);
    },
    { auto: true },
  ],
});

function watchPages(context: BrowserContext, problems: string[]) {
  context.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) {
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

/** Waits until the page's own code runs, so that what the test does is not lost on a page without ears. */
export async function hydrated(page: Page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Goes to an address and waits for hydration, where there is a script to hydrate. */
export async function open(page: Page, path: string) {
  await page.goto(path);
  if (await runsScript(page)) await hydrated(page);
}

async function runsScript(page: Page): Promise<boolean> {
  // without script the browser still evaluates for the test, but shows what stands in <noscript>
  return page.evaluate(() => matchMedia('(scripting: enabled)').matches);
}
