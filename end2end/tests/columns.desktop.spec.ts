import { LIST, openTool, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

const VIEW = `${LIST}?columns=surname,given-name,status,registered,occupation`;

test('a column is moved by the keyboard, keeps the focus, and Back undoes it', async ({ page }) => {
  await open(page, VIEW);
  const headings = page.getByRole('columnheader');
  const status = headings.filter({ hasText: 'Status' }).getByRole('link');
  await status.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page).toHaveURL(/columns=surname,status,given-name,registered,occupation/);
  await expect(headings.nth(2)).toContainText('Status');
  await expect(status).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page).toHaveURL(/columns=surname,given-name,status,registered,occupation/);
  await page.goBack();
  await expect(page).toHaveURL(/columns=surname,status,given-name/);
  await expect(headings.nth(2)).toContainText('Status');
});

test('a column is dragged to the place of another', async ({ page }) => {
  await open(page, VIEW);
  const heading = (code: string) => page.locator(`th[data-column="${code}"]`);
  await heading('registered').dragTo(heading('given-name'));
  await expect(page).toHaveURL(/columns=surname,registered,given-name,status,occupation/);
  await expect(page.getByRole('columnheader').nth(2)).toContainText('Registrerad');
});

test('a column is made wider by hand and by the keyboard, and the address carries it', async ({ page }) => {
  await open(page, VIEW);
  const heading = page.locator('th[data-column="occupation"]');
  const edge = await heading.locator('.grip').boundingBox();
  if (!edge) throw new Error('no edge to take hold of');
  const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 120, y, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/width=occupation:\d+/);
  const width = Number(/width=occupation:(\d+)/.exec(page.url())?.[1]);
  await heading.getByRole('link').focus();
  await page.keyboard.press('Control+ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`width=occupation:${width - 1}$`));
  await page.keyboard.press('Control+ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`width=occupation:${width - 2}$`));
  const shown = await page.evaluate(() => {
    const cell = document.querySelector('th[data-column="occupation"]');
    return cell ? cell.getBoundingClientRect().width / parseFloat(getComputedStyle(document.documentElement).fontSize) : 0;
  });
  // a table that has room left gives some of it to each column
  expect(Math.abs(shown - (width - 2))).toBeLessThan(2);
});

test('columns that are kept stay in sight when the list is moved sideways', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  await open(page, `${LIST}?columns=surname,given-name,status,registered,occupation,caseworker,measure,address,email`);
  const tool = await openTool(page, 'Kolumner');
  await tool.getByText('Bredd och täthet').click();
  await tool.getByLabel('Kolumner som står kvar').fill('2');
  await tool.getByLabel('Täthet').selectOption({ label: 'Tät' });
  await tool.getByRole('button', { name: 'Verkställ' }).click();
  await expect(page).toHaveURL(/pin=2/);
  await expect(page).toHaveURL(/density=compact/);
  await expect(page.getByRole('table')).toHaveAttribute('data-density', 'compact');
  const place = async (code: string) => (await page.locator(`tbody tr:first-child .cell-${code}`).boundingBox())?.x ?? 0;
  const before = { surname: await place('surname'), given: await place('given-name'), status: await place('status') };
  await page.locator('.list-scroll').evaluate((scroll) => scroll.scrollBy(200, 0));
  await expect.poll(() => place('status')).toBeLessThan(before.status);
  expect(await place('surname')).toBeCloseTo(before.surname, 0);
  expect(await place('given-name')).toBeCloseTo(before.given, 0);
});

test('the view is saved in a profile and left again', async ({ page }) => {
  await open(page, `${VIEW}&width=surname:20&pin=2`);
  await expect(rows(page).first()).toHaveClass(/w-20/);
  const tool = await openTool(page, 'Kolumner');
  await tool.getByRole('link', { name: 'Återställ kolumnerna' }).click();
  await expect(page).toHaveURL(LIST);
  await expect(rows(page).first()).not.toHaveClass(/w-20/);
});
