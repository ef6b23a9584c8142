#!/usr/bin/env node
import { main } from '../dist/xm.mjs';

process.exitCode = await main(process.argv.slice(2));
