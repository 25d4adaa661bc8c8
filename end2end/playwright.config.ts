import { defineConfig, type Project } from '@playwright/test';

// `cargo xtask test browser` builds client and server, makes the register in target/e2e, and calls this.
// The register is that of TODAY, which xtask/src/browser.rs knows too.
const TODAY = '2026-11-21';
const MORNING = '06:00:00+01:00';
const HOUR = 60 * 60 * 1000;
// The suite begins in the morning of TODAY and never sees it end, whenever it is told. Those who read this file again while
// it is told, and the stories that ask what the time is, have to hear the same.
process.env['CLOCK_MOVED_BY'] ??= String(Math.round((Date.parse(`${TODAY}T${MORNING}`) - Date.now()) / HOUR));
const ADDRESS = '127.0.0.1:3917';
// The provider of OpenID Connect that provider/providers.json names.
const PROVIDER = '127.0.0.1:3918';
// A server that runs already can be tested instead, with FYREN and FYREN_DATABASE naming its program and register.
const RUNNING = process.env['BASE_URL'];

// What a viewport and its pointer are; everything runs in the one installed Chromium.
const desktop = { viewport: { width: 1440, height: 900 } };
const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 };

// A story that only one kind of device has says so in its file's name; every other is told on all three.
const dependencies = ['sessions'];
const hydrated = (device: string): Partial<Project> => ({
  dependencies,
  testMatch: [/\/[a-z-]+\.spec\.ts$/, `**/*.${device}.spec.ts`],
});
const withoutScript: Partial<Project> = { dependencies, testMatch: '**/*.noscript.spec.ts' };

const server = (command: string, where: { url: string; cwd?: string }) => ({
  command,
  ...where,
  // another server on its port would be tested in its place
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
  stdout: 'pipe' as const,
  timeout: 60_000,
});

export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/e2e/results',
  workers: 2,
  // generous, because whatever else runs on the machine is not the product's fault
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '../target/e2e/results.json' }]],
  use: {
    baseURL: RUNNING ?? `http://${ADDRESS}`,
    browserName: 'chromium',
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sessions', testMatch: '**/*.setup.ts', use: desktop },
    { name: 'desktop', ...hydrated('desktop'), use: desktop },
    { name: 'tablet', ...hydrated('tablet'), use: tablet },
    { name: 'phone', ...hydrated('phone'), use: phone },
    { name: 'desktop without script', ...withoutScript, use: { ...desktop, javaScriptEnabled: false } },
    { name: 'phone without script', ...withoutScript, use: { ...phone, javaScriptEnabled: false } },
  ],
  ...(RUNNING === undefined && {
    webServer: [
      // who shows a card signs in through it
      server(`node provider/provider.js ${PROVIDER.split(':')[1]} http://${ADDRESS}/api/sign-in-answer`, {
        url: `http://${PROVIDER}/.well-known/openid-configuration`,
      }),
      // letters by e-mail end there
      server(`node mail/catcher.js 3919 3920`, { url: 'http://127.0.0.1:3920/letters?to=' }),
      server(
        `target/debug/fyren serve --listen ${ADDRESS} --clock-moved-by ${process.env['CLOCK_MOVED_BY']} --database sqlite://target/e2e/fyren.db ` +
          '--identity-providers end2end/provider/providers.json --mail-server end2end/mail/mail-server.json',
        { url: `http://${ADDRESS}/robots.txt`, cwd: '..' },
      ),
    ],
  }),
});
