import { LIST, openCase, rows, span } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('on paper there is the list and the case, without the frame', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  for (const path of [LIST, address]) {
    await page.emulateMedia({ media: 'screen' });
    await open(page, path);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'Logga ut' })).toBeHidden();
    await expect(page.getByRole('navigation', { name: 'Huvudmeny' })).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.list-tools, .tabs, .pager').locator('visible=true')).toHaveCount(0);
  }
});

test('the total stands at the far right, and the headings and the first column stay in sight', async ({ page }) => {
  await open(page, `${LIST}?size=50`);
  const card = await page.getByRole('region', { name: 'Aktivitetsansvar' }).last().boundingBox();
  const total = await span(page).boundingBox();
  expect((card?.x ?? 0) + (card?.width ?? 0) - (total?.x ?? 0) - (total?.width ?? 0)).toBeLessThan(32);
  await rows(page).last().scrollIntoViewIfNeeded();
  await expect(page.getByRole('columnheader', { name: 'Efternamn' })).toBeInViewport();
});

test('nothing moves when the list comes alive', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries() as (PerformanceEntry & { value: number })[]) shifts.sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await open(page, LIST);
  await expect(span(page)).toBeVisible();
  const sum = await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
  // from 0.1 on it is called poor; the font that arrives may widen a column a little
  expect(sum).toBeLessThan(0.05);
});
