import { expectNoSidewaysScroll } from './support/frame.ts';
import { LIST } from './support/list.ts';
import { dialog, field, hits, opener } from './support/search.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the search is a sheet over the whole page, opened by its icon', async ({ page }) => {
  await open(page, '/');
  await expectNoSidewaysScroll(page);
  await expect(opener(page)).toBeInViewport({ ratio: 1 });
  await opener(page).tap();
  await expect(field(page)).toBeFocused();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  expect(await dialog(page).boundingBox()).toEqual({ x: 0, y: 0, width, height });
  await field(page).fill('dahl viggo');
  await expectNoSidewaysScroll(page);
  await hits(page).filter({ hasText: 'Dahl, Viggo' }).first().tap();
  await expect(page).toHaveURL(new RegExp(`${LIST}/\\d+$`));
  await expect(dialog(page)).toBeHidden();
});
