import { changeAndTakeBack } from './support/bulk.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'neighbour' });

test('cases get one value, a row that cannot be saved is mended, and all of it is taken back', async ({ page }) => {
  await changeAndTakeBack(page);
});
