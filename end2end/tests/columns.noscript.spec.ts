import { LIST, openTool } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('columns are moved, made wider and closer by forms', async ({ page }) => {
  await open(page, `${LIST}?columns=surname,status,age`);
  const tool = await openTool(page, 'Kolumner');
  await tool.getByText('Kolumnernas ordning').click();
  await tool.getByRole('button', { name: 'Flytta åt vänster: Ålder' }).click();
  await expect(page).toHaveURL(/columns=surname,age,status/);
  const again = await openTool(page, 'Kolumner');
  await again.getByText('Bredd och täthet').click();
  await again.getByRole('group', { name: 'Bredd' }).getByLabel('Efternamn').fill('15');
  await again.getByLabel('Täthet').selectOption({ label: 'Luftig' });
  await again.getByRole('button', { name: 'Verkställ' }).click();
  await expect(page).toHaveURL(/width=surname:15&density=roomy/);
  await expect(page.getByRole('rowheader').first()).toHaveClass(/w-15/);
});
