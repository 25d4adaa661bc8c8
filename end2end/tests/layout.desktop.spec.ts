import { type Page } from '@playwright/test';

import { LIST, openCase, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

/** How far the page has to be moved down, and each box of it to the side, for all of it to be seen. */
async function hidden(page: Page, boxes: string) {
  return page.evaluate((selector) => {
    const { scrollHeight, clientHeight } = document.documentElement;
    const found = [...document.querySelectorAll(selector)];
    return { below: scrollHeight - clientHeight, beside: found.map((box) => box.scrollWidth - box.clientWidth) };
  }, boxes);
}

test.describe('of a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('only the rows of a long list move, the page does not', async ({ page }) => {
    await open(page, `${LIST}?size=50`);
    await expect(rows(page)).toHaveCount(50);
    expect((await hidden(page, '.list-scroll')).below).toBe(0);
    await expect(page.locator('.list-foot')).toBeInViewport({ ratio: 1 });
    await rows(page).last().scrollIntoViewIfNeeded();
    await expect(page.getByRole('columnheader', { name: 'Efternamn' })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
  });

  test('no column of the pupil history is cut', async ({ page }) => {
    const address = await openCase(page, VIGGO.civicNumber);
    await open(page, `${address}/elevhistorik`);
    await expect(page.getByRole('columnheader', { name: 'Klass' })).toBeInViewport({ ratio: 1 });
    expect((await hidden(page, '.list-scroll')).beside).toEqual([0]);
  });
});

test.describe('of an administrator', () => {
  test.use({ signedInAs: 'administrator' });

  test('no column of the last runs is cut, on any width', async ({ page }) => {
    for (const width of [1440, 1100, 820, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await open(page, '/');
      await expect(page.getByRole('rowheader', { name: 'Norrköping' })).toBeVisible();
      expect((await hidden(page, '.start-runs .scroll')).beside, `${width}`).toEqual([0]);
    }
  });
});
