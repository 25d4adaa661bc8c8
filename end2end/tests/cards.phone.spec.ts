import { expectNoSidewaysScroll } from './support/frame.ts';
import { cells, LIST, openTool, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('each row is a card of its most important columns, and a touch opens it', async ({ page }) => {
  await open(page, LIST);
  await expect(rows(page)).toHaveCount(15);
  for (const shown of ['Efternamn', 'Förnamn', 'Personnummer', 'Status', 'Registrerad', 'Handläggare']) {
    await expect(cells(page, shown).first()).toBeVisible();
  }
  for (const left of ['Sysselsättning vid registrering', 'Åtgärd']) {
    await expect(cells(page, left).first()).toBeHidden();
  }
  const cards = page.locator('tbody tr');
  const [first, second] = [await cards.nth(0).boundingBox(), await cards.nth(1).boundingBox()];
  expect(first?.width).toBeGreaterThan(300);
  expect(second?.y).toBeGreaterThanOrEqual((first?.y ?? 0) + (first?.height ?? 0));
  await expectNoSidewaysScroll(page);

  await cells(page, 'Status').first().tap();
  await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+$/);
  await expectNoSidewaysScroll(page);
});

test('what is touched is large enough', async ({ page }) => {
  await open(page, LIST);
  for (const name of ['Filter', 'Sortera', 'Kolumner']) {
    const box = await page.locator('summary.tool', { hasText: name }).boundingBox();
    expect(box?.height, name).toBeGreaterThanOrEqual(44);
  }
  await openTool(page, 'Filter');
  await expectNoSidewaysScroll(page);
});
