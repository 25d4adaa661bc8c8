import { press, remove, saved } from './support/casework.ts';
import { openMenu } from './support/frame.ts';
import { rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'neighbour' });

test('a measure that lacks how it ended is found from the menu, completed or removed, and is then in the list no more', async ({ page }, { project }) => {
  await open(page, '/');
  await (await openMenu(page)).getByRole('link', { name: 'Ofullständiga åtgärder' }).click();
  // each device has a case of its own, also when another has completed one
  const own = rows(page).nth(2 * ['desktop', 'tablet', 'phone'].indexOf(project.name)).getByRole('link').first();
  const target = ((await own.getAttribute('href')) ?? '').split('?')[0] ?? '';
  await own.click();
  await expect(page).toHaveURL(new RegExp(`${target}\\?lista=`));
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Åtgärder' }).click();
  const missing = page.locator('article.measure').filter({ has: page.locator('.measure-missing') });
  await expect(missing).not.toHaveCount(0);
  // somebody may have several
  for (let left = await missing.count(); left > 0; left -= 1) {
    const neverBegan = ((await missing.first().textContent()) ?? '').includes('hann inte börja');
    await missing.first().getByRole('link', { name: /^Ändra eller avsluta/ }).click();
    if (neverBegan) {
      await remove(page, 'Ta bort åtgärden', 'Ja, ta bort åtgärden');
      await expect(missing).toHaveCount(left - 1);
      continue;
    }
    // of one that went on when its case was closed, the last day is missing too
    const end = page.getByLabel(/^Slutdatum/);
    if ((await end.inputValue()) === '') {
      await end.fill(await page.getByLabel('Startdatum').inputValue());
    }
    for (const field of [/^Sysselsättning efter/, /^Orsak avslutad/]) {
      await page.getByLabel(field).selectOption({ index: 1 });
    }
    await press(page, 'Spara');
    await expect(saved(page)).toContainText('Åtgärden är sparad.');
    await expect(missing).toHaveCount(left - 1);
  }
  await open(page, '/aktivitetsansvar?incomplete-measures=at-least:1');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator(`a[href^="${target}?"]`)).toHaveCount(0);
});
