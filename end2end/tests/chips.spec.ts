import { chips, LIST, openTool, rows, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a chip is changed where it stands, turned round and removed', async ({ page }) => {
  await open(page, LIST);
  const open_cases = await total(page);
  await open(page, `${LIST}?status=any-of:needs-action`);
  const chip = page.locator('.chip').first();
  await chip.locator('summary').click();
  await chip.getByRole('checkbox', { name: 'Pågående åtgärd' }).check();
  await chip.getByRole('button', { name: 'Verkställ' }).click();
  await expect(chips(page)).toHaveText(['Status är Åtgärdas, Pågående åtgärd']);
  await expect(page).toHaveURL(/status=any-of:needs-action,measure-ongoing$/);

  await chip.locator('summary').click();
  await chip.getByRole('button', { name: 'Visa i stället de andra' }).click();
  await expect(chips(page)).toHaveText(['Status är inte Åtgärdas, Pågående åtgärd']);
  expect(await total(page)).toBeGreaterThan(0);
  expect(open_cases).toBeGreaterThan(0);

  await page.locator('.chip-remove').first().click();
  await expect(chips(page)).toHaveCount(0);
});

test('fields of which one is enough make one chip', async ({ page }) => {
  await open(page, `${LIST}?filter=none`);
  const panel = await openTool(page, 'Filter');
  const age = panel.getByRole('group', { name: 'Ålder', exact: true });
  await age.getByRole('combobox').selectOption({ label: 'minst' });
  await age.locator('input:visible').fill('19');
  const status = panel.getByRole('group', { name: 'Status', exact: true });
  await status.getByRole('combobox').selectOption({ label: 'är' });
  await status.getByRole('checkbox', { name: 'Avslutad' }).check();
  await panel.getByRole('button', { name: 'Minst ett ska gälla' }).click();
  await expect(chips(page)).toHaveText(['Status är Avslutad eller Ålder minst 19']);
  await expect(rows(page).first()).toBeVisible();
});

test('mine is an address that names nobody', async ({ page }) => {
  await open(page, LIST);
  const panel = await openTool(page, 'Filter');
  const caseworker = panel.getByRole('group', { name: 'Handläggare', exact: true });
  await caseworker.getByRole('combobox').selectOption({ label: 'är' });
  await caseworker.getByRole('checkbox', { name: 'Jag', exact: true }).check();
  await panel.getByRole('button', { name: 'Verkställ' }).click();
  await expect(page).toHaveURL(/caseworker=any-of:me$/);
  await expect(chips(page).last()).toHaveText('Handläggare är jag');
  await expect(rows(page).first()).toBeVisible();
  const names = await page.locator('tbody .cell-caseworker').allTextContents();
  expect(new Set(names)).toEqual(new Set(['Åsa Lindqvist']));
});
