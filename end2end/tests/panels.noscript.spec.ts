import { LIST, openTool } from './support/list.ts';
import { expect, open, SCRIPT_COOKIE, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a browser that no longer runs scripts is told how to have the panels', async ({ page, context, baseURL }) => {
  // a cookie with such a name is of a host, and secure
  const domain = new URL(baseURL ?? '').hostname;
  await context.addCookies([{ name: SCRIPT_COOKIE, value: 'runs', domain, path: '/', secure: true }]);
  await open(page, LIST);
  await expect(page.locator('.filter-form')).not.toBeAttached();
  await page.getByRole('button', { name: 'Visa sidan så att den fungerar utan skript' }).click();
  await expect(page).toHaveURL(LIST);
  const filter = await openTool(page, 'Filter');
  await expect(filter.getByRole('button', { name: 'Verkställ', exact: true })).toBeVisible();
});
