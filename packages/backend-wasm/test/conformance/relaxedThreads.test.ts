import { conforms } from './conforms.ts';

conforms({ threads: 2 });
