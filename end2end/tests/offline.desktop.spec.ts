import { LIST, rows } from './support/list.ts';
import { expect, expectProblem, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('what has been read stays while the network is away, and comes on when it is back', async ({
  page,
  context,
  problems,
}) => {
  await open(page, `${LIST}?size=5`);
  const first = await rows(page).first().textContent();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  const told = page.getByRole('alert');
  await expect(told).toContainText('Ingen kontakt med Fyren');
  await expect(rows(page)).toHaveCount(5);
  await expect(rows(page).first()).toHaveText(first ?? '');
  await context.setOffline(false);
  await told.getByRole('link', { name: 'Försök igen' }).click();
  await expect(told).toHaveCount(0);
  await expect(page).toHaveURL(/page=2/);
  await expect(rows(page).first()).not.toHaveText(first ?? '');
  await expectProblem(problems, /ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/);
});
