import { expect, type Locator, type Page } from '@playwright/test';

/** The main menu, which below this width is a drawer that has to be opened. */
const DRAWER_BELOW = 900;

export const isNarrow = (page: Page) => (page.viewportSize()?.width ?? 0) < DRAWER_BELOW;

/** The main menu, open. */
export async function openMenu(page: Page): Promise<Locator> {
  const menu = page.getByRole('navigation', { name: /^(Huvudmeny|Main menu)$/ });
  if (isNarrow(page)) await page.getByRole('button', { name: /^(Meny|Menu)$/ }).click();
  await expect(menu).toBeVisible();
  return menu;
}

/** The settings of the page, open. */
export async function openSettings(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /(Inställningar|Settings)$/ }).click();
  const settings = page.getByRole('group', { name: /^(Inställningar|Settings)$/ });
  await expect(settings).toBeVisible();
  return settings;
}

/** That the header shows a text, whole and in sight, and *Logga ut*. */
export async function isShownInHeader(page: Page, text: string | RegExp) {
  const header = page.getByRole('banner');
  const role = header.locator('.header-role').filter({ hasText: text });
  await expect(role).toBeInViewport({ ratio: 1 });
  expect(await role.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await expect(header.getByRole('button', { name: 'Logga ut' })).toBeInViewport({ ratio: 1 });
}

/** That nothing is so wide that the page has to be moved sideways. */
export async function expectNoSidewaysScroll(page: Page) {
  const { seen, needed } = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return { seen: clientWidth, needed: scrollWidth };
  });
  expect(needed, `the width that ${page.url()} needs`).toBeLessThanOrEqual(seen);
}
