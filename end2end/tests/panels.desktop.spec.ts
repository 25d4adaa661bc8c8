import { chips, LIST, openTool, rows } from './support/list.ts';
import { openAction } from './support/profiles.ts';
import { expect, open, SCRIPT_COOKIE, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a panel is drawn when it is opened, for a browser that runs scripts', async ({ page, request }) => {
  const answer = await request.get(LIST);
  expect(await answer.text()).not.toContain('filter-form');
  await open(page, LIST);
  const filter = await openTool(page, 'Filter');
  await filter.getByRole('textbox', { name: 'Värde: Efternamn' }).fill('an');
  await filter.getByRole('button', { name: 'Verkställ', exact: true }).click();
  // what is asked of people stands in no address
  await expect(page).toHaveURL(/\?f=/);
  await expect(rows(page).first()).toBeVisible();
  // what has been opened once is there at once, and as the list now is
  const again = await openTool(page, 'Filter');
  await expect(again.getByRole('textbox', { name: 'Värde: Efternamn' })).toHaveValue('an');
});

test('a panel that is opened while rows are on their way stays open when they come', async ({ page }) => {
  await open(page, LIST);
  let letThrough = () => {};
  const late = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/api/read-list*', async (route) => {
    await late;
    await route.continue();
  });
  const filter = await openTool(page, 'Filter');
  await filter.getByRole('textbox', { name: 'Värde: Efternamn' }).fill('an');
  await filter.getByRole('button', { name: 'Verkställ', exact: true }).click();
  await expect(filter).not.toHaveAttribute('open');
  const columns = await openTool(page, 'Kolumner');
  letThrough();
  await expect(chips(page).filter({ hasText: /^Efternamn/ })).toBeVisible();
  await expect(columns).toHaveAttribute('open');
  await columns.getByRole('button', { name: 'Visa kolumnerna' }).click();
  await expect(columns).not.toHaveAttribute('open');
});

test('what is being filled in stays when rows that were on their way come', async ({ page }) => {
  await open(page, LIST);
  // opened for the first time, and drawn before the rows are asked for
  await openTool(page, 'Profil');
  let letThrough = () => {};
  const late = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/api/read-list*', async (route) => {
    await late;
    await route.continue();
  });
  await page.getByRole('columnheader', { name: 'Efternamn' }).getByRole('link').first().click();
  await expect(page.locator('.list-card')).toHaveAttribute('aria-busy', 'true');
  const saving = await openAction(page, 'Spara som');
  await saving.getByLabel(/^Namn/).fill('Halvskrivet');
  letThrough();
  await expect(page.locator('.list-card')).toHaveAttribute('aria-busy', 'false');
  await expect(saving).toHaveAttribute('open');
  await expect(saving.getByLabel(/^Namn/)).toHaveValue('Halvskrivet');
});

test('the panel of the order stays open from key to key', async ({ page }) => {
  await open(page, LIST);
  const order = await openTool(page, 'Sortera');
  await order.getByRole('combobox').selectOption({ label: 'Ålder' });
  await order.getByRole('button', { name: 'Lägg till' }).click();
  const keys = order.getByRole('list', { name: /.*/ }).getByRole('listitem');
  await expect(keys.filter({ hasText: 'Ålder' })).toBeVisible();
  await keys.filter({ hasText: 'Ålder' }).getByRole('link', { name: /^Ta bort/ }).click();
  await expect(keys.filter({ hasText: 'Ålder' })).toHaveCount(0);
  await expect(order).toHaveAttribute('open');
});

test('a browser that is not known has every panel at once, and is known from then on', async ({ page, context, request }) => {
  await context.clearCookies({ name: SCRIPT_COOKIE });
  const told = page.waitForResponse('**/api/choose-script');
  await open(page, LIST);
  await expect(page.locator('.filter-form')).toBeAttached();
  await told;
  await page.reload();
  await expect(page.locator('.list-tools')).toBeVisible();
  await expect(page.locator('.filter-form')).not.toBeAttached();
  expect((await request.get(LIST)).ok()).toBe(true);
});

test('every tool has what it holds when it is opened', async ({ page }) => {
  await open(page, LIST);
  for (const [tool, field] of [
    ['Filter', 'Rensa'],
    ['Sortera', 'Lägg till'],
    ['Kolumner', 'Visa kolumnerna'],
    ['Exportera', 'Excel'],
    ['Profil', 'Spara som'],
  ] as const) {
    const panel = await openTool(page, tool);
    await expect(panel.getByText(field).first()).toBeVisible();
    await page.keyboard.press('Escape');
  }
});
