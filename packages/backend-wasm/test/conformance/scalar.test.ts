import { conforms } from './conforms.ts';

conforms({ simd: false });
