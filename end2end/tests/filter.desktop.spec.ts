import { expectNoAxeViolations } from './support/accessibility.ts';
import { cells, chips, chosen, filter, LIST, openTool, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('dates: between two days, within a number of days, and none at all', async ({ page }) => {
  await open(page, LIST);
  await filter(page, 'Registrerad', 'mellan', { text: ['2026-09-01', '2026-10-31'] });
  await expect(chips(page).last()).toContainText(/^Registrerad mellan 2026-09-01 .*2026-10-31$/);
  await expect(page).toHaveURL(/registered=between:2026-09-01,2026-10-31/);
  await expect(rows(page)).toHaveCount(15);
  const days = await cells(page, 'Registrerad').allTextContents();
  expect(days.filter((day) => day < '2026-09-01' || day > '2026-10-31')).toEqual([]);
  await chosen(page).getByLabel(/^Ta bort filtret/).last().click();
  await expect(chips(page)).toHaveCount(1);

  await filter(page, 'Nästa uppföljning', 'de närmaste dagarna', { text: ['7'] });
  await expect(page).toHaveURL(/next-follow-up=next-days:7/);
  await expect(cells(page, 'Nästa uppföljning').filter({ hasNotText: /2026-11-2[1-8]/ })).toHaveCount(0);
  await filter(page, 'Nästa uppföljning', 'är tom');
  await expect(page).toHaveURL(/next-follow-up=empty/);
  await expect(cells(page, 'Nästa uppföljning').filter({ hasNotText: '–' })).toHaveCount(0);
});

test('numbers: an age, and both ends of one', async ({ page }) => {
  await open(page, `${LIST}?columns=surname,age`);
  await filter(page, 'Ålder', 'minst', { text: ['19'] });
  await expect(page).toHaveURL(/age=at-least:19/);
  await expect(cells(page, 'Ålder').filter({ hasNotText: '19' })).toHaveCount(0);
  await filter(page, 'Ålder', 'mellan', { text: ['17', '18'] });
  await expect(page).toHaveURL(/age=between:17,18/);
  await expect(cells(page, 'Ålder').filter({ hasNotText: /^1[78]$/ })).toHaveCount(0);
});

test('a value that is not understood is named, and the rest stays', async ({ page }) => {
  await open(page, LIST);
  await filter(page, 'Ålder', 'mellan', { text: ['17', ''] });
  await expect(page.getByRole('alert')).toContainText('Värdet för Ålder gick inte att förstå');
  await expect(chips(page)).toHaveText(['Status är inte Studier annan skolform, Avslutad']);
  // the panel is open at the field, and what was typed stands in it
  const field = page.getByRole('group', { name: 'Ålder', exact: true });
  await expect(field.getByRole('combobox')).toBeFocused();
  await expect(field.getByRole('combobox')).toHaveValue('between');
  await expect(field.locator('.field-first')).toHaveValue('17');
  await expect(field).toContainText('Gick inte att förstå');
  await expectNoAxeViolations(page);
  await filter(page, 'Ålder', 'mellan', { text: ['17', '18'] });
  await expect(page).toHaveURL(/age=between:17,18/);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a selection that nothing fits says so and offers the way out', async ({ page }) => {
  await open(page, LIST);
  const panel = await openTool(page, 'Filter');
  // protected people appear to nobody yet, so nobody is offered to ask for them
  await expect(panel.getByRole('group', { name: 'Skyddade uppgifter' })).toHaveCount(0);
  await filter(page, 'Ålder', 'minst', { text: ['90'] });
  await expect(page.getByText('Inget passar urvalet')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Inga rader' })).toBeVisible();
  await page.getByRole('link', { name: 'Rensa filtret' }).click();
  await expect(page).toHaveURL(LIST);
  await expect(rows(page)).toHaveCount(15);
});
