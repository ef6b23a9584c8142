#!/usr/bin/env node
import '../dist/xm.mjs';
