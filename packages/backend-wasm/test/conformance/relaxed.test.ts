import { conforms } from './conforms.ts';

conforms({ threads: 1 });
