import { cells, LIST, openTool, order, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('keys are added to the order, turned and taken out of it, and the order is spelled out', async ({ page }) => {
  await open(page, LIST);
  const tool = await openTool(page, 'Sortera');
  await tool.getByLabel('Sortera därefter på').selectOption('Registrerad');
  await tool.getByRole('button', { name: 'Lägg till' }).click();
  await expect(order(page)).toHaveText('Sorterat på Efternamn ↑, därefter Förnamn ↑, därefter Registrerad ↑');
  await expect(page).toHaveURL(/sort=surname,given-name,registered$/);

  await (await openTool(page, 'Sortera')).getByRole('link', { name: 'Ta bort: Efternamn' }).click();
  await expect(order(page)).toHaveText('Sorterat på Förnamn ↑, därefter Registrerad ↑');
  await (await openTool(page, 'Sortera')).getByRole('link', { name: 'Ta bort: Förnamn' }).click();
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↑');
  await (await openTool(page, 'Sortera')).getByRole('link', { name: 'Vänd: Registrerad' }).click();
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
  await expect(page).toHaveURL(/sort=-registered$/);
  await expect(rows(page)).toHaveCount(15);
  const days = await cells(page, 'Registrerad').allTextContents();
  expect(days).toEqual(days.toSorted().toReversed());

  await (await openTool(page, 'Sortera')).getByRole('link', { name: 'Återställ sorteringen' }).click();
  await expect(page).toHaveURL(LIST);
});
