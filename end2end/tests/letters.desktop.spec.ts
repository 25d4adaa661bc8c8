import { aSender, lettersForEverybody, templatesForEverybody } from './support/letter-story.ts';
import { test } from './support/test.ts';

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });
  test('axe finds nothing in the form of letters and their preview', async ({ page }) => lettersForEverybody(page));
});

test.describe('a region administrator', () => {
  test.use({ signedInAs: 'administrator' });
  test('axe finds nothing in the templates of letters', async ({ page }) => templatesForEverybody(page));
  // It is one setting of a municipality, which stories at the same time would take from each other.
  test('who sends the letters is said and stands in them', async ({ page }) => aSender(page));
});
