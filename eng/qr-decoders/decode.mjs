// Reads every *.png of a folder with jsQR and with zxing-cpp, and compares what they read with the text file of the same name. Prints a line for each that
// differs (decoder, file; never the content) and ends with 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = readFileSync(new URL("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url));
await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) }, fireImmediately: true });

const folder = process.argv[2];
let failed = 0;
for (const name of readdirSync(folder).filter((f) => f.endsWith(".png"))) {
  const expected = readFileSync(join(folder, name.replace(/\.png$/, ".txt")), "utf8");
  const png = PNG.sync.read(readFileSync(join(folder, name)));
  const pixels = new Uint8ClampedArray(png.data);
  const read = {
    jsQR: (jsqr.default ?? jsqr)(pixels, png.width, png.height)?.data,
    "zxing-cpp": (await readBarcodes({ data: pixels, width: png.width, height: png.height }, { formats: ["QRCode"] }))[0]?.text,
  };
  for (const [decoder, text] of Object.entries(read)) {
    if (text !== expected) {
      console.log(`${decoder} ${name}`);
      failed = 1;
    }
  }
}
process.exitCode = failed;
