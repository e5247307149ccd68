export default {
  '*.{ts,js,mjs}': ['eslint --fix --no-warn-ignored', 'prettier --write --ignore-unknown'],
  '*.{json,md,yml,yaml}': 'prettier --write --ignore-unknown',
};
