import { conforms } from './conforms.ts';

conforms({ relaxedSimd: false, threads: 2 });
