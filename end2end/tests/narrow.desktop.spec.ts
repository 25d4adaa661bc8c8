import { expectNoSidewaysScroll } from './support/frame.ts';
import { LIST, openCase, openTool } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { SIGN_IN } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

// 1440 pixels at 200 % are 720 for the page; 320 is a phone held upright, or 400 % on a small screen.
for (const width of [720, 320]) {
  test(`nothing has to be moved sideways when the page is ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    const address = await openCase(page, VIGGO.civicNumber);
    for (const tab of ['', '/adresser', '/elevhistorik', '/tidslinje']) {
      await open(page, `${address}${tab}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page);
    }
    await open(page, '/');
    await expectNoSidewaysScroll(page);
    await open(page, SIGN_IN);
    await expectNoSidewaysScroll(page);
    await open(page, LIST);
    await expectNoSidewaysScroll(page);
    for (const tool of ['Filter', 'Sortera', 'Kolumner', 'Profil']) {
      await openTool(page, tool);
      await expectNoSidewaysScroll(page);
    }
    await page.keyboard.press('Escape');
    await page.locator('summary.chip-text').first().click();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press('Escape');
    await page.locator('tbody .cell-select input').first().check();
    await expect(page.getByRole('form', { name: 'Markerade rader' })).toBeVisible();
    await expectNoSidewaysScroll(page);
  });

  test(`every other list fits when the page is ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    for (const list of ['/uppfoljning', '/personer', '/elever', '/enheter', '/studievagar', '/jobb', '/korningar', '/korningar/prov']) {
      await open(page, list);
      await expectNoSidewaysScroll(page);
    }
  });
}
