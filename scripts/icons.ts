/** `npm run icons`: draws what components/ui/icon-names.ts names into the one file that pages fetch. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ICON_NAMES } from '#components/ui/icon-names.ts';
import { drawSprite } from './icons/sprite.ts';

const licence = readFileSync('node_modules/lucide-react/LICENSE', 'utf8');
writeFileSync('components/ui/icons.svg', drawSprite(ICON_NAMES, licence));
