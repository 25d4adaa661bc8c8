import { isNarrow, openMenu } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the menu leads to each page, marks where one is, and makes room', async ({ page }) => {
  await open(page, '/');
  const menu = await openMenu(page);
  await expect(menu.getByRole('link')).toHaveText([
    'Start',
    'Aktivitetsansvar',
    'Uppföljning',
    'Ofullständiga åtgärder',
    'Hinder för rapportering',
    'Inkorg',
    'Personer',
    'Elever',
    'Enheter',
    'Studievägar',
    'Jobb',
    'Körningar',
    'Provkörning',
    'Meddelanden',
    'Min sida',
  ]);
  await expect(menu.getByRole('link', { name: 'Start' })).toHaveAttribute('aria-current', 'page');
  await menu.getByRole('link', { name: 'Aktivitetsansvar' }).click();
  await expect(page).toHaveURL('/aktivitetsansvar');
  await expect(page.getByRole('main')).toBeFocused();

  if (isNarrow(page)) {
    await expect(menu).toBeHidden();
    await openMenu(page);
    await menu.getByRole('button', { name: 'Stäng' }).click();
    await expect(menu).toBeHidden();
    await openMenu(page);
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
  } else {
    const kept = page.waitForResponse(/fold-menu/);
    await menu.getByRole('button', { name: 'Fäll ihop menyn' }).click();
    await kept;
    await page.reload();
    await expect(menu.getByRole('button', { name: 'Fäll ut menyn' })).toBeVisible();
    expect((await menu.boundingBox())?.width).toBeLessThan(100);
  }
});
