export { reader } from '../script/oxc-reader.ts';
