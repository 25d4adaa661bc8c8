import { PROVIDER, tellOfACard } from './support/provider-story.ts';
import { test } from './support/test.ts';

test.use({ goesTo: PROVIDER });

test('whoever shows a card comes to the page that was asked for, and is told what to do when it does not work', async ({ page }) => {
  await tellOfACard(page);
});
