import { openMenu } from './support/frame.ts';
import { OPEN, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.describe('for a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('the dry run says who enters and leaves, and why, and changes nothing', async ({ page }) => {
    // the stories at the same time open and close no cases in Norrköping
    await open(page, OPEN);
    const before = await total(page);
    await open(page, '/');
    const menu = await openMenu(page);
    await menu.getByRole('link', { name: 'Provkörning' }).click();
    await expect(page).toHaveURL('/korningar/prov');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Provkörning');
    await expect(page.getByText('Inget ändras.')).toBeVisible();
    const parts = page.getByRole('navigation', { name: 'Delar av provkörningen' });
    await expect(parts.getByRole('link')).toHaveText([
      /^Kommer in \d+$/,
      /^Avslutas \d+$/,
      /^Väntar \d+$/,
      /^Kan inte prövas \d+$/,
      /^Skillnad \d+$/,
    ]);
    const told = await parts.getByRole('link').allTextContents();
    for (const part of ['Avslutas', 'Väntar', 'Skillnad']) {
      await parts.getByRole('link', { name: part }).click();
      await expect(parts.locator('[aria-current=page]')).toContainText(part);
    }
    await page.reload();
    await expect(parts.getByRole('link')).toHaveText(told.map((text) => text.trim()));
    await open(page, OPEN);
    expect(await total(page)).toBe(before);
  });

  test('the list of runs leads to it', async ({ page }) => {
    await open(page, '/korningar');
    await page.getByRole('main').getByRole('link', { name: 'Provkörning' }).click();
    await expect(page).toHaveURL('/korningar/prov');
  });
});

test.describe('for a region administrator', () => {
  test.use({ signedInAs: 'administrator' });

  test('a municipality is chosen', async ({ page }) => {
    await open(page, '/korningar/prov');
    await page.getByLabel('Kommun').selectOption({ label: 'Linköping' });
    await page.getByRole('button', { name: 'Visa' }).click();
    await expect(page).toHaveURL('/korningar/prov?kommun=0580');
    await expect(page.getByText('Vad körningen för Linköping gör')).toBeVisible();
  });
});
